"""A few hundred steps of the random walk among emergency orders."""

import hypothesis
from hypothesis.stateful import run_state_machine_as_test

from tests.workflows.test_walk import A_FEW
from tests.workflows.walk_machine import Walk
from tests.workflows.walk_urgent import UrgentWalk


def test_among_orders_too_nothing_is_lost_doubled_or_half_done(county):
    before, done = Walk.steps, Walk.done.copy()

    run_state_machine_as_test(hypothesis.seed(5)(UrgentWalk), settings=A_FEW)

    assert Walk.steps - before >= 300
    new = Walk.done - done
    assert new["run_at_once"] > 0
