"""查验: what anybody may ask of a code, and what the register answers: admitted, not any more, not here, not at all."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.models import Region
from catalogues import register
from catalogues.models import Entry
from policy import admission_numbers, check_codes
from policy.check_codes import Typed
from policy.refusals import Standing

MOST_SUGGESTED = 5


@dataclass(frozen=True)
class Checked:
    """The answer. `entry` is None where no code was recognised; `suggested` are entries whose codes are near."""

    typed: Typed
    standing: Standing | None
    entry: Entry | None = None
    suggested: tuple[Entry, ...] = ()


def check(code: str, place: Region | None, on: date) -> Checked:
    """Look a code up for a village, township or county: of what was changed, the version that stands in its place now.

    Two queries at most, by an index.
    """
    typed = check_codes.read(code)
    if typed.is_empty:
        return Checked(typed, None)
    entry = _newest(typed.symbols) if typed.is_well_formed else None
    if entry:
        return Checked(typed, standing_of(entry, place, on), entry)
    near = _public().filter(check_code__in=check_codes.near(typed), superseded_by__isnull=True)
    near = near.order_by("pk")[:MOST_SUGGESTED]
    return Checked(typed, Standing.NOT_ADMITTED if typed.is_well_formed else None, suggested=tuple(near))


def by_number(text: str) -> Entry | None:
    """The thing that bears or bore this 准入编号, as it stands now, if anybody may look it up: a number can be counted on
    to the next, a code cannot, so a number opens nothing that is not on the public register. One query."""
    named = Entry.objects.filter(number__in=admission_numbers.ways(text)).values("check_code")
    return register.made_public().filter(check_code__in=named, superseded_by__isnull=True).order_by("pk").first()


def standing_of(entry: Entry, place: Region | None, on: date) -> Standing:
    """How the entry stands on that day in `place`, or wherever it holds if no place is named."""
    if place is not None and not reaches(entry, place):
        return Standing.ELSEWHERE
    if entry.left_on is not None and entry.left_on <= on:
        return Standing.CHANGED if hasattr(entry, "superseded_by") else Standing.LEFT
    if entry.valid_until is not None and entry.valid_until < on:
        return Standing.EXPIRED
    return Standing.ADMITTED if entry.entered_on <= on else Standing.NOT_YET


def reaches(entry: Entry, place: Region) -> bool:
    """Whether the entry holds in `place`, or in a part of it: it lies within the list's region and touches the scope."""
    first, last = entry.region.code_range
    if not first <= place.code <= last:
        return False
    if entry.scope is None:
        return True
    (first, last), (begins, stops) = entry.scope.code_range, place.code_range
    return begins <= last and stops >= first


def current(entries: Iterable[Entry]) -> list[Entry]:
    """The entries, and in place of one that was changed the version that took its place. One query."""
    codes = {entry.check_code for entry in entries}
    return list(_public().filter(check_code__in=codes, superseded_by__isnull=True).order_by("-pk"))


def _newest(code: str) -> Entry | None:
    return _public().filter(check_code=code).order_by("-pk").first()


def _public() -> QuerySet[Entry]:
    return Entry.objects.select_related("region", "scope", "organ", "superseded_by")
