"""The pages for everybody in a real browser: on a telephone, by keyboard, without script, on paper."""

import re
from datetime import date
from uuid import uuid4

import pytest
from django.urls import reverse
from playwright.sync_api import Browser, expect

from policy import check_codes
from tests.browser.test_officer_pages import comes_in
from tests.cast import County
from tests.catalogues.standing_things import TOWNSHIP, VILLAGE, entry
from workflows.services import demands

TELEPHONE = {"width": 390, "height": 844}


@pytest.fixture
def made(look):
    return entry(County())


def public_addresses(made):
    forged = check_codes.checked("3333333")
    return {
        "check": reverse("check"),
        "check-admitted": reverse("check_code", args=[check_codes.shown(made.check_code)]) + f"?place={VILLAGE}",
        "check-forged": reverse("check_code", args=[forged]),
        "check-slip": reverse("check_code", args=[made.check_code[:-1]]),
        "places": reverse("places"),
        "place": reverse("place", args=[VILLAGE]),
        "year": reverse("year", args=[VILLAGE, 2026]),
        "report": reverse("demand_report") + f"?place={VILLAGE}",
        "receipt": reverse("demand_receipt"),
        "register": reverse("register"),
        "sign-in": reverse("login"),
    }


@pytest.mark.parametrize("at", ["wide", "phone"])
def test_every_public_page_is_well_at_each_width(look, made, at):
    for name, path in public_addresses(made).items():
        look.open(path, at)
        look.photograph(f"public-{name}-{at}")
        look.is_well()


def test_all_of_it_works_on_a_telephone_without_script(browser: Browser, look, made):
    page = browser.new_context(java_script_enabled=False, viewport=TELEPHONE, locale="zh-CN").new_page()
    page.goto(look.address + reverse("login"))
    page.get_by_role("link", name="查验准入编码").click()
    page.get_by_label("查验码").fill(check_codes.shown(made.check_code).lower())
    page.get_by_label("哪个村").fill("黑鱼沟")
    page.get_by_role("button", name="查验").click()

    expect(page.get_by_role("heading", name="已准入")).to_be_visible()
    expect(page.get_by_text("每月")).to_be_visible()
    page.get_by_role("link", name="公开清单").click()
    page.get_by_label(re.compile("名称、编号")).fill("困难")
    page.get_by_role("button", name="查询").click()
    expect(page.get_by_role("rowheader", name=made.title)).to_be_visible()
    page.context.close()


def test_a_code_is_checked_by_keyboard_alone(look, made):
    page = look.open(reverse("check"))
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_label("查验码")).to_be_focused()
    page.keyboard.type(made.check_code)
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="已准入")).to_be_visible()


def test_the_calendar_of_a_village_is_one_sheet_of_a4(look, made):
    county = County()
    for n in range(24):
        entry(county, f"第{n}张按季度报送的情况统计表", answers={"frequency": "quarterly"})
        entry(county, f"第{n}项常年事务", kind="work_affair", answers={}, entered_on=date(2025, 1, 1))
    page = look.open(reverse("year", args=[VILLAGE, 2026]))
    paper = page.pdf(prefer_css_page_size=True)
    (look.photograph("public-year-full")).with_suffix(".pdf").write_bytes(paper)

    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
    width, height = map(float, re.search(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", paper).groups())
    assert (round(width), round(height)) == (595, 842)


def test_a_demand_is_reported_and_its_receipt_read_without_script(browser: Browser, look, made):
    page = browser.new_context(java_script_enabled=False, viewport=TELEPHONE, locale="zh-CN").new_page()
    page.goto(look.address + reverse("demand_report"))
    page.get_by_label("在哪个村").fill("黑鱼沟村")
    page.get_by_label("要求的是什么").fill("某某台账")
    page.get_by_label("怎样要求的").fill("要求每天报")
    page.get_by_role("button", name="提交反映").click()
    receipt = page.locator(".receipt").inner_text()
    page.get_by_role("link", name="凭回执看答复").click()
    page.get_by_label("回执码").fill(receipt)
    page.get_by_role("button", name="看答复").click()

    expect(page.get_by_text("正在办理，还没有答复")).to_be_visible()
    page.context.close()


@pytest.mark.parametrize("at", ["wide", "phone"])
def test_the_pages_for_officers_are_well_at_each_width(look, made, at):
    county = County()
    township = next(each for each in county.township_officers if each.organ.region_id == TOWNSHIP)
    told = demands.Told(place=township.organ.region, title="某某台账", told="要求每天报", once=uuid4())
    report, _receipt = demands.report(told)
    comes_in(look, township)
    page = look.open(reverse("paste"), at)
    page.get_by_label("通知全文").fill("请于今天下班前报送统计表，并上传照片。")
    page.get_by_role("button", name="核对").click()
    expect(page.get_by_role("heading", name="答复草稿")).to_be_visible()
    look.photograph(f"paste-{at}")
    look.is_well()
    for name, args in (("demands", []), ("demand", [report.pk])):
        look.open(reverse(name, args=args), at)
        look.photograph(f"{name}-{at}")
        look.is_well()
