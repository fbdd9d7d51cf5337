"""批量办理: what each act does with one item, and what would stop it. When and by which worker, `services.batches` says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from accounts.models import Level, Organ
from workflows import flows, seats
from workflows.errors import NotComplete, NotNow, required
from workflows.models import AdmissionRequest, Batch, BatchAct, BatchItem, Decision
from workflows.services import alarms, decision, judgement, ordering, screening
from workflows.services.decision import Ruling
from workflows.services.problem import Problem

DESKS = {"decide": BatchAct.DECIDE, "screen": BatchAct.ACCEPT}
WISHED = ("decision", "reason", "demand", "working_days", "language")
"""The fields of a batch that hold what was wished."""


@dataclass(frozen=True)
class Wish:
    """What an act is told: the ruling (审定), the townships to ask (受理), or what is demanded and until when (督办)."""

    ruling: Ruling | None = None
    townships: Sequence[Organ] = ()
    demand: str = ""
    working_days_given: int | None = None


@dataclass(frozen=True)
class How:
    """`look` raises what would stop the act on an item and notes on it whom it would concern; `do` does it."""

    look: Callable[[Batch, BatchItem], object]
    do: Callable[[Batch, BatchItem], object]


def require_whole(batch: Batch, act: str, wish: Wish) -> None:
    """Raise NotComplete, at the field, where the act is none for this batch or something that it needs is wanting."""
    of_problems = batch.items.filter(request__isnull=True).exists()
    if act not in BatchAct.values or of_problems != (act == BatchAct.ORDER):
        raise NotComplete(_("请选择办理方式。"), field="act")
    if act == BatchAct.ACCEPT and not wish.townships:
        raise NotComplete(_("请至少选择一个征求意见的乡镇（街道）。"), field="townships")
    if act == BatchAct.DECIDE:
        if wish.ruling is None or wish.ruling.decision not in decision.RULINGS:
            raise NotComplete(_("请选择决定。"), field="decision")
        if wish.ruling.decision != Decision.ADMITTED and not wish.ruling.reason.strip():
            raise NotComplete(_("不予准入或退回的，请写明理由。"), field="reason")
    if act == BatchAct.ORDER:
        required(wish.demand, _("请写明要求责任单位做什么。"), "demand")
        ordering.require_term(wish.working_days_given or 0)


def _decide(batch: Batch, item: BatchItem) -> None:
    request = _request(item)
    pending = request.parts.filter(decision=Decision.PENDING).values_list("position", flat=True)
    rulings = dict.fromkeys(pending, _ruling(batch))
    decision.decide(request, by=batch.officer, rulings=rulings, seen=item.seen)


def _could_be_decided(batch: Batch, item: BatchItem) -> None:
    _has_its_desk(batch, item)
    for part in _request(item).live_parts():
        if part.is_pending:
            decision.require_permitted(judgement.judge(part), _ruling(batch))


def _accept(batch: Batch, item: BatchItem) -> None:
    request = _request(item)
    screening.accept(request, by=batch.officer, townships=_asked(batch, request), seen=item.seen)


def _could_be_accepted(batch: Batch, item: BatchItem) -> None:
    _has_its_desk(batch, item)
    screening.require_askable(_request(item), _asked(batch, _request(item)))


def _order(batch: Batch, item: BatchItem) -> None:
    problem = _problem(item)
    item.organ = problem.organ
    item.order = ordering.issue(
        problem, by=batch.officer, demand=batch.demand, working_days_given=batch.working_days or 0
    )


def _could_be_ordered(batch: Batch, item: BatchItem) -> None:
    problem = _problem(item)
    item.organ = problem.organ
    ordering.require_may_order(batch.officer, problem)
    if not problem.title:
        raise NotComplete(_("清单和以前的申请中没有这一事项，请单独签发。"))
    ordering.require_not_ordered(problem)


BY_ACT = {
    BatchAct.DECIDE.value: How(_could_be_decided, _decide),
    BatchAct.ACCEPT.value: How(_could_be_accepted, _accept),
    BatchAct.ORDER.value: How(_could_be_ordered, _order),
}


def _problem(item: BatchItem) -> Problem:
    problem = alarms.find(item.subject_key)
    if problem is None:
        raise NotNow(_("此问题已不存在，可能已经办理，或者没有可以督办的单位。"))
    return problem


def _ruling(batch: Batch) -> Ruling:
    return Ruling(Decision(batch.decision), batch.reason)


def _request(item: BatchItem) -> AdmissionRequest:
    assert item.request is not None  # the database keeps an item a request or a problem
    return item.request


def _has_its_desk(batch: Batch, item: BatchItem) -> None:
    request = _request(item)
    if item.seen != request.revision:
        raise NotNow(_("选定之后已有变化，请单独办理。"))
    name = next(name for name, act in DESKS.items() if act == batch.act)
    seats.seat(flows.NODES[name], request, batch.officer)


def _asked(batch: Batch, request: AdmissionRequest) -> list[Organ]:
    """Of the townships chosen, those of the request's county; where its parts name townships, those of them."""
    mine = [organ for organ in screening.townships_of(request) if organ in set(batch.townships.all())]
    scopes = [part.scope for part in request.live_parts() if part.is_pending]
    named = {scope.ancestor_code(Level.TOWNSHIP) for scope in scopes if scope}
    if named and None not in scopes:
        return [organ for organ in screening.townships_of(request) if organ.region_id in named]
    return mine
