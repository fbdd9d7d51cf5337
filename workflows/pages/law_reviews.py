"""依据复查: what rests on a changed place of the law, and the page on which the lead organ says what follows."""

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts import doors, rights
from accounts.models import User
from catalogues.models import Entry
from laws.models import ChangeKind
from workflows.models import LawReview, ReviewConclusion
from workflows.pages import written
from workflows.pages.acting import DONE, attempt
from workflows.pages.columns import Column
from workflows.pages.filters import Choice
from workflows.pages.listing import Listing, answer
from workflows.pages.sight import counties_of, officer_of
from workflows.services import law_review as service

LONGEST_COMPARED = 4000
"""Characters: longer articles are shown whole, before and after, without marks."""


def link(review: LawReview) -> str:
    return reverse("law_review", args=[review.pk])


def place_of(review: LawReview) -> str:
    return str(review.change)


def change_of(review: LawReview) -> str:
    return review.change.get_kind_display()


def result_of(review: LawReview) -> str:
    return review.part.get_decision_display()


def state_of(review: LawReview) -> str:
    return review.get_conclusion_display() or __("待复查")


def stands(chosen: str) -> Q:
    return Q(closed_at__isnull=chosen == "open")


class LawReviews(Listing[LawReview]):
    name, caption = "law-reviews", _("依据复查")
    order = "-queued"
    search = ("part__title", "part__request__number", "part__request__department__name", "change__source__title")
    search_says = _("事项、申请编号、申请单位或者法律名称")
    empty = _("没有须复查的依据")
    columns = (
        Column("part", _("事项"), "part.title", sort="part__title", link=link),
        Column("change", _("变动的条款"), place_of, sort="change__source__title"),
        Column("kind", _("变动"), change_of, sort="change__kind"),
        Column("day", _("自何日起"), "change.effective_on", sort="change__effective_on"),
        Column("decision", _("事项现状"), result_of, sort="part__decision"),
        Column("department", _("申请单位"), "part.request.department.name", sort="part__request__department__name"),
        Column("queued", _("列入时间"), "queued_at", sort="queued_at"),
        Column("state", _("复查结论"), state_of, sort="conclusion"),
    )

    def __init__(self, officer: User, query: QueryDict) -> None:
        super().__init__(service.visible_to(officer), query)
        counties = counties_of(officer)
        county = Choice("county", _("县（市、区）"), counties, field="part__request__county")
        self.filters = (
            Choice("state", _("复查"), (("open", _("待复查")), ("closed", _("已复查"))), condition=stands),
            Choice("kind", _("变动"), ChangeKind.choices, field="change__kind"),
            *([county] if len(counties) > 1 else []),
        )


class ReviewForm(forms.Form):
    """What the lead organ concludes."""

    conclusion = forms.ChoiceField(
        label=_("复查结论"),
        choices=ReviewConclusion.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择复查结论。"), "invalid_choice": _("请从所列结论中选择。")},
    )
    reason = written.long(_("说明"), help_text=_("依据须更新或者不再成立的，写明如何处理。"))


@dataclass(frozen=True)
class Words:
    """A run of text: struck out, put in, or the same as before."""

    text: str
    gone: bool = False
    new: bool = False


def compared(before: str, after: str) -> Iterator[Words]:
    """The text after, with what the change struck out and put in."""
    if max(len(before), len(after)) > LONGEST_COMPARED:
        yield from (Words(before, gone=True), Words(after, new=True))
        return
    for what, a, b, c, d in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if what == "equal":
            yield Words(before[a:b])
            continue
        yield from ([Words(before[a:b], gone=True)] if b > a else [])
        yield from ([Words(after[c:d], new=True)] if d > c else [])


@doors.holding(rights.SCREEN)
def law_reviews(request: HttpRequest) -> HttpResponseBase:
    """What rests on a law that has changed, in the counties I screen for."""
    return answer(request, "offices/law_reviews.html", LawReviews(officer_of(request), request.GET))


@doors.holding(rights.SCREEN)
def law_review(request: HttpRequest, pk: int) -> HttpResponse:
    """One review: the change, what rests on it, and on POST the conclusion."""
    officer = officer_of(request)
    review = get_object_or_404(service.visible_to(officer), pk=pk)
    form, status = ReviewForm(request.POST or None), DONE
    if request.method == "POST":
        status = attempt(lambda: service.close_review(review, by=officer, **form.cleaned_data), form)
        if status == DONE:
            messages.success(request, __("“%(part)s”的依据已复查。") % {"part": review.part})
            return redirect("law_reviews")
        review.refresh_from_db()
    shown = {
        "review": review,
        "form": form,
        "words": list(compared(review.change.before, review.change.after)),
        "entry": Entry.objects.filter(number=review.part.admission_number or "").first(),
    }
    return render(request, "offices/law_review.html", shown, status=status)
