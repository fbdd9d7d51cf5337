"""Two at the same desk at once, fifty decisions at once: on real connections, with real locks."""

import pytest

from bench import race

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


def test_b01_of_two_who_decide_at_once_exactly_one_does():
    tally = race.race(rounds=5)

    assert (tally.winners, tally.events, tally.doubles) == (5, 5, 0)
    assert all("已由 周审定" in loser for loser in tally.losers)


def test_b07_numbers_run_without_gaps_or_doubles_under_parallel_decisions():
    given = race.numbers(parallel=20)

    assert given == list(range(given[0], given[0] + 20))
