"""The working days as the database knows them, for policy.clock. How they get there is accounts.calendars' business."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max

from accounts.models import CalendarDay, CalendarEdition
from policy.calendar import DayKind, KnownDays

Version = tuple[int, datetime | None]


@dataclass(frozen=True)
class _Kept:
    version: Version
    calendar: KnownDays


_kept: _Kept | None = None


# For a statement that asks along with other things: what `current` compares.
EDITIONS = CalendarEdition._meta.db_table
VERSION = f"(SELECT count(*) FROM {EDITIONS}), (SELECT max(imported_at) FROM {EDITIONS})"


def current(found: Version | None = None) -> KnownDays:
    """The calendar of now: one small query to see whether the kept one still holds, and a second when it does not.

    Ask once a request and hand it on; `found` is its version, where another statement has asked for it along the way.
    Dates that no edition covers are Monday to Friday, unpublished.
    """
    global _kept  # noqa: PLW0603 - one calendar a process is the point
    found = found or version()
    if _kept is None or _kept.version != found:
        _kept = _Kept(found, _load())
    return _kept.calendar


def version() -> Version:
    """What changes whenever a year is added or replaced."""
    row = CalendarEdition.objects.aggregate(years=Count("pk"), latest=Max("imported_at"))
    return row["years"], row["latest"]


def _load() -> KnownDays:
    rows = CalendarDay.objects.values_list("date", "is_working", "name", "edition__provisional")
    return KnownDays(
        {day: DayKind(is_working, name, not provisional) for day, is_working, name, provisional in rows.iterator()}
    )
