"""督办: issue an order, answer it, look into the answer, close it. Each act is one transaction that locks the order first."""

import hashlib
import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from django_fsm import TransitionNotAllowed

from accounts import working_days
from accounts.models import Organ, Region, User
from accounts.models.region import inside
from notifications import outbox
from policy import clock
from workflows.errors import NotComplete, NotNow, required
from workflows.models import NumberSeries
from workflows.models.order import OrderEvent, OrderState, SupervisionOrder
from workflows.papers.paper import within_quotes
from workflows.services import alarms, demands, oversight
from workflows.services.problem import Problem

MOST_DAYS = 60
SERIES = "supervision-order"
LONGEST_TITLE = 200


def issue(problem: Problem, *, by: User, demand: str, working_days_given: int) -> SupervisionOrder:
    """督办: order the organ to put the problem right and to answer within so many working days.

    Raises NotComplete, NotNow (an order on the same problem is open), PermissionDenied.
    """
    organ = require_may_order(by, problem)
    title = required(problem.title, _("请写明问题。"), "title")
    demand = required(demand, _("请写明要求责任单位做什么。"), "demand")
    due = _due(working_days_given)
    with transaction.atomic():
        order = _new(problem, by, demand)
        order.organ, order.title = organ, title[:LONGEST_TITLE]
        order.budget, order.due_on, order.due_is_provisional = working_days_given, due.due_on, due.provisional
        order = _kept(order, problem)
        _write_down(order, "issue", "", by, demand, {"due_on": str(due.due_on)})
        _tell(order, "order_issued", officers_of(order))
    return order


def require_may_order(by: User, problem: Problem) -> Organ:
    """The organ that is to answer. Raises NotComplete, NotNow, PermissionDenied where `by` may not order it."""
    _require_watch(by, problem.county)
    if problem.organ is None:
        raise NotComplete(_("请选择责任单位。"), field="organ")
    if problem.organ.pk == by.organ_id:
        raise NotNow(_("“%(organ)s”是本单位，应由上级督办。") % {"organ": problem.organ})
    if not oversight.watches(by, problem.organ.region):
        raise NotNow(_("“%(organ)s”不在您监督的区划内，不能督办。") % {"organ": problem.organ})
    return problem.organ


def _new(problem: Problem, by: User, demand: str) -> SupervisionOrder:
    """The order with its number, not yet kept; without its organ, its title and its term."""
    year = timezone.localdate().year
    number = NumberSeries.next(f"{SERIES}-{problem.county.code}-{year}")
    return SupervisionOrder(
        number=f"督〔{year}〕{problem.county.code[:6]}-{number:04d}号",
        county=problem.county,
        cause=problem.cause,
        subject_key=problem.key,
        request=problem.request,
        demand=demand,
        evidence=[list(each) for each in problem.evidence],
        issued_by=by,
    )


def feed_back(order: SupervisionOrder, *, by: User, text: str, seen: int | None = None) -> None:
    """反馈: the responsible organ says what it did. Nobody else answers for it."""
    text = required(text, _("请写明处理情况。"), "text")
    with locked(order, seen) as row:
        if row.organ_id != by.organ_id or not by.is_active:
            raise PermissionDenied(_("%(officer)s不属于责任单位。") % {"officer": by})
        _perform(row.feed_back, by, text)
        _tell(row, "order_answered", [row.issued_by])


def demand_rectification(
    order: SupervisionOrder, *, by: User, text: str, working_days_given: int, seen: int | None = None
) -> None:
    """责令整改: the answer does not do; a new term begins."""
    text = required(text, _("请写明还要整改什么。"), "text")
    due = _due(working_days_given)
    with _watching(order, by, seen) as row:
        row.budget, row.due_on, row.due_is_provisional = working_days_given, due.due_on, due.provisional
        _perform(row.demand_rectification, by, text, due_on=str(due.due_on))
        _tell(row, "order_to_rectify", officers_of(row))


