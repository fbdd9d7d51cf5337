"""报送, 出具回执: an edition goes to an organ above, and its receipt comes back; 催办 where either is wanting."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts import doors, rights
from catalogues.models import ListFiling
from workflows.pages.sight import officer_of
from workflows.pages.standing.asking import Asking, ask
from workflows.pages.standing.forms import ReceiptForm, UrgeForm
from workflows.services import list_keeping


def _filing(pk: int) -> ListFiling:
    return get_object_or_404(list_keeping.shown_filings(), pk=pk)


def _back(filing: ListFiling) -> tuple[str, str]:
    return reverse("list_edition", args=[filing.edition_id]), str(filing.edition)


def _lead(filing: ListFiling) -> str:
    return f"{filing.edition.catalogue_list.title} → {filing.organ or filing.get_function_display()}"


@doors.holding(rights.PUBLISH)
def filing_send(request: HttpRequest, pk: int) -> HttpResponse:
    """报送 an edition of a list of my region."""
    filing, officer = _filing(pk), officer_of(request)
    rights.require(officer, rights.PUBLISH, filing.edition.region)
    asking = Asking(
        title=_("报送备案"),
        label=_("报送"),
        says=_("报送后由上级机关出具回执；备案包可在清单版本页下载。"),
        lead=_lead(filing),
        back=_back(filing),
    )
    return ask(
        request,
        asking,
        forms.Form(request.POST if request.method == "POST" else None),
        lambda _said: list_keeping.send(filing, by=officer),
        lambda _none: (_back(filing)[0], __("已报送。")),
    )


@doors.holding(rights.RECEIVE_FILING, rights.PUBLISH)
def filing_receive(request: HttpRequest, pk: int) -> HttpResponse:
    """出具回执 for what was sent to my organ; or note the one that came on paper."""
    filing, officer = _filing(pk), officer_of(request)
    asking = Asking(
        title=_("出具备案回执"),
        label=_("出具回执"),
        says=_("出具前请下载备案包并核验；各机关回执齐全后，清单条目记为已备案。"),
        lead=_lead(filing),
        back=_back(filing),
    )
    return ask(
        request,
        asking,
        ReceiptForm(request.POST or None),
        lambda said: list_keeping.receive(filing, by=officer, receipt=said["receipt"]),
        lambda _none: (_back(filing)[0], __("回执已出具。")),
    )


@doors.holding(rights.SUPERVISE, rights.KEEP_LIST, rights.PUBLISH, rights.RECEIVE_FILING)
def filing_urge(request: HttpRequest, pk: int) -> HttpResponse:
    """催办 what was not handed in or has no receipt; who may, the service asks."""
    filing, officer = _filing(pk), officer_of(request)
    asking = Asking(
        title=_("催办备案"),
        label=_("催办"),
        says=_("提醒应当报送或者出具回执的经办人；期限不变，每天一次。"),
        lead=_lead(filing),
        back=_back(filing),
    )
    return ask(
        request,
        asking,
        UrgeForm(request.POST if request.method == "POST" else None),
        lambda said: list_keeping.urge(filing, by=officer, reason=said["reason"]),
        lambda _none: (_back(filing)[0], __("已催办。")),
    )
