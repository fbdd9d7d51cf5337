"""负担: minutes and times of one village, known or not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.answers import WrongAnswer
from policy.burden import MOST_MINUTES, MOST_TIMES, by_month, minutes_a_year, times_a_year
from policy.facts import Facts, Kind, questions


@pytest.mark.parametrize(
    ("answers", "minutes"),
    [
        ({"minutes_each_time": 30, "frequency": "monthly"}, 360),
        ({"minutes_each_time": 30, "frequency": "daily"}, 10950),
        ({"minutes_each_time": 30, "frequency": "monthly", "times_a_year": 4}, 360),
        ({"minutes_each_time": 30, "frequency": "on_call"}, None),
        ({"minutes_each_time": 30, "frequency": "on_call", "times_a_year": 4}, 120),
        ({"minutes_each_time": 30, "times_a_year": 2}, 60),
        ({"minutes_each_time": 30}, None),
        ({"frequency": "monthly"}, None),
        ({"minutes_each_time": 0, "times_a_year": 2}, None),
        ({"minutes_each_time": True, "times_a_year": 2}, None),
        ({"minutes_each_time": MOST_MINUTES + 1, "times_a_year": 2}, None),
        ({}, None),
    ],
)
def test_a_year_is_minutes_times_frequency_and_what_is_not_told_is_not_known(answers, minutes):
    assert minutes_a_year("report_form", answers) == minutes


def test_a_signboard_takes_no_time():
    assert minutes_a_year("signboard", {"minutes_each_time": 30, "times_a_year": 2}) is None


@given(st.integers(0, MOST_TIMES))
def test_no_time_is_lost_over_the_months(times):
    assert sum(by_month(times)) == times
    assert max(by_month(times)) - min(by_month(times)) <= 1


def test_what_comes_four_times_a_year_falls_at_the_end_of_the_quarters():
    assert by_month(4) == (0, 0, 1, 0, 0, 1, 0, 0, 1, 0, 0, 1)
    assert by_month(1)[-1] == 1


@pytest.mark.parametrize(("name", "most"), [("minutes_each_time", MOST_MINUTES), ("times_a_year", MOST_TIMES)])
@pytest.mark.parametrize("over", [0, -5, 1])
def test_a_number_out_of_bounds_is_no_fact(name, most, over):
    wrong = over if over <= 0 else most + over
    with pytest.raises(WrongAnswer) as refused:
        Facts.from_answers(Kind.REPORT_FORM, "表", {name: wrong})
    assert refused.value.field == name
    assert getattr(Facts.from_answers(Kind.REPORT_FORM, "表", {name: most}), name) == most


def test_every_kind_that_takes_time_is_asked_how_much():
    asked = {kind for kind in Kind if any(each.name == "minutes_each_time" for each in questions(kind))}
    assert asked == set(Kind) - {Kind.SIGNBOARD, Kind.FACILITY}
    assert times_a_year({"frequency": "weekly"}) == 52
