"""办理期限: on which working day something is due, and why, day by day. It knows no database and no present time.

A budget is in working days (工作日). The day on which the clock starts is day zero and is not counted (民法典第二百零一条
第一款: 开始的当日不计入，自下一日开始计算). A day that a pause touches is not counted either. What is due on a day is due
until 24:00 of that day, Beijing time.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta, timezone
from enum import StrEnum

from policy.calendar import DayKind, WorkCalendar
from policy.words import gettext_noop

# The legal time of the whole country; it has known no summer time since 1991.
BEIJING = timezone(timedelta(hours=8), "Asia/Shanghai")
ONE_DAY = timedelta(days=1)
# The longest run without a working day that is still believed; the longest published so far is nine days.
LONGEST_BREAK = 366


class Why(StrEnum):
    """Why a day was counted or not."""

    DAY_ZERO = "day_zero"
    AFTER_HOURS = "after_hours"
    PAUSE = "pause"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"
    EXCHANGED = "exchanged"
    WORKING_DAY = "working_day"


LABELS = {
    Why.DAY_ZERO: gettext_noop("起算当日，不计入"),
    Why.AFTER_HOURS: gettext_noop("下班后或休息日收到，自下一工作日起算"),
    Why.PAUSE: gettext_noop("暂停计时"),
    Why.HOLIDAY: gettext_noop("节假日"),
    Why.WEEKEND: gettext_noop("周末"),
    Why.EXCHANGED: gettext_noop("调休上班"),
    Why.WORKING_DAY: gettext_noop("工作日"),
}
PROVISIONAL = gettext_noop("暂定")


@dataclass(frozen=True)
class Pause:
    """暂停: the clock stands still on each day from `start` to `end`, both included; `end` None: it still does.

    A moment that ends a pause at exactly 00:00 does not touch that day. An `end` before `start` counts as `start`.
    """

    start: datetime | date
    end: datetime | date | None = None
    reason: str = ""

    @property
    def first_day(self) -> date:
        return beijing_date(self.start)

    @property
    def last_day(self) -> date | None:
        if self.end is None:
            return None
        end = self.end
        if isinstance(end, datetime) and in_beijing(end).time() == time.min:
            end = beijing_date(end) - ONE_DAY
        return max(self.first_day, beijing_date(end))


@dataclass(frozen=True, slots=True)
class DayNote:
    """One day of a deadline: whether it was counted, as which working day (`number`, from 1), and why.

    `name` is the holiday or the reason of the pause. `provisional`: no published calendar covers the day.
    """

    day: date
    why: Why
    number: int | None = None
    name: str = ""
    provisional: bool = False

    @property
    def counted(self) -> bool:
        return self.number is not None

    @property
    def label(self) -> str:
        """The reason in Chinese, to be translated by the page; `name` stands beside it."""
        return LABELS[self.why]


@dataclass(frozen=True)
class Deadline:
    """When something is due. `due_on` is None if there is no limit, or none can be computed.

    `provisional` (暂定): a day that was looked at lies beyond the published calendar, so the date can still move.
    `suspended`: a pause is open, and the date is the one that follows if it ends on the day of asking.
    """

    due_on: date | None
    provisional: bool = False
    suspended: bool = False
    days: tuple[DayNote, ...] = ()

    def days_left(self, today: date) -> int:
        """Working days that remain, `today` included: 1 on the day it is due, 0 afterwards."""
        return sum(note.counted and note.day >= today for note in self.days)


def deadline(
    opened: datetime | date,
    budget: int | None,
    *,
    calendar: WorkCalendar,
    pauses: Iterable[Pause] = (),
    as_of: date | None = None,
    closes_at: time | None = None,
) -> Deadline:
    """Count `budget` working days from the day after `opened`; None is no limit, 0 is the day itself.

    `as_of` is the day of asking, on which open pauses are taken to end (their own first day if None or earlier).
    `closes_at` is the after-hours rule: what is opened later than that, or on a day off, is taken as opened on the
    next working day; with None the hour does not matter. Raises ValueError for a negative budget, and for nothing else.
    """
    if budget is None:
        return Deadline(due_on=None)
    if budget < 0:
        raise ValueError("a budget of working days cannot be negative")
    stops = _Stops(tuple(pauses), as_of)
    notes = _arrival(opened, calendar, closes_at)
    notes += _count(notes[-1].day, budget, calendar, stops) if budget else []
    due_on = notes[-1].day if not budget or notes[-1].number == budget else None
    return Deadline(
        due_on=due_on,
        provisional=any(note.provisional for note in notes),
        suspended=stops.stand_open(due_on),
        days=tuple(notes),
    )


def merged(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """The same paused days in order, each once: overlapping pauses become one, with their reasons joined."""
    spans: list[Pause] = []
    for pause in sorted(pauses, key=_in_order):
        span = Pause(pause.first_day, pause.last_day, pause.reason)
        if spans and _reaches(spans[-1], span.first_day):
            spans[-1] = _joined(spans[-1], span)
        else:
            spans.append(span)
    return tuple(spans)


def is_overdue(due_on: date | None, today: date) -> bool:
    """Whether the due date is past: never before 24:00 of the day itself. `today` is the date in Beijing."""
    return due_on is not None and beijing_date(today) > due_on


def in_beijing(moment: datetime) -> datetime:
    """The moment in Beijing time; one without a zone is taken as Beijing time."""
    return moment.replace(tzinfo=BEIJING) if moment.tzinfo is None else moment.astimezone(BEIJING)


def beijing_date(moment: datetime | date) -> date:
    """The date that the calendar on the office's wall shows at `moment`."""
    return in_beijing(moment).date() if isinstance(moment, datetime) else moment


