"""村级负担 of one village: each thing it carries, and how the year goes by."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts import doors
from accounts.models import Level, Region
from catalogues import burden as meter
from catalogues.models import Entry
from policy.burden import MONTHS, TAKES_TIME, by_month, times_a_year
from workflows.pages import said
from workflows.pages.burden import measure
from workflows.pages.columns import Column
from workflows.pages.divisions import region_at
from workflows.pages.filters import Choice
from workflows.pages.listing import Listing, answer


def kind_of(entry: Entry) -> str:
    return said.kind_in_words(entry.kind)


def rhythm(entry: Entry) -> str:
    """每月, or the times a year that were told; empty where neither is known."""
    frequency = said.answer(entry.kind, entry.answers, "frequency")
    told = entry.answers.get("times_a_year")
    if entry.answers.get("frequency") in (None, "", "on_call") and told:
        return __("每年%(times)s次") % {"times": told}
    return frequency


def hours_of(entry: Entry) -> Any:
    """Hours a year; 不详 where nobody has told."""
    return __("不详") if entry.minutes_a_year is None else measure.hours(entry.minutes_a_year)


class Carried(Listing[Entry]):
    """What one village carries."""

    name, caption = "carried", _("承担的事项")
    order = "title"
    search = ("title", "number", "organ__name")
    search_says = _("名称、编号或者责任单位")
    empty = _("没有占用村里时间的条目")
    filters = (Choice("kind", _("类别"), [(kind.value, _(kind.label)) for kind in TAKES_TIME]),)
    columns = (
        Column("title", _("名称"), sort="title", link=lambda row: reverse("entry", args=[row.pk])),
        Column("kind", _("类别"), kind_of, sort="kind"),
        Column("organ", _("责任单位"), "organ.name", sort="organ__name"),
        Column("rhythm", _("频次"), rhythm),
        Column("minutes", _("每次分钟"), lambda row: row.answers.get("minutes_each_time"), number=True),
        Column("hours", _("小时/年"), hours_of, number=True),
        Column("until", _("有效期至"), "valid_until", sort="valid_until"),
    )

    def __init__(self, rows: Any, query: QueryDict) -> None:
        super().__init__(rows.select_related("organ"), query)


@dataclass(frozen=True)
class Month:
    """One month: how often something is due, how long it takes, and what does not come every month."""

    number: int
    times: int
    minutes: int
    seldom: Sequence[Entry]

    @property
    def hours(self) -> str:
        return measure.shown(self.minutes)


def months(entries: Sequence[Entry]) -> list[Month]:
    """The year of a village. What has no day of its own is counted at the end of its period."""
    spread = [(entry, by_month(times_a_year(entry.answers) or 0)) for entry in entries]
    return [_month(number, spread) for number in range(1, MONTHS + 1)]


def _month(number: int, spread: Sequence[tuple[Entry, tuple[int, ...]]]) -> Month:
    due = [(entry, times[number - 1], sum(times)) for entry, times in spread if times[number - 1]]
    minutes = sum((entry.minutes_a_year or 0) * times // of_year for entry, times, of_year in due)
    seldom = [entry for entry, _times, of_year in due if of_year < MONTHS]
    return Month(number, sum(times for _entry, times, _of_year in due), minutes, seldom)


@doors.signed_in
def burden_village(request: HttpRequest, code: str) -> HttpResponseBase:
    """One village: its sum, its months, its entries."""
    village, day = region_at(code, Level.VILLAGE), measure.day_asked(request.GET)
    carried = meter.carried_in(village, day.on)
    entries = list(carried.order_by("title", "pk"))
    year = months(entries)
    known = [each.minutes_a_year for each in entries if each.minutes_a_year is not None]
    shown = {
        "village": village,
        "above": Region.objects.filter(pk__in=meter.places_of(village)[1:]).order_by("code"),
        "day": day,
        "hours": measure.shown(sum(known)),
        "number": len(entries),
        "unknown": len(entries) - len(known),
        "months": year,
        "bars": measure.bars_of_months([month.minutes for month in year]) if known else None,
        "kinds": measure.bars_of_kinds(_by_kind(entries), __("本村用时，按类别")),
    }
    return answer(request, "burden/village.html", Carried(carried, request.GET), shown)


def _by_kind(entries: Sequence[Entry]) -> dict[str, int]:
    sums: dict[str, int] = {}
    for entry in entries:
        sums[entry.kind] = sums.get(entry.kind, 0) + (entry.minutes_a_year or 0)
    return sums
