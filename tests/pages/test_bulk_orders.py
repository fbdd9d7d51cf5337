"""批量督办: on all that a list shows, looked at, confirmed, and told one by one, by the browser's door."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from accounts import rights
from catalogues.models import ExitCase, ExitDesk
from notifications.models import Outgoing
from tests.requests import MEDIATION
from workflows.models import Batch, BatchItem, Desk, Outcome, SupervisionOrder
from workflows.services import alarms, batches, ordering
from workflows.tasks import resume_batches, work_batch

WISH = {"demand": "三日内办结。", "working_days_given": "3"}


@pytest.fixture
def late(office):
    """Three requests that lie at the counter since long."""
    requests = [office.submits(MEDIATION | {"title": title}) for title in ("甲委员会", "乙委员会", "丙委员会")]
    Desk.objects.filter(process__request__in=requests).update(due_on=localdate() - timedelta(days=3))
    return list(Desk.objects.filter(process__request__in=requests, finished=None).order_by("pk"))


@pytest.fixture
def five_hundred(county):
    """As many organs as an exit asks, all of them late: the county's department answers for each."""
    case = ExitCase.objects.create(
        number="退〔2026〕210321-0001号", title="旧台账", region=county.region, opened_by=county.keeper
    )
    cases = ExitCase.objects.bulk_create(
        ExitCase(
            number=f"退〔2026〕210321-{n:04d}号", title=f"旧台账{n}", region=county.region, opened_by=county.keeper
        )
        for n in range(2, 501)
    )
    ExitDesk.objects.bulk_create(
        ExitDesk(case=each, organ=county.department, due_on=localdate() - timedelta(days=9)) for each in [case, *cases]
    )


def asks(office, officer, name="overdue", query="", **wish):
    office.client.force_login(officer)
    given = WISH | {"key": str(uuid4())} | wish
    office.answer = office.client.post(reverse("orders_many", args=[name]) + query, given)
    return Batch.objects.order_by("pk").last()


def confirms(office, batch):
    office.answer = office.client.post(reverse("batch", args=[batch.key]), {"do": "confirm"})
    batch.refresh_from_db()


def page(office, batch, **query):
    return office.client.get(reverse("batch", args=[batch.key]), query).content.decode()


def outcomes(batch):
    return list(batch.items.values_list("outcome", flat=True))


def test_all_that_a_list_shows_is_ordered_each_with_its_result(office, county, late):
    office.sees(county.supervisor, "supervision_list", "overdue")
    assert reverse("orders_many", args=["overdue"]) in office.answer.content.decode()
    batch = asks(office, county.supervisor)
    assert office.answer.url == reverse("batch", args=[batch.key])
    assert "可以办理 3 件；不能办理 0 件" in page(office, batch)
    assert {item.organ for item in batch.items.all()} == {county.screener.organ}
    assert page(office, batch).count(county.screener.organ.name) >= 3
    assert not SupervisionOrder.objects.exists()
    confirms(office, batch)

    shown = page(office, batch, outcome="done", q="甲")
    orders = SupervisionOrder.objects.all()
    assert {(each.organ, each.demand, each.budget) for each in orders} == {(county.screener.organ, "三日内办结。", 3)}
    assert "已办理 3 件；未办理 0 件" in shown
    assert [
        item.title
        for item in office.client.get(reverse("batch", args=[batch.key]), {"q": "甲"}).context["listing"].page
    ] == ["“甲委员会”形式审查"]
    export = b"".join(office.client.get(reverse("batch", args=[batch.key]), {"export": "csv"})).decode()
    assert all(order.number in export for order in orders)


def test_what_is_ordered_already_or_done_meanwhile_is_told_and_the_rest_is_issued(office, county, late):
    ordering.issue(alarms.of_desk(late[0]), by=county.supervisor, demand="办结。", working_days_given=5)
    batch = asks(office, county.supervisor)
    assert "可以办理 2 件；不能办理 1 件" in page(office, batch)
    assert [
        item.pk for item in office.client.get(reverse("batch", args=[batch.key]), {"can": "no"}).context["listing"].page
    ] == [batch.items.first().pk]
    Desk.objects.filter(pk=late[1].pk).update(due_on=localdate())
    confirms(office, batch)

    assert outcomes(batch) == [Outcome.TOO_LATE, Outcome.TOO_LATE, Outcome.DONE]
    first, second, third = batch.items.all()
    assert ("已由" in first.says, "已不存在" in second.says, third.says) == (True, True, "")
    assert third.order == SupervisionOrder.objects.get(subject_key=f"desk-{late[2].pk}")


