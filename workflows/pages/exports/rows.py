"""What a list answers when it is asked for its rows: the file, a question, or the bare rows for the background."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, cast

from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from workflows.pages import spreadsheet

if TYPE_CHECKING:
    from workflows.pages.listing import Listing

LONG = 5000
"""Rows: a list that has more is written in the background."""
SALT = "export"


class Rows(HttpResponse):
    """The rows themselves, with their number: only the background asks for them."""

    def __init__(self, total: int, table: Iterable[list[object]]) -> None:
        super().__init__()
        self.total, self.table = total, table


class BackgroundRequest(HttpRequest):
    """A list's request as the background makes it, in the name of the owner of an export."""


def answer(request: HttpRequest, listing: "Listing[Any]") -> HttpResponseBase:
    """The list as a file, if it is short; else the page that asks whether it may be written in the background."""
    if isinstance(request, BackgroundRequest):
        return Rows(listing.rows.count(), listing.table())
    total = listing.rows.count()
    if total > LONG and request.user.is_authenticated:  # the public register is sent line by line
        asked = {"path": request.path, "query": _without_page(listing), "ending": listing.wants_export}
        asked["title"] = str(listing.caption)
        token = signing.dumps(asked, salt=SALT)
        return render(request, "exports/ask.html", {"listing": listing, "total": total, "token": token, "limit": LONG})
    return spreadsheet.answer_as(listing.name, listing.table(), listing.wants_export)


def _without_page(listing: "Listing[Any]") -> str:
    """The address of the list with its filters; the same list asked for twice is the same text."""
    query = listing.query.copy()
    query.pop("page", None)
    return "&".join(sorted(filter(None, query.urlencode().split("&"))))


def asked_for(token: str) -> dict[str, str]:
    """What an earlier answer offered. Raises `signing.BadSignature` for anything that was not offered."""
    return cast(dict[str, str], signing.loads(token, salt=SALT, max_age=24 * 3600))
