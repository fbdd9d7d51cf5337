"""How the burden is told: hours with one decimal, the day it is told for, and bars by kind and by month."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from django.http import QueryDict
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from policy.choices import Kind
from workflows.pages.bar_drawing import Bar, Bars

FIRST, LAST = date(2000, 1, 1), date(2199, 12, 31)


def hours(minutes: int) -> Decimal:
    """Minutes as hours, to a tenth."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.1"), ROUND_HALF_UP)


def shown(minutes: int) -> str:
    """The same for reading: 1,234.5."""
    return f"{hours(minutes):,}"


@dataclass(frozen=True)
class Day:
    """The day that is told of; `unread` is what was asked for and is no day."""

    on: date
    unread: str = ""

    @property
    def is_today(self) -> bool:
        return self.on == localdate()


def day_asked(query: QueryDict) -> Day:
    """The day in the address (`on=2026-01-01`), else today."""
    asked = query.get("on", "").strip()[:20]
    if not asked:
        return Day(localdate())
    try:
        day = date.fromisoformat(asked)
    except ValueError:
        return Day(localdate(), asked)
    return Day(day) if FIRST <= day <= LAST else Day(localdate(), asked)


def bars_of_kinds(minutes: Mapping[str, int], title: str) -> Bars | None:
    """Hours by kind, in the order of the kinds."""
    drawn = [(_(kind.label), minutes[kind]) for kind in Kind if minutes.get(kind)]
    return _bars("kinds", title, _("类别"), drawn) if drawn else None


def bars_of_months(minutes: Iterable[int]) -> Bars:
    """Hours month by month."""
    drawn = [(_("%(month)d月") % {"month": n}, each) for n, each in enumerate(minutes, start=1)]
    return _bars("months", _("各月用时"), _("月份"), drawn)


def _bars(key: str, title: str, head: str, drawn: list[tuple[str, int]]) -> Bars:
    says = _("；").join(f"{name} {shown(each)}" for name, each in drawn)
    bars = [Bar(name, float(hours(each)), shown=shown(each)) for name, each in drawn]
    return Bars(key, title, says, bars, head, _("小时/年") if key == "kinds" else _("小时"))
