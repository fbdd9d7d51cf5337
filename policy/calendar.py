"""Which days the office works, and whether the State Council has said so yet."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

SATURDAY = 5


@dataclass(frozen=True, slots=True)
class DayKind:
    """What one day is.

    `name` is the holiday that makes it a day off, or the one that it is worked in exchange for (调休上班); empty on
    ordinary days. `published` is False as long as no notice of the General Office of the State Council covers the day.
    """

    is_working: bool
    name: str = ""
    published: bool = True


class WorkCalendar(Protocol):
    """Answers for every date from 1990 to 2100, and never raises. Each year has working days."""

    def day(self, day: date) -> DayKind: ...


_WORKDAY = DayKind(is_working=True, published=False)
_WEEKEND = DayKind(is_working=False, published=False)


@dataclass(frozen=True)
class Weekdays:
    """Monday to Friday, none of it published: what is known of a year nobody has announced."""

    def day(self, day: date) -> DayKind:
        return _WEEKEND if day.weekday() >= SATURDAY else _WORKDAY


@dataclass(frozen=True)
class KnownDays:
    """The days that are known; Monday to Friday beyond them, unpublished."""

    days: Mapping[date, DayKind]
    beyond: WorkCalendar = field(default_factory=Weekdays)

    def day(self, day: date) -> DayKind:
        return self.days.get(day) or self.beyond.day(day)
