"""The clock does as the cases in clock.toml say, day by day."""

import pytest

from tests.policy import clock_cases
from tests.policy.clock_cases import ClockCase


@pytest.mark.parametrize("case", clock_cases.cases(), ids=lambda case: case.title)
def test_the_clock_does_as_its_case_says(case: ClockCase) -> None:
    assert case.wrong() == {}
