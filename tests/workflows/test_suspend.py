"""暂缓: a request is put off until a day; its clock stands still, nobody acts, and it goes on by itself."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.timezone import localdate

from notifications.models import Outgoing
from tests.requests import MEDIATION
from tests.steps import lies
from tests.workflows.test_delegation import lend, person
from workflows import seats
from workflows.errors import NotComplete, NotNow
from workflows.models import AdmissionRequest, Desk, Pause, State
from workflows.services import escalation, screening, suspending, urging

TODAY = localdate()
UNTIL = TODAY + timedelta(days=20)


def due(request):
    return Desk.objects.get(process__request=request, finished=None).due_on


def test_the_counter_puts_a_request_off_and_its_clock_stands_still(office, county):
    request = office.submits(MEDIATION)
    before = due(request)
    office.does(county.screener, "suspend", request, until=UNTIL.isoformat(), reason="上级文件即将印发")
    assert office.answer.status_code == 302
    assert due(request) > UNTIL > before
    assert f"已暂缓至 {UNTIL.isoformat()}" in office.sees(county.clerk, "request", request.pk)
    assert not seats.inbox(person(county.screener.pk)).exists()
    office.accepts(request)
    assert office.answer.status_code == 409 and "恢复办理" in office.answer.content.decode()
    assert {each.event for each in Outgoing.objects.filter(recipient=county.clerk)} == {"submitted", "suspended"}

    office.does(county.decider, "resume", request, reason="文件已经印发")
    assert due(request) <= before + timedelta(days=4)
    assert Pause.objects.get().ended_at.date() <= TODAY
    office.accepts(request)
    assert lies(request)[0] == State.UNDER_REVIEW


def test_it_goes_on_by_itself_after_the_day(office, county):
    request = office.submits(MEDIATION)
    suspending.suspend(request, by=county.screener, until=UNTIL, reason="待上级文件")
    AdmissionRequest.objects.update(suspended_until=TODAY - timedelta(days=1))
    assert seats.inbox(person(county.screener.pk)).exists()
    with pytest.raises(NotNow, match="没有暂缓"):
        suspending.resume(request, by=county.screener)
    screening.accept(request, by=county.screener, townships=county.townships[:1])


@pytest.mark.parametrize(("days", "reason", "field"), [(0, "因", "until"), (184, "因", "until"), (5, " ", "reason")])
def test_it_needs_a_day_to_come_and_a_reason(office, county, days, reason, field):
    request = office.submits(MEDIATION)
    with pytest.raises(NotComplete) as refusal:
        suspending.suspend(request, by=county.screener, until=TODAY + timedelta(days=days), reason=reason)
    assert refusal.value.field == field
    assert not Pause.objects.exists()


def test_a_wrong_date_is_told_at_its_field(office, county):
    request = office.submits(MEDIATION)
    office.does(county.screener, "suspend", request, until="年底", reason="")
    assert office.answer.status_code == 422
    assert set(office.answer.context["form"].errors) == {"until", "reason"}


def test_only_the_counter_and_the_authority_put_off(office, county):
    request = office.submits(MEDIATION)
    for wrong in (county.clerk, county.justice, county.reexaminer, county.supervisor, county.neighbour_screener):
        with pytest.raises(PermissionDenied):
            suspending.suspend(request, by=person(wrong.pk), until=UNTIL, reason="缓办")
    lend(county.screener, county.civil)
    suspending.suspend(request, by=person(county.civil.pk), until=UNTIL, reason="缓办")
    assert request.events.last().in_place_of == county.screener
    for wrong in (county.clerk, county.justice):
        with pytest.raises(PermissionDenied):
            suspending.resume(request, by=person(wrong.pk))


def test_what_is_paused_already_or_closed_is_not_put_off(office, county):
    request = office.submits(MEDIATION)
    suspending.suspend(request, by=county.screener, until=UNTIL, reason="缓办")
    with pytest.raises(NotNow, match="已暂缓至"):
        suspending.suspend(request, by=county.screener, until=UNTIL, reason="缓办")
    suspending.resume(request, by=county.screener)
    request.refresh_from_db(fields=["revision"])
    office.does(county.screener, "return_for_correction", request, points="缺件")
    assert lies(request)[0] == State.RETURNED
    with pytest.raises(NotNow):
        suspending.suspend(request, by=county.screener, until=UNTIL, reason="缓办")
    office.does(county.clerk, "withdraw", request)
    with pytest.raises(NotNow):
        suspending.suspend(request, by=county.screener, until=UNTIL, reason="缓办")


@pytest.mark.parametrize(("who", "act"), [("clerk", "withdraw"), ("screener", "terminate")])
def test_it_can_still_be_given_up_and_no_pause_outlives_it(office, county, who, act):
    request = office.submits(MEDIATION)
    suspending.suspend(request, by=county.screener, until=UNTIL, reason="缓办")
    office.does(getattr(county, who), act, request, seen=request.revision + 1, reason="不再需要")
    assert lies(request)[1] == set()
    assert Pause.objects.get().ended_at.date() <= TODAY


def test_nobody_is_urged_or_reminded_meanwhile(office, county):
    request = office.submits(MEDIATION)
    suspending.suspend(request, by=county.screener, until=UNTIL, reason="缓办")
    Desk.objects.update(due_on=TODAY - timedelta(days=1))
    assert escalation.escalate() == 0
    with pytest.raises(NotNow):
        urging.require_possible(AdmissionRequest.objects.get(pk=request.pk), county.clerk)


def test_a_second_click_urges_nobody_again_that_day(office, county):
    request = office.submits(MEDIATION)
    desk, told = request.process.task_set.get(), Outgoing.objects.filter(event="urged")
    urging.urge(request, by=county.supervisor, desk=desk.pk, reason="请尽快", seen=request.revision)
    before = told.count()
    with pytest.raises(NotNow, match="今天已经催办"):
        urging.urge(request, by=county.supervisor, desk=desk.pk, reason="请尽快", seen=request.revision)
    assert (request.events.filter(act="urge").count(), told.count()) == (1, before)
    with time_machine.travel(timezone.now() + timedelta(days=1), tick=False):
        urging.urge(request, by=county.supervisor, desk=desk.pk, reason="请尽快", seen=request.revision)
    assert request.events.filter(act="urge").count() == 2


def test_put_off_twice_the_pauses_follow_one_another(office, county):
    request = office.submits(MEDIATION)
    first = due(request)
    for _again in range(2):
        suspending.suspend(request, by=county.screener, until=UNTIL, reason="缓办")
        suspending.resume(request, by=county.screener)
    one, two = Pause.objects.order_by("pk")
    assert one.ended_at <= two.started_at <= two.ended_at
    assert due(request) >= first
