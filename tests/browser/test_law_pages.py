"""The pages of changed laws and of documents that no register holds, in a real browser, wide and on a phone."""

import pytest
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from playwright.sync_api import expect

from laws.models import Article, ChangeKind, Confirmation, LawChange, LegalSource
from tests.browser.test_officer_pages import comes_in, is_well_for
from tests.cast import County
from tests.requests import MEDIATION, STATION
from tests.steps import Office
from workflows.models import Citation, LawReview
from workflows.services import law_review


@pytest.fixture
def office(look):
    """The office next door. What it puts into the register is taken out again: the register is ground, and is not cleared."""
    stood = set(LegalSource.objects.values_list("pk", flat=True)), LawChange.objects.latest("pk").pk
    yield Office(Client(), County())
    _take_out_what_came_after(*stood)


@transaction.atomic
def _take_out_what_came_after(sources: set[int], change: int) -> None:
    _let_records("DISABLE")
    LawReview.objects.all().delete()
    LawChange.objects.filter(pk__gt=change).delete()
    Article.objects.filter(confirmation__isnull=False).delete()
    Confirmation.objects.all().delete()
    LegalSource.objects.exclude(pk__in=sources).delete()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    _let_records("ENABLE")


def _let_records(verb: str) -> None:
    """The triggers that keep records, which an owner may rest: a superuser is not at hand everywhere."""
    with connection.cursor() as cursor:
        for model in (LawReview, LawChange, Article, Confirmation, LegalSource):
            cursor.execute(f"ALTER TABLE {connection.ops.quote_name(model._meta.db_table)} {verb} TRIGGER USER")


@pytest.mark.parametrize("at", ["wide", "phone"])
def test_a_review_is_well_and_is_closed(look, office, at):
    office.submits(MEDIATION)
    LawChange.objects.create(
        source=LegalSource.objects.get(title="中华人民共和国人民调解法"),
        version="2010年文本",
        article=8,
        kind=ChangeKind.AMENDED,
        before="村民委员会设立人民调解委员会。",
        after="村民委员会可以设立人民调解委员会。",
        provenance="测试",
    )
    review = law_review.queue()[0]
    screener = office.county.screener
    is_well_for(look, screener, "law_reviews", at=at)
    is_well_for(look, screener, "law_review", review.pk, at=at)

    look.page.get_by_label("依据仍然成立").check()
    look.page.get_by_role("button", name="结束复查").click()
    expect(look.page.locator(".messages")).to_contain_text("依据已复查")


@pytest.mark.parametrize("at", ["wide", "phone"])
def test_a_document_is_confirmed_with_its_scan(look, office, at, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    request = office.submits(STATION)
    office.accepts(request)
    citation = Citation.objects.get(part__request=request)
    is_well_for(look, office.county.justice, "citation", request.pk, citation.pk, at=at)

    page = look.page
    page.get_by_role("button", name="核验属实，收入登记库").click()
    expect(page.locator(".error-summary")).to_contain_text("请上传原件扫描件")
    look.is_well()
    page.get_by_label("文件层级").select_option(label="县委县政府文件")
    page.get_by_label("制定机关").fill("台安县食品安全委员会")
    page.get_by_label("施行日期").fill("2026-03-01")
    scan = tmp_path / "扫描件.pdf"
    scan.write_bytes(b"%PDF-1.7\n%%EOF")
    page.get_by_label("原件扫描件").set_input_files(scan)
    page.get_by_role("button", name="核验属实，收入登记库").click()
    expect(page.locator(".messages")).to_contain_text("收入登记库")

    comes_in(look, office.county.justice)
    page.goto(look.address + reverse("act", args=[request.pk, "give_opinion"]))
    expect(page.get_by_text("现行有效")).to_be_visible()
