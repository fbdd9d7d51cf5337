"""委托代理 in a real browser: who is away names a substitute, who acts in his name until the last day, and not at home."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect

from accounts.models import AllowedSubstitute, Delegation, User
from tests.browser.test_officer_pages import comes_in
from tests.conftest import clear_what_happened
from tests.requests import MEDIATION
from tests.ways import everybody_supports
from workflows.models import AdmissionRequest, Decision, Opinion, RequestEvent, State

LOGIN = "t-standing-in"
TODAY = localdate()
LAST = TODAY + timedelta(days=3)


@pytest.fixture(autouse=True)
def nobody_stays_away(look):
    """Who was lent what belongs to the ground, which tests that commit do not clear."""
    yield
    clear_what_happened()
    Delegation.objects.all().delete()
    AllowedSubstitute.objects.all().delete()
    User.objects.filter(username=LOGIN).delete()


def newcomer(name, organ):
    """An officer without a post of his own."""
    return User.objects.create(username=LOGIN, first_name=name, organ=organ)


def names(look, principal, substitute, at="wide"):
    """`principal` names his substitute on his own page."""
    comes_in(look, principal)
    page = look.open(reverse("delegations"), at)
    page.get_by_label("代理人").select_option(str(substitute.pk))
    page.get_by_label("结束日期").fill(LAST.isoformat())
    page.get_by_label("事由").fill("赴沈阳参加培训")
    page.get_by_role("button", name="委托", exact=True).click()
    expect(page.locator(".messages")).to_contain_text(f"已委托{substitute}")
    return page


@pytest.mark.parametrize("at", ["wide", "phone"])
def test_an_officer_goes_away_and_his_substitute_gives_the_opinion_in_his_name(look, office, at):
    county = office.county
    deputy = newcomer("副司法", county.justice.organ)
    request = office.submits(MEDIATION)
    office.accepts(request)
    names(look, county.justice, deputy, at)
    expect(look.page.locator("#given")).to_contain_text("代理中")
    look.photograph(f"delegation-given-{at}")
    look.is_well()

    comes_in(look, deputy)
    page = look.open(reverse("inbox"), at)
    expect(page.get_by_role("row", name=request.title)).to_contain_text(str(county.justice))
    look.photograph(f"delegation-inbox-{at}")
    look.is_well()
    page.get_by_role("link", name=request.title).click()
    expect(page.locator("main")).to_contain_text(f"您代 {county.justice} 办理，记录上写明两人")
    look.is_well()
    page.get_by_label("同意", exact=True).check()
    page.get_by_role("button", name="提出审查意见").click()
    expect(page.locator(".messages")).to_contain_text("已办理")

    opinion = Opinion.objects.get(desk="legality")
    assert (opinion.officer, opinion.in_place_of, opinion.organ) == (deputy, county.justice, county.justice.organ)
    comes_in(look, county.clerk)
    page = look.open(reverse("request", args=[request.pk]), at)
    expect(page.locator("main")).to_contain_text(f"{deputy} 代 {county.justice}")
    look.photograph(f"delegation-record-{at}")
    look.is_well()


def test_the_substitute_decides_in_the_name_of_who_is_away(look, office):
    county = office.county
    deputy = newcomer("副审定", county.decider.organ)
    request = office.comes_to_decision(MEDIATION)
    names(look, county.decider, deputy)

    comes_in(look, deputy)
    page = look.open(reverse("inbox"))
    page.get_by_role("link", name=request.title).click()
    expect(page.locator("main")).to_contain_text(f"您代 {county.decider} 办理")
    page.get_by_label("准予准入", exact=True).check()
    page.get_by_label("理由").first.fill("群众需要，依据充分")
    page.get_by_role("button", name="作出决定").click()
    expect(page.locator(".messages")).to_contain_text("已办理“审定”")

    event = RequestEvent.objects.filter(request=request, officer=deputy).last()
    assert (event.officer, event.in_place_of) == (deputy, county.decider)
    assert AdmissionRequest.objects.get(pk=request.pk).parts.get().decision == Decision.ADMITTED


def test_it_ends_by_itself_after_its_last_day(look, office):
    county = office.county
    deputy = newcomer("副受理", county.screener.organ)
    request = office.submits(MEDIATION)
    names(look, county.screener, deputy)
    comes_in(look, deputy)
    expect(look.open(reverse("inbox")).locator("main")).to_contain_text(request.title)

    # A week later; nobody has done anything about it.
    week = timedelta(days=7)
    Delegation.objects.update(starts_on=TODAY - week, ends_on=LAST - week)
    page = look.open(reverse("delegations"))
    expect(page.locator("#taken")).to_contain_text("已结束")
    look.is_well()
    assert look.page.goto(look.address + reverse("inbox")).status == 403
    look.page.goto(look.address + reverse("act", args=[request.pk, "accept"]))
    expect(look.page.locator("body")).not_to_contain_text("您代")
    assert AdmissionRequest.objects.get(pk=request.pk).state == State.SCREENING


def test_nobody_decides_on_his_own_organs_request_through_it(look, office):
    """The clerk's colleague stands in for the authority: what his own organ applies for does not come to him."""
    county = office.county
    AllowedSubstitute.objects.create(organ=county.decider.organ, by=county.department)
    colleague = newcomer("同局人", county.department)
    request = office.submits(MEDIATION)
    office.accepts(request)
    for _stage in range(2):
        everybody_supports(AdmissionRequest.objects.get(pk=request.pk), county)
    names(look, county.decider, colleague)

    comes_in(look, colleague)
    page = look.open(reverse("inbox"))
    expect(page.locator("main")).to_contain_text("没有待办事项")
    look.photograph("delegation-own-organ")
    look.is_well()
    page.goto(look.address + reverse("decide", args=[request.pk]))
    expect(page.get_by_role("button", name="作出决定")).to_have_count(0)
    assert AdmissionRequest.objects.get(pk=request.pk).state == State.AWAITING_DECISION
