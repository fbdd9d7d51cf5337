"""The first page anyone sees."""

import pytest
from playwright.sync_api import expect

from accounts.models import User

PASSWORD = "a-long-enough-password"


@pytest.fixture
def someone(live_server):
    officer = User.objects.create_user("someone", password=PASSWORD, first_name="王经办")
    yield officer
    officer.delete()


@pytest.mark.parametrize("at", ["wide", "phone"])
def test_the_sign_in_page_is_well_at_each_width(look, at):
    look.open("/login/", at)

    look.photograph(f"login-{at}")
    look.is_well()


def test_a_wrong_password_is_said_at_the_form_and_read_first(look):
    look.sign_in("nobody", "wrong")

    expect(look.page.locator(".error-summary")).to_be_focused()
    look.photograph("login-wrong")
    look.is_well()


def test_the_language_is_switched_before_signing_in(look):
    page = look.open("/login/")
    page.get_by_role("button", name="English").click()

    assert page.locator("html").get_attribute("lang") == "en"
    look.is_well()


def test_an_officer_signs_in_and_out_by_keyboard(look, someone):
    page = look.open("/login/")
    page.keyboard.type("someone")
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator(".site-header")).to_contain_text("王经办")

    page.locator(".menu > summary").focus()
    page.keyboard.press("Enter")
    look.photograph("menu")
    look.is_well()
    page.get_by_role("button", name="退出登录").click()
    expect(page).to_have_url(look.address + "/login/")
