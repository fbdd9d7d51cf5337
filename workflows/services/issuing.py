"""签发: a letter gets its number and is kept as it was sent. What it says is handed in; nothing that it hangs on moves."""

import hashlib
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.models import User
from workflows.errors import NotNow
from workflows.models import IssuedLetter, LetterTemplate, NumberSeries
from workflows.papers import docx, pdf
from workflows.papers.paper import Paper
from workflows.services import matters
from workflows.services.issuers import Issuer
from workflows.services.letters import Letter
from workflows.services.matters import Matter

Write = Callable[[Matter, Letter, Issuer], tuple[Paper, LetterTemplate | None]]
"""What the letter says, from the matter as it stands under the lock, and by which template."""


def issue_letter(matter: Matter, *, by: User, name: str, write: Write, issued: int) -> IssuedLetter:
    """签发文书. `issued`: how often the page said it had been issued; a second issue is a new version with a new number."""
    with matters.locked(matter) as held:
        letter = held.named(name)
        if letter is None:
            raise NotNow(_("本案现在没有这份文书。"))
        issuer = held.issuer_of(letter)
        held.require(letter, issuer, by)
        _require_seen(held, letter, issued)
        with override(settings.LANGUAGE_CODE):  # the record is in one language, whoever issues
            paper, template = write(held, letter, issuer)
            kept = IssuedLetter(kind=letter.kind, name=letter.name, version=issued + 1, template=template, officer=by)
            setattr(kept, held.field, held.row)
            _number_and_set(kept, paper, issuer)
            kept.save()
            held.record(kept, by)
    return kept


def _require_seen(matter: Matter, letter: Letter, issued: int) -> None:
    last = matter.issued().filter(name=letter.name).last()
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


def _number_and_set(kept: IssuedLetter, paper: Paper, issuer: Issuer) -> None:
    """The next number of the office, and the letter set with it."""
    kept.body, kept.office, kept.year = issuer.body, issuer.office, localdate().year
    kept.serial = NumberSeries.next(f"letter-{issuer.office}-{kept.year}")
    numbered = paper.numbered(f"{issuer.code}〔{kept.year}〕{kept.serial}号")
    kept.number, kept.title, kept.paper = numbered.number, numbered.title, numbered.to_json()
    for field, value in _files(numbered).items():
        setattr(kept, field, value)


def _files(paper: Paper) -> dict[str, Any]:
    as_pdf, as_docx = pdf.made(paper), docx.made(paper)
    return {
        "pdf": as_pdf.file,
        "docx": as_docx,
        "pdf_digest": hashlib.sha256(as_pdf.file).hexdigest(),
        "docx_digest": hashlib.sha256(as_docx).hexdigest(),
        "pages": as_pdf.pages,
    }
