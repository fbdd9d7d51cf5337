"""挂牌、摘牌, and the measures of a facility: who may record them, what the wall has room for, and what rules are told."""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Protocol

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Count, Exists, IntegerField, OuterRef, Q, QuerySet, Subquery, TextField, Value
from django.db.models.fields.json import KT
from django.db.models.functions import Coalesce, Left, RPad
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import Function, Level, Organ, Region, User
from accounts.models.region import CODE_DIGITS
from catalogues import register
from catalogues.checking import standing_of
from catalogues.models import Entry, Facility, Signboard
from catalogues.models.wall import INSIDE, WALLS
from policy import signboards
from policy.characters import corrected
from policy.choices import Kind, Place
from policy.notice import LIMITS
from policy.refusals import Standing

SIX: tuple[str, ...] = tuple(LIMITS["outside_signboards"].value)
FIRST_DAY = date(1978, 1, 1)  # 村民委员会 did not hang anywhere before
MOST_HOUSEHOLDS, MOST_AREA = 100_000, Decimal(1_000_000)
_TRIES = 3  # a place that another took in the same moment is looked for again


class Measured(Protocol):
    """One line of a table of facilities."""

    @property
    def code(self) -> str: ...
    @property
    def households(self) -> int: ...
    @property
    def floor(self) -> Decimal: ...
    @property
    def activity(self) -> Decimal: ...


class WallRefuses(Exception):
    """The board cannot hang there; the message is a sentence for whoever recorded it. `field`: where it belongs."""

    def __init__(self, message: str, field: str = "title") -> None:
        super().__init__(message)
        self.field = field


def may_record(officer: User, village: Region) -> bool:
    """Staff of the county's counter, and officers of the village's township."""
    county = Region(code=village.ancestor_code(Level.COUNTY), level=Level.COUNTY)
    if rights.may(officer, rights.SCREEN, county):
        return True
    return village.ancestor_code(Level.TOWNSHIP) in townships_of(officer)


def townships_of(officer: User) -> set[str]:
    """The codes of the townships for which the officer acts."""
    organs = Organ.objects.filter(pk__in=rights.places(officer, rights.ON_ORGANS), function=Function.TOWNSHIP)
    return set(organs.values_list("region_id", flat=True))


def hang(
    village: Region, *, by: User, place: Place, title: str, on: date, guide_counts: bool = True,
    orientation: str = "", colours: str = "",
) -> Signboard:  # fmt: skip
    """挂牌: record a board. Raises WallRefuses where the wall has no room for it or it may not hang there."""
    require_recorder(by, village)
    name = title.strip()
    require_written_well(name)
    board = Signboard(
        village=village, place=place, wall=WALLS[place], title=name, orientation=orientation, colours=colours,
        hung_on=on, hung_by=by,
    )  # fmt: skip
    board.entry = admission_of(board, admissions([village.code], [name]))
    for _try in range(_TRIES):
        hanging = Signboard.objects.hanging().filter(village=village, wall=board.wall)
        board.slot = room_for(board, hanging, guide_counts)
        try:
            with transaction.atomic():
                board.save(force_insert=True)
        except IntegrityError:
            continue  # what stands there now is looked at again, and says why if it refuses
        return board
    raise WallRefuses(_full(board))


def take_down(board: Signboard, *, by: User, on: date) -> None:
    """摘牌. Once: a board that was taken down meanwhile is refused with the day."""
    require_recorder(by, board.village)
    if on < board.hung_on:
        raise WallRefuses(_("摘除日期不能早于悬挂日期%(day)s。") % {"day": board.hung_on.isoformat()}, "removed_on")
    rows = Signboard.objects.hanging().filter(pk=board.pk)
    if not rows.update(removed_on=on, removed_by=by):
        raise WallRefuses(_("“%(board)s”已经摘除。") % {"board": board}, "")


def measure(village: Region, *, by: User, households: int, floor: Decimal, activity: Decimal, on: date) -> Facility:
    """Record the facility's measures: households, and square metres of floor and of room for activities."""
    require_recorder(by, village)
    told = {"households": households, "floor_area": floor, "activity_area": activity, "told_on": on, "told_by": by}
    facility, _new = Facility.objects.update_or_create(village=village, defaults=told)
    return facility


