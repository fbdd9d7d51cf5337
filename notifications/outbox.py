"""Write down what is to be told, in the transaction of the act; ring once it is committed; deliver what waits."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import islice
from typing import Any, Protocol

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from notifications.bell import ring
from notifications.models import Notice, Outgoing

LEASE = timedelta(seconds=60)
BATCH = 20_000
# What is told to somebody who is away is told to who stands in for him, too; to nobody twice.
TELL = """
WITH told AS (
  SELECT * FROM unnest(%(keys)s::text[], %(people)s::bigint[], %(events)s::text[], %(contexts)s::jsonb[])
    AS told (key, recipient, event, context)
), all_told AS (
  SELECT * FROM told
  UNION ALL
  SELECT told.key || '-' || away.substitute_id, away.substitute_id, told.event,
    told.context || jsonb_build_object('in_place_of', principal.first_name)
  FROM told
  JOIN accounts_delegation away ON away.principal_id = told.recipient AND away.ended_at IS NULL
    AND %(today)s BETWEEN away.starts_on AND away.ends_on
  JOIN accounts_user principal ON principal.id = away.principal_id AND principal.is_active
  JOIN accounts_user substitute ON substitute.id = away.substitute_id AND substitute.is_active
  WHERE NOT EXISTS (SELECT FROM told direct WHERE direct.recipient = away.substitute_id
    AND direct.event = told.event AND direct.context = told.context)
)
INSERT INTO notifications_outgoing (key, recipient_id, event, context, created_at, attempts)
SELECT all_told.*, statement_timestamp(), 0 FROM all_told
ON CONFLICT (key) DO NOTHING
"""


class Subject(Protocol):
    """What a message is about: a request, so far."""

    @property
    def pk(self) -> int: ...

    @property
    def number(self) -> str | None: ...

    @property
    def title(self) -> str: ...

    @property
    def revision(self) -> int: ...


@dataclass(frozen=True)
class About:
    """A subject that is no request, or a request without its row. A delegation has no number but its days."""

    pk: int
    number: str | None
    title: str
    revision: int = 0


def tell(recipients: Iterable[User], event: str, subject: Subject, *, occasion: str = "", **context: Any) -> None:
    """Put one message per recipient into the outbox. The same event of the same revision is told once.

    `occasion` tells apart what is told again and again, such as a reminder: once each occasion.
    """
    people = [recipient.pk for recipient in recipients]
    tell_all([Telling(event, people, subject, occasion, context)])


@dataclass(frozen=True)
class Telling:
    """One event to be told to several people, named by their keys. The rest as in `tell`."""

    event: str
    people: Iterable[int]
    subject: Subject
    occasion: str = ""
    context: Mapping[str, Any] = field(default_factory=dict)

    def rows(self) -> Iterator[tuple[str, int, str, str]]:
        about, again = self.subject, f"-{self.occasion}" if self.occasion else ""
        # `page` in the context names the page that shows the subject; a request unless it says otherwise.
        told = {"request": about.pk, "number": about.number, "title": about.title, **self.context}
        context = json.dumps(told, ensure_ascii=False)
        for person in self.people:
            yield f"{self.event}-{about.pk}-{about.revision}-{person}{again}", person, self.event, context


def tell_all(tellings: Iterable[Telling]) -> None:
    """The same for many things at once, in few statements: a sweep may have a hundred thousand to tell."""
    rows = (row for telling in tellings for row in telling.rows())
    while batch := list(islice(rows, BATCH)):
        with connection.cursor() as cursor:
            cursor.execute(TELL, _given(batch))
    transaction.on_commit(ring, robust=True)


def _given(batch: list[tuple[str, int, str, str]]) -> dict[str, Any]:
    columns = [list(column) for column in zip(*batch, strict=True)]
    return dict(zip(("keys", "people", "events", "contexts"), columns, strict=True)) | {"today": timezone.localdate()}


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
