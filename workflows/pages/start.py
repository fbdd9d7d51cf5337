"""首页: what each person needs first, by what he holds; somebody of several posts sees several sections."""

from typing import Any

from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts import doors, rights
from accounts.models import User
from workflows import seats
from workflows.flows import NODES
from workflows.models import OPEN, AdmissionRequest, Correction, Desk, State
from workflows.pages.inbox import WORKING, waiting_for, where_to_act
from workflows.pages.names import stands_in_at
from workflows.pages.sight import officer_of
from workflows.pages.supervision import chart, overdue_by_desk, tiles
from workflows.services import elsewhere, oversight

SHOWN = 10
PROVINCE = "provincial_consent"
OFFICES = tuple(set(WORKING) - {rights.SUBMIT, rights.CONSENT})


@doors.signed_in
def start(request: HttpRequest) -> HttpResponse:
    """The first page."""
    officer = officer_of(request)
    held = {holding.right for holding in rights.holdings(officer)}
    shown: dict[str, Any] = {"nothing_held": not held, "elsewhere": _elsewhere(officer) if held else None}
    if rights.SUBMIT in held:
        shown["mine"] = _of_my_organ(officer)
    if held.intersection(OFFICES):
        shown["desks"] = _at_my_desks(officer)
    if rights.CONSENT in held:
        shown["province"] = _before_the_province(officer)
    if rights.SUPERVISE in held:
        shown["watched"] = _in_my_regions(officer)
    return render(request, "start.html", shown)


def _elsewhere(officer: User) -> dict[str, Any] | None:
    """What waits outside requests: the first of it, and the rest."""
    waits = elsewhere.waits_for(officer)
    return {"first": waits[:SHOWN], "more": waits[SHOWN:]} if waits else None


def _of_my_organ(officer: User) -> dict[str, Any]:
    """Drafts, what came back to be put right, and where the rest lies."""
    mine = AdmissionRequest.objects.visible_to(officer).filter(
        department__pk__in=rights.places(officer, {rights.SUBMIT})
    )
    unanswered = Correction.objects.filter(answered_at__isnull=True)
    returned = _with_desks(mine.filter(state=State.RETURNED)).prefetch_related(
        Prefetch("corrections", unanswered, to_attr="unanswered")
    )
    under_way = mine.filter(state__in=OPEN).exclude(state=State.RETURNED)
    return {
        "returned": [(each, _where(each)[1]) for each in returned],
        "drafts": list(_newest(mine.filter(state=State.DRAFT))),
        "under_way": [(each, *_where(each)) for each in _with_desks(under_way)],
    }


def _newest(requests: QuerySet[AdmissionRequest]) -> QuerySet[AdmissionRequest]:
    return requests.order_by("-pk")[:SHOWN]


def _with_desks(requests: QuerySet[AdmissionRequest]) -> QuerySet[AdmissionRequest]:
    lying = Desk.objects.filter(finished__isnull=True)
    return _newest(requests.select_related("process")).prefetch_related(
        Prefetch("process__task_set", lying, to_attr="lying")
    )


def _where(request: AdmissionRequest) -> tuple[str, Desk | None]:
    """The desks it lies on, in words, and the one that is due first."""
    desks: list[Desk] = request.process.lying
    names = dict.fromkeys(_(NODES[desk.name].task_title) for desk in desks)
    timed = [desk for desk in desks if desk.due_on]
    return _("、").join(names), min(timed, key=lambda desk: (desk.due_on, desk.pk), default=None)


def _at_my_desks(officer: User) -> dict[str, Any]:
    """How much waits, how much of it is late, and the first of it."""
    today = localdate()
    desks = seats.inbox(officer).exclude(name=PROVINCE).order_by()
    counted = desks.aggregate(
        all=Count("pk"), overdue=Count("pk", filter=Q(due_on__lt=today)), today=Count("pk", filter=Q(due_on=today))
    )
    first = waiting_for(officer).exclude(name=PROVINCE)[:SHOWN]
    whose = stands_in_at(officer)
    return counted | {
        "first": [(desk, where_to_act(desk), _(NODES[desk.name].task_title), whose(desk)) for desk in first]
    }


def _before_the_province(officer: User) -> list[tuple[Desk, str, int]]:
    """(desk, where to act, days it has waited), the longest first."""
    desks = waiting_for(officer).filter(name=PROVINCE).order_by(F("created"))[:SHOWN]
    return [(desk, where_to_act(desk), (localdate() - localdate(desk.created)).days) for desk in desks]


def _in_my_regions(officer: User) -> dict[str, Any]:
    regions = oversight.watched(officer)
    late = overdue_by_desk(regions)
    return {
        "tiles": tiles(regions),
        "chart": chart("late", _("逾期未办，按环节"), _("环节"), late, "stop"),
        "late": late,
    }
