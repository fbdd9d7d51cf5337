"""Every component in every state, and the list, looked at in a browser."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from accounts.models import User

FIRST_DAY = datetime(2026, 1, 1, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def the_gallery_is_open(settings):
    folder = Path(__file__).parent / "templates"
    settings.ROOT_URLCONF = "tests.browser.gallery"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], folder]}]


@pytest.fixture
def ninety_officers(live_server):
    User.objects.bulk_create(
        User(username=f"officer{n:02}", first_name=f"王{n}", date_joined=FIRST_DAY + timedelta(days=n))
        for n in range(90)
    )
    yield
    User.objects.filter(username__startswith="officer").delete()


@pytest.mark.parametrize("at", ["wide", "phone"])
def test_every_component_is_well_at_each_width(look, at):
    look.open("/gallery/", at)

    look.photograph(f"gallery-{at}")
    look.is_well()


@pytest.mark.parametrize("at", ["wide", "phone"])
def test_what_is_wrong_in_a_form_leads_to_its_field(look, at):
    page = look.open("/gallery/?wrong", at)

    expect(page.locator(".error-summary")).to_be_focused()
    look.photograph(f"wrong-{at}")
    page.locator(".error-summary a").first.click()
    expect(page.locator("#id_name")).to_be_focused()
    look.is_well()


def test_a_dialog_asks_and_escape_leaves_everything_as_it_was(look):
    page = look.open("/gallery/")

    page.click("#ask")
    expect(page.locator("dialog#really")).to_be_visible()
    look.photograph("dialog")
    look.is_well()
    page.keyboard.press("Escape")
    expect(page.locator("dialog#really")).to_be_hidden()


def test_the_menu_opens_on_a_phone_and_closes_by_escape(look):
    page = look.open("/gallery/", "phone")
    expect(page.locator("#site-nav")).to_be_hidden()

    page.click(".nav-toggle")
    expect(page.locator("#site-nav")).to_be_visible()
    look.photograph("menu-phone")
    look.is_well()
    page.keyboard.press("Escape")
    expect(page.locator("#site-nav")).to_be_hidden()


def test_the_groups_of_the_menu_are_folded_without_script(browser: Browser, look):
    page = browser.new_context(java_script_enabled=False, viewport={"width": 390, "height": 844}).new_page()
    page.goto(f"{look.address}/gallery/")
    page.locator(".nav-toggle").click()
    expect(page.get_by_role("list", name="办理").get_by_role("link")).to_have_count(1)

    page.locator("#site-nav summary", has_text="办理").click()
    expect(page.get_by_role("link", name="准入申请")).to_be_hidden()
    expect(page.get_by_role("link", name="准入清单")).to_be_visible()
    page.context.close()


def test_a_form_is_sent_once_however_often_the_button_is_pressed(look):
    page = look.open("/gallery/")
    sent = []
    page.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)

    with page.expect_navigation():
        page.evaluate(
            """() => { const button = document.querySelector("main form[novalidate] .btn-primary");
                   button.click(); button.click(); button.click(); }"""
        )

    assert len(sent) == 1


@pytest.mark.parametrize("at", ["wide", "phone"])
def test_a_list_is_well_at_each_width(look, ninety_officers, at):
    look.open("/gallery/list/", at)

    look.photograph(f"list-{at}")
    look.is_well()


def test_a_list_is_sorted_searched_and_paged_without_leaving_the_page(look, ninety_officers):
    page = look.open("/gallery/list/")
    page.evaluate("window.stayed = true")
    first = page.locator("tbody tr").first

    page.click("#listing-officers-by-username")
    expect(first).to_contain_text("officer89")
    page.locator(".pages").get_by_role("link", name="2", exact=True).click()
    expect(first).to_contain_text("officer64")
    page.get_by_label("搜索用户名、姓名").fill("officer0")
    page.keyboard.press("Enter")
    expect(first).to_contain_text("officer09")
    expect(page.locator("#announcer")).to_have_text("共 10 条")

    assert "q=officer0" in page.url and "sort=-username" in page.url
    assert page.evaluate("window.stayed")
    look.is_well()


def test_going_back_shows_the_list_as_it_was(look, ninety_officers):
    page = look.open("/gallery/list/")
    page.click("#listing-officers-by-username")
    expect(page.locator("tbody tr").first).to_contain_text("officer89")

    page.go_back()

    expect(page.locator("tbody tr").first).to_contain_text("officer00")
    expect(page.locator(".site-header")).to_be_visible()


def test_an_empty_list_says_what_to_do(look, ninety_officers):
    page = look.open("/gallery/list/?q=nobody&active=maybe")

    expect(page.locator(".empty")).to_be_visible()
    look.photograph("list-empty")
    look.is_well()


@pytest.mark.parametrize("path", ["/nowhere/", "/gallery/refused/"])
def test_a_page_that_says_no_is_well(look, path):
    look.open(path)

    look.photograph(f"error{path.replace('/', '-')}")
    look.is_well()
