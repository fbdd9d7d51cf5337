"""Desks of exits and filings of lists are pressed for like the desks of requests: 催办, 提醒阶梯, and nobody twice."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from catalogues.lists import CatalogueList, ListName
from catalogues.models import ExitCase, ExitDesk, ListFiling
from notifications.models import Outgoing
from notifications.outbox import deliver_waiting
from tests.workflows.test_exits import proposed, standing
from workflows.errors import NotComplete, NotNow
from workflows.services import exits, list_keeping
from workflows.services.escalation import escalate_standing
from workflows.services.list_keeping import Content
from workflows.tasks import escalate

pytestmark = pytest.mark.django_db
DUE = date(2026, 11, 20)


def told(event: str) -> set[str]:
    return set(Outgoing.objects.filter(event=event).values_list("recipient__username", flat=True))


@pytest.fixture
def case(county) -> ExitCase:
    made = proposed(county, standing(county, "旧台账"))
    ExitDesk.objects.update(due_on=DUE)
    return made


@pytest.fixture
def filing(county) -> ListFiling:
    which = CatalogueList(county.region, ListName.WORK_AFFAIRS)
    list_keeping.enter(which, Content("协助人口登记", "work_affair"), by=county.keeper)
    list_keeping.publish(which, by=county.screener, where="县政府网站", seen=0)
    ListFiling.objects.update(due_on=DUE)
    return ListFiling.objects.order_by("pk").first()


@pytest.mark.parametrize(
    ("today", "event", "supervisor"),
    [
        (date(2026, 11, 10), "", False),
        (date(2026, 11, 19), "desk_due_soon", False),
        (DUE, "desk_due_today", False),
        (date(2026, 11, 21), "desk_overdue", True),
        (date(2026, 12, 20), "desk_very_overdue", True),
    ],
)
def test_a_desk_of_an_exit_climbs_the_ladder_and_each_rung_is_told_once(county, case, today, event, supervisor):
    with time_machine.travel(today, tick=False):
        assert (escalate_standing(), escalate_standing()) == ((1, 1) if event else (0, 0))
    rungs = Outgoing.objects.filter(event__startswith="desk_")

    assert set(rungs.values_list("event", flat=True)) == ({event} if event else set())
    assert told(event) == ({county.clerk.username} if event else set()) | ({"t-supervisor"} if supervisor else set())
    assert rungs.count() == bool(event) + supervisor


def test_a_filing_climbs_until_it_is_received(county, filing):
    ListFiling.objects.exclude(pk=filing.pk).delete()
    with time_machine.travel(DUE, tick=False):
        assert escalate_standing() == 1
        assert told("desk_due_today") == {"t-screener"}
        list_keeping.send(filing, by=county.screener)
    ListFiling.objects.update(receipt_due_on=date(2026, 12, 1))
    with time_machine.travel(date(2026, 12, 1), tick=False):
        escalate()
        assert "city-civil" in told("desk_due_today")
    filing.refresh_from_db()
    with time_machine.travel(date(2026, 12, 2), tick=False):
        list_keeping.receive(filing, by=User.objects.get(username="city-civil"), receipt="鞍备1号")
        assert escalate_standing() == 0


def test_a_message_of_the_ladder_leads_to_the_case(office, county, case):
    escalate_standing()
    deliver_waiting()
    notice = office.county.clerk.notices.filter(event__startswith="desk_").get()
    office.client.force_login(county.clerk)
    answer = office.client.post(reverse("notice_read", args=[notice.pk]), {"open": "1"})

    assert answer.url == reverse("exit_case", args=[case.pk])
    assert "陈述意见" in office.sees(county.clerk, "notices")


@pytest.mark.parametrize("who", ["keeper", "supervisor"])
def test_an_exit_is_urged_on_record(office, county, case, who):
    officer, desk = getattr(county, who), case.desks.get()
    assert "催办" in office.sees(officer, "exit_case", case.pk)
    office.client.post(
        reverse("exit_act", args=[case.pk, "urge"]), {"seen": case.revision, "desk": desk.pk, "reason": "请尽快。"}
    )

    assert told("urged") == {county.clerk.username}
    event = case.events.last()
    assert (event.act, event.officer, event.reason) == ("urge", officer, "请尽快。")
    assert "请尽快。" in office.sees(officer, "exit_case", case.pk)
    assert (case.desks.get().due_on, ExitCase.objects.get().state) == (DUE, case.state)


@pytest.mark.parametrize("who", ["clerk", "screener", "neighbour_screener", "province"])
def test_others_do_not_urge_an_exit(county, case, who):
    with pytest.raises(PermissionDenied):
        exits.urge(case, by=getattr(county, who), desk=case.desks.get().pk)
    assert not Outgoing.objects.filter(event="urged").exists()


def test_nothing_is_urged_that_is_done_or_is_no_desk_of_the_case(county, case):
    with pytest.raises(NotComplete):
        exits.urge(case, by=county.keeper, desk=0)
    exits.drop(case, by=county.keeper, reason="不再提请")
    with pytest.raises(NotNow):
        exits.urge(case, by=county.keeper, desk=0)


def test_a_filing_is_urged_once_a_day_by_who_waits_for_it(office, county, filing):
    page = office.sees(county.supervisor, "list_edition", filing.edition_id)
    assert reverse("filing_urge", args=[filing.pk]) in page
    address = reverse("filing_urge", args=[filing.pk])
    answers = [office.client.post(address, {"reason": "请报送。"}).status_code for _each in range(2)]

    assert answers == [302, 409]
    assert told("urged") == {"t-screener"}
    assert address not in office.sees(county.supervisor, "list_edition", filing.edition_id)
    ListFiling.objects.update(urged_at="2026-01-01T08:00:00+08:00")
    list_keeping.urge(filing, by=county.keeper)


@pytest.mark.parametrize("who", ["screener", "clerk", "neighbour_screener"])
def test_whose_turn_it_is_or_who_has_nothing_to_do_with_it_does_not_urge(county, filing, who):
    with pytest.raises(PermissionDenied):
        list_keeping.urge(filing, by=getattr(county, who))


def test_the_publisher_urges_the_organ_above_for_its_receipt_and_nobody_once_it_is_given(county, filing):
    list_keeping.send(filing, by=county.screener)
    filing.refresh_from_db()
    list_keeping.urge(filing, by=county.screener)
    receiver = User.objects.get(username="city-civil")
    assert told("urged") == {receiver.username}
    list_keeping.receive(filing, by=receiver, receipt="鞍备1号")
    ListFiling.objects.update(urged_at=None)

    with pytest.raises(NotNow):
        list_keeping.urge(filing, by=county.supervisor)


def test_what_is_due_today_is_in_no_list_of_late_things(office, county, case):
    ExitDesk.objects.update(due_on=localdate())
    assert "没有逾期的退出环节" in office.sees(county.supervisor, "supervision_list", "late-exits")
    ExitDesk.objects.update(due_on=localdate() - timedelta(days=1))
    assert case.title in office.sees(county.supervisor, "supervision_list", "late-exits")
