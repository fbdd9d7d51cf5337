"""年历: on one sheet what may be asked of a village in a year, and how often. Whatever is not on it was not admitted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts import doors
from accounts.models import Level, Region
from catalogues.models import Entry
from catalogues.year import Thing, Version, by_month, last_day, things_in
from policy import check_codes
from policy.burden import TIMES_A_YEAR
from policy.choices import Frequency, Kind
from workflows.pages.public import qr
from workflows.pages.public.places import placed_all

# Frequency → (how many months one time of it covers, what stands there); None: a version that names no frequency.
GRID = {
    Frequency.YEARLY: (12, _("年内1次")),
    Frequency.HALF_YEARLY: (6, _("1次")),
    Frequency.QUARTERLY: (3, _("1次")),
    Frequency.MONTHLY: (1, "1"),
    Frequency.WEEKLY: (1, _("每周")),
    Frequency.DAILY: (1, _("每天")),
    Frequency.ONCE: (12, _("一次性")),
    Frequency.ON_CALL: (12, _("随要随报")),
    None: (12, _("不定")),
}
BY_DAYS = {Frequency.WEEKLY: 7, Frequency.DAILY: 1}
"""What falls due so often that it is counted by days, each so many."""
# A time of a frequency: which, and the how manieth of the year. None: no version is in force in that month.
Time = tuple[Frequency | None, int] | None


@dataclass(frozen=True)
class Row:
    """A thing that comes back: `cells` are (months spanned, words). `days`: since when, until when, and when it changed."""

    title: str
    organ: str
    code: str
    cells: tuple[tuple[int, str], ...]
    times: int | None
    days: list[str]


@dataclass(frozen=True)
class Line:
    """A thing that stands and has no rhythm."""

    title: str
    organ: str
    code: str
    days: list[str]


@dataclass(frozen=True)
class Group:
    """Such things of one kind."""

    title: str
    lines: list[Line]


@doors.public
def year(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The sheet of a village or township, for the screen and for A4. Open: it hangs on the wall."""
    region = get_object_or_404(Region, pk=code, level__gte=Level.TOWNSHIP)
    today = localdate()
    if not 2000 <= number <= today.year + 1:
        raise Http404
    things = things_in(region, number)
    shown = {
        "where": placed_all([region])[0],
        "number": number,
        "years": [each for each in (today.year - 1, today.year, today.year + 1) if each != number],
        "rows": [_row(each, number) for each in things if _comes_back(each)],
        "groups": list(_groups((each for each in things if not _comes_back(each)), number)),
        "months": range(1, 13),
        "today": today,
        "qr": qr.drawn(qr.address(request, "place", region.code), __("本地查验二维码")),
    }
    return render(request, "public/year.html", shown)


def _frequency(entry: Entry) -> Frequency | None:
    said = entry.answers.get("frequency")
    return Frequency(said) if isinstance(said, str) and said in set(Frequency) else None


def _comes_back(thing: Thing) -> bool:
    return any(_frequency(each.entry) for each in thing.versions)


def _row(thing: Thing, number: int) -> Row:
    times = _times_by_month(thing)
    cells = tuple((len(list(months)), str(GRID[time[0]][1]) if time else "") for time, months in groupby(times))
    return Row(*_named(thing), cells, _times(thing, times), _days(thing, number))


def _named(thing: Thing) -> tuple[str, str, str]:
    entry = thing.now
    return entry.title, entry.organ.name if entry.organ else "", check_codes.shown(entry.check_code)


def _times_by_month(thing: Thing) -> list[Time]:
    """Which time falls into each month. Two versions of one frequency within its period are the same time."""
    return [_time(month, version) for month, version in enumerate(by_month(thing.versions))]


def _time(month: int, version: Version | None) -> Time:
    if version is None:
        return None
    frequency = _frequency(version.entry)
    return frequency, month // GRID[frequency][0]


def _times(thing: Thing, months: Iterable[Time]) -> int | None:
    """How often in the year: by periods, or by days where they are short. None where a version has no rhythm."""
    days: dict[Frequency | None, int] = {}
    for each in thing.versions:
        days[_frequency(each.entry)] = days.get(_frequency(each.entry), 0) + each.days
    if days.keys() & {None, Frequency.ON_CALL}:
        return None
    periods = sum(time[0] not in BY_DAYS for time in set(months) if time)
    often = ((TIMES_A_YEAR[each], -(-days[each] // size)) for each, size in BY_DAYS.items() if each in days)
    return periods + sum(min(most, number) for most, number in often)


def _days(thing: Thing, number: int) -> list[str]:
    """From when and until when, if it is not the whole year, and on which days another version took its place."""
    first, last = thing.versions[0].first, last_day(thing.now)
    begins = f"{first:%m-%d}" if first > date(number, 1, 1) else ""
    stops = f"{last:%m-%d}" if last and last.year == number else ""
    return [*_span(begins, stops), *_changes(thing)]


def _span(begins: str, stops: str) -> list[str]:
    if begins and stops:
        return [f"{begins}—{stops}"]
    if begins:
        return [__("%(day)s起") % {"day": begins}]
    return [__("至%(day)s") % {"day": stops}] if stops else []


def _changes(thing: Thing) -> Iterator[str]:
    for before, after in zip(thing.versions, thing.versions[1:], strict=False):
        said = {"day": f"{after.first:%m-%d}", "title": before.entry.title}
        renamed = before.entry.title != after.entry.title
        yield (__("%(day)s变更，原为“%(title)s”") if renamed else __("%(day)s变更")) % said


def _groups(things: Iterable[Thing], number: int) -> Iterator[Group]:
    by_kind: dict[str, list[Line]] = {}
    for each in things:
        by_kind.setdefault(each.now.kind, []).append(Line(*_named(each), _days(each, number)))
    for kind in Kind:
        if kind.value in by_kind:
            yield Group(__(kind.label), by_kind[kind.value])
