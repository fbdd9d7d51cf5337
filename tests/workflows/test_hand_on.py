"""转办: a desk goes to a colleague by name, back to the office, or to the township that should have been asked."""

import pytest
from django.core.exceptions import PermissionDenied

from accounts import roles
from accounts.models import User
from accounts.roles import Role
from notifications.models import Outgoing
from tests.requests import MEDIATION
from tests.steps import lies
from tests.workflows.test_delegation import lend, person
from workflows import seats
from workflows.errors import NotComplete, NotNow
from workflows.models import Desk, Opinion, State
from workflows.services import handing, screening


@pytest.fixture
def colleague(county):
    """A second officer at the counter."""
    officer = User.objects.create(username="t-screener2", first_name="刘受理", organ=county.screener.organ)
    roles.appoint(officer, Role.SCREENER, county.screener.organ)
    return officer


def desk_of(request, name="screen"):
    return Desk.objects.get(process__request=request, name=name, finished=None)


def waits(officer, request):
    return seats.inbox(person(officer.pk)).filter(process__request=request).exists()


def to(desk, thing=None):
    kind = "office" if thing is None else f"officer-{thing.pk}" if isinstance(thing, User) else f"organ-{thing.pk}"
    return f"{desk.pk}-{kind}"


def test_the_counter_names_an_officer_and_takes_the_desk_back(office, county, colleague):
    request = office.submits(MEDIATION)
    desk = desk_of(request)
    due = desk.due_on
    page = office.sees(county.screener, "request", request.pk)
    assert f"/requests/{request.pk}/act/hand_on/" in page
    office.does(county.screener, "hand_on", request, to=to(desk, colleague), reason="由刘受理负责本片")
    assert office.answer.status_code == 302
    assert waits(colleague, request) and not waits(county.screener, request)
    assert "已指定由 刘受理 办理" in office.sees(county.clerk, "request", request.pk)
    assert Outgoing.objects.get(event="handed_on").recipient == colleague

    office.accepts(request)
    assert office.answer.status_code == 409 and "已指定由 刘受理 办理" in office.answer.content.decode()
    office.does(county.screener, "hand_on", request, to=to(desk), reason="刘受理请假")
    assert waits(colleague, request) and waits(county.screener, request)
    assert desk_of(request).due_on == due
    office.accepts(request)
    assert lies(request)[0] == State.UNDER_REVIEW
    assert [event.record["after"] for event in request.events.filter(act="hand_on")] == ["刘受理", ""]


def test_the_wrong_township_hands_the_question_on_and_gets_it_back(office, county):
    request = office.submits(MEDIATION)
    office.accepts(request)
    here, there = county.townships[0], county.townships[1]
    mine, other = (User.objects.get(organ=each) for each in (here, there))
    desk = desk_of(request, "consultation")
    office.does(mine, "hand_on", request, to=to(desk, there), reason="事项在该镇实施")
    assert office.answer.status_code == 302, office.answer.content.decode()
    assert waits(other, request) and not waits(mine, request)
    assert "事项在该镇实施" in office.sees(mine, "request", request.pk)
    office.does(mine, "give_opinion", request, conclusion="supports")
    assert office.answer.status_code in (403, 409)

    office.does(other, "give_opinion", request, conclusion="supports")
    assert Opinion.objects.get().organ == there
    assert list(request.consulted.all()) == [there]


def test_it_comes_back_to_the_township_that_handed_it_on(office, county):
    request = office.submits(MEDIATION)
    office.accepts(request)
    here, there = county.townships[0], county.townships[1]
    mine, other = (User.objects.get(organ=each) for each in (here, there))
    desk = desk_of(request, "consultation")
    office.does(mine, "hand_on", request, to=to(desk, there), reason="事项在该镇实施")
    office.does(other, "hand_on", request, to=to(desk, here), reason="不在本镇")
    assert waits(mine, request) and not waits(other, request)


@pytest.mark.parametrize("why", ["deactivated", "away", "dismissed"])
def test_b30_who_is_not_there_any_more_never_keeps_a_desk(office, county, colleague, why):
    request = office.submits(MEDIATION)
    office.does(county.screener, "hand_on", request, to=to(desk_of(request), colleague), reason="由刘受理办理")
    if why == "deactivated":
        User.objects.filter(pk=colleague.pk).update(is_active=False)
    elif why == "away":
        lend(colleague, county.reexaminer)
        assert waits(county.reexaminer, request)
    else:
        roles.dismiss(colleague.appointments.get())
    assert waits(county.screener, request)
    office.accepts(request)
    assert lies(request)[0] == State.UNDER_REVIEW


def test_only_who_sits_there_hands_on_and_only_to_whom_may_sit_there(office, county, colleague):
    request = office.submits(MEDIATION)
    desk, before = desk_of(request), request.events.count()
    for wrong in (county.justice, county.clerk, county.supervisor, county.neighbour_screener):
        with pytest.raises((NotNow, PermissionDenied)):
            handing.hand_on(request, by=person(wrong.pk), to=to(desk, colleague), reason="换人")
    for nobody in (county.justice, county.townships[0], None):
        with pytest.raises(NotComplete):
            handing.hand_on(request, by=county.screener, to=to(desk, nobody), reason="换人")
    with pytest.raises(NotComplete):
        handing.hand_on(request, by=county.screener, to=to(desk, colleague), reason=" ")
    with pytest.raises(NotComplete):
        handing.hand_on(request, by=county.screener, to="7-officer-x", reason="换人")
    assert (request.events.count(), desk_of(request).assigned_to) == (before, None)


def test_a_form_with_a_wrong_target_says_so_at_the_field(office, county, colleague):
    request = office.submits(MEDIATION)
    office.does(county.screener, "hand_on", request, to="somebody", reason="")
    assert office.answer.status_code == 422
    assert set(office.answer.context["form"].errors) == {"to", "reason"}


def test_a_second_click_hands_on_nothing_more(office, county, colleague):
    request = office.submits(MEDIATION)
    desk = desk_of(request)
    for _again in range(2):
        office.does(county.screener, "hand_on", request, to=to(desk, colleague), reason="由刘受理办理")
    assert office.answer.status_code == 422
    assert request.events.filter(act="hand_on").count() == 1


def test_nobody_who_must_keep_away_is_offered(county, office, colleague):
    request = office.submits(MEDIATION)
    User.objects.filter(pk=colleague.pk).update(organ=county.department)
    assert colleague not in [each.officer for each in handing.targets(request, county.screener)]


def test_a_desk_already_left_cannot_be_handed_on(office, county, colleague):
    request = office.submits(MEDIATION)
    screening.accept(request, by=county.screener, townships=county.townships[:1])
    with pytest.raises(NotNow):
        handing.hand_on(request, by=county.screener, to="1-office", reason="换人")


def test_a_page_from_before_hands_nothing_on_again(office, county, colleague):
    request = office.submits(MEDIATION)
    seen, desk = request.revision, desk_of(request)
    office.does(county.screener, "hand_on", request, to=to(desk, colleague), reason="由刘受理负责本片", seen=seen)
    office.does(county.screener, "hand_on", request, to=to(desk), reason="退回本单位", seen=seen)

    assert office.answer.status_code == 409
    assert request.events.filter(act="hand_on").count() == 1