def recordable(officer: User, county: Region) -> QuerySet[Region]:
    """The villages of the county that the officer may record."""
    villages = Region.objects.within(county).filter(level=Level.VILLAGE)
    if rights.may(officer, rights.SCREEN, county):
        return villages
    own = Q(pk__in=[])
    for code in townships_of(officer):
        own |= Q(code__range=Region(code=code, level=Level.TOWNSHIP).code_range)
    return villages.filter(own)


def measure_all(rows: Iterable["Measured"], *, by: User, on: date) -> int:
    """Record many at once; returns how many. `rows` name only villages that `by` may record (`recordable`)."""
    told = [
        Facility(
            village_id=row.code, households=row.households, floor_area=row.floor, activity_area=row.activity,
            told_on=on, told_by=by,
        )
        for row in rows
    ]  # fmt: skip
    fields = ["households", "floor_area", "activity_area", "told_on", "told_by"]
    Facility.objects.bulk_create(
        told, batch_size=1000, update_conflicts=True, unique_fields=["village"], update_fields=fields
    )
    return len(told)


def require_recorder(officer: User, village: Region) -> None:
    """Raise PermissionDenied unless the officer may record what hangs in this village."""
    if not may_record(officer, village):
        raise PermissionDenied(_("只有本县受理人员和本乡镇（街道）经办人可以登记。"))


def require_recorder_in(officer: User, county: Region) -> None:
    """Raise PermissionDenied unless there is a village of the county that the officer may record."""
    if not recordable(officer, county).exists():
        raise PermissionDenied(_("只有本县受理人员和本乡镇（街道）经办人可以登记。"))


def admissions(villages: Iterable[str], titles: Iterable[str]) -> list[Entry]:
    """Every admission of a signboard of one of these names that reaches one of these villages (12-digit codes)."""
    places = {Region(code=code).ancestor_code(level) for code in villages for level in Level}
    rows = Entry.objects.filter(kind=Kind.SIGNBOARD, title__in=set(titles), place__in=places)
    return list(rows.select_related("superseded_by").order_by("pk"))


def admission_of(board: Signboard, known: Iterable[Entry]) -> Entry | None:
    """The one of the `known` admissions by which the board hangs, if it has one on the day on which it was hung."""
    around = {Region(code=board.village_id).ancestor_code(level) for level in Level}
    fitting = (
        each
        for each in known
        if (each.title, each.answers.get("place")) == (board.title, board.place) and each.place in around
    )
    return next((each for each in fitting if standing_of(each, None, board.hung_on) is Standing.ADMITTED), None)


def unlisted(on: date) -> Q:
    """Of boards: inside, by no admission, and for whose name and village none stands on that day (三（三）名称式样).

    An entry that names no place counts for any: lists from before the procedure often name none.
    """
    above = [RPad(Left(OuterRef("village"), level), CODE_DIGITS, Value("0")) for level in Level]
    called = Entry.objects.filter(kind=Kind.SIGNBOARD, title=OuterRef("title"))
    told = Coalesce(KT("answers__place"), Value(""), output_field=TextField())
    named = called.alias(told=told).filter(told__in=["", Place.INSIDE.value])
    return Q(~Exists(named.filter(place__in=above).in_force(on)), place=Place.INSIDE, entry__isnull=True)


def require_written_well(name: str) -> None:
    """Raise WallRefuses for a name with characters that are not standard, and say the right ones."""
    if signboards.nonstandard_characters(name):
        words = {"name": name, "proposed": corrected(name)}
        raise WallRefuses(_("“%(name)s”有不规范的字，应为“%(proposed)s”。") % words)


