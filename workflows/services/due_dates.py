"""日程订阅: what is due to an officer, as his calendar program reads it. It shows; nothing can be done by it."""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from workflows import flows, seats
from workflows.models.personal import CalendarFeed
from workflows.services import elsewhere

BYTES = 24
MOST = 500


@dataclass(frozen=True)
class DueDate:
    """One thing that is due on a day; `page` and `pk` name the page where it is dealt with."""

    key: str
    on: date
    title: str
    number: str
    provisional: bool
    page: str
    pk: int


def subscribe(officer: User) -> str:
    """Make a new address; the one before ends. The token is told once and not kept."""
    token = secrets.token_urlsafe(BYTES)
    CalendarFeed.objects.update_or_create(officer=officer, defaults={"digest": _digest(token), "read_at": None})
    return token


def unsubscribe(officer: User) -> None:
    """End the address; twice is harmless."""
    CalendarFeed.objects.filter(officer=officer).delete()


def reader(token: str) -> User | None:
    """The officer whose token it is; nobody once he is deactivated."""
    feed = CalendarFeed.objects.filter(digest=_digest(token), officer__is_active=True).select_related("officer").first()
    if feed is None:
        return None
    CalendarFeed.objects.filter(pk=feed.pk).update(read_at=timezone.now())
    return feed.officer


def due_to(officer: User) -> Iterator[DueDate]:
    """The desks of his inbox and what waits for him elsewhere, those without a date left out."""
    desks = seats.inbox(officer).filter(due_on__isnull=False).select_related("process__request")
    for desk in desks[:MOST]:
        request = desk.process.request
        title = _("%(desk)s：%(title)s") % {"desk": _(flows.NODES[desk.name].task_title), "title": request.title}
        if desk.due_on:
            yield DueDate(
                f"desk-{desk.pk}",
                desk.due_on,
                title,
                request.number or "",
                desk.due_is_provisional,
                "request",
                request.pk,
            )
    for each in elsewhere.waits_for(officer):
        if each.on:
            title = _("%(desk)s：%(title)s") % {"desk": each.step, "title": each.title}
            yield DueDate(each.key, each.on, title, each.number, each.provisional, each.page, each.pk)


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
