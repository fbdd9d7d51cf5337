"""签发: a letter gets its number and is kept as it was sent. What it says is handed in; nothing of the request moves."""

import hashlib
from collections.abc import Callable

from django.conf import settings
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import rights
from accounts.models import User
from workflows import recusal
from workflows.errors import NotNow
from workflows.models import AdmissionRequest, IssuedLetter, LetterTemplate, NumberSeries
from workflows.papers import docx, pdf
from workflows.papers.paper import Paper
from workflows.services import issuers, letters
from workflows.services.acts import locked, put_on_record
from workflows.services.issuers import Issuer
from workflows.services.letters import Letter

Write = Callable[[AdmissionRequest, Letter, Issuer], tuple[Paper, LetterTemplate | None]]
"""What the letter says, from the case as it stands under the lock, and by which template."""


def issue_letter(request: AdmissionRequest, *, by: User, name: str, write: Write, issued: int) -> IssuedLetter:
    """签发文书. `issued`: how often the page said it had been issued; a second issue is a new version with a new number."""
    with locked(request) as row:
        letter = letters.named(row, name)
        if letter is None:
            raise NotNow(_("本案现在没有这份文书。"))
        issuer = issuers.issuer_of(letter.kind, row)
        rights.require(by, issuer.right, issuer.place)
        recusal.take_up(row, by, issuer.right, str(issuer.place.pk))
        _require_seen(row, letter, issued)
        with override(settings.LANGUAGE_CODE):  # the record is in one language, whoever issues
            paper, template = write(row, letter, issuer)
        kept = _keep(row, letter, issuer, paper, template, by, issued + 1)
        _record(row, kept, by)
    return kept


def _require_seen(request: AdmissionRequest, letter: Letter, issued: int) -> None:
    last = IssuedLetter.objects.filter(request=request, name=letter.name).defer("pdf", "docx").last()
    if last and last.version != issued:
        raise NotNow(
            _("“%(letter)s”已由 %(officer)s 于 %(time)s 签发，文号%(number)s。请刷新后再办。")
            % {
                "letter": letter.title,
                "officer": last.officer,
                "time": localtime(last.at).strftime("%Y-%m-%d %H:%M"),
                "number": last.number,
            }
        )
    if last is None and issued:
        raise NotNow(_("页面已过时，请刷新后再办。"))


def _keep(
    request: AdmissionRequest,
    letter: Letter,
    issuer: Issuer,
    paper: Paper,
    template: LetterTemplate | None,
    by: User,
    version: int,
) -> IssuedLetter:
    year = localdate().year
    serial = NumberSeries.next(f"letter-{issuer.office}-{year}")
    numbered = paper.numbered(f"{issuer.code}〔{year}〕{serial}号")
    as_pdf, as_docx = pdf.made(numbered), docx.made(numbered)
    return IssuedLetter.objects.create(
        request=request,
        kind=letter.kind,
        name=letter.name,
        version=version,
        body=issuer.body,
        office=issuer.office,
        year=year,
        serial=serial,
        number=numbered.number,
        title=numbered.title,
        paper=numbered.to_json(),
        template=template,
        pdf=as_pdf.file,
        docx=as_docx,
        pdf_digest=hashlib.sha256(as_pdf.file).hexdigest(),
        docx_digest=hashlib.sha256(as_docx).hexdigest(),
        pages=as_pdf.pages,
        officer=by,
    )


def _record(request: AdmissionRequest, kept: IssuedLetter, by: User) -> None:
    said = f"{kept.get_kind_display()} {kept.number}"
    digest = kept.pdf_digest
    put_on_record(
        request, "issue_letter", by, said, letter=kept.name, version=kept.version, number=kept.number, digest=digest
    )
