"""回避: nobody judges a request of his own organ, or one he handed in himself; and nothing gets stuck by it."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts import rights, roles
from accounts.models import User
from accounts.roles import Role
from notifications.models import Outgoing
from tests.requests import MEDIATION, OUTSIDE_BOARD, draft
from tests.steps import lies
from tests.ways import posts
from workflows import flows, seats
from workflows.errors import NotNow
from workflows.models import AdmissionRequest, Decision, State
from workflows.services import decision, re_examination, review, screening, submission
from workflows.services.decision import Ruling


def officer_of(organ, name, *posts_held):
    officer = User.objects.create_user(name, first_name=name, organ=organ)
    for role, place in posts_held:
        roles.appoint(officer, role, place)
    return officer


def asked_by(county, organ, part=MEDIATION):
    """A submitted request of that organ."""
    clerk = officer_of(organ, f"{organ.function}-clerk", (Role.APPLICANT, organ))
    request = draft(county, part)
    request.department, request.applicant = organ, clerk
    request.save()
    submission.submit(request, by=clerk)
    return AdmissionRequest.objects.get(pk=request.pk)


def stand_in_for_civil_affairs(county):
    """Screening and re-examination are also held outside the bureau of civil affairs."""
    for role in (Role.SCREENER, Role.RE_EXAMINER):
        roles.appoint(county.rural, role, county.screener.organ)


@pytest.mark.parametrize("post, desk", [("justice", "legality"), ("finance", "funding")])
def test_the_desk_of_the_applying_organ_is_not_laid_and_the_record_says_so(office, county, post, desk):
    request = asked_by(county, getattr(county, post).organ)
    office.accepts(request)

    assert lies(request) == (State.UNDER_REVIEW, {"consultation", "legality", "funding"} - {desk})
    assert request.events.get(act="accept").record["recused"] == [desk]
    assert f"申请单位回避，不设本单位的环节：{dict(_titles())[desk]}。" in office.sees(
        county.screener, "request", request.pk
    )


def test_a_request_of_the_organization_department_is_jointly_reviewed_by_the_two_others(office, county):
    request = asked_by(county, county.organization.organ)
    office.accepts(request)
    office.everybody_supports(request)

    assert lies(request) == (State.JOINT_REVIEW, {"civil_affairs", "rural_affairs"})
    assert request.events.get(act="refer_to_joint_review").record["recused"] == ["organization"]
    office.everybody_supports(request)
    assert lies(request) == (State.AWAITING_DECISION, {"decide"})


def test_a_plain_department_leaves_no_desk_out(office, county):
    request = office.submits(MEDIATION)
    office.accepts(request)

    assert "recused" not in request.events.get(act="accept").record


def test_a_township_that_applies_is_not_consulted_on_itself(county):
    asks, other = county.townships[:2]
    request = asked_by(county, asks)

    assert asks not in screening.townships_of(request)
    assert other in screening.townships_of(request)


def test_without_a_screener_of_another_organ_the_lead_organ_is_told_what_to_do_and_nothing_is_submitted(county):
    with pytest.raises(NotNow, match="形式审查与受理、复核自动不予受理.*请管理员"):
        asked_by(county, county.screener.organ)


def test_the_lead_organs_request_is_screened_by_another_organ_alone(office, county):
    stand_in_for_civil_affairs(county)
    request = asked_by(county, county.screener.organ)

    office.does(county.screener, "accept", request, townships=[county.townships[0].pk])
    assert office.answer.status_code == 403
    assert "回避" in office.answer.content.decode()
    office.does(county.rural, "accept", request, townships=[county.townships[0].pk])
    assert lies(request)[0] == State.UNDER_REVIEW


def test_the_lead_organ_does_not_find_its_own_request_in_its_inbox(county):
    stand_in_for_civil_affairs(county)
    request = asked_by(county, county.screener.organ)

    assert not seats.inbox(county.screener).filter(process__request=request).exists()
    assert seats.inbox(county.rural).filter(process__request=request).exists()


def test_the_lead_organ_neither_ends_nor_re_examines_its_own_request(county):
    stand_in_for_civil_affairs(county)
    request = asked_by(county, county.screener.organ, OUTSIDE_BOARD)
    submission.ask_re_examination(request, by=request.applicant, reason="另有依据")

    with pytest.raises(PermissionDenied, match="回避"):
        re_examination.overturn(request, by=county.reexaminer, reason="依据成立")
    with pytest.raises(PermissionDenied, match="回避"):
        screening.terminate(request, by=county.screener, reason="不再办理")
    re_examination.overturn(request, by=county.rural, reason="依据成立")


def test_b12_whoever_handed_a_request_in_does_not_judge_it_whatever_posts_he_holds(office, county):
    """He belongs to another organ, but submitted for the department."""
    both = officer_of(
        county.rural.organ, "both", (Role.APPLICANT, county.department), (Role.SCREENER, county.rural.organ)
    )
    request = draft(county, MEDIATION)
    submission.submit(request, by=both)
    request = AdmissionRequest.objects.get(pk=request.pk)

    with pytest.raises(PermissionDenied, match="本人经办"):
        screening.accept(request, by=both, townships=county.townships[:1])
    assert not seats.inbox(both).filter(process__request=request).exists()
    office.accepts(request)
    assert lies(request)[0] == State.UNDER_REVIEW


def test_whoever_wrote_a_request_does_not_decide_it(office, county):
    request = office.comes_to_decision(MEDIATION)
    decider = county.decider
    request.applicant = decider
    request.save()

    with pytest.raises(PermissionDenied, match="本人经办"):
        decision.decide(request, by=decider, rulings={1: Ruling(Decision.ADMITTED, "同意")})


def test_an_officer_of_the_department_gives_no_opinion_for_another_organ(office, county):
    seconded = officer_of(county.department, "seconded", (Role.REVIEWER, county.justice.organ))
    request = office.submits(MEDIATION)
    office.accepts(request)

    with pytest.raises(PermissionDenied, match="所在单位"):
        review.give_opinion(request, by=seconded, desk="legality", conclusion="supports")
    review.give_opinion(request, by=posts(county)["legality"], desk="legality", conclusion="supports")


def test_only_those_who_may_re_examine_are_told_that_it_is_asked_for(county):
    stand_in_for_civil_affairs(county)
    request = asked_by(county, county.screener.organ, OUTSIDE_BOARD)
    submission.ask_re_examination(request, by=request.applicant, reason="另有依据")
    told = Outgoing.objects.filter(event="re_examination_asked").values_list("recipient", flat=True)
    assert list(told) == [county.rural.pk]


def test_b30_a_deactivated_officer_holds_no_desk(office, county):
    request = office.submits(MEDIATION)
    screener = county.screener
    User.objects.filter(pk=screener.pk).update(is_active=False)

    assert screener not in rights.holders(rights.SCREEN, county.region)
    gone = User.objects.get(pk=screener.pk)
    assert not seats.inbox(gone).exists()
    with pytest.raises(PermissionDenied):
        screening.accept(request, by=gone, townships=county.townships[:1])
    heir = officer_of(screener.organ, "heir", (Role.SCREENER, screener.organ))
    screening.accept(request, by=heir, townships=county.townships[:1])
    assert seats.desks_of(request) == {"consultation", "legality", "funding"}


def _titles():
    return [(name, node.task_title) for name, node in flows.NODES.items()]
