"""年历: on which days of a year which version of a thing is in force in a place. Each thing once, by its check code."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import Region
from catalogues import register
from catalogues.checking import reaches
from catalogues.models import Entry


@dataclass(frozen=True)
class Version:
    """One entry, and the days of the year from which and up to which it is in force."""

    entry: Entry
    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Thing:
    """What stands under one check code in a year: its versions, the newest last."""

    versions: tuple[Version, ...]

    @property
    def now(self) -> Entry:
        return self.versions[-1].entry


def things_in(place: Region, number: int) -> list[Thing]:
    """What is in force in `place` on any day of the year, city and province included, by kind and title. One query."""
    first, last = date(number, 1, 1), date(number, 12, 31)
    rows = register.standing_between(place, first, last).order_by("entered_on", "pk")
    found: dict[str, list[Version]] = {}
    for entry in (each for each in rows if reaches(each, place)):
        version = Version(entry, max(entry.entered_on, first), min(last, last_day(entry) or last))
        found.setdefault(entry.check_code, []).append(version)
    things = (Thing(tuple(versions)) for versions in found.values())
    return sorted(things, key=lambda each: (each.now.kind, each.now.title))


def last_day(entry: Entry) -> date | None:
    """The last day on which the entry is in force; None where no end is set."""
    left = entry.left_on - timedelta(days=1) if entry.left_on else None
    return min((day for day in (entry.valid_until, left) if day), default=None)


def by_month(versions: Iterable[Version]) -> list[Version | None]:
    """For each month the version that is in force in it, the last one where there are several."""
    months: list[Version | None] = [None] * 12
    for version in versions:
        for month in range(version.first.month, version.last.month + 1):
            months[month - 1] = version
    return months
