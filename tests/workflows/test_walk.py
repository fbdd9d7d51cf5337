"""A few hundred steps of the random walk; `make walk` goes ten thousand and more."""

import hypothesis
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from tests.workflows.walk_machine import Walk

A_FEW = settings(
    max_examples=8, stateful_step_count=50, deadline=None, database=None, suppress_health_check=list(HealthCheck)
)


def test_b16_whatever_is_tried_in_whatever_order_nothing_is_lost_doubled_or_half_done(county):
    before = Walk.steps

    run_state_machine_as_test(hypothesis.seed(4)(Walk), settings=A_FEW)

    assert Walk.steps - before >= 300
