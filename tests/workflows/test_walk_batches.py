"""A few hundred steps of the random walk among emergency orders and batches."""

import hypothesis
from hypothesis.stateful import run_state_machine_as_test

from tests.workflows.test_walk import A_FEW
from tests.workflows.walk_batches import BatchWalk
from tests.workflows.walk_machine import Walk


def test_among_orders_and_batches_too_nothing_is_lost_doubled_or_half_done(county):
    before, tried, done = Walk.steps, BatchWalk.tried, Walk.done.copy()

    run_state_machine_as_test(hypothesis.seed(5)(BatchWalk), settings=A_FEW)

    assert Walk.steps - before >= 300
    new = Walk.done - done
    assert new["run_at_once"] > 0
    assert BatchWalk.tried > tried
    assert new["accept, in a batch"] > 0
