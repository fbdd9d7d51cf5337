"""Who may do what in which state: every role × every act × every state, against one table.

The table says whose act it is; the law of the state says when. What is neither is refused and leaves no event.
"""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.utils.timezone import localdate

from tests.requests import MEDIATION, OUTSIDE_BOARD, STATION, draft
from workflows.errors import ActRefused
from workflows.models import SUSPENDABLE, AdmissionRequest, Citation, Decision, State
from workflows.seats import desks_of
from workflows.services import (
    decision,
    emergency,
    province,
    publication,
    re_examination,
    review,
    screening,
    submission,
    suspending,
)
from workflows.services.decision import Ruling
from workflows.services.emergency import Item, Order

WHOSE = {
    "submit": {"clerk"},
    "resubmit": {"clerk"},
    "withdraw": {"clerk"},
    "ask_re_examination": {"clerk"},
    "accept": {"screener"},
    "return_for_correction": {"screener"},
    "decline": {"screener"},
    "terminate": {"screener"},
    "overturn": {"reexaminer"},
    "uphold": {"reexaminer"},
    "consult": {"township"},
    "legality": {"justice"},
    "funding": {"finance"},
    "joint_civil": {"civil"},
    "joint_organization": {"organization"},
    "joint_rural": {"rural"},
    "consent": {"province"},
    "withhold_consent": {"province"},
    "decide": {"decider"},
    "publish": {"screener"},
    "file": {"screener"},
    "suspend": {"screener", "decider"},
    "supplement": {"clerk"},
    "confirm_order": {"screener"},
    "revoke_order": {"screener"},
    "lift_order": {"clerk", "screener"},
}
WHEN = {
    "submit": {State.DRAFT},
    "resubmit": {State.RETURNED},
    "withdraw": {
        State.SCREENING, State.RETURNED, State.RE_EXAMINATION, State.UNDER_REVIEW, State.JOINT_REVIEW,
        State.PROVINCIAL_CONSENT, State.AWAITING_DECISION,
    },
    "ask_re_examination": {State.DECLINED},
    "accept": {State.SCREENING},
    "return_for_correction": {State.SCREENING},
    "decline": {State.SCREENING},
    "overturn": {State.RE_EXAMINATION},
    "uphold": {State.RE_EXAMINATION},
    "consult": {State.UNDER_REVIEW},
    "legality": {State.UNDER_REVIEW},
    "funding": {State.UNDER_REVIEW},
    "joint_civil": {State.JOINT_REVIEW},
    "joint_organization": {State.JOINT_REVIEW},
    "joint_rural": {State.JOINT_REVIEW},
    "consent": {State.PROVINCIAL_CONSENT},
    "withhold_consent": {State.PROVINCIAL_CONSENT},
    "decide": {State.AWAITING_DECISION},
    "publish": {State.PUBLICATION},
    "file": {State.FILING},
    "supplement": {State.EMERGENCY},
    "confirm_order": {State.EMERGENCY_CHECK},
    "revoke_order": {State.EMERGENCY, State.EMERGENCY_CHECK},
    "lift_order": {State.EMERGENCY, State.EMERGENCY_CHECK, State.EMERGENCY_FILED},
}  # fmt: skip
WHEN["suspend"] = set(SUSPENDABLE)
WHEN["terminate"] = WHEN["withdraw"]
ROLES = [
    "clerk", "screener", "reexaminer", "civil", "organization", "rural", "justice", "finance", "statistics",
    "township", "province", "decider", "supervisor", "admin", "neighbour_screener", "neighbour_clerk",
]  # fmt: skip


def opinion(desk):
    return lambda request, by: review.give_opinion(request, by=by, desk=desk, conclusion="supports")


def do(act, county):
    acts = {
        "submit": lambda r, by: submission.submit(r, by=by),
        "resubmit": lambda r, by: submission.resubmit(r, by=by),
        "withdraw": lambda r, by: submission.withdraw(r, by=by, reason="不再需要"),
        "ask_re_examination": lambda r, by: submission.ask_re_examination(r, by=by, reason="另有依据"),
        "accept": lambda r, by: screening.accept(r, by=by, townships=county.townships[:1]),
        "return_for_correction": lambda r, by: screening.return_for_correction(r, by=by, points=["缺件"]),
        "decline": lambda r, by: screening.decline(r, by=by, reason="不属于受理范围"),
        "terminate": lambda r, by: screening.terminate(r, by=by, reason="政策变化"),
        "overturn": lambda r, by: re_examination.overturn(r, by=by, reason="依据成立"),
        "uphold": lambda r, by: re_examination.uphold(r, by=by, reason="依据不成立"),
        "consult": opinion("consultation"),
        "legality": opinion("legality"),
        "funding": opinion("funding"),
        "joint_civil": opinion("civil_affairs"),
        "joint_organization": opinion("organization"),
        "joint_rural": opinion("rural_affairs"),
        "consent": lambda r, by: province.consent(r, by=by, number="辽委办函〔2026〕8号"),
        "withhold_consent": lambda r, by: province.withhold_consent(r, by=by, reason="无依据"),
        "decide": lambda r, by: decision.decide(r, by=by, rulings={1: Ruling(Decision.ADMITTED, "同意")}),
        "publish": lambda r, by: publication.publish(r, by=by, where="县政府门户网站"),
        "suspend": lambda r, by: suspending.suspend(r, by=by, until=localdate() + timedelta(days=9), reason="缓办"),
        "file": lambda r, by: publication.file(r, by=by, receipt="备1号"),
        "supplement": lambda r, by: emergency.supplement(r, by=by, text="命令要点和执行情况"),
        "confirm_order": lambda r, by: emergency.confirm_order(r, by=by, receipt="应急备1号"),
        "revoke_order": lambda r, by: emergency.revoke_order(r, by=by, reason="命令不含此事项"),
        "lift_order": lambda r, by: emergency.lift_order(r, by=by, reason="响应已终止"),
    }
    return acts[act]


