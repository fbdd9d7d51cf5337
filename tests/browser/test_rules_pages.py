"""The pages that explain the rules and try others, in a real browser, wide and on a phone."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.test_officer_pages import comes_in
from tests.requests import MEDIATION, OUTSIDE_BOARD, STATION

OUTSIDE = "outside_signboard_is_one_of_the_six_or_ordered"


@pytest.mark.parametrize("at", ["wide", "phone"])
def test_the_rules_and_one_of_them_are_well_at_each_width(look, office, at):
    office.submits(MEDIATION, OUTSIDE_BOARD)
    comes_in(look, office.county.screener)
    for name, args in (("rules", []), ("rule", [OUTSIDE])):
        look.open(reverse(name, args=args), at)
        look.photograph(f"{name}-{at}")
        look.is_well()


def test_a_search_for_words_swaps_the_rules_alone(look, office):
    comes_in(look, office.county.clerk)
    page = look.open(reverse("rules"))
    page.get_by_label("条款、原文或者规则中的文字").fill("白底黑字")
    page.get_by_role("button", name="查询").click()

    expect(page.locator(".listing-state")).to_contain_text("共 2 条规则")
    assert "q=" in page.url
    look.is_well()


@pytest.mark.parametrize("at", ["wide", "phone"])
def test_a_replay_is_well_at_each_width_and_leads_to_the_parts_that_turned(look, office, at):
    for parts in ([MEDIATION, OUTSIDE_BOARD], [STATION], [OUTSIDE_BOARD]):
        office.submits(*parts)
    comes_in(look, office.county.screener)
    page = look.open(reverse("replay"), at)
    look.photograph(f"replay-asked-{at}")
    look.is_well()

    page.get_by_label("规则判定不得准入的").select_option(label="先由人确认")
    page.get_by_role("button", name="重放").click()
    expect(page.locator("#found")).to_contain_text("重放 4 项，2 项结果改变")
    look.photograph(f"replay-{at}")
    look.is_well()

    page.locator("#matrix td a").click()
    expect(page.locator("#listing-replay .listing-state")).to_contain_text("共 2 条")
    look.is_well()


@pytest.mark.parametrize("at", ["wide", "phone"])
def test_cures_are_well_where_they_are_shown(look, office, at):
    request = office.submits(OUTSIDE_BOARD)
    comes_in(look, office.county.clerk)
    page = look.open(reverse("request", args=[request.pk]), at)
    expect(page.locator(".ways, .no-way").first).to_be_visible()
    look.photograph(f"cures-{at}")
    look.is_well()
    look.open(reverse("document", args=[request.pk, "decline"]), at)
    look.photograph(f"cures-letter-{at}")
    look.is_well()
