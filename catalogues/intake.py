"""导入: read a table row by row. Every fault is said with its row and column; only a table without any is taken over.

What the columns mean, `catalogues.entry_intake` and `catalogues.board_intake` say.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from catalogues.sheets import Sheet

LONGEST = 5000
MOST_FAULTS = 200
BREAKS = "\n\t\u3000\u00a0"


@dataclass(frozen=True)
class Fault:
    """What is wrong in one cell: the row as a spreadsheet numbers it, and the head of the column ("" for the row)."""

    row: int
    column: str
    says: str


@dataclass
class Read:
    """What a sheet came to."""

    rows: list[dict[str, Any]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    @property
    def faults_as_json(self) -> list[dict[str, Any]]:
        return [asdict(fault) for fault in self.faults[:MOST_FAULTS]]


class Refused(ValueError):
    """A cell cannot be taken; the message says why."""


@dataclass
class Line:
    """One row while it is read: its cells by their heads, the values so far, and what was wrong."""

    number: int
    cells: Mapping[str, str]
    row: dict[str, Any] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    def take(self, name: str, head: str, reader: Callable[[str], Any], most: int = LONGEST) -> None:
        """Keep what `reader` makes of the cell, at most `most` characters; None and a fault where it raises ValueError."""
        try:
            self.row[name] = reader(legible(self.cells.get(head, ""), most))
        except ValueError as refusal:
            self.row[name] = None
            self.wrong(head, str(refusal))

    def wrong(self, head: str, says: str) -> None:
        self.faults.append(Fault(self.number, head, says))


def lines(sheet: Sheet) -> Iterator[Line]:
    """The rows of the sheet, each knowing its number."""
    for number, cells in sheet.rows:
        yield Line(number, dict(zip(sheet.heads, cells, strict=False)), {"row": number})


def read_with(sheet: Sheet, reader: Callable[[Line], object]) -> Read:
    """Read every row with `reader`, which fills the line it is given."""
    found = Read()
    for line in lines(sheet):
        reader(line)
        found.rows.append(line.row)
        found.faults += line.faults
    return found


def columns(sheet: Sheet, *heads: str) -> list[set[str]]:
    """All that stands in each of these columns, so that the registers can be asked once."""
    places = [sheet.heads.index(head) if head in sheet.heads else None for head in heads]
    return [
        {cells[at].strip() for _number, cells in sheet.rows if at < len(cells)} if at is not None else set()
        for at in places
    ]


def head_faults(heads: Sequence[str], needed: Sequence[str], allowed: Collection[str]) -> Iterator[Fault]:
    """Heads that are wanting, of no column, or said twice."""
    for head in needed:
        if head not in heads:
            yield Fault(1, head, _("第一行须是表头，并有“%(head)s”一列。") % {"head": head})
            return
    for head in heads:
        if head and head not in allowed:
            yield Fault(1, head, _("没有这一列，请改用导出表的表头或者删去。"))
    for head in {head for head in heads if head and heads.count(head) > 1}:
        yield Fault(1, head, _("这一列出现了两次。"))


def legible(text: str, most: int) -> str:
    """The text without blanks at its ends. Raises Refused for signs that nobody sees, and for too many of them."""
    if any(not sign.isprintable() and sign not in BREAKS for sign in text):
        raise Refused(_("含有看不见的控制字符，请删去后重新填写。"))
    if len(text.strip()) > most:
        raise Refused(_("最多%(most)d个字，现有%(now)d个。") % {"most": most, "now": len(text.strip())})
    return text.strip()


def title(text: str) -> str:
    if not text:
        raise Refused(_("请填写名称。"))
    if "\n" in text:
        raise Refused(_("请写在一行内。"))
    return text


def said_twice(sheet: Sheet, head: str, says: str) -> Iterator[Fault]:
    """Cells of one column that say the same; `says` has a place for the %(row)d of the first."""
    if head not in sheet.heads:
        return
    at, first = sheet.heads.index(head), dict[str, int]()
    for number, cells in sheet.rows:
        text = cells[at].strip() if at < len(cells) else ""
        if text and text in first:
            yield Fault(number, head, says % {"row": first[text]})
        first.setdefault(text, number)