def test_a_double_click_makes_one_batch_and_orders_once(office, county, late):
    key = str(uuid4())
    first, second = (asks(office, county.supervisor, key=key) for _click in range(2))
    assert first == second
    confirms(office, first)
    confirms(office, first)
    assert asks(office, county.supervisor, key=key, demand="别的要求") == first

    assert SupervisionOrder.objects.count() == 3
    assert set(SupervisionOrder.objects.values_list("demand", flat=True)) == {"三日内办结。"}
    assert batches.work(first.pk) == 0


def test_five_hundred_are_the_workers_with_progress_and_a_result_for_each(office, county, five_hundred, monkeypatch):
    monkeypatch.setattr(batches, "_ring", lambda _pk: None)
    batch = asks(office, county.supervisor, "late-exits")
    assert "已预览 0 件，共 500 件。" in page(office, batch)
    work_batch(batch.pk)
    batch.refresh_from_db()
    assert "可以办理 500 件；不能办理 0 件" in page(office, batch)
    confirms(office, batch)
    assert "已办理 0 件，共 500 件。" in page(office, batch)

    assert batches.work(batch.pk, most=200) == 200
    progress = office.client.get(reverse("batch_progress", args=[batch.key]))
    assert "已办理 200 件，共 500 件。" in progress.content.decode() and "HX-Refresh" not in progress

    def dies(*_args, **_more):
        raise SystemExit

    with monkeypatch.context() as during, pytest.raises(SystemExit):
        during.setattr(ordering, "issue", dies)
        work_batch(batch.pk)
    assert resume_batches() == 0  # somebody may still be at it
    long_ago = timezone.now() - timedelta(minutes=5)
    BatchItem.objects.exclude(done_at=None).update(done_at=long_ago)
    Batch.objects.update(confirmed_at=long_ago)
    assert resume_batches() == 300
    assert resume_batches() == 0

    assert office.client.get(reverse("batch_progress", args=[batch.key]))["HX-Refresh"] == "true"
    assert set(outcomes(batch)) == {Outcome.DONE}
    numbers = list(SupervisionOrder.objects.order_by("pk").values_list("number", flat=True))
    assert len(set(numbers)) == 500
    assert sorted(batch.items.values_list("order__number", flat=True)) == sorted(numbers)
    assert Outgoing.objects.filter(event="order_issued", recipient=county.clerk).count() == 500
    assert "已办理 500 件；未办理 0 件" in page(office, batch)


def test_more_than_five_hundred_are_not_ordered_at_once(office, county, five_hundred):
    case = ExitCase.objects.create(number="退-501", title="又一", region=county.region, opened_by=county.keeper)
    ExitDesk.objects.create(case=case, organ=county.department, due_on=localdate() - timedelta(days=1))
    assert "一次最多 500 个" in office.sees(county.supervisor, "orders_many", "late-exits")
    asks(office, county.supervisor, "late-exits")

    assert office.answer.status_code == 422
    assert not Batch.objects.exists()
    assert asks(office, county.supervisor, "late-exits", "?q=又一").items.count() == 1


def test_rights_that_were_lost_meanwhile_order_nothing(office, county, late):
    batch = asks(office, county.supervisor)
    batches.confirm(batch, by=county.supervisor)
    rights.revoke(county.supervisor, rights.SUPERVISE, county.region)
    work_batch(batch.pk)

    assert set(outcomes(batch)) == {Outcome.REFUSED}
    assert not SupervisionOrder.objects.exists()


def test_an_english_reader_is_told_in_english(office, county, late):
    ordering.issue(alarms.of_desk(late[0]), by=county.supervisor, demand="办结。", working_days_given=5)
    office.client.cookies["django_language"] = "en"
    batch = asks(office, county.supervisor)
    said = batch.items.first().hindrance
    confirms(office, batch)

    assert said.endswith("is already open on this problem.")
    assert batch.items.first().says == said


@pytest.mark.parametrize(
    ("wish", "field"),
    [
        ({"demand": " "}, "demand"),
        ({"working_days_given": "0"}, "working_days_given"),
        ({"working_days_given": "61"}, "working_days_given"),
        ({"key": "x"}, "key"),
        ({"key": ""}, "key"),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_chosen(office, county, late, wish, field):
    asks(office, county.supervisor, **wish)

    assert office.answer.status_code == 422
    assert field in office.answer.context["form"].errors
    assert not Batch.objects.exists()


@pytest.mark.parametrize("name", ["turned-down", "nonsense", "waiting-for-province"])
def test_lists_on_which_nothing_is_ordered_have_no_such_page(office, county, name):
    office.sees(county.supervisor, "orders_many", name)
    assert office.answer.status_code == 404


def test_a_batch_of_orders_is_no_batch_of_requests(office, county, late):
    batch = asks(office, county.supervisor)
    office.client.post(reverse("batch", args=[batch.key]), {"do": "ask", "act": "decide", "decision": "admitted"})
    batch.refresh_from_db()

    assert batch.act == "order"
    assert all(item.request is None for item in batch.items.all())
