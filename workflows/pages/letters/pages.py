"""The pages of the letters of one case: read, preview, issue, fetch. Whoever may see the request may read and fetch."""

from itertools import groupby
from typing import Any
from urllib.parse import quote

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from accounts import doors, rights
from accounts.models import User
from workflows.errors import NotNow
from workflows.models import AdmissionRequest, IssuedLetter
from workflows.pages.acting import DONE, attempt
from workflows.pages.letters.writing import CODED, write, written
from workflows.pages.public.given import given
from workflows.pages.sight import in_sight, officer_of
from workflows.papers import pdf
from workflows.papers.paper import Paper, Style, written_day
from workflows.services import issuers, issuing, letters
from workflows.services.letters import Letter

ISSUING = (rights.SCREEN, rights.GIVE_OPINION, rights.DECIDE, rights.PUBLISH)
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class IssueForm(forms.Form):
    """签发. `issued`: how often the page said it had been issued."""

    issued = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000)


@doors.signed_in
def document(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """One letter as it stands, and as it was issued."""
    subject = in_sight(request, pk)
    return _page(request, subject, _letter(subject, name))


@doors.signed_in
def document_preview(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The letter as PDF before it is issued: marked so on each page, without a number."""
    subject = in_sight(request, pk)
    paper = written(subject, _letter(subject, name))
    return attached(pdf.made(paper).file, TYPES["pdf"], f"{paper.title}（{_('预览')}）.pdf")


@doors.holding(*ISSUING)
def document_issue(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """签发: on POST; else the letter's page, which has the button."""
    subject, officer = in_sight(request, pk), officer_of(request)
    letter = _letter(subject, name)
    if request.method != "POST":
        return redirect("document", pk, name)
    form = IssueForm(request.POST)
    status = attempt(lambda: _issue(subject, officer, name, form), form)
    if status == DONE:
        messages.success(request, _("已签发“%(letter)s”。") % {"letter": letter.title})
        return redirect("document", pk, name)
    return _page(request, in_sight(request, pk), letter, form, status)


@doors.signed_in
def document_file(request: HttpRequest, pk: int, letter: int, ending: str) -> HttpResponse:
    """The file of an issued letter, byte for byte as it was kept."""
    subject = in_sight(request, pk)
    if ending not in TYPES:
        raise Http404
    kept = get_object_or_404(IssuedLetter.objects.filter(request=subject), pk=letter)
    return attached(bytes(getattr(kept, ending)), TYPES[ending], f"{kept.number} {kept.title}.{ending}")


def attached(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to be kept, under its Chinese name (RFC 6266, RFC 8187)."""
    safe = "".join("_" if sign in '/\\:*?"<>|\r\n\t' else sign for sign in name)
    disposition = (
        f"attachment; filename=\"document.{safe.rpartition('.')[2]}\"; filename*=UTF-8''{quote(safe, safe='')}"
    )
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})


def _letter(subject: AdmissionRequest, name: str) -> Letter:
    letter = letters.named(subject, name)
    if letter is None:
        raise Http404
    return letter


def _issue(subject: AdmissionRequest, officer: User, name: str, form: IssueForm) -> None:
    issuing.issue_letter(subject, by=officer, name=name, write=write, issued=form.cleaned_data["issued"])


def _page(
    request: HttpRequest, subject: AdmissionRequest, letter: Letter, form: IssueForm | None = None, status: int = DONE
) -> HttpResponse:
    rows = IssuedLetter.objects.filter(request=subject, name=letter.name).defer("pdf", "docx").select_related("officer")
    issued = list(rows.order_by("-version"))
    try:
        paper = written(subject, letter)
    except NotNow as wanting:
        return render(request, "letters/letter.html", {"subject": subject, "letter": letter, "stopped": str(wanting)})
    officer = officer_of(request)
    may = issuers.may_issue(issuers.issuer_of(letter.kind, subject), subject, officer)
    fresh = IssueForm(initial={"issued": len(issued)})
    shown = {
        "subject": subject,
        "letter": letter,
        "paper": paper,
        "runs": _runs(paper),
        "issued": issued,
        "may_issue": may,
        "form": fresh,
        "refused": form,
        "codes": given(request, [part.admission_number for part in letter.parts] if letter.kind in CODED else []),
        "day": written_day(paper.day),
    }
    return render(request, "letters/letter.html", shown, status=status)


def _runs(paper: Paper) -> list[tuple[bool, list[Any]]]:
    """The text in runs: (whether it is a table, its lines)."""
    return [(is_table, list(lines)) for is_table, lines in groupby(paper.lines, lambda line: line.style is Style.ROW)]
