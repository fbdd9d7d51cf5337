"""反映 for the offices: what was reported, how it stands in the register, answers, and how it was closed.

No page, list or file here knows who reported it but one, and that one asks for a post of its own.
"""

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import doors, rights
from accounts.models import User
from catalogues.models import DemandOutcome, DemandPicture, DemandReport
from catalogues.sealing import CannotOpen
from policy import check_codes
from policy.choices import Frequency, Kind
from policy.refusals import Standing
from workflows.models import OPEN_ORDERS, SupervisionOrder
from workflows.pages import written
from workflows.pages.acting import DONE, attempt
from workflows.pages.catalogue import KINDS
from workflows.pages.columns import Column
from workflows.pages.filters import Choice, DateRange
from workflows.pages.listing import Listing, answer
from workflows.pages.public.check import ANSWERS
from workflows.pages.sight import officer_of
from workflows.services import alarms, ordering
from workflows.services import demands as service

CONCERNED = (rights.SUPERVISE, rights.GIVE_OPINION, rights.REACH_REPORTER)


def link(demand: DemandReport) -> str:
    return reverse("demand", args=[demand.pk])


def kind_of(demand: DemandReport) -> str:
    return __(Kind(demand.kind).label) if demand.kind else ""


def standing_of(demand: DemandReport) -> str:
    return str(ANSWERS[Standing(demand.standing)].says)


def state_of(demand: DemandReport) -> str:
    if demand.closed_on:
        return demand.get_outcome_display()
    return __("已答复") if getattr(demand, "answered", 0) else __("待办理")


def is_open(chosen: str) -> Q:
    return Q(closed_on__isnull=chosen == "open")


class Demands(Listing[DemandReport]):
    name, caption = "demands", _("反映")
    order = "-made"
    search = ("number", "title", "told", "asked_by", "place__name")
    search_says = _("编号、内容、单位或者地名")
    empty = _("没有反映")
    columns = (
        Column("title", _("要求的是什么"), "title", sort="title", link=link),
        Column("number", _("反映编号"), "number", sort="number"),
        Column("place", _("发生地"), "place.name", sort="place"),
        Column("asked_by", _("谁要求的"), "asked_by", sort="asked_by"),
        Column("kind", _("类别"), kind_of, sort="kind"),
        Column("standing", _("与清单比对"), standing_of, sort="standing"),
        Column("refused", _("以前未获准入的申请"), "refused_before"),
        Column("made", _("反映日期"), "made_on", sort="made_on"),
        Column("state", _("办理情况"), state_of, sort="closed_on"),
    )

    def __init__(self, rows: QuerySet[DemandReport], query: QueryDict) -> None:
        super().__init__(rows.annotate(answered=Count("answers")), query)
        standings = [(each.value, ANSWERS[each].says) for each in Standing]
        self.filters = (
            Choice("state", _("办理"), (("open", _("未办结")), ("closed", _("已办结"))), condition=is_open),
            Choice("standing", _("与清单比对"), standings),
            Choice("kind", _("类别"), KINDS),
            DateRange("made_on", _("反映日期")),
        )


class AnswerForm(forms.Form):
    """What the reporter is to read."""

    text = written.long(_("答复"), most=3000, required=True, help_text=_("反映人凭回执看到，署单位名称，不署个人。"))


class CloseForm(forms.Form):
    """What became of it."""

    outcome = forms.ChoiceField(
        label=_("办结方式"), choices=DemandOutcome.choices, widget=forms.RadioSelect,
        error_messages={"required": _("请选择办结方式。"), "invalid_choice": _("请从所列方式中选择。")},
    )  # fmt: skip
    reason = written.long(_("办结说明"), most=3000, required=True)


class ContactForm(forms.Form):
    """Why the reporter has to be reached."""

    reason = written.short(_("查看事由"), required=True, help_text=_("查看人、事由和时间都留记录。"))


@doors.holding(*CONCERNED)
def demand_list(request: HttpRequest) -> HttpResponseBase:
    """What was reported where I supervise or work, with counts that compare no unit with another."""
    rows = service.visible_to(officer_of(request))
    return answer(request, "offices/demands.html", Demands(rows, request.GET), {"counted": _counted(rows)})


@doors.holding(*CONCERNED)
def demand(request: HttpRequest, pk: int) -> HttpResponse:
    """One report."""
    return _page(request, _in_sight(request, pk))


