"""督办单: the list, one order with its way, and its acts."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from accounts import doors, rights
from accounts.models import User
from workflows.models import (
    AWAITING_ANSWER,
    OPEN_ORDERS,
    AdmissionRequest,
    Cause,
    LetterKind,
    OrderEvent,
    OrderState,
    SupervisionOrder,
)
from workflows.pages.acting import DONE, attempt, hindrance
from workflows.pages.columns import Column
from workflows.pages.evidence import told
from workflows.pages.filters import Choice, DateRange
from workflows.pages.letters.listed import listed
from workflows.pages.listing import Listing, answer
from workflows.pages.order_forms import AnnounceForm, InterviewForm, OrderActForm, RectifyForm
from workflows.pages.problem_lists import list_of_problem
from workflows.pages.sight import counties_of, officer_of
from workflows.services import alarms, ordering, oversight
from workflows.services.matters import OfOrder


@dataclass(frozen=True)
class OrderAct:
    """One act: its form, its service, what follows, and whether it is the responsible organ's or the supervisor's."""

    name: str
    form: type[OrderActForm]
    service: Callable[..., None]
    says: str | Promise
    answers: bool = False
    tone: str = "primary"

    @property
    def title(self) -> str:
        return ordering.act_label(self.name)

    def is_open_to(self, order: SupervisionOrder, officer: User) -> bool:
        own = bool(officer.organ_id) and order.organ_id == officer.organ_id
        right = own if self.answers else not own and oversight.watches(officer, order.county)
        return right and bool(can_proceed(getattr(order, self.name)))


ACTS = {
    each.name: each
    for each in (
        OrderAct("feed_back", OrderActForm, ordering.feed_back, _("反馈后由监督人员核查。"), answers=True),
        OrderAct("close_order", OrderActForm, ordering.close_order, _("写明如何核查、是否已纠正。销号后不再催办。")),
        OrderAct(
            "demand_rectification",
            RectifyForm,
            ordering.demand_rectification,
            _("写明还要整改什么；期限重新计算。"),
            tone="secondary",
        ),
        OrderAct("interview", InterviewForm, ordering.interview, _("记录约谈；督办单的状态不变。"), tone="secondary"),
        OrderAct("announce", AnnounceForm, ordering.announce, _("记录通报；督办单的状态不变。"), tone="secondary"),
        OrderAct(
            "cancel_order",
            OrderActForm,
            ordering.cancel_order,
            _("写明不应督办的理由，如误列、责任单位有误。"),
            tone="secondary",
        ),
    )
}


def link(order: SupervisionOrder) -> str:
    return reverse("order", args=[order.pk])


def due_or_none(order: SupervisionOrder) -> object:
    return order.due_on if order.state in AWAITING_ANSWER else None


def age(order: SupervisionOrder) -> int:
    """Days since it was issued, until it was closed or today."""
    return ((order.closed_at or timezone.now()) - order.issued_at).days


def nearness(chosen: str) -> Q:
    late = Q(state__in=AWAITING_ANSWER, due_on__lt=timezone.localdate())
    return {"open": Q(state__in=OPEN_ORDERS), "late": late, "over": ~Q(state__in=OPEN_ORDERS)}[chosen]


class Orders(Listing[SupervisionOrder]):
    name, caption = "orders", _("督办单")
    order = "-number"
    search = ("number", "title", "organ__name", "request__number")
    search_says = _("编号、问题或者责任单位")
    empty = _("没有督办单")
    columns = (
        Column("title", _("问题"), "title", sort="title", link=link),
        Column("number", _("督办编号"), sort="pk"),
        Column("cause", _("事由"), "get_cause_display", sort="cause"),
        Column("organ", _("责任单位"), "organ.name", sort="organ__name"),
        Column("state", _("状态"), "get_state_display", sort="state", template="orders/cell_state.html"),
        Column("due", _("反馈期限"), due_or_none, sort="due_on", template="orders/cell_due.html"),
        Column("age", _("历时（天）"), age, number=True),
        Column("issued", _("签发时间"), "issued_at", sort="issued_at"),
    )

    def __init__(self, officer: User, query: QueryDict) -> None:
        super().__init__(ordering.visible_to(officer), query)
        counties = counties_of(officer)
        self.filters = (
            Choice("is", _("办理情况"), (("open", _("未销号")), ("late", _("逾期未反馈")), ("over", _("已了结"))), condition=nearness),
            Choice("state", _("状态"), OrderState.choices),
            Choice("cause", _("事由"), Cause.choices),
            DateRange("issued", _("签发日期"), field="issued_at", moments=True),
            *([Choice("county", _("县（市、区）"), counties, field="county")] if len(counties) > 1 else []),
        )  # fmt: skip


@doors.signed_in
def orders(request: HttpRequest) -> HttpResponseBase:
    """The orders of the regions I watch, and those my organ has to answer."""
    officer = officer_of(request)
    may_issue = bool(rights.places(officer, {rights.SUPERVISE}))
    return answer(request, "orders/orders.html", Orders(officer, request.GET), {"may_issue": may_issue})


@doors.signed_in
def order(request: HttpRequest, pk: int) -> HttpResponse:
    """One order: the problem and its evidence, who must do what until when, and its record."""
    officer = officer_of(request)
    subject = get_object_or_404(ordering.visible_to(officer), pk=pk)
    events = list(subject.events.select_related("officer", "organ"))
    matter = OfOrder(subject)
    shown = {
        **_head(subject, officer),
        "acts": [each for each in ACTS.values() if each.is_open_to(subject, officer)],
        "timeline": [_entry(event) for event in reversed(events)],
        "unbroken": ordering.is_unbroken(events),
        "documents": listed(matter, matter.letters()),
    }
    return render(request, "orders/order.html", shown)


@doors.signed_in
def order_act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One act on an order: its form, and on POST the act."""
    officer = officer_of(request)
    subject = get_object_or_404(ordering.visible_to(officer), pk=pk)
    if name not in ACTS:
        raise Http404
    act = ACTS[name]
    form = act.form(request.POST or None, initial={"seen": subject.revision})
    status = DONE
    if request.method == "POST":
        status = attempt(lambda: act.service(subject, by=officer, **form.cleaned_data), form)
        if status == DONE:
            messages.success(request, __("“%(act)s”已办理。") % {"act": act.title})
            return redirect("order", pk=pk)
        subject.refresh_from_db()
    elif not act.is_open_to(subject, officer):
        raise PermissionDenied(__("现在不能由您办理“%(act)s”。") % {"act": act.title})
    # Sent, the form says itself why it was refused.
    hinders = (
        hindrance(lambda: ordering.require_put_right(subject)) if name == "close_order" and not form.is_bound else ""
    )
    shown = {**_head(subject, officer), "act": act, "form": form, "hinders": hinders}
    return render(request, "orders/act.html", shown, status=status)


