"""批量督办 in a real browser: from the list of late things to the result of each, with the progress in between."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils.timezone import localdate
from playwright.sync_api import expect

from tests.browser.test_officer_pages import comes_in
from tests.cast import County
from tests.catalogues.standing_things import entry, village
from tests.requests import MEDIATION, draft
from workflows.models import Batch, Desk, SupervisionOrder
from workflows.services import batches, demands, submission
from workflows.services.demands import Told


@pytest.mark.parametrize("at", ["wide", "phone"])
def test_orders_on_a_whole_list_are_previewed_confirmed_and_told_one_by_one(look, at, monkeypatch):
    monkeypatch.setattr(batches, "AT_ONCE", 2)
    monkeypatch.setattr(batches, "_ring", lambda _pk: None)
    county = County()
    for title in ("甲调解委员会", "乙调解委员会", "丙调解委员会"):
        submission.submit(draft(county, MEDIATION | {"title": title}), by=county.clerk)
    Desk.objects.update(due_on=localdate() - timedelta(days=4))
    comes_in(look, county.supervisor)
    page = look.open(reverse("supervision_list", args=["overdue"]), at)
    look.photograph(f"orders-list-{at}")
    page.get_by_role("link", name="对名单所列逐个督办").click()
    look.is_well()
    page.get_by_label("要求").fill("三日内办结并反馈。")
    look.photograph(f"orders-many-{at}")
    page.get_by_role("button", name="逐件预览").click()
    expect(page.locator("progress")).to_be_visible()
    look.photograph(f"orders-progress-{at}")
    look.is_well()

    batch = Batch.objects.get()
    batches.work(batch.pk)
    expect(page.locator("main")).to_contain_text("可以办理 3 件；不能办理 0 件", timeout=10_000)
    look.photograph(f"orders-preview-{at}")
    look.is_well()
    page.get_by_role("button", name="确认办理 3 件").click()
    expect(page.locator("progress")).to_be_visible()
    batches.work(batch.pk)
    expect(page.locator("main")).to_contain_text("已办理 3 件；未办理 0 件", timeout=10_000)
    look.photograph(f"orders-result-{at}")
    look.is_well()
    assert SupervisionOrder.objects.count() == 3


@pytest.mark.parametrize("at", ["wide", "phone"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_order_on_what_a_village_reported_names_neither_place_nor_day(look, at, language):
    county = County()
    entry(county, "安全生产日报表", valid_until=date(2026, 3, 1))
    report, _receipt = demands.report(
        Told(place=village(), title="安全生产日报表", told="每天要截图", once=uuid4(), asked_by="台安县民政局")
    )
    comes_in(look, county.supervisor)
    look.page.context.add_cookies([{"name": "django_language", "value": language, "url": look.address}])
    look.open(reverse("supervision_list", args=["still-demanded"]), at)
    look.photograph(f"still-demanded-{language}-{at}")
    look.is_well()
    page = look.open(f"{reverse('order_new')}?about=report-{report.pk}", at)
    expect(page.locator("main")).not_to_contain_text(village().name)
    expect(page.locator("main")).not_to_contain_text(report.number)
    look.photograph(f"order-on-report-{language}-{at}")
    look.is_well()
    look.open(reverse("supervision"), at)
    look.photograph(f"supervision-{language}-{at}")
    look.open(reverse("figures"), at)
    look.photograph(f"figures-{language}-{at}")
    look.is_well()
