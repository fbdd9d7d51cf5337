"""退出: what is queued for review, what was brought before the authority, and the first steps of it."""

from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts import doors, rights
from catalogues.models import Entry, ExitReview, Ground
from workflows.pages.acting import attempt
from workflows.pages.columns import Column
from workflows.pages.filters import Choice
from workflows.pages.listing import Listing, answer
from workflows.pages.sight import officer_of
from workflows.pages.standing.asking import Asking, ask
from workflows.pages.standing.forms import KeepForm, ReportForm
from workflows.services import exits as service

CONCERNED = (rights.KEEP_LIST, rights.DECIDE, rights.SUBMIT, rights.PUBLISH, rights.SUPERVISE)


def review_link(review: ExitReview) -> str:
    return reverse("exit_review", args=[review.pk])


def where_it_lies(review: ExitReview) -> str:
    if review.case_id:
        return str(review.case)
    return __("核查保留") if review.closed_at else __("待核查")


def is_open(chosen: str) -> Q:
    waiting = Q(case__isnull=True, closed_at__isnull=True)
    return waiting if chosen == "open" else ~waiting


class Reviews(Listing[ExitReview]):
    name, caption = "exit-reviews", _("退出核查")
    order = "-found"
    search = ("entry__title", "entry__number", "note")
    search_says = _("名称、编号或者说明")
    empty = _("没有须核查退出的条目")
    columns = (
        Column("entry", _("条目"), "entry.title", sort="entry__title", link=review_link),
        Column("number", _("准入编号"), "entry.number", sort="entry__number"),
        Column("ground", _("情形"), "get_ground_display", sort="ground"),
        Column("note", _("说明"), "note"),
        Column("day", _("自何日起"), "effective_on", sort="effective_on"),
        Column("found", _("列入时间"), "found_at", sort="found_at"),
        Column("state", _("核查"), where_it_lies),
    )
    filters = (
        Choice("state", _("核查"), (("open", _("待核查")), ("closed", _("已核查"))), condition=is_open),
        Choice("ground", _("情形"), Ground.choices, field="ground"),
    )

    def __init__(self, rows: Any, query: QueryDict) -> None:
        super().__init__(rows, query)


@doors.holding(*CONCERNED)
def exits(request: HttpRequest) -> HttpResponseBase:
    """The queue of the lists I keep, what waits for me, and the cases I may see."""
    officer = officer_of(request)
    shown = {
        "keeps": bool(rights.places(officer, {rights.KEEP_LIST})),
        "waiting": list(service.waiting_for(officer)),
        "cases": list(service.visible_to(officer).order_by("-pk")[:50]),
    }
    return answer(request, "standing/exits.html", Reviews(service.reviews_for(officer), request.GET), shown)


@doors.holding(rights.KEEP_LIST)
def exit_review(request: HttpRequest, pk: int) -> HttpResponse:
    """One thing that speaks for an exit; on POST it is kept with a reason."""
    officer = officer_of(request)
    review = get_object_or_404(service.reviews_for(officer), pk=pk)
    form, status = KeepForm(request.POST or None), 200
    if request.method == "POST":
        status = attempt(lambda: service.keep(review, by=officer, **form.cleaned_data), form)
        if status == 200:
            return redirect("exits")
        review.refresh_from_db()
    others = ExitReview.objects.filter(entry=review.entry).exclude(pk=pk).order_by("-pk")
    shown = {"review": review, "form": form, "others": others, "stands": _stands(review.entry)}
    return render(request, "standing/review.html", shown, status=status)


def _stands(entry: Entry) -> bool:
    return bool(Entry.listed.filter(pk=entry.pk).in_force(localdate()).exists())


class ProposeForm(forms.Form):
    """提请退出: which of the queued ones, and under what name."""

    reviews = forms.ModelMultipleChoiceField(
        queryset=ExitReview.objects.none(),
        label=_("提请退出的条目"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("请至少选择一项。"), "invalid_choice": _("所选条目已不在核查之列，请刷新。")},
    )
    title = forms.CharField(label=_("事由"), required=False, max_length=100, help_text=_("留空则用第一项的名称。"))


@doors.holding(rights.KEEP_LIST)
def propose(request: HttpRequest) -> HttpResponse:
    """提请退出 of several entries at once."""
    officer = officer_of(request)
    data = request.POST if request.method == "POST" else None
    form = ProposeForm(data, initial={"reviews": request.GET.getlist("review")[:50]})
    waiting = service.reviews_for(officer).filter(is_open("open"))
    form.fields["reviews"].queryset = waiting  # type: ignore[attr-defined]
    asking = Asking(
        title=_("提请退出"),
        label=_("提请退出"),
        says=_("责任单位先陈述意见，再由县（市、区）党委和政府逐项审定；不因逾期未答视为同意。"),
        back=(reverse("exits"), _("退出")),
    )
    return ask(
        request,
        asking,
        form,
        lambda said: service.propose(said["reviews"], by=officer, title=said["title"]),
        lambda case: (reverse("exit_case", args=[case.pk]), __("已提请退出：%(number)s。") % {"number": case.number}),
    )


@doors.holding(rights.GIVE_OPINION, rights.KEEP_LIST)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """提出线索: say that money, use, support or basis is wanting for an entry."""
    entry, officer = get_object_or_404(Entry.objects.select_related("region", "organ"), pk=pk), officer_of(request)
    asking = Asking(
        title=_("提出退出线索"),
        label=_("提出"),
        says=_("线索送清单维护人员核查；是否退出由县（市、区）党委和政府审定。"),
        lead=str(entry),
        back=(reverse("entry", args=[entry.pk]), entry.title),
    )
    return ask(
        request,
        asking,
        ReportForm(request.POST or None),
        lambda said: service.report(entry, by=officer, **said),
        lambda _review: (reverse("entry", args=[entry.pk]), __("线索已送核查。")),
    )
