"""导出 in a real browser: a long list is written in the background, its progress is seen, and the file is fetched."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.test_batches import next_door
from tests.browser.test_letter_pages import fetched
from tests.browser.test_officer_pages import comes_in
from tests.requests import MEDIATION, draft
from workflows.models import Export, ExportState
from workflows.pages.exports import rows, writing


@pytest.fixture(autouse=True)
def short_lists_are_long(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(rows, "LONG", 2)


def found(**fields):
    """What a worker that died at the second row has left, or when it would be missed."""
    next_door(lambda: Export.objects.update(**fields))


@pytest.mark.parametrize("at", ["wide", "phone"])
def test_a_long_list_is_written_in_the_background_and_fetched(look, office, at):
    for _each in range(4):
        draft(office.county, MEDIATION)
    comes_in(look, office.county.clerk)
    page = look.open(reverse("request_list"), at)
    page.get_by_role("link", name="XLSX").click()
    expect(page.locator("main")).to_contain_text("共 4 条，超过 2 条的在后台生成")
    look.photograph(f"export-asked-{at}")
    look.is_well()

    page.get_by_role("button", name="在后台生成").click()
    expect(page.locator("#export-progress")).to_contain_text("排队")
    now = timezone.now()
    found(status=ExportState.RUNNING, total=4, done=2, lease_until=now + timedelta(minutes=5))
    expect(page.locator("#export-progress")).to_contain_text("2 / 4 行")
    assert page.locator("progress").get_attribute("value") == "50"
    look.photograph(f"export-running-{at}")
    look.is_well()

    found(lease_until=now - timedelta(minutes=1))
    next_door(writing.sweep)
    expect(page.locator("#export-progress")).to_contain_text("4 / 4 行")
    look.photograph(f"export-done-{at}")
    look.is_well()
    name, file = fetched(page, page.get_by_role("link", name="下载"))
    assert name.endswith(".xlsx")
    assert openpyxl.load_workbook(io.BytesIO(file)).active.max_row == 5

    page = look.open(reverse("exports"), at)
    expect(page.locator("table.records tbody tr")).to_have_count(1)
    look.photograph(f"exports-{at}")
    look.is_well()


def test_another_officer_does_not_fetch_it(look, office):
    for _each in range(3):
        draft(office.county, MEDIATION)
    comes_in(look, office.county.clerk)
    page = look.open(reverse("request_list"))
    page.get_by_role("link", name="CSV").click()
    page.get_by_role("button", name="在后台生成").click()
    expect(page.locator("#export-progress")).to_be_visible()
    next_door(writing.sweep)

    comes_in(look, office.county.screener)
    for name in ("export", "export_file"):
        answer = page.goto(look.address + reverse(name, args=[Export.objects.get().pk]))
        assert answer is not None and answer.status == 404
