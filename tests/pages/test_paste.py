"""Stories of a pasted notice: a township sees which demands were admitted, and gets a reply; the text is kept nowhere."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from policy import check_codes
from tests.catalogues.standing_things import TOWNSHIP, entry
from workflows.models.reading import CountyReading

TEXT = """关于报送有关材料的紧急通知
各村：请于今天下班前报送困难群众救助情况表。
请每月5日前报送护林防火巡查台账，并将照片上传至工作群。
不得要求村级组织另行填报表格。
请各村书记参加推进会。"""


@pytest.fixture
def township(county):
    return next(each for each in county.township_officers if each.organ.region_id == TOWNSHIP)


def pasted(office, officer, text=TEXT, **more):
    office.client.force_login(officer)
    office.answer = office.client.post(reverse("paste"), {"text": text, **more})
    return office.answer.content.decode()


def test_each_demand_is_answered_with_its_sentence_and_a_reply_is_drafted(office, county, township):
    entry(county, "困难群众救助情况表")
    shown = pasted(office, township, received="2026-11-25T09:30")
    answers = {
        (kind, each.demand.sentence): each.answers for each, kind, _says, _often in office.answer.context["found"]
    }
    reply = office.answer.context["reply"]

    assert answers[("填表、报材料、建台账", "各村：请于今天下班前报送困难群众救助情况表。")] == ("too_sudden",)
    assert {kind for kind, _sentence in answers} == {"填表、报材料、建台账", "截图、照片、视频", "开会"}
    assert "未经县级党委和政府统一部署" in reply and "截图" in reply and "推进会" not in reply
    assert "另行填报表格" not in reply and "突击报送" in shown


def test_a_notice_that_names_what_was_changed_is_held_against_the_version_in_force(office, county, township):
    old = entry(county, left_on=date(2026, 11, 2), left_because="变更")
    new = entry(county, "困难群众情况季报", number=f"{old.number}（变更1）", check_code=old.check_code, supersedes=old)
    pasted(office, township, f"请各村于12月25日前报送困难群众救助情况表（{old.number}）。", received="2026-11-25T09:30")

    (each, _kind, _says, _often), *_none = office.answer.context["found"]
    assert each.entry.code == check_codes.shown(new.check_code) and not each.is_refused


def test_the_text_is_written_nowhere(office, county, township):
    office.client.force_login(township)
    with CaptureQueriesContext(connection) as asked:
        office.client.post(reverse("paste"), {"text": "独一无二的句子，请报送统计表。"})

    assert [each["sql"] for each in asked if not each["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))] == []
    assert not any("独一无二" in each["sql"] for each in asked)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        ({"text": ""}, "请粘贴通知全文。"),
        ({"text": "甲" * 50_001}, "最多 50000 个字"),
        ({"text": "好", "received": "昨天"}, "请填写日期和时间"),
        ({"text": "好", "received": "1000-01-01T00:00"}, "年份应在2000年至2100年之间"),
        ({"text": "一\x00"}, "看不见的控制字符"),
    ],
)
def test_what_cannot_be_read_is_told_at_its_field(office, township, data, says):
    office.client.force_login(township)
    answer = office.client.post(reverse("paste"), data)

    assert answer.status_code == 422 and says in answer.content.decode()


def test_fifty_thousand_characters_are_read(office, township):
    shown = pasted(office, township, "请报送统计表。" * 7_142)

    assert office.answer.status_code == 200 and "找到 7142 项要求" in shown


def test_a_text_without_demands_and_an_officer_of_no_county_are_answered(office, county, township):
    assert "没有找到对村级的要求" in pasted(office, township, "今天天气很好。")
    assert "没有与某地的清单比对" in pasted(office, county.province)
    assert office.answer.status_code == 200


def test_a_county_may_read_what_is_sudden_otherwise(office, county, township):
    entry(county, "困难群众救助情况表")
    CountyReading.objects.create(
        county=county.region,
        name="sudden_below_hours",
        choice="1",
        effective_from=date(2020, 1, 1),
        set_by=county.screener,
    )
    pasted(office, township, "请于今天下班前报送困难群众救助情况表。", received="2026-11-25T09:30")

    assert [each.answers for each, *_rest in office.answer.context["found"]] == [("admitted",)]


def test_it_is_in_the_menu(office, township):
    assert reverse("paste") in office.sees(township, "start")
