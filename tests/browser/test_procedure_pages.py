"""加签 and the county's procedure in a real browser, wide and on a phone."""

from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.test_officer_pages import comes_in
from tests.cast import CODE
from tests.requests import MEDIATION
from workflows.models import CountyProcedure, Desk, RequestEvent
from workflows.seats import desks_of


def test_the_legal_desk_asks_the_rural_office_to_sign_too(look, office):
    county = office.county
    request = office.submits(MEDIATION)
    office.accepts(request)

    comes_in(look, county.justice)
    page = look.open(reverse("request", args=[request.pk]))
    page.get_by_role("link", name="加签").click()
    page.get_by_label("请谁签署").select_option(label=str(county.rural.organ))
    page.get_by_label("办理时限").fill("3")
    page.get_by_label("理由").fill("涉及农业农村事项")
    look.photograph("add-signer")
    look.is_well()
    page.locator("main").get_by_role("button", name="加签").click()
    expect(page.locator(".messages")).to_contain_text("已办理“加签”")

    page = look.open(reverse("act", args=[request.pk, "give_opinion"]))
    page.get_by_label("同意", exact=True).check()
    page.get_by_role("button", name="提出审查意见").click()

    comes_in(look, county.rural)
    page = look.open(reverse("inbox"))
    expect(page.locator("main")).to_contain_text(request.title)
    for at in ("wide", "phone"):
        page = look.open(reverse("request", args=[request.pk]), at)
        expect(page.locator("main")).to_contain_text("待签署")
        look.photograph(f"signatures-{at}")
        look.is_well()
    look.open(reverse("act", args=[request.pk, "give_opinion"]))
    page.get_by_label("同意", exact=True).check()
    page.get_by_role("button", name="提出审查意见").click()
    expect(page.locator(".messages")).to_contain_text("已办理")
    assert "legality" not in desks_of(request)
    assert RequestEvent.objects.get(act="add_signer").reason == "涉及农业农村事项"


def test_the_administrator_sets_a_version_and_the_counter_moves_a_case_to_it(look, office):
    county = office.county
    request = office.submits(MEDIATION)
    head = f'county = "{CODE}"\nversion = "2026-9"\neffective_from = {localdate().isoformat()}\n'

    comes_in(look, User.objects.get(username="t-admin"))
    page = look.open(reverse("procedure_new") + f"?county={CODE}")
    page.get_by_label("办理程序（TOML）").fill(head + "[desks.screen]\nworking_days = 0\n")
    page.get_by_role("button", name="预览").click()
    expect(page.locator("main")).to_contain_text("从 1 起的整数")
    page.get_by_label("办理程序（TOML）").fill(head + "[desks.screen]\nworking_days = 4\n")
    page.get_by_role("button", name="预览").click()
    expect(page.locator("#changes")).to_be_attached()
    look.photograph("procedure-preview")
    look.is_well()
    page.get_by_role("button", name="启用").click()
    expect(page.locator(".messages")).to_contain_text("2026-9")
    assert CountyProcedure.objects.count() == 1

    comes_in(look, county.screener)
    for at in ("phone", "wide"):
        page = look.open(reverse("procedure"), at)
        look.photograph(f"procedure-{at}")
        look.is_well()
    page.locator("main").get_by_role("link", name=request.title).click()
    look.photograph("procedure-move")
    look.is_well()
    page.get_by_label("理由").fill("统一按新时限")
    page.get_by_role("button", name="转用新程序").click()
    expect(page.locator(".messages")).to_contain_text("已转用现行办理程序")
    assert Desk.objects.get(process__request=request).budget == 4
