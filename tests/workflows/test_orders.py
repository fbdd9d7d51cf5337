"""督办单: what may follow what, who may do what, one open order a problem, and a record that tells if it was touched."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.utils.timezone import localdate
from django_fsm import can_proceed

from accounts.models import Organ, Region
from notifications.models import Outgoing
from tests.cast import NEIGHBOUR
from workflows.errors import ActRefused, NotComplete, NotNow
from workflows.models import Cause, OrderEvent, OrderState, SupervisionOrder
from workflows.services import ordering, oversight
from workflows.services.problem import Problem

S = OrderState
ACTS = ("feed_back", "demand_rectification", "interview", "announce", "close_order", "cancel_order")
ALLOWED = {
    S.ISSUED: {"feed_back", "interview", "announce", "cancel_order"},
    S.RECTIFYING: {"feed_back", "interview", "announce", "cancel_order"},
    S.ANSWERED: {"demand_rectification", "interview", "announce", "close_order", "cancel_order"},
    S.CLOSED: set(),
    S.CANCELLED: set(),
}
MORE = {
    "demand_rectification": {"working_days_given": 3},
    "interview": {"person": "张某", "on": localdate()},
    "announce": {"document": "台减负办〔2026〕1号"},
}


@pytest.fixture
def problem(county) -> Problem:
    return Problem(Cause.OTHER, "own-1", "要求各村每日上报照片", county.region, county.department)


@pytest.fixture
def order(county, problem) -> SupervisionOrder:
    return ordering.issue(problem, by=county.supervisor, demand="停止要求。", working_days_given=5)


def does(order, act, by):
    getattr(ordering, act)(order, by=by, text="情况属实。", **MORE.get(act, {}))
    order.refresh_from_db()


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("state", S)
def test_what_may_follow_what(state, act):
    assert bool(can_proceed(getattr(SupervisionOrder(state=state), act))) == (act in ALLOWED[state])


@pytest.mark.parametrize("who", ["clerk", "screener", "decider", "supervisor", "province", "neighbour_screener"])
@pytest.mark.parametrize("act", ["feed_back", "interview", "cancel_order"])
def test_the_responsible_organ_answers_and_the_supervisor_watches(county, order, who, act):
    allowed = who == ("clerk" if act == "feed_back" else "supervisor")
    if allowed:
        does(order, act, getattr(county, who))
        assert order.events.last().act == act
        return
    with pytest.raises(PermissionDenied):
        does(order, act, getattr(county, who))
    assert order.events.count() == 1


@pytest.mark.parametrize("who", ["clerk", "screener", "decider", "province"])
def test_only_who_watches_the_county_issues(county, problem, who):
    with pytest.raises(PermissionDenied):
        ordering.issue(problem, by=getattr(county, who), demand="停止要求。", working_days_given=5)
    assert not SupervisionOrder.objects.exists()


def test_a_supervisor_of_another_county_neither_issues_nor_sees(county, order, problem):
    stranger = Organ.objects.filter(region=NEIGHBOUR, officers__appointments__role="supervisor").first()
    other = stranger.officers.first()

    with pytest.raises(PermissionDenied):
        ordering.issue(problem, by=other, demand="停止要求。", working_days_given=5)
    assert not ordering.visible_to(other).exists()
    assert ordering.visible_to(county.clerk).get() == order
    assert not ordering.visible_to(county.screener).exists()


def test_nobody_watches_over_his_own_organ(county):
    own = Problem(Cause.OTHER, "own-2", "超期", county.region, county.supervisor.organ)

    with pytest.raises(NotNow, match="上级"):
        ordering.issue(own, by=county.supervisor, demand="改。", working_days_given=5)


def test_nobody_orders_an_organ_above_him(county):
    above = Problem(Cause.OVERDUE, "desk-1", "省级同意逾期", county.region, county.province.organ)

    with pytest.raises(NotNow, match="不在您监督的区划内"):
        ordering.issue(above, by=county.supervisor, demand="办结。", working_days_given=5)
    assert not SupervisionOrder.objects.exists()


def test_one_problem_has_one_open_order_and_may_come_back_after_it_is_closed(county, problem, order):
    with pytest.raises(NotNow, match=order.number):
        ordering.issue(problem, by=county.supervisor, demand="停止要求。", working_days_given=5)

    does(order, "feed_back", county.clerk)
    does(order, "close_order", county.supervisor)
    again = ordering.issue(problem, by=county.supervisor, demand="停止要求。", working_days_given=5)
    assert [order.number[-5:-1], again.number[-5:-1]] == ["0001", "0002"]


def test_the_way_of_an_order_to_its_end(county, order):
    for act, by in (
        ("interview", county.supervisor),
        ("feed_back", county.clerk),
        ("demand_rectification", county.supervisor),
        ("feed_back", county.clerk),
        ("close_order", county.supervisor),
    ):
        does(order, act, by)

    assert (order.state, order.closed_at is None) == (S.CLOSED, False)
    assert [event.act for event in order.events.all()] == [
        "issue", "interview", "feed_back", "demand_rectification", "feed_back", "close_order",
    ]  # fmt: skip
    assert set(Outgoing.objects.values_list("event", flat=True)) == {
        "order_issued", "order_interview", "order_answered", "order_to_rectify", "order_closed",
    }  # fmt: skip


@pytest.mark.parametrize("days", [0, -1, 61])
def test_a_term_out_of_bounds_is_told_at_its_field(county, problem, days):
    with pytest.raises(NotComplete) as wanting:
        ordering.issue(problem, by=county.supervisor, demand="停止要求。", working_days_given=days)
    assert wanting.value.field == "working_days_given"


def test_what_is_done_on_a_stale_page_changes_nothing(county, order):
    does(order, "feed_back", county.clerk)
    seen = order.revision
    does(order, "interview", county.supervisor)

    with pytest.raises(NotNow, match="约谈"):
        ordering.close_order(order, by=county.supervisor, text="已纠正。", seen=seen)
    assert order.events.count() == 3


def test_a_refused_act_leaves_nothing(county, order):
    before = Outgoing.objects.count()
    with pytest.raises(ActRefused):
        ordering.close_order(order, by=county.supervisor, text="已纠正。")
    assert (order.events.count(), Outgoing.objects.count()) == (1, before)


def test_due_today_is_not_overdue(order):
    rows = SupervisionOrder.objects.all()
    rows.update(due_on=localdate())
    assert not ordering.overdue(rows).exists()
    rows.update(due_on=localdate() - timedelta(days=1))
    assert ordering.overdue(rows).get() == order


def test_the_record_cannot_be_changed(order):
    with pytest.raises(IntegrityError), transaction.atomic():
        OrderEvent.objects.update(text="没有此事")


def test_a_record_changed_behind_the_program_is_noticed(county, order):
    does(order, "feed_back", county.clerk)
    assert ordering.is_unbroken(list(order.events.all()))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE workflows_orderevent DISABLE TRIGGER USER")
        cursor.execute("UPDATE workflows_orderevent SET text = '没有此事' WHERE act = 'issue'")
        cursor.execute("ALTER TABLE workflows_orderevent ENABLE TRIGGER USER")

    assert not ordering.is_unbroken(list(order.events.all()))


def test_the_county_of_an_order_is_inside_what_its_supervisor_watches(county, order):
    assert oversight.watches(county.supervisor, order.county)
    assert not oversight.watches(county.supervisor, Region.objects.get(pk=NEIGHBOUR))
