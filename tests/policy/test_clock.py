"""办理期限: working days counted, pauses, and what is provisional."""

from bisect import bisect_right
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

import chinese_calendar
import pytest
from chinese_calendar import constants
from hypothesis import given
from hypothesis import strategies as st

from policy.calendar import DayKind, KnownDays, Weekdays
from policy.clock import BEIJING, Deadline, Pause, Why, deadline, is_overdue, merged

FIRST, LAST = date(2004, 1, 1), date(2026, 12, 31)
SPAN = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]


def published(day: date) -> DayKind:
    name = constants.holidays.get(day) or constants.workdays.get(day) or ""
    return DayKind(is_working=chinese_calendar.is_workday(day), name=name)


CALENDAR = KnownDays({day: published(day) for day in SPAN})
WORKED = [day for day in SPAN if chinese_calendar.is_workday(day)]

days = st.dates(date(1990, 1, 1), date(2100, 12, 31))
near_days = st.dates(date(2025, 6, 1), date(2027, 6, 30))
budgets = st.integers(0, 60)
pauses = st.lists(
    st.builds(
        lambda start, length, reason: Pause(start, length and start + timedelta(days=length), reason),
        near_days,
        st.none() | st.integers(1, 60),
        st.sampled_from(["补正", "省级同意", ""]),
    ),
    max_size=5,
)


def due(opened: date, budget: int, **options) -> Deadline:
    return deadline(opened, budget, calendar=CALENDAR, **options)


def explained(found: Deadline) -> list[tuple[str, str, int | None]]:
    return [(f"{note.day:%m-%d}", note.why.value, note.number) for note in found.days]


@pytest.mark.parametrize("budget", [1, 2, 3, 5, 7, 10, 15, 30])
def test_every_start_since_2004_is_counted_as_the_published_calendar_counts(budget):
    compared = 0
    for start in SPAN:
        at = bisect_right(WORKED, start) + budget - 1
        if at < len(WORKED):
            found = due(start, budget)
            assert (found.due_on, found.provisional) == (WORKED[at], False), start
            compared += 1
    assert compared > len(SPAN) - 60


def test_the_day_of_opening_is_not_counted_and_an_exchanged_saturday_is():
    found = due(date(2026, 9, 30), 3)

    assert found.due_on == date(2026, 10, 10)
    assert explained(found)[0] == ("09-30", "day_zero", None)
    assert {why for _, why, _ in explained(found)[1:8]} == {"holiday"}
    assert explained(found)[8:] == [
        ("10-08", "working_day", 1),
        ("10-09", "working_day", 2),
        ("10-10", "exchanged", 3),
    ]


@pytest.mark.parametrize(
    ("opened", "closes_at", "expected"),
    [
        (datetime(2026, 11, 23, 9), None, date(2026, 11, 24)),
        (datetime(2026, 11, 23, 18), None, date(2026, 11, 24)),
        (datetime(2026, 11, 23, 17, 30), time(17, 30), date(2026, 11, 24)),
        (datetime(2026, 11, 23, 18), time(17, 30), date(2026, 11, 25)),
        (datetime(2026, 11, 28, 9), None, date(2026, 11, 30)),
        (datetime(2026, 11, 28, 9), time(17, 30), date(2026, 12, 1)),
        (datetime(2026, 11, 27, 18), time(17, 30), date(2026, 12, 1)),
        (date(2026, 11, 23), time(17, 30), date(2026, 11, 24)),
    ],
)
def test_what_arrives_after_hours_arrives_on_the_next_working_day_if_the_county_says_so(opened, closes_at, expected):
    assert due(opened, 1, closes_at=closes_at).due_on == expected


@pytest.mark.parametrize(
    ("moment", "zero"),
    [
        (datetime(2026, 11, 23, 15, 59, tzinfo=UTC), date(2026, 11, 23)),
        (datetime(2026, 11, 23, 16, 0, tzinfo=UTC), date(2026, 11, 24)),
        (datetime(2026, 11, 23, 23, 59, tzinfo=BEIJING), date(2026, 11, 23)),
    ],
)
def test_the_day_is_the_day_in_beijing(moment, zero):
    assert due(moment, 1).days[0].day == zero


def test_a_paused_day_is_not_counted_and_says_why():
    found = due(date(2026, 11, 16), 3, pauses=[Pause(date(2026, 11, 18), date(2026, 11, 19), "补正")])

    assert found.due_on == date(2026, 11, 23)
    assert [note.name for note in found.days if note.why is Why.PAUSE] == ["补正", "补正"]
    assert not found.suspended


@pytest.mark.parametrize(
    ("pause", "paused"),
    [
        (Pause(datetime(2026, 11, 18, 16), datetime(2026, 11, 18, 17)), ["11-18"]),
        (Pause(datetime(2026, 11, 18, 16), datetime(2026, 11, 20, 0, 0)), ["11-18", "11-19"]),
        (Pause(datetime(2026, 11, 18, 0), datetime(2026, 11, 18, 0)), ["11-18"]),
        (Pause(date(2026, 11, 18), date(2026, 11, 1)), ["11-18"]),
        (Pause(datetime(2026, 11, 17, 16, tzinfo=UTC), datetime(2026, 11, 18, 15, tzinfo=UTC)), ["11-18"]),
    ],
)
def test_a_pause_takes_each_day_that_it_touches(pause, paused):
    found = due(date(2026, 11, 16), 10, pauses=[pause])
    assert [day for day, why, _ in explained(found) if why == "pause"] == paused


