"""提醒阶梯: how near or how far past its due date a thing is, in working days. It knows no database and no present time.

A rung is reached, never left, as days go by; each is lower than those that follow it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from policy.calendar import WorkCalendar
from policy.clock import LONGEST_BREAK, ONE_DAY


class RungName(StrEnum):
    """The rungs, the lowest first."""

    DUE_SOON = "due_soon"
    DUE_TODAY = "due_today"
    OVERDUE = "overdue"
    VERY_OVERDUE = "very_overdue"


@dataclass(frozen=True)
class Ladder:
    """The rungs as dates, for one day: what is due on or before `latest[rung]` has reached that rung."""

    latest: dict[RungName, date]

    def reached(self, due_on: date) -> RungName | None:
        """The highest rung that what is due on `due_on` has reached."""
        return next((rung for rung in reversed(RungName) if due_on <= self.latest[rung]), None)


def ladder(today: date, *, calendar: WorkCalendar, soon: int, very: int) -> Ladder:
    """The ladder of `today` (the date in Beijing).

    `soon`: working days left, today and the due date included. `very`: working days that have wholly passed after the
    due date. Due today is not overdue until 24:00.
    """
    return Ladder(
        {
            RungName.DUE_SOON: _before(_nth(today, soon + 1, calendar, forwards=True)),
            RungName.DUE_TODAY: today,
            RungName.OVERDUE: _before(today),
            RungName.VERY_OVERDUE: _before(_nth(_before(today), very, calendar, forwards=False)),
        }
    )


def _before(day: date) -> date:
    return day - ONE_DAY


def _nth(start: date, wanted: int, calendar: WorkCalendar, *, forwards: bool) -> date:
    """The working day that is number `wanted` from `start` on, `start` included; gives up after a year without one."""
    day, found, idle = start, 0, 0
    for day in _days(start, forwards):
        found, idle = (found + 1, 0) if calendar.day(day).is_working else (found, idle + 1)
        if found == wanted or idle > LONGEST_BREAK:
            break
    return day


def _days(start: date, forwards: bool) -> Iterator[date]:
    while True:
        yield start
        start += ONE_DAY if forwards else -ONE_DAY
