"""Stories of 督办: from an overdue desk to a closed problem, by the browser's door."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext, override

from notifications.models import Notice
from notifications.outbox import deliver_waiting
from tests.requests import MEDIATION
from workflows.models import AdmissionRequest, Desk, OrderState, SupervisionOrder


@pytest.fixture
def late(office):
    """A request that lies at the counter since long."""
    request = office.submits(MEDIATION)
    desk = Desk.objects.get(process__request=request, finished=None)
    Desk.objects.filter(pk=desk.pk).update(due_on=localdate() - timedelta(days=3))
    return desk


def sends(office, officer, name, *args, about="", **given):
    office.client.force_login(officer)
    address = reverse(name, args=args) + (f"?about={about}" if about else "")
    office.answer = office.client.post(address, given)
    return office.answer


def test_an_overdue_desk_is_ordered_answered_and_closed(office, county, late):
    page = office.sees(county.supervisor, "supervision_list", "overdue")
    assert f"about=desk-{late.pk}" in page

    sends(
        office, county.supervisor, "order_new", about=f"desk-{late.pk}", demand="三日内办结。", working_days_given="3"
    )
    order = SupervisionOrder.objects.get()
    assert (order.organ, order.request_id) == (county.screener.organ, late.process.request_id)
    assert order.number in office.sees(county.supervisor, "supervision_list", "overdue")

    assert "反馈" in office.sees(county.screener, "order", order.pk)
    office.accepts(AdmissionRequest.objects.get(pk=order.request_id))
    sends(office, county.screener, "order_act", order.pk, "feed_back", seen=order.revision, text="已受理。")
    order.refresh_from_db()
    sends(office, county.supervisor, "order_act", order.pk, "close_order", seen=order.revision, text="已核查。")

    page = office.sees(county.supervisor, "order", order.pk)
    assert "已销号" in page
    assert "核对无误" in page
    deliver_waiting()
    assert "已销号" in office.sees(county.screener, "notices")


def test_an_order_is_not_closed_while_its_problem_stands_and_may_be_cancelled(office, county, late):
    sends(office, county.supervisor, "order_new", about=f"desk-{late.pk}", demand="办结。", working_days_given="3")
    order = SupervisionOrder.objects.get()
    sends(office, county.screener, "order_act", order.pk, "feed_back", seen=0, text="已受理。")
    stands = "仍在“逾期”名单"
    assert stands in office.sees(county.supervisor, "order", order.pk)
    assert stands in office.sees(county.screener, "order", order.pk)
    assert stands in office.sees(county.supervisor, "order_act", order.pk, "close_order")

    answer = sends(office, county.supervisor, "order_act", order.pk, "close_order", seen=1, text="已核查。")
    assert answer.status_code == 409
    quoted = order.title.replace("“", "‘").replace("”", "’")
    assert f"“{quoted}”仍在监督名单中，不能销号" in answer.content.decode()
    order.refresh_from_db()
    assert order.state == OrderState.ANSWERED

    Desk.objects.filter(pk=late.pk).update(due_on=localdate())
    for page in (("order", order.pk), ("order_act", order.pk, "close_order")):
        assert "已不在名单" in office.sees(county.supervisor, *page)
    Desk.objects.filter(pk=late.pk).update(due_on=localdate() - timedelta(days=1))
    sends(office, county.supervisor, "order_act", order.pk, "cancel_order", seen=1, text="误列。")
    order.refresh_from_db()
    assert order.state == OrderState.CANCELLED
    page = office.sees(county.supervisor, "order", order.pk)
    assert stands not in page and "已不在名单" not in page


def test_an_english_reader_is_told_in_english_and_the_record_is_kept_in_chinese(office, county, late):
    office.client.cookies["django_language"] = "en"
    assert "Laid on" in office.sees(county.supervisor, "order_new", about=f"desk-{late.pk}")
    sends(office, county.supervisor, "order_new", about=f"desk-{late.pk}", demand="办结。", working_days_given="3")
    order = SupervisionOrder.objects.get()
    desk = dict(order.evidence)["环节"]
    assert order.title.endswith(f"{desk}逾期")
    sends(office, county.supervisor, "order_document_issue", order.pk, "supervision_order", issued=0)
    event = order.events.last()
    assert event.text == f"督办通知书 {event.record['number']}"

    page = office.sees(county.supervisor, "order", order.pk)
    for chinese, english in (
        ("申请编号", "Request number"),
        ("转到日期", "Laid on"),
        ("签发时已逾期天数", "Days overdue"),
    ):
        assert chinese not in page and english in page
    assert f'<dd class="pre">{gettext_in_english(desk)}</dd>' in page
    assert f"Supervision order {event.record['number']}" in page and event.text not in page


def test_what_is_said_in_ones_own_words_is_kept_under_a_chinese_label_and_not_translated(office, county):
    office.client.cookies["django_language"] = "en"
    given = {"organ": county.department.pk, "title": "每日上报照片", "demand": "停止。", "known": "环节"}
    sends(office, county.supervisor, "order_new", **given, working_days_given="5")
    order = SupervisionOrder.objects.get()

    assert order.evidence == [["已知情况", "环节"]]
    assert '<dt>What is known</dt><dd class="pre">环节</dd>' in office.sees(county.supervisor, "order", order.pk)


def gettext_in_english(text):
    with override("en"):
        return gettext(text)


def test_of_ones_own_words_nobody_says_whether_they_still_stand(office, county):
    given = {"organ": county.department.pk, "title": "每日上报照片", "demand": "停止。", "known": ""}
    sends(office, county.supervisor, "order_new", **given, working_days_given="5")
    page = office.sees(county.clerk, "order", SupervisionOrder.objects.get().pk)
    assert "现状" not in page


@pytest.mark.parametrize(("days", "status"), [(-1, 422), (0, 302), (2, 302), (3, 422)])
def test_an_interview_is_held_between_the_day_of_the_order_and_today(office, county, late, days, status):
    sends(office, county.supervisor, "order_new", about=f"desk-{late.pk}", demand="办结。", working_days_given="3")
    order, issued = SupervisionOrder.objects.get(), localdate()
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        given = {"seen": 0, "person": "张某", "on": issued + timedelta(days=days), "text": "约谈。"}
        answer = sends(office, county.supervisor, "order_act", order.pk, "interview", **given)

    assert answer.status_code == status
    assert status == 302 or "on" in answer.context["form"].errors


def test_the_message_leads_to_the_order(office, county, late):
    sends(office, county.supervisor, "order_new", about=f"desk-{late.pk}", demand="办结。", working_days_given="3")
    deliver_waiting()
    notice = Notice.objects.get(event="order_issued", recipient=county.screener)

    answer = sends(office, county.screener, "notice_read", notice.pk, open="1")

    assert answer.url == reverse("order", args=[SupervisionOrder.objects.get().pk])


def test_a_problem_in_ones_own_words(office, county):
    given = {"organ": county.department.pk, "title": "要求各村每日上报照片", "demand": "停止。", "known": "村民来电。"}
    sends(office, county.supervisor, "order_new", **given, working_days_given="5")

    page = office.sees(county.clerk, "order", SupervisionOrder.objects.get().pk)
    assert "村民来电。" in page


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"demand": ""}, "demand"),
        ({"working_days_given": "0"}, "working_days_given"),
        ({"working_days_given": "61"}, "working_days_given"),
        ({"working_days_given": "三"}, "working_days_given"),
        ({"demand": "改\x00正"}, "demand"),
        ({"organ": "999999999999"}, "organ"),
        ({"organ": ""}, "organ"),
        ({"title": "字" * 101}, "title"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_issued(office, county, given, field):
    well = {"organ": county.department.pk, "title": "超期", "demand": "改。", "known": "", "working_days_given": "5"}
    answer = sends(office, county.supervisor, "order_new", **(well | given))

    assert answer.status_code == 422
    assert field in answer.context["form"].errors
    assert not SupervisionOrder.objects.exists()


@pytest.mark.parametrize("about", ["desk-1", "desk-0", "desk-٣", "desk-99999999999999999999", "x", "law-review-7", "-"])
def test_a_problem_that_is_none_is_said_to_be_gone(office, county, about):
    answer = sends(office, county.supervisor, "order_new", about=about, demand="改。", working_days_given="5")

    assert answer.status_code == 409
    assert "已不存在" in answer.content.decode()


@pytest.mark.parametrize("name", ["order_new", "orders_many"])
def test_only_supervisors_are_let_in(office, county, name):
    office.sees(county.screener, name)
    assert office.answer.status_code == 403


def test_an_order_of_another_organ_is_not_there(office, county, late):
    sends(office, county.supervisor, "order_new", about=f"desk-{late.pk}", demand="办结。", working_days_given="3")
    order = SupervisionOrder.objects.get()

    office.sees(county.clerk, "order", order.pk)
    assert office.answer.status_code == 404
    assert sends(office, county.clerk, "order_act", order.pk, "feed_back", seen=0, text="x").status_code == 404
    assert office.client.get(reverse("order_act", args=[order.pk, "nonsense"])).status_code == 404


def test_the_list_asks_the_same_number_of_questions_however_long(office, county, late, django_assert_max_num_queries):
    sends(office, county.supervisor, "order_new", about=f"desk-{late.pk}", demand="办结。", working_days_given="3")
    office.client.force_login(county.supervisor)
    with django_assert_max_num_queries(15):
        office.client.get(reverse("orders"))
