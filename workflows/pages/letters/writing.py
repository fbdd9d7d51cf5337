"""A letter from the case and its template: the paper that is shown, previewed and issued."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from workflows.models import AdmissionRequest, LetterKind, LetterTemplate
from workflows.pages.letters.values import codes_of, values
from workflows.papers.paper import Paper
from workflows.services import issuers
from workflows.services.issuers import Issuer
from workflows.services.letter_templates import paper, template_of
from workflows.services.letters import Letter

# What carries the check codes of what was admitted.
CODED = (LetterKind.APPROVAL, LetterKind.PUBLICATION)


def write(request: AdmissionRequest, letter: Letter, issuer: Issuer) -> tuple[Paper, LetterTemplate | None]:
    """The letter, dated today, without a number; and the row of its template, if an administrator has set one."""
    template, row = template_of(letter.kind)
    return paper(template, values(request, letter, issuer), letter.kind, issuer, *_check(request, letter)), row


def _check(request: AdmissionRequest, letter: Letter) -> tuple[str, str]:
    """What the square code says, and what stands below it: the check code of what was admitted, if it is one thing."""
    codes = list(codes_of(letter.parts).values())
    if letter.kind in CODED and len(codes) == 1:
        path = reverse("check_code", args=codes)
        return f"{settings.PUBLIC_ADDRESS}{path}" if settings.PUBLIC_ADDRESS else codes[0], f"查验码 {codes[0]}"
    number = request.number or ""
    return number, number and f"申请编号 {number}"


def written(request: AdmissionRequest, letter: Letter) -> Paper:
    """The letter as it would be issued now, in Chinese whatever language is read."""
    with override(settings.LANGUAGE_CODE):
        return write(request, letter, issuers.issuer_of(letter.kind, request))[0]