def test_an_open_pause_gives_the_date_that_follows_if_it_ended_today():
    waiting = Pause(date(2026, 11, 18), None, "报省级同意")

    found = due(date(2026, 11, 16), 5, pauses=[waiting], as_of=date(2026, 11, 24))

    assert (found.due_on, found.suspended) == (date(2026, 11, 30), True)
    assert due(date(2026, 11, 16), 5, pauses=[waiting]).suspended


def test_a_pause_that_opens_after_the_due_date_changes_nothing():
    found = due(date(2026, 11, 16), 2, pauses=[Pause(date(2026, 11, 24))], as_of=date(2026, 11, 25))
    assert (found.due_on, found.suspended) == (date(2026, 11, 18), False)


def test_thirty_working_days_from_today_cross_into_an_unpublished_year():
    found = due(date(2026, 11, 25), 30)

    assert found.due_on == date(2027, 1, 6)
    assert found.provisional
    assert [note.provisional for note in found.days] == [note.day > LAST for note in found.days]


@pytest.mark.parametrize("opened", [date(2026, 11, 25), date(2026, 12, 31), date(2027, 1, 1)])
@pytest.mark.parametrize("budget", range(5, 61))
def test_b20_a_calendar_that_runs_out_gives_a_provisional_date(opened, budget):
    found = due(opened, budget)
    assert found.due_on is not None
    assert found.provisional == (found.due_on > LAST)


def test_no_limit_has_no_due_date_and_is_never_overdue():
    assert due(date(2026, 11, 16), None) == Deadline(due_on=None)
    assert not is_overdue(None, date(2100, 1, 1))


def test_a_budget_of_nothing_is_due_on_the_day_itself():
    assert due(date(2026, 11, 28), 0).due_on == date(2026, 11, 28)


def test_a_negative_budget_is_refused():
    with pytest.raises(ValueError, match="negative"):
        due(date(2026, 11, 16), -1)


def test_due_today_is_not_overdue_until_midnight():
    today = date(2026, 11, 25)
    assert [is_overdue(today, today + timedelta(days=n)) for n in (-1, 0, 1)] == [False, False, True]


def test_the_days_left_include_today():
    found = due(date(2026, 11, 23), 3)
    assert [found.days_left(date(2026, 11, day)) for day in (23, 24, 25, 26, 27)] == [3, 3, 2, 1, 0]


def test_a_calendar_without_working_days_gives_no_date_instead_of_no_end():
    class Never:
        def day(self, day: date) -> DayKind:
            return DayKind(is_working=False)

    found = deadline(date(2026, 11, 25), 1, calendar=Never(), closes_at=time(17, 30))
    assert (found.due_on, found.provisional) == (None, False)


@given(days, st.integers(0, 250), st.none() | st.times())
def test_any_date_of_a_century_has_a_due_date(opened, budget, closes_at):
    found = due(opened, budget, closes_at=closes_at)
    assert found.due_on is not None
    assert found.due_on >= opened
    assert sum(note.counted for note in found.days) == budget


@given(near_days, budgets, pauses, st.none() | near_days)
def test_more_days_are_never_due_earlier(opened, budget, pauses, as_of):
    found = [due(opened, b, pauses=pauses, as_of=as_of).due_on for b in (budget, budget + 1)]
    assert found[0] < found[1]


@given(near_days, near_days, budgets)
def test_what_opens_later_is_never_due_earlier(one, other, budget):
    first, second = sorted([one, other])
    assert due(first, budget).due_on <= due(second, budget).due_on


@given(near_days, budgets, pauses, near_days)
def test_a_further_pause_never_makes_it_due_earlier(opened, budget, pauses, as_of):
    found = [due(opened, budget, pauses=pauses[:n], as_of=as_of).due_on for n in range(len(pauses) + 1)]
    assert found == sorted(found)


@given(near_days, budgets, pauses, near_days)
def test_no_counted_day_is_paused_or_off(opened, budget, pauses, as_of):
    found = due(opened, budget, pauses=pauses, as_of=as_of)
    for note in found.days:
        paused = any(p.start <= note.day <= (p.end or max(p.start, as_of)) for p in pauses)
        assert note.counted == (note.day > opened and CALENDAR.day(note.day).is_working and not paused)


@given(pauses)
def test_merging_merged_pauses_changes_nothing(pauses):
    once = merged(pauses)
    assert merged(once) == once
    assert all(a.last_day is not None and a.last_day < b.first_day for a, b in pairwise(once))


@given(near_days, budgets, pauses, near_days, st.randoms())
def test_neither_order_nor_repetition_of_pauses_matters(opened, budget, pauses, as_of, chance):
    again = [*pauses, *pauses]
    chance.shuffle(again)
    found, other = (due(opened, budget, pauses=these, as_of=as_of) for these in (pauses, again))
    assert [(n.day, n.number, n.why) for n in found.days] == [(n.day, n.number, n.why) for n in other.days]
    assert (found.due_on, found.suspended) == (other.due_on, other.suspended)


@given(days)
def test_beyond_what_is_known_monday_to_friday_are_worked(day):
    kind = Weekdays().day(day)
    assert (kind.is_working, kind.published) == (day.isoweekday() <= 5, False)
