"""年历: on one sheet what may be asked of a village in a year, and how often. Whatever is not on it was not admitted."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts import doors
from accounts.models import Level, Region
from catalogues import register
from catalogues.checking import reaches
from catalogues.models import Entry
from policy import check_codes
from policy.choices import Frequency, Kind
from workflows.pages.public import qr
from workflows.pages.public.places import placed_all

# Frequency → (how many months one cell spans, what stands in it, how often in a year).
GRID = {
    Frequency.YEARLY: (12, _("年内1次"), 1),
    Frequency.HALF_YEARLY: (6, _("1次"), 2),
    Frequency.QUARTERLY: (3, _("1次"), 4),
    Frequency.MONTHLY: (1, "1", 12),
    Frequency.WEEKLY: (1, _("每周"), 52),
    Frequency.DAILY: (1, _("每天"), 365),
    Frequency.ONCE: (12, _("一次性"), 1),
    Frequency.ON_CALL: (12, _("随要随报"), None),
}


@dataclass(frozen=True)
class Row:
    """A thing that comes back: `cells` are (months spanned, words). `days`: within which days of the year it stands."""

    title: str
    organ: str
    code: str
    cells: tuple[tuple[int, str], ...]
    times: int | None
    days: str


@dataclass(frozen=True)
class Group:
    """What stands all year round, of one kind."""

    title: str
    entries: list[tuple[str, str, str]]


@doors.public
def year(request: HttpRequest, code: str, number: int) -> HttpResponse:
    """The sheet of a village or township, for the screen and for A4. Open: it hangs on the wall."""
    region = get_object_or_404(Region, pk=code, level__gte=Level.TOWNSHIP)
    today = localdate()
    if not 2000 <= number <= today.year + 1:
        raise Http404
    entries = standing_in(region, number)
    shown = {
        "where": placed_all([region])[0],
        "number": number,
        "years": [each for each in (today.year - 1, today.year, today.year + 1) if each != number],
        "rows": [_row(each, number) for each in entries if _frequency(each)],
        "groups": list(_groups(each for each in entries if not _frequency(each))),
        "months": range(1, 13),
        "today": today,
        "qr": qr.drawn(qr.address(request, "place", region.code), __("本地查验二维码")),
    }
    return render(request, "public/year.html", shown)


def standing_in(region: Region, number: int) -> list[Entry]:
    """What stands in `region` on any day of the year, those of its city and province included. One query."""
    first, last = date(number, 1, 1), date(number, 12, 31)
    rows = register.standing_between(region, first, last)
    return sorted((each for each in rows if reaches(each, region)), key=lambda each: (each.kind, each.title))


def _frequency(entry: Entry) -> Frequency | None:
    said = entry.answers.get("frequency")
    return Frequency(said) if isinstance(said, str) and said in set(Frequency) else None


def _row(entry: Entry, number: int) -> Row:
    frequency = _frequency(entry)
    span, words, times = GRID[frequency]  # type: ignore[index]  # only such entries come here
    cells = tuple((span, str(words)) for _each in range(12 // span))
    organ = entry.organ.name if entry.organ else ""
    return Row(entry.title, organ, check_codes.shown(entry.check_code), cells, times, _days(entry, number))


def _days(entry: Entry, number: int) -> str:
    """From when and until when, if it is not the whole year."""
    ends = [day for day in (entry.valid_until, entry.left_on) if day and day.year == number]
    begins = f"{entry.entered_on:%m-%d}" if entry.entered_on > date(number, 1, 1) else ""
    stops = f"{min(ends):%m-%d}" if ends else ""
    return f"{begins}—{stops}" if begins or stops else ""


def _groups(entries: Iterable[Entry]) -> Iterator[Group]:
    by_kind: dict[str, list[tuple[str, str, str]]] = {}
    for each in entries:
        line = (each.title, each.organ.name if each.organ else "", check_codes.shown(each.check_code))
        by_kind.setdefault(each.kind, []).append(line)
    for kind in Kind:
        if kind.value in by_kind:
            yield Group(__(kind.label), by_kind[kind.value])
