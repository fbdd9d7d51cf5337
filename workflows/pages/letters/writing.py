"""A letter from what it hangs on and its template: the paper that is shown, previewed and issued."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from workflows.models import LetterKind, LetterTemplate
from workflows.pages.letters import exit_values, order_values, values
from workflows.papers.language import Value
from workflows.papers.paper import Paper
from workflows.services.issuers import Issuer
from workflows.services.letter_templates import paper, template_of
from workflows.services.letters import Letter
from workflows.services.matters import Matter, OfExit, OfOrder, OfRequest

# What carries the check codes of what was admitted.
CODED = (LetterKind.APPROVAL, LetterKind.PUBLICATION)


def write(matter: Matter, letter: Letter, issuer: Issuer) -> tuple[Paper, LetterTemplate | None]:
    """The letter, dated today, without a number; and the row of its template, if an administrator has set one."""
    template, row = template_of(letter.kind)
    return paper(template, _values(matter, letter, issuer), letter.kind, issuer, *_check(matter, letter)), row


def _values(matter: Matter, letter: Letter, issuer: Issuer) -> dict[str, Value]:
    match matter:
        case OfRequest(row=request):
            return values.values(request, letter, issuer)
        case OfOrder(row=order):
            return order_values.values(order, letter, issuer)
        case OfExit(row=case):
            return exit_values.values(case, letter)
        case _:
            raise TypeError(matter)


def _check(matter: Matter, letter: Letter) -> tuple[str, str]:
    """What the square code says, and what stands below it: the check code of what came or goes, if it is one thing."""
    codes, number, label = _codes_and_number(matter, letter)
    if len(codes) == 1:
        path = reverse("check_code", args=codes)
        return f"{settings.PUBLIC_ADDRESS}{path}" if settings.PUBLIC_ADDRESS else codes[0], f"查验码 {codes[0]}"
    return number, number and f"{label} {number}"


def _codes_and_number(matter: Matter, letter: Letter) -> tuple[list[str], str, str]:
    match matter:
        case OfOrder(row=order):
            return [], order.number, "督办编号"
        case OfExit(row=case):
            return exit_values.codes_of(case), case.number, "退出编号"
        case OfRequest(row=request):
            codes = list(values.codes_of(letter.parts).values()) if letter.kind in CODED else []
            return codes, request.number or "", "申请编号"
        case _:
            raise TypeError(matter)


def written(matter: Matter, letter: Letter) -> Paper:
    """The letter as it would be issued now, in Chinese whatever language is read."""
    with override(settings.LANGUAGE_CODE):
        return write(matter, letter, matter.issuer_of(letter))[0]
