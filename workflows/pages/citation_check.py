"""核验文件: one citation that the register does not hold, at the desk of the legality review."""

import logging
from typing import Any

from django import forms
from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts import doors, rights
from laws import confirmations, scans
from laws.confirmations import Seen
from laws.models import Confirmation
from policy.legal.levels import Level
from workflows.facts import basis_of
from workflows.models import AdmissionRequest, Citation
from workflows.pages import written
from workflows.pages.acting import DONE, NOT_NOW, attempt, hindrance
from workflows.pages.sheet import Cited
from workflows.pages.sight import in_sight, officer_of
from workflows.services import legal_desk

log = logging.getLogger(__name__)
LEVELS = [
    ("", _("请选择")),
    *((each.value, _(each.label)) for each in Level if not each.is_law and each is not Level.UNKNOWN),
]
ACCEPTED = ".pdf,.png,.jpg,.jpeg"


class SeenForm(forms.Form):
    """The document as the officer has it before him. The file's own name is never used."""

    title = written.short(_("文件名称"), required=True, missing=_("请填写文件名称。"))
    document_number = written.short(_("文号"), most=60, help_text=_("没有文号的不填。"))
    level = forms.ChoiceField(
        label=_("文件层级"),
        choices=LEVELS,
        error_messages={"required": _("请选择文件层级。"), "invalid_choice": _("请从所列层级中选择。")},
    )
    issuer = written.short(_("制定机关"), most=100, required=True, missing=_("请填写制定机关。"))
    effective_on = forms.DateField(
        label=_("施行日期"),
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("文件没有写明的，填印发日期。"),
        error_messages={"required": _("请填写施行日期。"), "invalid": _("请填写日期，如 2026-03-01。")},
    )
    text = written.long(
        _("所引条款的原文"),
        rows=8,
        required=True,
        missing=_("请录入所引条款的原文。"),
        help_text=_("引到条的，录入该条全文，每款一段、每项一行；没有条号的，录入所依据的段落。"),
    )
    scan = forms.FileField(
        label=_("原件扫描件"),
        widget=forms.ClearableFileInput(attrs={"accept": ACCEPTED}),
        help_text=_("PDF、PNG 或者 JPEG，不超过 10 MB。"),
        error_messages={
            "required": _("请上传原件扫描件。"),
            "empty": _("扫描件是空文件，请重新选择。"),
            "invalid": _("没有收到文件，请重新选择。"),
        },
    )
    note = written.long(_("说明"), rows=2, most=500)

    def clean_effective_on(self) -> Any:
        day = self.cleaned_data["effective_on"]
        if not 1949 <= day.year <= localdate().year + 1:
            raise forms.ValidationError(_("施行日期不在合理范围内，请核对。"))
        return day

    def seen(self) -> Seen:
        given = self.cleaned_data
        return Seen(
            title=given["title"].strip("《》"),
            document_number=given["document_number"],
            level=Level(given["level"]),
            issuer=given["issuer"],
            effective_on=given["effective_on"],
            text=given["text"].replace("\r\n", "\n").strip(),
            scan=given["scan"].file,
            note=given["note"],
        )


class NotFoundForm(forms.Form):
    """Nobody found it."""

    note = written.long(
        _("在哪里查找过"),
        rows=3,
        most=500,
        required=True,
        missing=_("请写明在哪里查找过。"),
        help_text=_("例如：制定机关公文库、政府网站、向申请单位索取。"),
    )


class Check:
    """The two forms of the page, of which the one that was sent is bound."""

    def __init__(self, request: HttpRequest, cited: Citation) -> None:
        self.cited, self.officer = cited, officer_of(request)
        self.refusing = request.POST.get("do") == "refuse"
        sent = request.POST if request.method == "POST" else None
        bound = None if self.refusing else sent
        self.seen = SeenForm(bound, request.FILES if bound is not None else None, initial=_as_claimed(cited))
        self.not_found = NotFoundForm(sent if self.refusing else None, prefix="lost")

    def settle(self) -> int:
        """Do what was sent; the status of the answer."""
        return attempt(self._refuse, self.not_found) if self.refusing else attempt(self._confirm, self.seen)

    def _confirm(self) -> None:
        legal_desk.confirm(self.cited, by=self.officer, document=self.seen.seen())

    def _refuse(self) -> None:
        legal_desk.note_missing(self.cited, by=self.officer, note=self.not_found.cleaned_data["note"])


@doors.holding(rights.GIVE_OPINION)
def citation(request: HttpRequest, pk: int, citation: int) -> HttpResponse:
    """What is cited, what the register knows of it, and the two ways to settle it: seen, or not found."""
    subject = in_sight(request, pk)
    rows = Citation.objects.select_related("part__request__county").filter(part__request=subject)
    found = get_object_or_404(rows, pk=citation)
    check, status = Check(request, found), DONE
    if request.method == "POST":
        status = check.settle()
        if status == DONE:
            done = __("已记入未找到。") if check.refusing else __("原件已核验，所引条款已收入登记库。")
            messages.success(request, done)
            return redirect("act", subject.pk, "give_opinion")
    stopped = hindrance(lambda: legal_desk.require_open(found, check.officer))
    shown = _shown(subject, found) | {"seen": check.seen, "not_found": check.not_found, "stopped": stopped}
    return render(request, "offices/citation.html", shown, status=NOT_NOW if stopped else status)


@doors.signed_in
def law_scan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The scan of a confirmed document, for whoever may see the request for which it was confirmed. Always a download."""
    confirmation = get_object_or_404(Confirmation.objects.exclude(scan=""), pk=pk)
    seen = AdmissionRequest.objects.visible_to(officer_of(request))
    if not seen.filter(number=confirmation.request_number).exists():
        raise Http404
    try:
        scan = confirmation.scan.open("rb")
    except FileNotFoundError as lost:
        log.error("the scan of confirmation %s is gone", confirmation.pk)
        raise Http404 from lost
    name = f"{confirmation.title[:60]}.{confirmation.scan_type}"
    answer = FileResponse(scan, as_attachment=True, filename=name, content_type=scans.TYPES[confirmation.scan_type])
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    return answer


def _as_claimed(cited: Citation) -> dict[str, Any]:
    """What the applicant said of it, to be checked against the document."""
    return {
        "title": cited.title,
        "document_number": cited.document_number,
        "level": cited.claimed_level,
        "text": cited.claimed_text,
    }


def _shown(subject: AdmissionRequest, found: Citation) -> dict[str, Any]:
    cited = legal_desk.cited_by(found)
    return {
        "subject": subject,
        "part": found.part,
        "cited": Cited(found, basis_of(found, on=localdate())),
        "refused": confirmations.last_refusal(cited),
        "earlier": [(each, reverse("law_scan", args=[each.pk]) if each.scan else "") for each in _earlier(subject)],
    }


def _earlier(subject: AdmissionRequest) -> list[Confirmation]:
    """What was confirmed or not found for this request so far."""
    rows = Confirmation.objects.filter(request_number=subject.number or "-")
    return list(rows.select_related("officer", "organ"))
