"""The law of a request's life, as one table. Change it and `models/request.py` together."""

import pytest

from workflows.flows import NODES
from workflows.models import CLOSED, OPEN, AdmissionRequest, State

OUT = {"withdraw", "terminate"}
BACK = {"take_back"}
ACTS = {
    State.DRAFT: {"submit", "run_at_once", "decline_by_rule", "decline_extension"},
    State.SCREENING: OUT
    | BACK
    | {"accept", "return_for_correction", "decline", "decline_by_rule", "ask_re_examination"},
    State.RETURNED: OUT | BACK | {"resubmit"},
    State.RE_EXAMINATION: OUT | BACK | {"overturn", "uphold"},
    State.UNDER_REVIEW: OUT | BACK | {"refer_to_joint_review"},
    State.JOINT_REVIEW: OUT | BACK | {"refer_for_decision", "refer_to_province"},
    State.PROVINCIAL_CONSENT: OUT | BACK | {"consent", "withhold_consent"},
    State.AWAITING_DECISION: OUT | BACK | {"admit", "refuse"},
    State.PUBLICATION: {"publish"},
    State.FILING: {"file"},
    State.EMERGENCY: {"supplement", "revoke_order"},
    State.EMERGENCY_CHECK: {"confirm_order", "revoke_order"},
    State.ADMITTED: set(),
    State.REFUSED: set(),
    State.DECLINED: {"ask_re_examination"},
    State.WITHDRAWN: set(),
    State.TERMINATED: set(),
    State.EMERGENCY_FILED: set(),
    State.EMERGENCY_REVOKED: set(),
}
TARGETS = {
    "submit": {State.SCREENING},
    "decline_by_rule": {State.DECLINED},
    "resubmit": {State.SCREENING},
    "ask_re_examination": {State.RE_EXAMINATION},
    "withdraw": {State.WITHDRAWN},
    "accept": {State.UNDER_REVIEW},
    "return_for_correction": {State.RETURNED},
    "decline": {State.DECLINED},
    "overturn": {State.SCREENING},
    "uphold": {State.SCREENING, State.DECLINED},
    "terminate": {State.TERMINATED},
    "take_back": {
        State.DRAFT,
        State.SCREENING,
        State.RETURNED,
        State.DECLINED,
        State.UNDER_REVIEW,
        State.JOINT_REVIEW,
    },
    "refer_to_joint_review": {State.JOINT_REVIEW},
    "refer_for_decision": {State.AWAITING_DECISION},
    "refer_to_province": {State.PROVINCIAL_CONSENT},
    "consent": {State.AWAITING_DECISION},
    "withhold_consent": {State.AWAITING_DECISION, State.REFUSED},
    "admit": {State.PUBLICATION},
    "refuse": {State.REFUSED},
    "publish": {State.FILING},
    "file": {State.ADMITTED},
    "run_at_once": {State.EMERGENCY},
    "decline_extension": {State.DECLINED},
    "supplement": {State.EMERGENCY_CHECK},
    "confirm_order": {State.EMERGENCY_FILED},
    "revoke_order": {State.EMERGENCY_REVOKED},
}


def transitions():
    return list(AdmissionRequest._meta.get_field("state").get_all_transitions(AdmissionRequest))


GOES_BACK = {
    State.SCREENING: {State.DRAFT, State.RETURNED},
    State.RETURNED: {State.SCREENING},
    State.RE_EXAMINATION: {State.SCREENING, State.DECLINED},
    State.UNDER_REVIEW: {State.SCREENING, State.UNDER_REVIEW},
    State.JOINT_REVIEW: {State.UNDER_REVIEW, State.JOINT_REVIEW},
    State.PROVINCIAL_CONSENT: {State.JOINT_REVIEW},
    State.AWAITING_DECISION: {State.JOINT_REVIEW},
}


@pytest.mark.parametrize("state", GOES_BACK)
def test_taking_back_leads_only_to_where_the_act_was_done(state):
    (target,) = [each.target for each in transitions() if each.name == "take_back" and each.source == state]
    assert set(getattr(target, "allowed_states", None) or [target]) == GOES_BACK[state]


@pytest.mark.parametrize("state", State)
def test_exactly_these_acts_may_be_done(state):
    assert {each.name for each in transitions() if each.source == state} == ACTS[state]


@pytest.mark.parametrize("act", TARGETS)
def test_an_act_leads_where_the_table_says(act):
    targets = {each.target for each in transitions() if each.name == act}
    states = {state for target in targets for state in getattr(target, "allowed_states", None) or [target]}
    assert states == TARGETS[act]


def test_every_state_is_draft_open_or_closed():
    assert sorted(State) == sorted({State.DRAFT, *OPEN, *CLOSED})


@pytest.mark.parametrize("state", OPEN)
def test_every_open_state_has_a_desk(state):
    assert any(node.state == state for node in NODES.values())


@pytest.mark.parametrize("state", [State.DRAFT, *CLOSED])
def test_no_other_state_has_one(state):
    assert not any(node.state == state for node in NODES.values())


def test_nothing_is_decided_by_silence():
    """Every act is done by somebody, but for what a rule does: automatic rejection, and the renewal of an emergency item."""
    by_machine = {"decline_by_rule", "decline_extension"}
    assert {each.name for each in transitions()} - by_machine == set(TARGETS) - by_machine