class _Stops:
    """The pauses as of a day, asked day by day."""

    def __init__(self, pauses: Sequence[Pause], as_of: date | None) -> None:
        self.open_since = [pause.first_day for pause in pauses if pause.last_day is None]
        self.spans = merged(_closed(pause, as_of) for pause in pauses)
        self.starts = [span.first_day for span in self.spans]

    def over(self, day: date) -> Pause | None:
        """The pause that touches `day`, if one does."""
        at = bisect_right(self.starts, day) - 1
        return self.spans[at] if at >= 0 and _reaches(self.spans[at], day) else None

    def stand_open(self, due_on: date | None) -> bool:
        """Whether a pause that began by the due date has not ended."""
        return any(due_on is None or day <= due_on for day in self.open_since)


def _closed(pause: Pause, as_of: date | None) -> Pause:
    """The pause with an end: an open one is taken to end on the day of asking."""
    asked = beijing_date(as_of) if as_of else pause.first_day
    return Pause(pause.first_day, pause.last_day or max(pause.first_day, asked), pause.reason)


def _arrival(opened: datetime | date, calendar: WorkCalendar, closes_at: time | None) -> list[DayNote]:
    """The days up to and with day zero: one, unless the after-hours rule moves it."""
    day = beijing_date(opened)
    late = closes_at is not None and isinstance(opened, datetime) and in_beijing(opened).time() > closes_at
    notes: list[DayNote] = []
    while closes_at is not None and (late or not calendar.day(day).is_working) and len(notes) < LONGEST_BREAK:
        notes.append(DayNote(day, Why.AFTER_HOURS, provisional=not calendar.day(day).published))
        day, late = day + ONE_DAY, False
    return [*notes, DayNote(day, Why.DAY_ZERO, provisional=not calendar.day(day).published)]


def _count(zero: date, budget: int, calendar: WorkCalendar, stops: _Stops) -> list[DayNote]:
    """The days after `zero` up to the one that is number `budget`. Gives up on a calendar without working days."""
    notes: list[DayNote] = []
    number, idle, day = 0, 0, zero
    while number < budget and idle < LONGEST_BREAK:
        day += ONE_DAY
        pause = stops.over(day)
        note = _note(day, calendar.day(day), pause)
        works = note.why in (Why.WORKING_DAY, Why.EXCHANGED)
        idle = 0 if pause or works else idle + 1
        if works:
            number += 1
            note = replace(note, number=number)
        notes.append(note)
    return notes


def _note(day: date, kind: DayKind, pause: Pause | None) -> DayNote:
    provisional = not kind.published
    if pause:
        return DayNote(day, Why.PAUSE, name=pause.reason, provisional=provisional)
    if kind.is_working:
        why = Why.EXCHANGED if kind.name else Why.WORKING_DAY
    else:
        why = Why.HOLIDAY if kind.name else Why.WEEKEND
    return DayNote(day, why, name=kind.name, provisional=provisional)


def _in_order(pause: Pause) -> tuple[date, date, str]:
    return pause.first_day, pause.last_day or date.max, pause.reason


def _reaches(earlier: Pause, day: date) -> bool:
    return earlier.last_day is None or day <= earlier.last_day


def _joined(earlier: Pause, later: Pause) -> Pause:
    ends = [earlier.last_day, later.last_day]
    reasons = dict.fromkeys(reason for pause in (earlier, later) for reason in pause.reason.split("；") if reason)
    closed = [end for end in ends if end is not None]
    return Pause(earlier.first_day, max(closed) if len(closed) == len(ends) else None, "；".join(reasons))
