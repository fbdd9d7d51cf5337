"""自动保存 in a real browser: seen, and still there after the session ended or the server failed."""

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.test_officer_pages import comes_in
from tests.cast import PASSWORD, County
from tests.requests import MEDIATION, draft
from workflows.models import KeptDraft


@pytest.fixture
def clerk(look):
    clerk = County().clerk
    clerk.set_password(PASSWORD)
    clerk.save()
    comes_in(look, clerk)
    yield clerk
    clerk.set_unusable_password()
    clerk.save()


def opens(look, request, at="wide"):
    return look.open(reverse("part_edit", args=[request.pk, 1]), at)


@pytest.mark.parametrize("at", ["wide", "phone"])
def test_what_is_typed_is_kept_and_says_when(look, clerk, at):
    page = opens(look, draft(County(), MEDIATION), at)
    page.locator("#id_content").fill("写了一半")

    expect(page.locator("#kept")).to_contain_text("已自动保存")
    look.photograph(f"kept-{at}")
    page.reload()
    expect(page.locator("#id_content")).to_have_value("写了一半")
    expect(page.locator("main")).to_contain_text("暂存、尚未保存的内容")
    look.photograph(f"reopened-{at}")
    look.is_well()


def test_b26_it_outlives_the_session(look, clerk):
    page = opens(look, draft(County(), MEDIATION))
    Session.objects.all().delete()
    page.locator("#id_content").fill("会话已过期时写的")
    expect(page.locator("#id_username")).to_be_visible()
    page.fill("#id_username", clerk.username)
    page.fill("#id_password", PASSWORD)
    page.click("button.btn-primary")

    expect(page.locator("#id_content")).to_have_value("会话已过期时写的")
    assert KeptDraft.objects.get().typed["content"] == ["会话已过期时写的"]


def test_b26_it_outlives_a_server_that_fails(look, clerk):
    page = opens(look, draft(County(), MEDIATION))
    page.route("**/keep/", lambda route: route.fulfill(status=500, body="x"))
    page.locator("#id_content").fill("服务器出错时写的")
    expect(page.locator("#failed")).to_be_visible()
    page.unroute("**/keep/")
    page.reload()

    expect(page.locator("#id_content")).to_have_value("服务器出错时写的")


def test_two_windows_and_neither_is_lost(look, clerk):
    request = draft(County(), MEDIATION)
    page = opens(look, request)
    other = page.context.new_page()
    other.goto(page.url)
    page.locator("#id_content").fill("甲窗口")
    expect(page.locator("#kept")).to_contain_text("已自动保存")
    other.locator("#id_content").fill("乙窗口")

    expect(other.locator("#kept")).to_contain_text("另一个窗口已于")
    assert KeptDraft.objects.get().typed["content"] == ["甲窗口"]
    other.get_by_role("button", name="以本窗口的内容为准").click()
    expect(other.locator("#kept")).to_contain_text("已自动保存")
    assert KeptDraft.objects.get().typed["content"] == ["乙窗口"]


def test_signing_out_leaves_nothing_in_the_browser(look, clerk):
    page = opens(look, draft(County(), MEDIATION))
    page.locator("#id_content").fill("写了一半")
    expect(page.locator("#kept")).to_contain_text("已自动保存")
    assert page.evaluate("Object.keys(localStorage).length") == 1
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="退出登录").click()
    expect(page.locator("#id_username")).to_be_visible()
    assert page.evaluate("Object.keys(localStorage).length") == 0
    assert settings.SESSION_COOKIE_NAME not in {each["name"] for each in page.context.cookies()}
