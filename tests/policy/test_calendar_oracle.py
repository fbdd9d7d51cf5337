"""Working days against an oracle that shares nothing with the clock: each day of 2004 to 2026 as it was announced.

The oracle walks day by day and asks `chinesecalendar` itself. What the clock may never do stands here as algebra.
"""

from datetime import UTC, date, datetime, timedelta
from itertools import permutations

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from policy.clock import Pause, beijing_date, is_overdue
from tests.policy.test_clock import CALENDAR, FIRST, LAST, SPAN, due

ONE_DAY = timedelta(days=1)
OPENED = st.dates(FIRST, LAST - timedelta(days=400))
BUDGETS = st.integers(1, 60)


@st.composite
def closed_pauses(draw, opened):
    start = opened + timedelta(days=draw(st.integers(-20, 90)))
    return Pause(start, start + timedelta(days=draw(st.integers(0, 40))))


@st.composite
def a_case(draw, most_pauses=4):
    opened = draw(OPENED)
    return opened, draw(BUDGETS), draw(st.lists(closed_pauses(opened), max_size=most_pauses))


def naive(opened, budget, pauses=()):
    """Count with the fingers: the day after, and on, leaving out days off and days that a pause touches."""
    day = opened
    while budget:
        day += ONE_DAY
        paused = any(pause.start <= day <= pause.end for pause in pauses)
        budget -= chinese_calendar.is_workday(day) and not paused
    return day


def counted(start, end, pauses=()):
    """How many days from `start` to `end`, both included, would be counted if none of them were paused."""
    days = (start + timedelta(days=n) for n in range((end - start).days + 1))
    return sum(
        chinese_calendar.is_workday(day) and not any(each.start <= day <= each.end for each in pauses) for day in days
    )


@pytest.mark.parametrize("year", range(2004, 2027))
def test_b21_each_day_is_worked_or_not_as_it_was_announced(year):
    days = [day for day in SPAN if day.year == year]
    assert len(days) in (365, 366)
    assert [day for day in days if CALENDAR.day(day).is_working != chinese_calendar.is_workday(day)] == []
    # The clock itself: what is due after one working day, from the eve of each day.
    for day in days[1:-15]:
        assert (due(day - ONE_DAY, 1).due_on == day) == chinese_calendar.is_workday(day), day


@given(a_case())
@settings(max_examples=300)
def test_b21_a_deadline_is_what_a_naive_count_gives_whatever_is_paused(case):
    opened, budget, pauses = case
    found = due(opened, budget, pauses=pauses)
    assert (found.due_on, found.provisional, found.suspended) == (naive(opened, budget, pauses), False, False)


@given(a_case(most_pauses=3))
def test_b22_in_whatever_order_pauses_are_told_the_date_is_the_same(case):
    opened, budget, pauses = case
    assert len({due(opened, budget, pauses=order).due_on for order in permutations(pauses)}) == 1


@given(a_case(), st.data())
def test_b22_a_further_pause_makes_nothing_due_earlier_and_moves_it_by_the_days_it_takes(case, data):
    opened, budget, pauses = case
    before = due(opened, budget, pauses=pauses).due_on
    further = data.draw(closed_pauses(opened))
    after = due(opened, budget, pauses=[*pauses, further]).due_on

    assert after >= before
    taken = counted(max(further.start, opened + ONE_DAY), min(further.end, after), pauses)
    assert counted(opened + ONE_DAY, after, pauses) == budget + taken


@given(a_case(most_pauses=2), st.data())
def test_b22_a_pause_told_in_two_pieces_that_touch_or_overlap_is_one(case, data):
    opened, budget, pauses = case
    whole = data.draw(closed_pauses(opened))
    cut = whole.start + timedelta(days=data.draw(st.integers(0, (whole.end - whole.start).days)))
    again = cut + data.draw(st.sampled_from([timedelta(0), ONE_DAY]))
    pieces = [Pause(whole.start, cut), *([Pause(again, whole.end)] if again <= whole.end else [])]
    assert due(opened, budget, pauses=[*pauses, *pieces]).due_on == due(opened, budget, pauses=[*pauses, whole]).due_on


@given(
    opened=st.dates(FIRST, date(2027, 12, 31)),
    budget=BUDGETS,
    spans=st.lists(st.tuples(st.integers(-20, 90), st.none() | st.integers(-5, 60)), max_size=6),
    asked=st.none() | st.integers(-30, 200),
)
def test_b22_any_pauses_open_answered_or_turned_around_give_a_date(opened, budget, spans, asked):
    starts = [(opened + timedelta(days=begin), length) for begin, length in spans]
    pauses = [Pause(start, None if length is None else start + timedelta(days=length)) for start, length in starts]
    as_of = None if asked is None else opened + timedelta(days=asked)

    found = due(opened, budget, pauses=pauses, as_of=as_of)

    assert found.due_on is not None and found.due_on > opened
    assert sum(note.counted for note in found.days) == budget
    assert found.provisional == any(note.day > LAST for note in found.days)


@pytest.mark.parametrize("today", [date(2026, 11, 25), date(2026, 12, 31), date(2027, 1, 1)])
@pytest.mark.parametrize("budget", range(5, 61))
def test_b20_a_year_that_nobody_has_announced_gives_a_provisional_date_and_no_error(today, budget):
    found = due(today, budget)
    assert found.due_on is not None
    assert found.provisional == (found.due_on > LAST)


@given(st.dates(date(2004, 1, 1), date(2027, 12, 31)))
def test_b21_what_is_due_on_a_day_is_overdue_from_midnight_in_shanghai_and_not_a_minute_before(day):
    midnight = datetime(day.year, day.month, day.day, 16, tzinfo=UTC)  # 24:00 in Shanghai
    assert not is_overdue(day, beijing_date(midnight - timedelta(minutes=1)))
    assert is_overdue(day, beijing_date(midnight))
