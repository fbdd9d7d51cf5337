"""What stands, in a real browser: burden, walls, lists and exits; by keyboard alone; on a telephone without script."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import Browser, Page, expect

from catalogues import walls
from catalogues.lists import CatalogueList, ListName
from catalogues.models import Edition, Entry, ExitCase, ExitReview, Signboard
from policy.choices import Place
from tests.browser.test_officer_pages import comes_in
from tests.cast import CODE
from tests.catalogues.standing_things import VILLAGE, entry, village
from workflows.services import exits, list_keeping

TELEPHONE = {"width": 390, "height": 844}
FORMS = (CODE, ListName.REPORT_FORMS)
TIMED = {"minutes_each_time": 90, "times_a_year": 4}


@pytest.fixture
def stands(office) -> Entry:
    """A form on the county's list, boards on a wall, a published edition, one review and one case of exit."""
    county = office.county
    made = entry(county, answers={"frequency": "monthly", "minutes_each_time": 60})
    watch = entry(county, "防汛值守", kind="work_affair", answers=TIMED, organ=county.department)
    walls.hang(village(), by=county.screener, place=Place.INSIDE, title="助餐点", on=localdate())
    walls.measure(village(), by=county.screener, households=300, floor=400, activity=200, on=localdate())
    list_keeping.publish(CatalogueList(county.region, FORMS[1]), by=county.screener, where="县政府网站", seen=0)
    review = exits.report(watch, by=county.finance, ground="funds", note="预算没有安排")
    exits.propose([review], by=county.keeper)
    exits.report(made, by=county.finance, ground="funds", note="经费没有落实")
    return made


def without_script(browser: Browser, look, officer) -> Page:
    """`officer` signed in on a telephone that runs no script."""
    context = browser.new_context(java_script_enabled=False, viewport=TELEPHONE, locale="zh-CN")
    client = Client()
    client.force_login(officer)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": look.address}])
    return context.new_page()


def addresses(county, stands):
    """What is opened, and by whom."""
    edition, case, review = Edition.objects.get(), ExitCase.objects.get(), ExitReview.objects.get(entry=stands)
    return {
        "burden-county": (county.clerk, reverse("burden_county", args=[CODE])),
        "burden-village": (county.clerk, reverse("burden_village", args=[VILLAGE])),
        "walls-county": (county.screener, reverse("walls_county", args=[CODE])),
        "wall": (county.screener, reverse("wall", args=[VILLAGE])),
        "wall-hang": (county.screener, reverse("board_hang", args=[VILLAGE])),
        "wall-facility": (county.screener, reverse("facility", args=[VILLAGE])),
        "wall-take-down": (county.screener, reverse("board_take_down", args=[Signboard.objects.get().pk])),
        "walls-import": (county.screener, reverse("facility_import", args=[CODE])),
        "catalogue": (county.clerk, reverse("catalogue")),
        "entry": (county.keeper, reverse("entry", args=[stands.pk])),
        "lists": (county.keeper, reverse("lists")),
        "list": (county.keeper, reverse("list_page", args=FORMS)),
        "list-enter": (county.keeper, reverse("entry_enter", args=FORMS)),
        "list-import": (county.keeper, reverse("intake_new", args=FORMS)),
        "list-publish": (county.screener, reverse("list_publish", args=FORMS)),
        "list-edition": (county.clerk, reverse("list_edition", args=[edition.pk])),
        "exits": (county.keeper, reverse("exits")),
        "exit-report": (county.finance, reverse("exit_report", args=[stands.pk])),
        "exit-propose": (county.keeper, reverse("exit_propose") + f"?review={review.pk}"),
        "exit-review": (county.keeper, reverse("exit_review", args=[review.pk])),
        "exit-case": (county.clerk, reverse("exit_case", args=[case.pk])),
        "exit-answer": (county.clerk, reverse("exit_act", args=[case.pk, "answer"])),
        "bases": (county.keeper, reverse("bases")),
    }


