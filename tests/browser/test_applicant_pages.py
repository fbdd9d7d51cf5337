"""The applicant's pages in a browser: well at each width, and quick to say what the notice says."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.test_officer_pages import comes_in, is_well_for
from tests.requests import MEDIATION, OUTSIDE_BOARD, STATION, draft


@pytest.mark.parametrize("at", ["wide", "phone"])
def test_what_the_applicant_opens_is_well_at_each_width(look, office, at):
    clerk = office.county.clerk
    writing = draft(office.county, MEDIATION, OUTSIDE_BOARD)
    declined = office.submits(OUTSIDE_BOARD)
    referred = office.comes_to_decision(STATION, MEDIATION)

    is_well_for(look, clerk, "request_new", at=at)
    is_well_for(look, clerk, "request_edit", writing.pk, at=at)
    is_well_for(look, clerk, "part_edit", writing.pk, 1, at=at)
    is_well_for(look, clerk, "part_edit", writing.pk, 2, at=at)
    is_well_for(look, clerk, "part_new", writing.pk, at=at)
    is_well_for(look, clerk, "request", referred.pk, at=at)
    is_well_for(look, clerk, "document", declined.pk, "decline", at=at)


@pytest.mark.parametrize("at", ["wide", "phone"])
def test_the_check_follows_the_pen_and_a_hit_becomes_a_row(look, office, at):
    writing = draft(office.county, MEDIATION)
    comes_in(look, office.county.clerk)
    page = look.open(reverse("part_edit", args=[writing.pk, 1]), at)
    expect(page.locator("#check .badge-state").first).to_have_text("县级可定")

    page.check("input[name=separate_office][value=true]")
    expect(page.locator("#check")).to_contain_text("须补正")
    page.fill("#law_q", "人民调解法 9")
    page.locator("#hits button").first.click()

    expect(page.locator("#id_cite-1-text")).to_have_value("《中华人民共和国人民调解法》第九条")
    expect(page.locator("#citations .cited")).to_have_count(2)
    expect(page.locator("#id_cite-2-text")).to_have_value("")
    look.photograph(f"writing-{at}")
    look.is_well()


def test_a_part_is_written_by_keyboard_and_without_a_script(browser, live_server, office):
    writing = draft(office.county, OUTSIDE_BOARD)
    context = browser.new_context(java_script_enabled=False, locale="zh-CN")
    page = context.new_page()
    office.client.force_login(office.county.clerk)
    session = office.client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    page.goto(live_server.url + reverse("part_edit", args=[writing.pk, 1]))

    page.fill("#law_q", "人民调解法 8")
    page.keyboard.press("Enter")
    page.locator("#hits button").first.click()
    assert page.locator("#id_cite-0-text").input_value() == "《中华人民共和国人民调解法》第八条"
    page.get_by_role("button", name="检查").click()
    assert "将被自动不予受理" in page.locator("#check").inner_text()
    page.locator("button[value=save]").click()

    assert page.url.endswith(reverse("request_edit", args=[writing.pk]))
    assert writing.parts.get().citations.get().article == 8
    context.close()
