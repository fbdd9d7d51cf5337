"""What the public may know of an entry: these fields and no other. Every public page, file and feed is fed by this alone."""

from dataclasses import dataclass, fields
from datetime import date

from django.utils.translation import gettext as _

from catalogues.checking import standing_of
from catalogues.models import Entry
from policy import check_codes
from policy.choices import Kind
from policy.facts import questions
from workflows.pages.said import Pair, answer

# What may be asked of a village, out of what the applicant said.
ASKED = (
    "content", "scope", "procedure", "frequency", "form_type", "indicators", "notice_hours", "place", "sign_type",
    "certificate_use", "time_limit", "steps", "handling", "assessment_method",
)  # fmt: skip


@dataclass(frozen=True)
class PublicEntry:
    """One entry as anybody may see it."""

    code: str
    number: str
    title: str
    kind: str
    list_of: str
    holds_in: str
    organ: str
    standing: str
    entered_on: date
    changed_on: date | None
    valid_until: date | None
    left_on: date | None
    published_on: date | None
    source: str
    asked: tuple[Pair, ...]


FIELDS = tuple(each.name for each in fields(PublicEntry))


def public(entry: Entry, on: date) -> PublicEntry:
    """The public side of `entry` on that day."""
    return PublicEntry(
        code=check_codes.shown(entry.check_code),
        number=entry.number,
        title=entry.title,
        kind=_(Kind(entry.kind).label),
        list_of=entry.region.name,
        holds_in=entry.scope.name if entry.scope else entry.region.name,
        organ=entry.organ.name if entry.organ else "",
        standing=standing_of(entry, None, on).value,
        entered_on=entry.entered_on,
        changed_on=entry.entered_on if entry.supersedes_id else None,
        valid_until=entry.valid_until,
        left_on=entry.left_on,
        published_on=entry.published_on,
        source=entry.source,
        asked=_asked(entry),
    )


def _asked(entry: Entry) -> tuple[Pair, ...]:
    labels = {each.name: _(each.label) for each in questions(Kind(entry.kind))}
    pairs = ((labels[name], answer(entry.kind, entry.answers, name)) for name in ASKED if name in labels)
    return tuple(pair for pair in pairs if pair[1])
