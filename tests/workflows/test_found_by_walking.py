"""What the random walk (`make walk`) found, each fault by itself."""

import pytest

from tests.ways import before_the_authority
from workflows.errors import NotComplete
from workflows.models import Decision, State
from workflows.services.decision import Ruling, decide


@pytest.mark.parametrize("chosen", [Decision.PENDING, Decision.DECLINED, Decision.DECLINED_BY_RULE])
def test_an_authority_cannot_decide_in_the_name_of_the_counter_or_the_machine(county, chosen):
    request = before_the_authority(county)

    with pytest.raises(NotComplete):
        decide(request, by=county.decider, rulings={1: Ruling(chosen, "不予受理")})

    request.refresh_from_db()
    assert (request.state, request.parts.get().decision) == (State.AWAITING_DECISION, Decision.PENDING)