def officer(role, county):
    return county.township_officers[0] if role == "township" else getattr(county, role)


def walk(request, county, *acts):
    """The request after these acts; what is ordered in an emergency begins as a request of its own."""
    if acts[:1] == ("run_at_once",):
        request, acts = ordered(county), acts[1:]
    for act in acts:
        do(act, county)(request, officer(next(iter(WHOSE[act])), county))
    return request


def ordered(county):
    order = Order("台政发〔2026〕15号", "台安县人民政府", localdate(), "暴雪", localdate() + timedelta(days=9))
    law = Citation(title="中华人民共和国突发事件应对法", article=77)
    said = {"village_is_responsible": False}
    item = Item("暴雪灾情排查", "work_affair", "排查房屋和道路", said, [law])
    whose = {"department": county.department, "county": county.region}
    return emergency.run_at_once(by=county.clerk, **whose, order=order, item=item, key=uuid4())


REVIEWED = ["submit", "accept", "consult", "legality", "funding"]
JOINED = [*REVIEWED, "joint_civil", "joint_organization", "joint_rural"]
WAYS = {
    State.DRAFT: (MEDIATION, []),
    State.SCREENING: (MEDIATION, ["submit"]),
    State.RETURNED: (MEDIATION, ["submit", "return_for_correction"]),
    State.RE_EXAMINATION: (OUTSIDE_BOARD, ["submit", "ask_re_examination"]),
    State.UNDER_REVIEW: (MEDIATION, ["submit", "accept"]),
    State.JOINT_REVIEW: (MEDIATION, REVIEWED),
    State.PROVINCIAL_CONSENT: (STATION, JOINED),
    State.AWAITING_DECISION: (MEDIATION, JOINED),
    State.PUBLICATION: (MEDIATION, [*JOINED, "decide"]),
    State.FILING: (MEDIATION, [*JOINED, "decide", "publish"]),
    State.ADMITTED: (MEDIATION, [*JOINED, "decide", "publish", "file"]),
    State.REFUSED: (STATION, [*JOINED, "withhold_consent"]),
    State.DECLINED: (OUTSIDE_BOARD, ["submit"]),
    State.WITHDRAWN: (MEDIATION, ["submit", "withdraw"]),
    State.TERMINATED: (MEDIATION, ["submit", "terminate"]),
    State.EMERGENCY: (MEDIATION, ["run_at_once"]),
    State.EMERGENCY_CHECK: (MEDIATION, ["run_at_once", "supplement"]),
    State.EMERGENCY_FILED: (MEDIATION, ["run_at_once", "supplement", "confirm_order"]),
    State.EMERGENCY_REVOKED: (MEDIATION, ["run_at_once", "revoke_order"]),
}


def test_the_table_knows_every_state():
    assert set(WAYS) == set(State)


@pytest.mark.parametrize("state", State)
def test_b02_only_those_whose_turn_it_is_may_act(county, state):
    part, acts = WAYS[state]
    request = walk(draft(county, part), county, *acts)
    assert AdmissionRequest.objects.get(pk=request.pk).state == state
    wrong = []
    for act, whose in WHOSE.items():
        for role in ROLES:
            allowed = role in whose and state in WHEN[act]
            if attempt(act, role, county, request) != allowed:
                wrong.append(f"{role} {act} in {state}: {'refused' if allowed else 'done'}")
    assert not wrong


def attempt(act, role, county, request):
    """Try the act and take it back; whether it was done. A refused act must leave nothing behind."""
    from django.db import transaction

    before = (AdmissionRequest.objects.get(pk=request.pk).state, request.events.count(), desks_of(request))
    with transaction.atomic():
        try:
            do(act, county)(request, officer(role, county))
            done = True
        except (ActRefused, PermissionDenied):
            done = False
        if not done:
            after = (AdmissionRequest.objects.get(pk=request.pk).state, request.events.count(), desks_of(request))
            assert before == after
        transaction.set_rollback(True)
    return done
