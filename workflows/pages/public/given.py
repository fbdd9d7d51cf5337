"""The codes of what a request brought onto the list, as its letters show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils.translation import gettext as _

from catalogues.models import Entry
from policy import check_codes
from workflows.pages.public import qr


@dataclass(frozen=True)
class Given:
    """One admitted thing with its code, and the square that leads to the answer."""

    title: str
    number: str
    code: str
    square: str


def given(request: HttpRequest, numbers: Iterable[str | None]) -> list[Given]:
    """By the numbers of admission, in their order. One query."""
    rows = Entry.objects.filter(number__in=[number for number in numbers if number]).order_by("number")
    return [_given(request, entry) for entry in rows]


def _given(request: HttpRequest, entry: Entry) -> Given:
    code = check_codes.shown(entry.check_code)
    square = qr.drawn(qr.address(request, "check_code", code), _("查验二维码"))
    return Given(entry.title, entry.number, code, square)