@pytest.mark.parametrize("at", ["wide", "phone"])
def test_every_page_of_what_stands_is_well_at_each_width(look, office, stands, at):
    for name, (officer, path) in addresses(office.county, stands).items():
        comes_in(look, officer)
        page = look.open(path, at)
        expect(page.locator("h1")).to_have_count(1)
        look.photograph(f"standing-{name}-{at}")
        look.is_well()


def test_a_board_is_hung_by_keyboard_alone(look, office, stands):
    comes_in(look, office.county.screener)
    page = look.open(reverse("wall", args=[VILLAGE]))
    tab_to(page, page.get_by_role("link", name="登记挂牌"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("悬挂位置"))
    page.keyboard.press("ArrowDown")
    tab_to(page, page.get_by_label("牌子名称"))
    page.keyboard.type("便民服务室")
    page.keyboard.press("Enter")

    expect(page.locator(".messages")).to_contain_text("便民服务室")
    assert Signboard.objects.filter(title="便民服务室", place=Place.INSIDE).exists()


def test_an_exit_is_proposed_by_keyboard_alone(look, office, stands):
    comes_in(look, office.county.keeper)
    page = look.open(reverse("exits"))
    tab_to(page, page.locator("main").get_by_role("link", name=stands.title))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="提请退出"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="提请退出"))
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_contain_text(stands.title)
    assert ExitCase.objects.filter(reviews__entry=stands).exists()


def test_the_burden_is_looked_at_on_another_day_by_keyboard_alone(look, office, stands):
    comes_in(look, office.county.clerk)
    page = look.open(reverse("burden_village", args=[VILLAGE]))
    expect(page.get_by_role("rowheader", name=stands.title)).to_be_visible()
    tab_to(page, page.get_by_label("查看哪一天"))
    page.keyboard.type("12312025")
    page.keyboard.press("Enter")

    expect(page.get_by_label("查看哪一天")).to_have_value("2025-12-31")
    expect(page.get_by_role("rowheader", name=stands.title)).to_have_count(0)


def test_villages_and_entries_are_found_without_script(browser: Browser, look, office, stands):
    page = without_script(browser, look, office.county.screener)
    page.goto(look.address + reverse("burden_county", args=[CODE]))
    page.get_by_label("村名或者区划代码").fill("黑鱼沟")
    page.get_by_role("button", name="查询").click()
    page.get_by_role("link", name="黑鱼沟村委会").click()
    expect(page.get_by_role("rowheader", name=stands.title)).to_be_visible()

    page.goto(look.address + reverse("walls_county", args=[CODE]))
    page.get_by_label("村名或者区划代码").fill(VILLAGE)
    page.get_by_role("button", name="查询").click()
    page.get_by_role("link", name="黑鱼沟村委会").click()
    page.get_by_role("link", name="登记挂牌").click()
    page.get_by_role("button", name="登记").click()
    expect(page.locator("main")).to_contain_text("请填写牌子名称。")

    page.goto(look.address + reverse("list_page", args=FORMS))
    page.get_by_label("编号、名称或者责任单位").fill("困难")
    page.get_by_role("button", name="查询").click()
    page.get_by_role("rowheader", name=stands.title).get_by_role("link").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(stands.title)
    page.context.close()


def test_a_department_is_heard_on_an_exit_without_script(browser: Browser, look, office, stands):
    page = without_script(browser, look, office.county.clerk)
    page.goto(look.address + reverse("exits"))
    page.locator("main").get_by_role("link", name="防汛值守").first.click()
    page.locator("main").get_by_role("link", name="陈述意见").click()
    page.get_by_label("不同意退出").check()
    page.get_by_role("button", name="陈述意见").click()
    expect(page.locator("main")).to_contain_text("请写明理由和依据")
    page.get_by_label("理由和依据").fill("汛期仍有需要")
    page.get_by_role("button", name="陈述意见").click()

    expect(page.locator("main")).to_contain_text("汛期仍有需要")
    page.context.close()


def tab_to(page: Page, wanted, most: int = 80) -> None:
    """Press Tab until the thing is focused, as somebody without a mouse does."""
    for _press in range(most):
        page.keyboard.press("Tab")
        if wanted.evaluate("each => each === document.activeElement"):
            return
    raise AssertionError(f"{wanted} is not reached by Tab")
