"""村级负担 on the pages: a county, a village, any day; and before a decision what it would add."""

import csv
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Region
from catalogues import register
from catalogues.models import Entry
from tests.cast import CODE
from tests.requests import MEDIATION, OUTSIDE_BOARD, draft
from workflows.pages.burden.preview import of_parts

TOWNSHIP = "210321001000"
TIMED = {"minutes_each_time": 90, "times_a_year": 4}


def village():
    return Region.objects.within(Region.objects.get(pk=TOWNSHIP)).filter(level=12)[0]


def stand(number, answers, *, kind="work_affair", scope=None, on=date(2026, 1, 1), **more):
    entry = register.enter(
        number=number, region=Region.objects.get(pk=CODE), kind=kind, title=number, organ=None, answers=answers,
        on=on, scope=scope,
    )  # fmt: skip
    Entry.objects.filter(pk=entry.pk).update(**more)
    return entry


def with_time(part, **answers):
    return part | {"answers": part["answers"] | answers}


def test_everybody_is_led_to_his_own_county_and_sees_its_sum_and_its_villages_by_code(office, county):
    stand("入户走访", TIMED)
    stand("台账", {}, kind="report_form")

    office.sees(county.clerk, "burden")
    assert office.answer.url == reverse("burden_county", args=[CODE])
    page = office.sees(county.clerk, "burden_county", CODE)

    assert "1,020.0" in page  # 6 hours × 170 villages
    assert "用时不详，未计入" in page
    assert office.answer.context["total"].unknown == 1
    codes = [row.code for row in office.answer.context["listing"].page]
    assert codes == sorted(codes)


def test_no_order_puts_the_villages_by_what_they_carry(office, county):
    for sort in ("hours", "-hours", "carried", "-unknown"):
        office.sees(county.clerk, "burden_county", CODE, sort=sort)
        assert office.answer.context["listing"].sort == "code"


def test_villages_are_found_by_name_and_by_township_and_carried_away_as_a_table(office, county):
    stand("入户走访", TIMED, scope=village())

    office.sees(county.clerk, "burden_county", CODE, q=village().code)
    assert [row.pk for row in office.answer.context["listing"].page] == [village().pk]
    office.sees(county.clerk, "burden_county", CODE, township=TOWNSHIP)
    assert {row.code[:9] for row in office.answer.context["listing"].page} == {TOWNSHIP[:9]}
    answer = office.client.get(reverse("burden_county", args=[CODE]), {"export": "csv", "township": TOWNSHIP})
    table = b"".join(answer.streaming_content).decode("utf-8-sig")
    rows = list(csv.reader(table.splitlines()))
    assert [village().name, village().code] == rows[1][:2]
    assert rows[1][-1] == "6.0"
    assert {row[-1] for row in rows[2:]} == {"0.0"}


def test_a_village_shows_each_thing_and_its_year(office, county):
    stand("入户走访", TIMED)
    stand("月报", {"minutes_each_time": 60, "frequency": "monthly"}, kind="report_form")
    stand("随要随报", {"frequency": "on_call"}, kind="report_form")

    page = office.sees(county.clerk, "burden_village", village().pk)

    assert "18.0" in page  # 6 + 12 hours
    assert "不详" in page
    months = office.answer.context["months"]
    assert [month.times for month in months] == [1, 1, 2] * 4
    assert sum(month.minutes for month in months) == 18 * 60
    assert [entry.title for entry in months[2].seldom] == ["入户走访"]


def test_another_day_shows_what_stood_then(office, county):
    stand("旧事", TIMED, left_on=date(2026, 6, 1))

    office.sees(county.clerk, "burden_village", village().pk, on="2026-05-31")
    assert office.answer.context["hours"] == "6.0"
    office.sees(county.clerk, "burden_village", village().pk, on="2026-06-01")
    assert office.answer.context["hours"] == "0.0"


@pytest.mark.parametrize("wrong", ["2026-02-30", "明天", "9999-01-01", "x" * 300, "\0"])
def test_a_day_that_is_none_is_said_and_today_is_shown(office, county, wrong):
    page = office.sees(county.clerk, "burden_county", CODE, on=wrong)

    assert office.answer.status_code == 200
    assert "不是可以查看的日期" in page


