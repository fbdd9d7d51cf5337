"""拿回: one's own act is taken back before anybody acted on it; all is as it was, and the record keeps both."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse

from accounts.models import User
from accounts.roles import Role, dismiss
from notifications.models import Outgoing
from tests.requests import MEDIATION, OUTSIDE_BOARD, STATION, draft
from tests.steps import lies
from tests.workflows.test_delegation import person
from tests.workflows.test_who_may_do_what import ROLES, WAYS, officer, walk
from tests.workflows.walk_watch import faults
from workflows.errors import ActRefused, NotNow
from workflows.models import AdmissionRequest, Decision, Opinion, Pause, State
from workflows.seats import desks_of
from workflows.services import drafting, review, screening, submission, taking_back

# By whom what was done last can be taken back, in the states that `WAYS` leads to; nobody anywhere else.
WHOSE = {
    State.SCREENING: {"clerk"},
    State.RETURNED: {"screener"},
    State.RE_EXAMINATION: {"clerk"},
    State.UNDER_REVIEW: {"screener"},
    State.JOINT_REVIEW: {"finance"},
    State.PROVINCIAL_CONSENT: {"rural"},
    State.AWAITING_DECISION: {"rural"},
}


def fresh(request):
    return AdmissionRequest.objects.get(pk=request.pk)


def take_back(request, by):
    taking_back.take_back(request, by=person(by.pk))
    assert not faults([request.pk], set())
    return lies(fresh(request))


@pytest.mark.parametrize("state", State)
def test_only_who_did_the_last_act_takes_it_back(county, state):
    part, acts = WAYS[state]
    request = walk(draft(county, part), county, *acts)
    wrong = []
    for role in ROLES:
        before = (fresh(request).state, request.events.count(), desks_of(request))
        with transaction.atomic():
            try:
                taking_back.take_back(request, by=officer(role, county))
                done = True
            except (ActRefused, PermissionDenied):
                done = False
                assert before == (fresh(request).state, request.events.count(), desks_of(request))
            if done != (role in WHOSE.get(state, set())):
                wrong.append(f"{role} in {state}: {'done' if done else 'refused'}")
            assert not (done and faults([request.pk], set()))
            transaction.set_rollback(True)
    assert not wrong


def test_the_counter_takes_an_acceptance_back_and_accepts_anew(office, county):
    request = office.submits(MEDIATION, MEDIATION | {"title": "治安巡逻机制"})
    office.does(
        county.screener, "accept", request, townships=[county.townships[0].pk], send_back_2="请另行申请，附巡逻方案"
    )
    page = office.sees(county.screener, "request", request.pk)
    assert reverse("act", args=[request.pk, "take_back"]) in page and "受理通知书" in page
    assert "将拿回：“受理”" in office.sees(county.screener, "act", request.pk, "take_back")
    office.does(county.screener, "take_back", request, reason="漏选一个乡镇")
    assert lies(request) == (State.SCREENING, {"screen"})
    assert not request.consulted.exists() and request.accepted_at is None
    assert {part.decision for part in request.parts.all()} == {Decision.PENDING}
    event = request.events.last()
    assert event.record == {"undoes": request.events.get(act="accept").pk, "undone": "accept"}
    assert Outgoing.objects.get(event="taken_back").recipient == county.clerk
    page = office.sees(county.clerk, "request", request.pk)
    assert "拿回“受理”。漏选一个乡镇" in page and "受理通知书" not in page

    office.does(county.screener, "accept", request, townships=[each.pk for each in county.townships[:2]])
    assert lies(request)[0] == State.UNDER_REVIEW
    assert not faults([request.pk], set())


def test_once_somebody_acted_it_says_who(office, county):
    request = office.submits(MEDIATION)
    office.accepts(request)
    office.does(county.justice, "give_opinion", request, conclusion="supports")
    office.does(county.screener, "take_back", request)
    assert office.answer.status_code == 409
    assert f"“提出审查意见”已由 {county.justice} 于 " in office.answer.content.decode()
    assert lies(request)[0] == State.UNDER_REVIEW


def test_an_opinion_is_taken_back_and_given_anew_beside_the_others(county):
    request = walk(draft(county, MEDIATION), county, "submit", "accept", "legality", "consult")
    assert take_back(request, county.justice) == (State.UNDER_REVIEW, {"legality", "funding"})
    review.give_opinion(request, by=county.justice, desk="legality", conclusion="objects", text="依据不足")
    assert take_back(request, county.justice) == (State.UNDER_REVIEW, {"legality", "funding"})
    review.give_opinion(request, by=county.justice, desk="legality", conclusion="supports")
    assert [each.conclusion for each in Opinion.objects.filter(officer=county.justice)] == ["supports"]
    assert Opinion.everything.filter(officer=county.justice).count() == 3
    review.give_opinion(request, by=county.finance, desk="funding", conclusion="supports")
    assert lies(fresh(request))[0] == State.JOINT_REVIEW
    with pytest.raises(NotNow, match=str(county.finance)):
        taking_back.take_back(request, by=county.justice)


def test_the_last_opinion_brings_the_request_back_to_its_stage(county):
    request = walk(draft(county, STATION), county, *WAYS[State.PROVINCIAL_CONSENT][1])
    accepted = fresh(request).accepted_at
    assert take_back(request, county.rural) == (State.JOINT_REVIEW, {"rural_affairs"})
    assert fresh(request).referred_to_province_at is None and fresh(request).accepted_at == accepted
    assert not Pause.objects.exists()
    review.give_opinion(request, by=county.rural, desk="rural_affairs", conclusion="supports")
    assert lies(fresh(request)) == (State.PROVINCIAL_CONSENT, {"provincial_consent"})
    assert not faults([request.pk], set())


def test_after_one_takes_back_the_one_before_may_as_well(county):
    request = walk(draft(county, MEDIATION), county, "submit", "accept", "legality")
    take_back(request, county.justice)
    assert take_back(request, county.screener) == (State.SCREENING, {"screen"})
    assert take_back(request, county.clerk) == (State.DRAFT, set())


def test_a_return_for_correction_taken_back_leaves_no_pause_and_no_list(county):
    request = walk(draft(county, MEDIATION), county, "submit", "return_for_correction")
    assert take_back(request, county.screener) == (State.SCREENING, {"screen"})
    assert not Pause.objects.exists() and not request.corrections.exists()


def test_what_was_handed_in_again_is_taken_back_and_the_clock_stands_still_as_before(county):
    request = walk(draft(county, MEDIATION), county, "submit", "return_for_correction", "resubmit")
    assert take_back(request, county.clerk) == (State.RETURNED, {"correct"})
    assert Pause.objects.get().ended_at is None and request.corrections.get().answered_at is None
    submission.resubmit(request, by=county.clerk)
    assert lies(fresh(request)) == (State.SCREENING, {"screen"})


def test_a_submission_taken_back_is_a_draft_again_and_keeps_its_number(office, county):
    request = office.submits(MEDIATION)
    number = request.number
    office.does(county.clerk, "take_back", request, reason="还要补一份材料")
    assert lies(request) == (State.DRAFT, set()) and request.submitted_at is None
    assert "办理记录" in office.sees(county.clerk, "request", request.pk)
    office.sees(county.screener, "request", request.pk)
    assert office.answer.status_code == 404
    with pytest.raises(NotNow):
        drafting.discard(request, by=county.clerk)
    office.does(county.clerk, "submit", request)
    assert lies(request) == (State.SCREENING, {"screen"}) and request.number == number
    assert not faults([request.pk], set())


def test_what_the_machine_declined_is_not_taken_back(office, county):
    request = office.submits(MEDIATION, OUTSIDE_BOARD)
    office.does(county.clerk, "take_back", request)
    assert office.answer.status_code == 409 and "系统" in office.answer.content.decode()
    assert lies(request)[0] == State.SCREENING


def test_who_lost_the_post_takes_nothing_back(county):
    request = walk(draft(county, MEDIATION), county, "submit", "accept")
    dismiss(county.screener.appointments.get(role=Role.SCREENER))
    with pytest.raises(PermissionDenied):
        taking_back.take_back(request, by=person(county.screener.pk))


def test_a_second_click_takes_back_nothing_more(office, county):
    request = office.submits(MEDIATION)
    office.accepts(request)
    seen = request.revision
    for _again in range(2):
        office.does(county.screener, "take_back", request, seen=seen)
    assert office.answer.status_code == 409
    assert request.events.filter(act="take_back").count() == 1


def test_a_colleague_does_not_take_back_what_another_did(county):
    from accounts import roles

    colleague = User.objects.create(username="t-screener2", first_name="刘受理", organ=county.screener.organ)
    roles.appoint(colleague, Role.SCREENER, county.screener.organ)
    request = draft(county, MEDIATION)
    submission.submit(request, by=county.clerk)
    screening.accept(request, by=county.screener, townships=county.townships[:1])
    with pytest.raises(NotNow):
        taking_back.take_back(request, by=colleague)