def _head(subject: SupervisionOrder, officer: User) -> dict[str, Any]:
    seen = AdmissionRequest.objects.visible_to(officer).filter(supervision_orders=subject)
    head = {"subject": subject, "due": due_or_none(subject), "sees_request": seen.exists()}
    village = alarms.village_of(subject.subject_key)
    return head | {"stands": _stands(subject), "village": village, "evidence": told(subject.evidence)}


def _stands(subject: SupervisionOrder) -> str:
    """现状: whether the problem is still found; empty where only people can tell, and when the order is over."""
    if subject.state not in OPEN_ORDERS or not alarms.can_be_seen(subject.subject_key):
        return ""
    if not alarms.stands(subject.subject_key):
        return __("已不在名单")
    return __("仍在“%(list)s”名单") % {"list": list_of_problem(subject.subject_key).title}


def _entry(event: OrderEvent) -> dict[str, Any]:
    record = event.record
    more = [
        __("约谈对象：%(person)s（%(on)s）") % record if "person" in record else "",
        __("文号：%(document)s") % record if "document" in record else "",
        __("期限：%(due_on)s") % record if "due_on" in record else "",
    ]
    return {
        "what": ordering.act_label(event.act),
        "who": f"{event.officer} · {event.organ}" if event.organ else str(event.officer),
        "at": event.at,
        "says": "\n".join(filter(None, [_said(event), *more])),
    }


def _said(event: OrderEvent) -> str:
    """The words of whoever acted; of a letter, which one was issued, and its number."""
    if event.act != "issue_letter":
        return event.text
    kind = LetterKind(event.record["letter"].partition("-")[0])
    return f"{kind.label} {event.record['number']}"
