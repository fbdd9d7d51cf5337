"""Pauses that overlap are one, whatever the order in which they are told. No fixtures: bench/mutate.py runs this too."""

from datetime import date
from itertools import permutations

from policy.clock import DayNote, Pause, Why, merged

DAY = {number: date(2026, 9, number) for number in range(20, 30)}


def test_the_order_in_which_pauses_are_told_changes_nothing() -> None:
    pauses = [
        Pause(DAY[22], None, "丙"), Pause(DAY[22], DAY[23], "乙"), Pause(DAY[22], DAY[23], "甲"),
        Pause(DAY[22], DAY[22], "丁"),
    ]  # fmt: skip
    for order in permutations(pauses):
        assert merged(order) == (Pause(DAY[22], None, "丁；乙；甲；丙"),)


def test_an_open_pause_takes_in_all_that_begins_later() -> None:
    assert merged([Pause(DAY[22], None, "甲"), Pause(DAY[25], DAY[26], "乙")]) == (Pause(DAY[22], None, "甲；乙"),)


def test_pauses_with_a_day_between_them_stay_apart() -> None:
    apart = (Pause(DAY[22], DAY[23], "甲"), Pause(DAY[24], DAY[26], "乙"))

    assert merged(reversed(apart)) == apart


def test_the_later_end_counts() -> None:
    assert merged([Pause(DAY[22], DAY[26], "甲"), Pause(DAY[23], DAY[24], "乙")]) == (
        Pause(DAY[22], DAY[26], "甲；乙"),
    )


def test_a_day_is_taken_as_published_unless_it_is_said_not_to_be() -> None:
    assert not DayNote(DAY[22], Why.WORKING_DAY).provisional
