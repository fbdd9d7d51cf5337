"""批量审定 in a real browser: ticked in the inbox, previewed, confirmed, and told one by one."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import close_old_connections
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.test_officer_pages import comes_in
from tests.cast import County
from tests.requests import AFFAIR
from tests.ways import before_the_authority
from workflows.models import AdmissionRequest, Decision, State
from workflows.services import decision
from workflows.services.decision import Ruling


def next_door(act):
    """Done by somebody else meanwhile, on a connection of his own."""

    def alone():
        close_old_connections()
        act()
        close_old_connections()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(alone).result()


@pytest.mark.parametrize("at", ["wide", "phone"])
def test_a_batch_is_decided_and_what_another_decided_meanwhile_is_told(look, at):
    county = County()
    requests = [before_the_authority(county, title, AFFAIR) for title in ("甲巡查", "乙巡查", "丙巡查")]
    comes_in(look, county.decider)
    page = look.open(reverse("inbox"), at)
    page.get_by_role("link", name="全选本页").click()
    expect(page.locator("input[name=chosen]:checked")).to_have_count(3)
    look.photograph(f"batch-inbox-{at}")
    look.is_well()

    page.get_by_role("button", name="批量办理所选").click()
    look.is_well()
    page.get_by_label("准予准入").check()
    page.get_by_label("理由").fill("群众需要，依据充分")
    page.get_by_role("button", name="逐件预览").click()
    expect(page.locator("main")).to_contain_text("可以办理 3 件；不能办理 0 件")
    look.photograph(f"batch-preview-{at}")
    look.is_well()

    refused = {1: Ruling(Decision.REFUSED, "不需要")}
    next_door(lambda: decision.decide(requests[1], by=county.decider, rulings=refused))
    page.get_by_role("button", name="确认办理 3 件").click()
    expect(page.locator("main")).to_contain_text("已办理 2 件；未办理 0 件；已由他人办理或者已有变化 1 件。")
    expect(page.locator("main")).to_contain_text(f"由 {county.decider} 于")
    look.photograph(f"batch-result-{at}")
    look.is_well()
    states = AdmissionRequest.objects.order_by("title").values_list("state", flat=True)
    assert sorted(states) == [State.PUBLICATION, State.PUBLICATION, State.REFUSED]
