"""牌子表格: the boards of many villages as a table, out and back in. What is exported can be imported unchanged.

The rules are those of a single board (`catalogues.walls`): each row is hung in thought beside what hangs and beside the
rows before it, so that the eleventh board inside is told at its row.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import Region
from catalogues import sheets, walls
from catalogues.intake import Line, Read, Refused, columns, head_faults, read_with, title
from catalogues.models import Signboard
from catalogues.models.wall import WALLS
from catalogues.sheets import TITLE, Sheet
from policy.choices import Colours, Orientation, Place

NAME = "boards"
"""By which an intake of boards is told from those of the lists."""
# Chinese in every language: the file is read back by them.
VILLAGE, VILLAGE_NAME, PLACE, HUNG = "村（区划代码）", "村名", "悬挂位置", "悬挂日期"
ORIENTATION, COLOURS = "横竖", "底色和字色"
HEADS = (VILLAGE, VILLAGE_NAME, PLACE, TITLE, ORIENTATION, COLOURS, HUNG)
FIELDS = {"village": VILLAGE, "title": TITLE, "on": HUNG, "": ""}


def table(boards: Iterable[Signboard]) -> list[list[str]]:
    """Heads and one row a board, as text."""
    return [[*HEADS], *(_row(board) for board in boards)]


def _row(board: Signboard) -> list[str]:
    orientation = Orientation(board.orientation).label if board.orientation else ""
    colours = Colours(board.colours).label if board.colours else ""
    place = Place(board.place).label
    village = board.village
    return [village.code, village.name, place, board.title, orientation, colours, board.hung_on.isoformat()]


class Hanging:
    """What hangs in some villages, and what is hung beside it one after the other. Two queries."""

    def __init__(self, villages: Iterable[str], titles: Iterable[str], guide_counts: bool) -> None:
        villages = set(villages)
        self.guide_counts = guide_counts
        self.known = walls.admissions(villages, titles)
        self.on_walls: dict[tuple[str, str], list[Signboard]] = defaultdict(list)
        for board in Signboard.objects.hanging().filter(village__in=villages):
            self.on_walls[board.village_id, board.wall].append(board)

    def hang(self, row: Mapping[str, Any]) -> Signboard:
        """The board of one row that was read, in its place. Raises WallRefuses. Nothing is written."""
        place = Place(row["place"])
        board = Signboard(
            village_id=row["village"], place=place, wall=WALLS[place], title=row["title"],
            orientation=row["orientation"], colours=row["colours"], hung_on=date.fromisoformat(row["hung_on"]),
        )  # fmt: skip
        walls.require_written_well(board.title)
        board.entry = walls.admission_of(board, self.known)
        hanging = self.on_walls[board.village_id, board.wall]
        board.slot = walls.room_for(board, hanging, self.guide_counts)
        hanging.append(board)
        return board


def read(villages: Mapping[str, Region], sheet: Sheet, on: date, *, guide_counts: bool) -> Read:
    """Each row as the values of a board, and every fault. `villages`: those that may be recorded, by code."""
    if faults := list(head_faults(sheet.heads, [VILLAGE, PLACE, TITLE], HEADS)):
        return Read(faults=faults)
    named, titles = columns(sheet, VILLAGE, TITLE)
    hanging = Hanging(named & villages.keys(), titles, guide_counts)
    return read_with(sheet, partial(_read, villages=villages, on=on, hanging=hanging))


def _read(line: Line, villages: Mapping[str, Region], on: date, hanging: Hanging) -> None:
    line.take("village", VILLAGE, partial(_village, villages=villages))
    line.take("village_name", VILLAGE_NAME, partial(_village_name, village=villages.get(line.row["village"] or "")))
    line.take("place", PLACE, partial(_chosen, among=[*WALLS]))
    line.take("title", TITLE, title, most=100)
    line.take("orientation", ORIENTATION, partial(_chosen, among=[*Orientation], empty=True))
    line.take("colours", COLOURS, partial(_chosen, among=[*Colours], empty=True))
    line.take("hung_on", HUNG, partial(_hung, on=on))
    if line.faults:
        return
    try:
        hanging.hang(line.row)
    except walls.WallRefuses as refusal:
        line.wrong(FIELDS[refusal.field], str(refusal))


def _village(text: str, *, villages: Mapping[str, Region]) -> str:
    if text not in villages:
        raise Refused(_("没有代码为“%(code)s”的村，或者不由您登记。") % {"code": text[:20]})
    return text


def _village_name(text: str, *, village: Region | None) -> str:
    if village and text and text != village.name:
        raise Refused(_("区划代码是%(village)s的，与村名不符。") % {"village": village.name})
    return village.name if village else text


def _chosen(text: str, *, among: Sequence[Any], empty: bool = False) -> str:
    values = {each.label: each.value for each in among}
    if not text and empty:
        return ""
    if text not in values:
        raise Refused(_("没有“%(text)s”这一选项，可选：%(options)s。") % {"text": text, "options": "、".join(values)})
    return str(values[text])


def _hung(text: str, *, on: date) -> str:
    day = sheets.read_day(text) if text else on
    if not walls.FIRST_DAY <= day <= on:
        raise Refused(_("日期应在 %(year)d 年以后、今天以前。") % {"year": walls.FIRST_DAY.year})
    return day.isoformat()