def room_for(board: Signboard, hanging: Iterable[Signboard], guide_counts: bool) -> int | None:
    """The place that the board takes beside what is `hanging` on the wall. Raises WallRefuses where there is none."""
    hanging = list(hanging)
    known = {each.title: each for each in hanging if each.place == board.place}
    if board.title in known:
        raise WallRefuses(_("“%(board)s”已经悬挂在这里。") % {"board": board})
    if board.wall == "display":
        return None
    taken = {each.slot: each.title for each in hanging}
    if board.wall == "outside":
        return _room_outside(board, taken)
    if board.place == Place.GUIDE and not guide_counts:
        return 0
    free = next((slot for slot in range(1, INSIDE + 1) if slot not in taken), None)
    if free is None:
        raise WallRefuses(_full(board))
    return free


def _room_outside(board: Signboard, taken: Mapping[int | None, str]) -> int | None:
    official = signboards.one_of_the_six(board.title)
    if official is None:
        if board.entry is not None:
            return None
        raise WallRefuses(_full(board))
    slot = SIX.index(official) + 1
    if slot in taken:
        words = {"official": official, "hung": taken[slot]}
        raise WallRefuses(_("外部“%(official)s”的位置已挂“%(hung)s”，先摘除才能另挂。") % words)
    return slot


def _full(board: Signboard) -> str:
    if board.wall == "outside":
        six = _("、").join(SIX)
        words = {"number": len(SIX), "six": six, "board": board}
        return _("外部只挂%(number)s块：%(six)s。“%(board)s”不在其中，也没有依法准予准入的条目，不能悬挂。") % words
    return _("内部标牌已有%(number)s块，“%(board)s”是第%(next)s块；先摘除一块。") % {
        "number": INSIDE, "next": INSIDE + 1, "board": board,
    }  # fmt: skip


# What lists show


def with_walls(villages: QuerySet[Region]) -> QuerySet[Region]:
    """The villages with how many boards hang `outside`, `inside` (guide boards among them) and as `guides`.

    `wall_recorded`: whether anybody has ever recorded a board there; otherwise nothing is known.
    """
    hanging = Signboard.objects.hanging().filter(village=OuterRef("code")).order_by()
    asked = {"outside": Q(wall="outside"), "inside": Q(wall="inside"), "guides": Q(place=Place.GUIDE)}
    counts = {
        name: hanging.filter(of).values("village").annotate(n=Count("pk")).values("n") for name, of in asked.items()
    }
    recorded = Exists(Signboard.objects.filter(village=OuterRef("code")))
    return villages.annotate(
        wall_recorded=recorded,
        **{name: Coalesce(Subquery(rows, output_field=IntegerField()), 0) for name, rows in counts.items()},
    ).select_related("facility")


# What rules are told


def outside_in_every_village(where: Region) -> tuple[str, ...] | None:
    """The names that hang outside in each village of `where`; None as long as a wall in it has not been recorded."""
    villages = set(Region.objects.within(where).filter(level=Level.VILLAGE).values_list("code", flat=True))
    rows = Signboard.objects.filter(village__in=villages)
    recorded = set(rows.values_list("village_id", flat=True).distinct())
    if not villages or recorded != villages:
        return None
    hung: dict[str, set[str]] = {code: set() for code in villages}
    for code, title in rows.hanging().filter(wall="outside").values_list("village_id", "title"):
        hung[code].add(signboards.one_of_the_six(title) or title)
    return tuple(sorted(set.intersection(*hung.values())))


def most_inside(where: Region, admitted: Iterable[Entry], places: Iterable[Place]) -> int:
    """How many boards of these places hang, or were admitted and are yet to hang, in the village that has most of them."""
    admitted = list(admitted)
    first, last = where.code_range
    hung: dict[str, set[str]] = {}
    rows = Signboard.objects.hanging().filter(village__code__range=(first, last), place__in=list(places))
    for code, title in rows.values_list("village_id", "title"):
        hung.setdefault(code, set()).add(title)
    together = [len(titles | _admitted_in(code, admitted)) for code, titles in hung.items()]
    return max([register.most_in_one_village(admitted, where), *together])


def _admitted_in(code: str, entries: Iterable[Entry]) -> set[str]:
    ranges = ((each.title, (each.scope or each.region).code_range) for each in entries)
    return {title for title, (first, last) in ranges if first <= code <= last}