def interview(order: SupervisionOrder, *, by: User, text: str, person: str, on: date, seen: int | None = None) -> None:
    """约谈: a talk with whoever is responsible, held on that day; it moves nothing by itself."""
    text = required(text, _("请写明约谈内容。"), "text")
    person = required(person, _("请写明约谈对象。"), "person")
    if on > timezone.localdate():
        raise NotComplete(_("约谈日期不能晚于今天。"), field="on")
    issued = timezone.localdate(order.issued_at)
    if on < issued:
        raise NotComplete(_("约谈日期不能早于签发督办单之日%(day)s。") % {"day": issued.isoformat()}, field="on")
    with _watching(order, by, seen) as row:
        _perform(row.interview, by, text, person=person, on=on.isoformat())
        _tell(row, "order_interview", officers_of(row))


def announce(order: SupervisionOrder, *, by: User, text: str, document: str, seen: int | None = None) -> None:
    """通报: made known by a document of that number; it moves nothing by itself."""
    text = required(text, _("请写明通报内容。"), "text")
    document = required(document, _("请填写通报文号。"), "document")
    with _watching(order, by, seen) as row:
        _perform(row.announce, by, text, document=document)
        _tell(row, "order_announced", officers_of(row))


def close_order(order: SupervisionOrder, *, by: User, text: str, seen: int | None = None) -> None:
    """销号: looked into, and put right. Raises NotNow while the alarms still find the problem."""
    text = required(text, _("请写明核查情况。"), "text")
    with _watching(order, by, seen) as row:
        require_put_right(row)
        row.closed_at = timezone.now()
        _perform(row.close_order, by, text)
        demands.close_put_right(row.subject_key, by=by)
        _tell(row, "order_closed", officers_of(row))


def cancel_order(order: SupervisionOrder, *, by: User, text: str, seen: int | None = None) -> None:
    """撤销督办: it should not have been issued."""
    text = required(text, _("请写明撤销理由。"), "text")
    with _watching(order, by, seen) as row:
        row.closed_at = timezone.now()
        _perform(row.cancel_order, by, text)
        _tell(row, "order_cancelled", officers_of(row))


def visible_to(officer: User) -> QuerySet[SupervisionOrder]:
    """The orders of the regions he supervises, and those his organ has to answer."""
    seen = Q(organ=officer.organ_id) if officer.organ_id and officer.is_active else Q(pk__in=[])
    seen |= inside("county__code", oversight.watched(officer))
    return SupervisionOrder.objects.filter(seen).select_related("county", "organ", "issued_by", "request")


def on_problem(key: str) -> QuerySet[SupervisionOrder]:
    """督办经过: every order that there was on the problem of this key, the newest first."""
    return SupervisionOrder.objects.filter(subject_key=key).select_related("organ", "issued_by")


def require_not_ordered(problem: Problem) -> None:
    """Raise NotNow where an order on the same problem, for the same cause, is open."""
    rows = SupervisionOrder.objects.open().filter(cause=problem.cause, subject_key=problem.key)
    if open_one := rows.first():
        raise NotNow(_("该问题已由 %(number)s 督办。") % {"number": open_one.number})


def require_put_right(order: SupervisionOrder) -> None:
    """Raise NotNow while the alarms find what the order was issued on."""
    if alarms.stands(order.subject_key):
        raise NotNow(
            _("“%(title)s”仍在监督名单中，不能销号；尚未纠正的，请责令整改，确属误列的，请撤销督办单。")
            % {"title": within_quotes(order.title)}
        )


def require_term(working_days_given: int) -> None:
    """Raise NotComplete where it is no term that an order may set."""
    if not 1 <= working_days_given <= MOST_DAYS:
        raise NotComplete(_("期限须为 1 至 %(most)d 个工作日。") % {"most": MOST_DAYS}, field="working_days_given")


def overdue(orders: QuerySet[SupervisionOrder]) -> QuerySet[SupervisionOrder]:
    """逾期未反馈: asked of the clock each time, never stored. Due today is not overdue until midnight."""
    late = Q(state__in=[OrderState.ISSUED, OrderState.RECTIFYING], due_on__lt=timezone.localdate())
    return orders.filter(late)


def officers_of(order: SupervisionOrder) -> QuerySet[User]:
    """Those who may answer for the responsible organ."""
    return User.objects.filter(organ=order.organ_id, is_active=True)


# What is no transition.
OTHER_ACTS = {"issue": pgettext_lazy("act", "签发督办单"), "issue_letter": pgettext_lazy("act", "签发文书")}