@pytest.mark.parametrize("code", ["210321", "210321001000", "999999999999", "村", "２１０３２１００００００"])
def test_a_code_that_is_no_county_is_no_page(office, county, code):
    office.sees(county.clerk, "burden_county", code)
    assert office.answer.status_code == 404
    office.sees(county.clerk, "burden_village", code)
    assert office.answer.status_code == 404


def test_nobody_reads_it_without_signing_in(client, db):
    for name, args in (("burden", []), ("burden_county", [CODE]), ("burden_village", [village().pk])):
        assert client.get(reverse(name, args=args)).url.startswith("/login/")


def test_an_officer_of_the_province_chooses_a_county(office, county):
    page = office.sees(county.province, "burden")

    assert reverse("burden_county", args=[CODE]) in page


def test_the_authority_sees_before_and_after_and_admitting_adds_exactly_that(office, county):
    stand("入户走访", TIMED)
    request = office.comes_to_decision(with_time(MEDIATION, minutes_each_time=60, times_a_year=2))

    page = office.sees(county.decider, "decide", request.pk)
    assert "村级负担，准入前后" in page
    preview = office.answer.context["heard"].burden
    assert (preview.before, preview.after) == ("1,020.0", "1,360.0")
    assert (preview.each_before, preview.each_after) == ("6.0", "8.0")
    office.does(county.decider, "decide", request, decision_1="admitted", reason_1="同意")

    office.sees(county.decider, "burden_county", CODE)
    assert office.answer.context["hours"] == preview.after


def test_one_village_asked_is_one_village_burdened_and_the_others_are_not(county):
    request = draft(county, with_time(MEDIATION, **TIMED))
    request.parts.update(scope=village())

    preview = of_parts(county.region, list(request.parts.all()))

    assert preview.concerned == [village().pk]
    assert (preview.before, preview.after) == ("0.0", "6.0")


def test_a_time_that_nobody_told_is_unknown_and_never_nothing(office, county):
    request = office.comes_to_decision(MEDIATION)

    page = office.sees(county.decider, "decide", request.pk)

    assert "本次 1 项没有填写用时或者次数，未计入。" in page
    assert office.sees(county.clerk, "request", request.pk).count("不详") >= 2


def test_a_request_for_a_board_speaks_of_no_burden(office, county):
    request = draft(county, OUTSIDE_BOARD)

    assert "村级负担，准入前后" not in office.sees(county.clerk, "request", request.pk)


def test_while_it_is_written_the_burden_is_counted(client, county):
    request = draft(county, MEDIATION)
    client.force_login(county.clerk)
    typed = {"title": "人民调解委员会", "minutes_each_time": "90", "times_a_year": "4", "where": village().pk}

    page = client.post(reverse("part_check", args=[request.pk, 1]), typed).content.decode()

    assert "村级负担，准入前后" in page
    assert "6.0" in page


@pytest.mark.parametrize(
    ("name", "sent", "sentence"),
    [
        ("minutes_each_time", "0", "不能小于 1。"),
        ("minutes_each_time", "14401", "不能大于 14400。"),
        ("times_a_year", "3651", "不能大于 3650。"),
        ("times_a_year", "一次", "请填写整数。"),
    ],
)
def test_a_number_that_cannot_be_is_a_sentence_and_is_not_stored(client, county, name, sent, sentence):
    request = draft(county, MEDIATION)
    client.force_login(county.clerk)

    rows = {"cite-TOTAL_FORMS": "1", "cite-INITIAL_FORMS": "0", "do": "save"}
    answer = client.post(reverse("part_edit", args=[request.pk, 1]), {"title": "甲", name: sent} | rows)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert name not in request.parts.get().answers


@pytest.mark.parametrize("number", [2, 40])
def test_the_pages_ask_as_often_however_much_stands(office, county, number, django_assert_max_num_queries):
    for n in range(number):
        stand(f"事项{n}", TIMED)
    office.client.force_login(county.clerk)
    for name, code in (("burden_county", CODE), ("burden_village", village().pk)):
        with django_assert_max_num_queries(14):
            assert office.client.get(reverse(name, args=[code])).status_code == 200


def test_an_entry_tells_its_burden(office, county):
    entry = stand("入户走访", TIMED)
    expired = stand("过期", {}, valid_until=localdate() - timedelta(1))

    assert "每村每年6.0小时，170个村共1,020.0小时" in office.sees(county.clerk, "entry", entry.pk)
    assert "用时不详，170个村" in office.sees(county.clerk, "entry", expired.pk)
