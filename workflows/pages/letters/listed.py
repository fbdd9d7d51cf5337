"""The letters of one thing as its page lists them, and the addresses of their own pages."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.timezone import localdate

from workflows.services.letters import Letter
from workflows.services.matters import Matter

# The first word of the addresses' names, by what the letters hang on.
NAMED = {"request": "", "order": "order_", "exit_case": "exit_"}
HOME = {"request": "request", "order": "order", "exit_case": "exit_case"}


@dataclass(frozen=True)
class Listed:
    """One letter: its title, its page, and its number or, while it is not issued, the day of what gave rise to it."""

    title: str
    url: str
    says: str


def listed(matter: Matter, letters: Sequence[Letter]) -> list[Listed]:
    """In their order. One query."""
    numbers = matter.numbers()
    return [
        Listed(each.title, address(matter, "document", each.name), numbers.get(each.name) or _day(each))
        for each in letters
    ]


def address(matter: Matter, page: str, *args: Any) -> str:
    """The address of a page of the letters: document, document_preview, document_issue, document_file."""
    return reverse(f"{NAMED[matter.field]}{page}", args=[matter.row.pk, *args])


def home(matter: Matter) -> str:
    """The address of the page of what the letters hang on."""
    return reverse(HOME[matter.field], args=[matter.row.pk])


def _day(letter: Letter) -> str:
    return localdate(letter.event.at).isoformat()
