"""What the random walk (`make walk`) found, each fault by itself."""

import pytest

from tests.requests import MEDIATION
from tests.ways import before_the_authority
from workflows.errors import NotComplete
from workflows.models import Decision, State
from workflows.services import sweeps
from workflows.services.decision import Ruling, decide


@pytest.mark.parametrize("chosen", [Decision.PENDING, Decision.DECLINED, Decision.DECLINED_BY_RULE])
def test_an_authority_cannot_decide_in_the_name_of_the_counter_or_the_machine(county, chosen):
    request = before_the_authority(county)

    with pytest.raises(NotComplete):
        decide(request, by=county.decider, rulings={1: Ruling(chosen, "不予受理")})

    request.refresh_from_db()
    assert (request.state, request.parts.get().decision) == (State.AWAITING_DECISION, Decision.PENDING)


def test_of_two_townships_asked_only_the_one_without_anybody_is_named(office, county):
    asked, left = county.townships[:2]
    request = office.submits(MEDIATION)
    office.does(county.screener, "accept", request, townships=[asked.pk, left.pk])
    left.officers.update(is_active=False)

    assert sweeps.unattended() == [
        f"{request.number} under_review: consultation at {left.pk}, nobody in office",
    ]
