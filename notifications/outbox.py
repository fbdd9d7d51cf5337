"""Write down what is to be told, in the transaction of the act; ring once it is committed; deliver what waits."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any, Protocol

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from notifications.bell import ring
from notifications.models import Notice, Outgoing

LEASE = timedelta(seconds=60)


class Subject(Protocol):
    """What a message is about: a request, so far."""

    pk: int
    number: str | None
    title: str
    revision: int


def tell(recipients: Iterable[User], event: str, subject: Subject, *, occasion: str = "", **context: Any) -> None:
    """Put one message per recipient into the outbox. The same event of the same revision is told once.

    `occasion` tells apart what is told again and again, such as a reminder: once each occasion.
    """
    told = {"request": subject.pk, "number": subject.number, "title": subject.title, **context}
    rows = [
        Outgoing(
            key=f"{event}-{subject.pk}-{subject.revision}-{recipient.pk}{occasion and f'-{occasion}'}",
            recipient=recipient,
            event=event,
            context=told,
        )
        for recipient in recipients
    ]
    Outgoing.objects.bulk_create(rows, ignore_conflicts=True)
    transaction.on_commit(ring, robust=True)


def deliver_waiting(limit: int = 200) -> int:
    """Deliver up to `limit` messages that wait; returns how many. Safe in any number of workers at once."""
    delivered = 0
    for row in _claim(limit):
        delivered += _deliver(row)
    return delivered


def _claim(limit: int) -> list[Outgoing]:
    now = timezone.now()
    free = Q(leased_until__isnull=True) | Q(leased_until__lt=now)
    with transaction.atomic():
        waiting = Outgoing.objects.filter(free, delivered_at__isnull=True)
        rows = list(waiting.order_by("attempts", "pk").select_for_update(skip_locked=True)[:limit])
        for row in rows:
            row.leased_until, row.attempts = now + LEASE, row.attempts + 1
        Outgoing.objects.bulk_update(rows, ["leased_until", "attempts"])
    return rows


@transaction.atomic
def _deliver(row: Outgoing) -> int:
    """The message and the mark that it was delivered stand or fall together, so that nobody is told twice."""
    marked = Outgoing.objects.filter(pk=row.pk, delivered_at__isnull=True).update(delivered_at=timezone.now())
    if marked:
        Notice.objects.create(outgoing=row, recipient_id=row.recipient_id, event=row.event, context=row.context)
    return marked