@doors.holding(rights.SUPERVISE, rights.GIVE_OPINION)
@require_POST
def demand_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer it."""
    found, form = _in_sight(request, pk), AnswerForm(request.POST)
    officer = officer_of(request)
    status = attempt(lambda: service.answer_demand(found, by=officer, **form.cleaned_data), form)
    if status == DONE:
        messages.success(request, __("已答复，反映人凭回执可以看到。"))
        return redirect("demand", pk=pk)
    return _page(request, found, status, answer_form=form)


@doors.holding(rights.SUPERVISE)
@require_POST
def demand_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close it with a reason."""
    found, form = _in_sight(request, pk), CloseForm(request.POST)
    officer = officer_of(request)
    status = attempt(lambda: service.close_demand(found, by=officer, **form.cleaned_data), form)
    if status == DONE:
        messages.success(request, __("已办结。"))
        return redirect("demand", pk=pk)
    return _page(request, found, status, close_form=form)


@doors.holding(rights.REACH_REPORTER)
@require_POST
def demand_contact(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the contact: shown once, noted each time."""
    found, form = _in_sight(request, pk), ContactForm(request.POST)
    officer, opened = officer_of(request), []
    try:
        status = attempt(
            lambda: opened.append(service.contact_of(found, by=officer, reason=form.cleaned_data["reason"])), form
        )
    except CannotOpen:
        form.add_error(None, __("现在的密钥打不开这条联系方式，请系统管理员核对 CONTACT_KEY。"))
        status = 409
    if status != DONE:
        return _page(request, found, status, contact_form=form)
    return _page(request, found, contact=opened[0] or __("反映人没有留联系方式。"))


@doors.holding(*CONCERNED)
def demand_picture(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture, drawn anew when it came in."""
    kept = DemandPicture.objects.filter(report=_in_sight(request, pk)).first()
    if kept is None:
        raise Http404
    return HttpResponse(bytes(kept.jpeg), content_type="image/jpeg", headers={"X-Content-Type-Options": "nosniff"})


def _in_sight(request: HttpRequest, pk: int) -> DemandReport:
    return get_object_or_404(service.visible_to(officer_of(request)), pk=pk)


def _page(request: HttpRequest, found: DemandReport, status: int = DONE, **more: Any) -> HttpResponse:
    officer = officer_of(request)
    held = {holding.right for holding in rights.holdings(officer)}
    found.refresh_from_db()
    shown = {
        "report": found,
        "standing": ANSWERS[Standing(found.standing)],
        "kind": kind_of(found),
        "frequency": __(Frequency(found.frequency).label) if found.frequency else "",
        "code": check_codes.shown(found.entry.check_code) if found.entry else "",
        "has_picture": DemandPicture.objects.filter(report=found).exists(),
        "answers": found.answers.select_related("organ"),
        "looks": found.looks.select_related("officer") if service.may_reach(found, officer) else (),
        "answer_form": AnswerForm() if held & {rights.SUPERVISE, rights.GIVE_OPINION} and found.is_open else None,
        "close_form": CloseForm() if service.may_close(found, officer) and found.is_open else None,
        "contact_form": ContactForm() if service.may_reach(found, officer) else None,
        "orders": _orders(found) if service.may_close(found, officer) else (),
        "key": _problem(found) if _may_be_ordered(found, officer) else "",
    }
    return render(request, "offices/demand.html", shown | more, status=status)


def _orders(found: DemandReport) -> QuerySet[SupervisionOrder]:
    """The orders that it led to: for supervision alone, so that nobody else can tell which report an order came of."""
    return ordering.on_problem(_problem(found))


def _problem(found: DemandReport) -> str:
    """The key of the problem that the report told of (`alarms.find`)."""
    return f"{service.ORDERED_AS}-{found.pk}"


def _may_be_ordered(found: DemandReport, officer: User) -> bool:
    if not service.may_close(found, officer) or alarms.find(_problem(found)) is None:
        return False
    return not _orders(found).filter(state__in=OPEN_ORDERS).exists()


def _counted(rows: QuerySet[DemandReport]) -> list[tuple[str, int, int]]:
    """(how it stands in the register, open, closed): two numbers of each, of no unit."""
    found = (
        rows.order_by().values("standing").annotate(all=Count("pk"), open=Count("pk", filter=Q(closed_on__isnull=True)))
    )
    by = {each["standing"]: (each["open"], each["all"] - each["open"]) for each in found}
    return [(str(ANSWERS[each].says), *by[each.value]) for each in Standing if each.value in by]
