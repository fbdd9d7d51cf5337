"""统计: what is counted of the requests that somebody may see. Every figure is a query over rows that a list shows.

Nothing here compares organs (DESIGN 1.11): things are counted by desk, kind, outcome, clause and time.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import (
    Aggregate,
    Count,
    DurationField,
    ExpressionWrapper,
    F,
    Q,
    QuerySet,
)
from viewflow.workflow.status import STATUS

from accounts.days import midnight
from accounts.models import Level, Region, User
from workflows.models import AdmissionRequest, Desk, RequestPart, State
from workflows.services import oversight

WEEKS = 12
MONTHS = 12


class Percentile(Aggregate):
    """percentile_cont of PostgreSQL; NULL of no rows."""

    function = "PERCENTILE_CONT"
    template = "%(function)s(%(fraction)s) WITHIN GROUP (ORDER BY %(expressions)s)"

    def __init__(self, expression: Any, fraction: float, **extra: Any) -> None:
        super().__init__(expression, fraction=fraction, **extra)


def requests_of(officer: User) -> QuerySet[AdmissionRequest]:
    """What is counted: every request he may see that was handed in."""
    return AdmissionRequest.objects.visible_to(officer).exclude(state=State.DRAFT)


def region_of(officer: User) -> Region | None:
    """Whose burden he is shown: his county's; of a city or a province, that of all its counties together."""
    region = officer.organ.region if officer.organ else None
    if region is None or region.level <= Level.COUNTY:
        return region
    return Region.objects.get(pk=region.ancestor_code(Level.COUNTY))


def open_desks(requests: QuerySet[AdmissionRequest]) -> QuerySet[Desk]:
    """未办环节: what lies somewhere now."""
    return desks(requests).filter(finished__isnull=True)


def done_desks(requests: QuerySet[AdmissionRequest]) -> QuerySet[Desk]:
    """已办环节: what somebody has acted on; what an act elsewhere cleared is not counted."""
    taken = ExpressionWrapper(F("finished") - F("created"), output_field=DurationField())
    return desks(requests).filter(status=STATUS.DONE).annotate(taken=taken)


def parts(requests: QuerySet[AdmissionRequest]) -> QuerySet[RequestPart]:
    """申请的各项, with the findings of the last verdict on each."""
    return oversight.with_findings(RequestPart.objects.filter(request__in=requests.order_by().values("pk")))


def late_on(day: date) -> Q:
    """Overdue when that day ended: due before it, laid before its end, and not done by then."""
    its_end = midnight(day + timedelta(days=1))
    unfinished = Q(finished__isnull=True) | Q(finished__gte=its_end)
    return unfinished & Q(due_on__lt=day, created__lt=its_end)


def weeks(today: date) -> list[date]:
    """The days looked at for the trend: today, and the eleven same days of the week before it; the oldest first."""
    return [today - timedelta(weeks=back) for back in reversed(range(WEEKS))]


def month_ends(today: date) -> list[date]:
    """The days looked at for the burden: the last days of the twelve months before, and today; the oldest first."""
    first, ends = today.replace(day=1), [today]
    for _back in range(MONTHS):
        ends.append(first - timedelta(days=1))
        first = ends[-1].replace(day=1)
    return ends[::-1]


def load_by_desk(requests: QuerySet[AdmissionRequest], today: date) -> dict[str, tuple[int, int]]:
    """Desk → (how many lie there, how many of them are overdue)."""
    rows = open_desks(requests).order_by().values_list("name")
    counted = rows.annotate(lie=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    return {name: (lie, late) for name, lie, late in counted}


def time_by_desk(requests: QuerySet[AdmissionRequest]) -> dict[str, tuple[int, timedelta, timedelta]]:
    """Desk → (how many were done, the median and the 90th percentile of the time they lay there)."""
    return times(done_desks(requests))


def times(done: QuerySet[Desk]) -> dict[str, tuple[int, timedelta, timedelta]]:
    """The same of some of the desks done."""
    rows = done.order_by().values_list("name")
    counted = rows.annotate(done=Count("pk"), half=Percentile("taken", 0.5), most=Percentile("taken", 0.9))
    return {name: (done, half, most) for name, done, half, most in counted}


def late_by_desk(rows: QuerySet[Desk], day: date) -> dict[str, int]:
    """Desk → how many were overdue when the day ended."""
    late = rows.filter(late_on(day)).order_by().values_list("name")
    return dict(late.annotate(number=Count("pk")))


def outcomes(requests: QuerySet[AdmissionRequest]) -> dict[tuple[str, str], int]:
    """(kind, decision) → how many parts."""
    rows = parts(requests).order_by().values_list("kind", "decision").annotate(n=Count("pk"))
    return {(kind, decision): n for kind, decision, n in rows}


def by_clause(requests: QuerySet[AdmissionRequest]) -> dict[str, int]:
    """Clause that forbids → how many parts break it by their last verdict."""
    return oversight.by_clause(parts(requests))


def overdue_trend(requests: QuerySet[AdmissionRequest], days: Sequence[date]) -> list[tuple[date, int]]:
    """How many desks were overdue at the end of each of these days: one query."""
    found = desks(requests).aggregate(**{f"day_{at}": Count("pk", filter=late_on(day)) for at, day in enumerate(days)})
    return [(day, found[f"day_{at}"]) for at, day in enumerate(days)]


def desks(requests: QuerySet[AdmissionRequest]) -> QuerySet[Desk]:
    """环节: every desk on which these requests lay or lie, also those that an act elsewhere cleared."""
    rows = Desk.objects.filter(process__request__in=requests.order_by().values("pk"))
    return rows.select_related("process__request__county", "process__request__department")
