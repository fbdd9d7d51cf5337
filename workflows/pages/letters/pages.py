"""The pages of the letters of one thing: read, preview, issue, fetch. Whoever may see it may read and fetch."""

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
from workflows.pages.acting import DONE, attempt
from workflows.pages.letters.listed import address, home
from workflows.pages.letters.writing import CODED, write, written
from workflows.pages.public.given import given
from workflows.pages.sight import in_sight, officer_of
from workflows.papers import pdf
from workflows.papers.paper import Paper, Style, written_day
from workflows.services import exits, issuing, ordering
from workflows.services.letters import Letter
from workflows.services.matters import Matter, OfExit, OfOrder, OfRequest

ISSUING = (rights.SCREEN, rights.GIVE_OPINION, rights.DECIDE, rights.PUBLISH, rights.SUPERVISE)
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


class IssueForm(forms.Form):
    """签发. `issued`: how often the page said it had been issued."""

    issued = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=10_000)


@doors.signed_in
def document(request: HttpRequest, pk: int, name: str, of: str) -> HttpResponse:
    """One letter as it stands, and as it was issued. `of`: what it hangs on, by the field of the issued letter."""
    matter = _matter(request, of, pk)
    return _page(request, matter, _letter(matter, name))


@doors.signed_in
def document_preview(request: HttpRequest, pk: int, name: str, of: str) -> HttpResponse:
    """The letter as PDF before it is issued: marked so on each page, without a number."""
    matter = _matter(request, of, pk)
    paper = written(matter, _letter(matter, name))
    return attached(pdf.made(paper).file, TYPES["pdf"], f"{paper.title}（{_('预览')}）.pdf")


@doors.holding(*ISSUING)
def document_issue(request: HttpRequest, pk: int, name: str, of: str) -> HttpResponse:
    """签发: on POST; else the letter's page, which has the button."""
    matter, officer = _matter(request, of, pk), officer_of(request)
    letter = _letter(matter, name)
    if request.method != "POST":
        return redirect(address(matter, "document", name))
    form = IssueForm(request.POST)
    status = attempt(lambda: _issue(matter, officer, name, form), form)
    if status == DONE:
        messages.success(request, _("已签发“%(letter)s”。") % {"letter": letter.title})
        return redirect(address(matter, "document", name))
    return _page(request, _matter(request, of, pk), letter, form, status)


@doors.signed_in
def document_file(request: HttpRequest, pk: int, letter: int, ending: str, of: str) -> HttpResponse:
    """The file of an issued letter, byte for byte as it was kept."""
    matter = _matter(request, of, pk)
    if ending not in TYPES:
        raise Http404
    kept = get_object_or_404(matter.issued(), pk=letter)
    return attached(bytes(getattr(kept, ending)), TYPES[ending], f"{kept.number} {kept.title}.{ending}")


def attached(content: bytes, kind: str, name: str) -> HttpResponse:
    """A file to be kept, under its Chinese name (RFC 6266, RFC 8187)."""
    safe = "".join("_" if sign in '/\\:*?"<>|\r\n\t' else sign for sign in name)
    disposition = (
        f"attachment; filename=\"document.{safe.rpartition('.')[2]}\"; filename*=UTF-8''{quote(safe, safe='')}"
    )
    return HttpResponse(content, content_type=kind, headers={"Content-Disposition": disposition})


def _matter(request: HttpRequest, of: str, pk: int) -> Matter:
    """What the letter hangs on, if the officer may see it; else 404, which does not even say that it exists."""
    if of == OfRequest.field:
        return OfRequest(in_sight(request, pk))
    if of == OfOrder.field:
        return OfOrder(get_object_or_404(ordering.visible_to(officer_of(request)), pk=pk))
    return OfExit(get_object_or_404(exits.visible_to(officer_of(request)), pk=pk))


def _letter(matter: Matter, name: str) -> Letter:
    letter = matter.named(name)
    if letter is None:
        raise Http404
    return letter


def _issue(matter: Matter, officer: User, name: str, form: IssueForm) -> None:
    issuing.issue_letter(matter, by=officer, name=name, write=write, issued=form.cleaned_data["issued"])


def _page(
    request: HttpRequest, matter: Matter, letter: Letter, form: IssueForm | None = None, status: int = DONE
) -> HttpResponse:
    shown: dict[str, Any] = {"letter": letter, "about": matter.row.title, "home": home(matter)}
    try:
        paper = written(matter, letter)
    except NotNow as wanting:
        return render(request, "letters/letter.html", shown | {"stopped": str(wanting)})
    issued = list(matter.issued().filter(name=letter.name).select_related("officer").order_by("-version"))
    shown |= {
        "paper": paper,
        "runs": _runs(paper),
        "issued": [(each, *_files(matter, each.pk)) for each in issued],
        "number": issued[0].number if issued else "",
        "may_issue": matter.may_issue(letter, matter.issuer_of(letter), officer_of(request)),
        "preview_at": address(matter, "document_preview", letter.name),
        "issue_at": address(matter, "document_issue", letter.name),
        "form": IssueForm(initial={"issued": len(issued)}),
        "refused": form,
        "codes": given(request, [part.admission_number for part in letter.parts] if letter.kind in CODED else []),
        "day": written_day(paper.day),
    }
    return render(request, "letters/letter.html", shown, status=status)


def _files(matter: Matter, letter: int) -> tuple[str, str]:
    """The addresses of the PDF and of the DOCX."""
    pdf_at, docx_at = (address(matter, "document_file", letter, ending) for ending in TYPES)
    return pdf_at, docx_at


def _runs(paper: Paper) -> list[tuple[bool, list[Any]]]:
    """The text in runs: (whether it is a table, its lines)."""
    return [(is_table, list(lines)) for is_table, lines in groupby(paper.lines, lambda line: line.style is Style.ROW)]