def act_label(name: str) -> str:
    """What people call the act: the transition's docstring, or the words in OTHER_ACTS."""
    if name in OTHER_ACTS:
        return str(OTHER_ACTS[name])
    return pgettext("act", getattr(SupervisionOrder, name).__doc__)


def is_unbroken(events: Sequence[OrderEvent]) -> bool:
    """Whether the chain of digests over all events of one order, in their order, still holds."""
    before = ""
    for event in events:
        if event.digest != _digest(before, event):
            return False
        before = event.digest
    return True


def _require_watch(officer: User, county: Region) -> None:
    if not oversight.watches(officer, county):
        raise PermissionDenied(_("%(officer)s不监督“%(place)s”。") % {"officer": officer, "place": county})


@contextmanager
def locked(order: SupervisionOrder, seen: int | None = None) -> Iterator[SupervisionOrder]:
    """The order's row, locked and read anew. Raises NotNow if the page, which showed revision `seen`, is out of date."""
    with transaction.atomic():
        rows = SupervisionOrder.objects.select_for_update(of=("self",)).select_related("county", "organ", "issued_by")
        row = rows.get(pk=order.pk)
        if seen is not None and seen != row.revision:
            raise NotNow(_what_happened_since(row))
        yield row


@contextmanager
def _watching(order: SupervisionOrder, by: User, seen: int | None) -> Iterator[SupervisionOrder]:
    """The same for the supervisor, who keeps away from what his own organ answers for."""
    with locked(order, seen) as row:
        require_watcher(row, by)
        yield row


def require_watcher(order: SupervisionOrder, by: User) -> None:
    """Raise PermissionDenied unless `by` watches the county and is none of those who answer for the problem."""
    _require_watch(by, order.county)
    if order.organ_id == by.organ_id:
        raise PermissionDenied(_("责任单位的人员不能核查本单位的督办单。"))


def put_on_record(order: SupervisionOrder, act: str, by: User, text: str = "", **record: Any) -> None:
    """Write down an act that moves nothing by itself."""
    _write_down(order, act, order.state, by, text, record)


def _perform(act: Callable[[], Any], by: User, text: str, **record: Any) -> None:
    order: SupervisionOrder = act.__self__  # type: ignore[attr-defined]
    source, name = order.state, act.__name__
    try:
        act()
    except TransitionNotAllowed as refusal:
        raise NotNow(
            _("督办单现为“%(state)s”，不能“%(act)s”。") % {"state": order.get_state_display(), "act": act_label(name)}
        ) from refusal
    order.revision += 1
    order.save()
    _write_down(order, name, source, by, text, record)


def _write_down(order: SupervisionOrder, act: str, source: str, by: User, text: str, record: dict[str, Any]) -> None:
    last = order.events.last()
    event = OrderEvent(
        order=order, act=act, source=source, target=order.state, officer=by, organ_id=by.organ_id,
        at=timezone.now(), text=text, record=record,
    )  # fmt: skip
    event.digest = _digest(last.digest if last else "", event)
    event.save()


def _digest(before: str, event: OrderEvent) -> str:
    said = [before, event.order_id, event.act, event.source, event.target, event.officer_id, event.organ_id,
            event.at.isoformat(), event.text, event.record]  # fmt: skip
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _kept(order: SupervisionOrder, problem: Problem) -> SupervisionOrder:
    try:
        with transaction.atomic():
            order.save()
    except IntegrityError:
        require_not_ordered(problem)
        raise
    return order


def _due(given: int) -> clock.Deadline:
    require_term(given)
    return clock.deadline(timezone.localdate(), given, calendar=working_days.current())


def _what_happened_since(order: SupervisionOrder) -> str:
    last = order.events.select_related("officer").last()
    return _("页面已过时：“%(act)s”已由 %(officer)s 于 %(time)s 办理，督办单现为“%(state)s”。请刷新后再办。") % {
        "act": act_label(last.act if last else "issue"),
        "officer": last.officer if last else order.issued_by,
        "time": timezone.localtime(last.at if last else order.issued_at).strftime("%Y-%m-%d %H:%M"),
        "state": order.get_state_display(),
    }


def _tell(order: SupervisionOrder, event: str, people: Any) -> None:
    due = order.due_on.isoformat() if order.due_on else ""
    outbox.tell(people, event, order, page="order", due_on=due, organ=str(order.organ))
