"""半年、年度报告: what a county did in a span of time, from the tables; for the city's three bodies and the secretary's review.

Everything is counted from rows that the lists of the program show; no organ is named beside a number (DESIGN 1.11).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts import rights
from accounts.days import midnight
from accounts.models import Level, Region, User
from accounts.models.region import inside
from catalogues.models import Entry
from policy.choices import Kind
from workflows.flows import NODES
from workflows.models import AdmissionRequest, Cause, Decision, OrderState, State, SupervisionOrder
from workflows.services import figures

ONE_DAY = timedelta(days=1)
HALVES = ("1", "2", "")
"""First half, second half, whole year."""
# Part of a report, and of what the secretary reviews: see who may make one.
MAKERS = (rights.SCREEN, rights.SUPERVISE, rights.DECIDE)


@dataclass(frozen=True)
class Period:
    """From one day to another, both included; `half` is one of HALVES."""

    year: int
    half: str

    @property
    def first(self) -> date:
        return date(self.year, 7 if self.half == "2" else 1, 1)

    @property
    def last(self) -> date:
        return date(self.year, 6, 30) if self.half == "1" else date(self.year, 12, 31)

    @property
    def bounds(self) -> tuple[datetime, datetime]:
        """From midnight to midnight, Asia/Shanghai; the second is outside."""
        return midnight(self.first), midnight(self.last + ONE_DAY)

    @property
    def counted_to(self) -> date:
        """The day that the data at its end are of: its last, or today while it runs."""
        return min(self.last, timezone.localdate())

    def __str__(self) -> str:
        named = {"1": _("%(year)s年上半年"), "2": _("%(year)s年下半年"), "": _("%(year)s年度")}
        return named[self.half] % {"year": self.year}


@dataclass(frozen=True)
class Section:
    """One table of the report; the first cell of a row is its name. `drawn`: the column whose numbers are drawn."""

    key: str
    title: str
    heads: Sequence[str]
    rows: Sequence[Sequence[str | int]]
    says: str = ""
    drawn: int = 1


@dataclass(frozen=True)
class Report:
    """报告: its sections in order; `made_on` is the day on which it was counted."""

    county: Region
    period: Period
    made_on: date
    sections: Sequence[Section]

    @property
    def title(self) -> str:
        return _("%(county)s%(period)s村级组织事务准入工作情况报告") % {"county": self.county, "period": self.period}


def counties_of(officer: User) -> QuerySet[Region]:
    """The counties for which he may make one."""
    return Region.objects.filter(inside("code", rights.regions(officer, MAKERS)), level=Level.COUNTY)


def report(county: Region, period: Period) -> Report:
    """The report of a county on a period, counted now."""
    requests = AdmissionRequest.objects.filter(county=county).exclude(state=State.DRAFT)
    sections = [
        _handed_in(requests, period),
        _decided(requests, period),
        _clauses(requests, period),
        _times(requests, period),
        _catalogue(county, period),
        _orders(county, period),
    ]
    return Report(county, period, timezone.localdate(), sections)


def _handed_in(requests: QuerySet[AdmissionRequest], period: Period) -> Section:
    first, after = period.bounds
    own = Count("pk", filter=Q(submitted_at__gte=first, submitted_at__lt=after))
    over = Count("pk", filter=Q(closed_at__gte=first, closed_at__lt=after))
    under_way = Q(submitted_at__lt=after) & (Q(closed_at__isnull=True) | Q(closed_at__gte=after))
    found = requests.aggregate(submitted=own, closed=over, left=Count("pk", filter=under_way))
    rows = [(_("收到申请"), found["submitted"]), (_("办结"), found["closed"]), (_("期末在办"), found["left"])]
    return Section("requests", _("申请办理情况"), [_("项目"), _("件数")], rows)


def _decided(requests: QuerySet[AdmissionRequest], period: Period) -> Section:
    first, after = period.bounds
    mine = figures.outcomes(requests.filter(submitted_at__gte=first, submitted_at__lt=after))
    decisions = [each for each in Decision if any(decision == each for _kind, decision in mine)]
    kinds = [kind for kind in Kind if any(key == kind for key, _decision in mine)]
    rows: list[list[str | int]] = [
        [_(kind.label), *(mine.get((kind, each), 0) for each in decisions)] for kind in kinds
    ]
    heads = [_("类别"), *(str(each.label) for each in decisions)]
    return Section("outcomes", _("各类事项办理结果"), heads, rows, _("期内收到的申请，逐项计算。"))


def _clauses(requests: QuerySet[AdmissionRequest], period: Period) -> Section:
    first, after = period.bounds
    found = figures.by_clause(requests.filter(submitted_at__gte=first, submitted_at__lt=after))
    rows = [(clause, number) for clause, number in found.items() if number]
    return Section("clauses", _("不得准入的主要情形"), [_("条款"), _("项数")], rows, _("一项可能不符合多条。"))


def _times(requests: QuerySet[AdmissionRequest], period: Period) -> Section:
    first, after = period.bounds
    done = figures.done_desks(requests).filter(finished__gte=first, finished__lt=after)
    found = figures.times(done)
    late = figures.late_by_desk(figures.desks(requests), period.counted_to)
    rows = [
        (_(NODES[name].task_title), *_lengths(found.get(name)), late.get(name, 0))
        for name in NODES
        if name in found or name in late
    ]
    heads = [_("环节"), _("办结"), _("中位用时（天）"), _("九成不超过（天）"), _("期末逾期")]
    return Section("times", _("各环节办理时间"), heads, rows, _("自然日，从转到至办结。"))


def _lengths(found: tuple[int, timedelta, timedelta] | None) -> tuple[int, str, str]:
    if found is None:
        return 0, "—", "—"
    done, half, most = found
    return done, f"{half / ONE_DAY:.1f}", f"{most / ONE_DAY:.1f}"


def _catalogue(county: Region, period: Period) -> Section:
    """期初 + 列入 − 退出、到期 = 期末; what was changed stood before and stands after, and is told beside them."""
    entries = Entry.objects.filter(region=county)
    came = Q(entered_on__range=(period.first, period.counted_to))
    sums = {"came": came, "went": _gone_within(period), "changed": came & _only_changed()}
    counted = entries.order_by().values_list("kind").annotate(**{n: Count("pk", filter=q) for n, q in sums.items()})
    moved = {kind: (came - changed, went - changed, changed) for kind, came, went, changed in counted}
    # Of a period that has not begun, nothing is known but what stands today.
    before = _standing(entries, min(period.first - ONE_DAY, period.counted_to))
    after = _standing(entries, period.counted_to)
    found = [(kind, *moved.get(kind, (0, 0, 0))) for kind in Kind]
    table = [
        (_(kind.label), before.get(kind, 0), came, went, after.get(kind, 0), changed)
        for kind, came, went, changed in found
    ]
    heads = [_("类别"), _("期初"), _("列入"), _("退出、到期"), _("期末"), pgettext("report", "变更")]
    says = _("变更后继续有效的条目单列，不计入列入和退出；期间未结束的，期末为统计当日。")
    return Section("catalogue", _("清单变动"), heads, [row for row in table if any(row[1:])], says, drawn=4)


def _gone_within(period: Period) -> Q:
    """Left on a day of the period, or valid until the day before one and not left earlier."""
    first, last = period.first, period.counted_to
    left = Q(left_on__range=(first, last))
    left &= Q(valid_until__isnull=True) | Q(valid_until__gte=first - ONE_DAY)
    ended = Q(valid_until__range=(first - ONE_DAY, last - ONE_DAY))
    return left | (ended & (Q(left_on__isnull=True) | Q(left_on__gte=first)))


def _only_changed() -> Q:
    """变更: it took the place of an entry of the same kind that stood until then; else one ended, and another entered."""
    stood = Q(supersedes__valid_until__isnull=True) | Q(supersedes__valid_until__gte=F("entered_on") - ONE_DAY)
    return Q(supersedes__kind=F("kind"), supersedes__left_on=F("entered_on")) & stood


def _standing(entries: QuerySet[Entry], day: date) -> dict[str, int]:
    rows = Entry.objects.filter(pk__in=entries.values("pk")).in_force(day).order_by()
    return dict(rows.values_list("kind").annotate(number=Count("pk")))


def _orders(county: Region, period: Period) -> Section:
    first, after = period.bounds
    rows = SupervisionOrder.objects.filter(county__code__range=county.code_range)
    issued = Count("pk", filter=Q(issued_at__gte=first, issued_at__lt=after))
    closed = Count("pk", filter=Q(state=OrderState.CLOSED, closed_at__gte=first, closed_at__lt=after))
    left = Count("pk", filter=Q(issued_at__lt=after) & (Q(closed_at__isnull=True) | Q(closed_at__gte=after)))
    counted = rows.order_by().values_list("cause").annotate(issued=issued, closed=closed, left=left)
    found: Iterable[tuple[str, int, int, int]] = [each for each in counted if any(each[1:])]
    table: list[list[str | int]] = [[str(Cause(cause).label), *numbers] for cause, *numbers in sorted(found)]
    return Section("orders", _("督办情况"), [_("事由"), pgettext("report", "签发"), _("销号"), _("期末未销号")], table)
