"""The pages of the deciding offices in a real browser, wide and on a phone."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from notifications.outbox import deliver_waiting
from tests.requests import MEDIATION, OUTSIDE_BOARD
from tests.steps import lies
from workflows.models import State


def comes_in(look, officer):
    """`officer` has signed in; how, the sign-in page's own stories tell."""
    client = Client()
    client.force_login(officer)
    session = client.cookies[settings.SESSION_COOKIE_NAME].value
    look.page.context.clear_cookies()
    look.page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": look.address}])


def is_well_for(look, officer, name, *args, at):
    comes_in(look, officer)
    look.open(reverse(name, args=args), at)
    look.photograph("-".join([name, *(str(each) for each in args if isinstance(each, str)), at]))
    look.is_well()


@pytest.mark.parametrize("at", ["wide", "phone"])
def test_what_each_officer_opens_is_well_at_each_width(look, office, at):
    county = office.county
    request = office.submits(MEDIATION, OUTSIDE_BOARD)
    is_well_for(look, county.screener, "act", request.pk, "accept", at=at)
    is_well_for(look, county.screener, "act", request.pk, "return_for_correction", at=at)
    office.accepts(request)
    deliver_waiting()
    is_well_for(look, county.justice, "act", request.pk, "give_opinion", at=at)
    is_well_for(look, county.justice, "inbox", at=at)
    for officer, name in (
        (county.clerk, "start"),
        (county.finance, "start"),
        (county.supervisor, "start"),
        (county.supervisor, "supervision"),
        (county.screener, "request_list"),
        (county.clerk, "notices"),
        (county.clerk, "catalogue"),
    ):
        is_well_for(look, officer, name, at=at)
    is_well_for(look, county.supervisor, "supervision_list", "declined-by-rule", at=at)


@pytest.mark.parametrize("at", ["wide", "phone"])
def test_the_decision_is_well_and_leads_to_what_is_wrong(look, office, at):
    county = office.county
    request = office.comes_to_decision(MEDIATION, OUTSIDE_BOARD)
    is_well_for(look, county.decider, "decide", request.pk, at=at)

    look.page.get_by_role("button", name="作出决定").click()
    expect(look.page.locator(".error-summary")).to_be_focused()
    look.photograph(f"decide-wrong-{at}")
    look.is_well()


def test_what_is_loaded_into_a_page_does_not_rename_it(look, office):
    request = office.submits(MEDIATION)
    comes_in(look, office.county.screener)
    page = look.open(reverse("request", args=[request.pk]))
    expect(page.locator("#recalled #precedents")).to_be_visible()

    assert request.title in page.title()


def test_a_simple_decision_is_taken_on_one_screen_by_keyboard(look, office):
    request = office.comes_to_decision(MEDIATION)
    comes_in(look, office.county.decider)
    page = look.page
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(look.address + reverse("decide", args=[request.pk]))
    assert page.evaluate("document.documentElement.scrollHeight") <= 900

    page.get_by_label("准予准入", exact=True).focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("群众需要，依据充分")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    expect(page.locator(".messages")).to_contain_text("已办理“审定”")
    assert lies(type(request).objects.get(pk=request.pk)) == (State.PUBLICATION, {"publish"})


def test_a_page_left_open_says_who_acted_meanwhile(look, office):
    county = office.county
    request = office.submits(MEDIATION)
    comes_in(look, county.screener)
    page = look.open(reverse("act", args=[request.pk, "accept"]))
    office.accepts(request)
    page.get_by_label(county.townships[0].name).check()
    page.get_by_role("button", name="受理").click()

    expect(page.locator("main")).to_contain_text(f"“形式审查”已由 {county.screener} 于")
    look.photograph("act-too-late")
    look.is_well()
