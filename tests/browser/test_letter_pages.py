"""文书 in a real browser: read, previewed, issued and fetched, on whatever they hang; templates looked at before they hold."""

import io
from pathlib import Path

import docx
import pypdfium2
import pytest
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.test_officer_pages import comes_in
from tests.letters.test_every_kind import admitted, closed, left, ordered
from tests.letters.test_issuing import said
from workflows.models import IssuedLetter, LetterTemplate
from workflows.pages.letters.listed import home

# On what, whose it is, which letter, and what must stand on its page.
LETTERS = {
    "approval": (admitted, "decider", "准入批复", "人民调解委员会"),
    "supervision_order": (ordered, "supervisor", "督办通知书", "要求各村每日上报照片"),
    "order_over": (closed, "supervisor", "督办了结通知书", "抽查三个村"),
    "exit": (left, "decider", "退出决定书", "没有实际效用"),
}


def fetched(page, link) -> tuple[str, bytes]:
    """The name under which the browser keeps what the link leads to, and the file."""
    with page.expect_download() as waiting:
        link.click()
    return waiting.value.suggested_filename, Path(waiting.value.path()).read_bytes()


@pytest.mark.parametrize("at", ["wide", "phone"])
@pytest.mark.parametrize("name", LETTERS)
def test_a_letter_is_found_previewed_issued_and_fetched(look, office, name, at):
    make, post, title, says = LETTERS[name]
    matter = make(office, office.county)
    comes_in(look, getattr(office.county, post))
    page = look.open(home(matter), at)
    look.photograph(f"letter-home-{name}-{at}")
    look.is_well()
    page.locator("#documents").get_by_role("link", name=title).first.click()
    expect(page.locator("article.paper")).to_contain_text(says)
    expect(page.locator(".docno")).to_have_text("尚未签发")
    look.photograph(f"letter-{name}-{at}")
    look.is_well()

    kept, preview = fetched(page, page.get_by_role("link", name="公文版式预览"))
    assert kept.endswith("（预览）.pdf")
    assert "未签发" in said(preview)

    page.get_by_role("button", name="签发", exact=True).click()
    expect(page.locator(".messages")).to_contain_text(f"已签发“{title}”")
    letter = IssuedLetter.objects.get()
    expect(page.locator("#issued")).to_contain_text(letter.number)
    look.photograph(f"letter-issued-{name}-{at}")
    look.is_well()
    kept, as_pdf = fetched(page, page.locator("#issued").get_by_role("link", name="PDF"))
    assert kept == f"{letter.number} {letter.title}.pdf"
    assert as_pdf == bytes(letter.pdf)
    assert len(pypdfium2.PdfDocument(as_pdf)) == letter.pages
    kept, as_docx = fetched(page, page.locator("#issued").get_by_role("link", name="DOCX"))
    assert kept.endswith(".docx")
    assert any(letter.title in each.text.replace("\n", "") for each in docx.Document(io.BytesIO(as_docx)).paragraphs)


def test_a_window_left_open_issues_no_second_letter(look, office):
    matter = ordered(office, office.county)
    comes_in(look, office.county.supervisor)
    page = look.open(reverse("order_document", args=[matter.row.pk, "supervision_order"]))
    office.client.force_login(office.county.supervisor)
    office.client.post(reverse("order_document_issue", args=[matter.row.pk, "supervision_order"]), {"issued": 0})

    page.get_by_role("button", name="签发", exact=True).click()
    expect(page.locator(".error-summary")).to_contain_text(IssuedLetter.objects.get().number)
    look.photograph("letter-too-late")
    look.is_well()
    assert IssuedLetter.objects.count() == 1


def test_who_has_to_answer_reads_the_order_and_cannot_issue_it(look, office):
    matter = ordered(office, office.county)
    comes_in(look, office.county.clerk)
    page = look.open(home(matter))
    page.locator("#documents").get_by_role("link", name="督办通知书").click()

    expect(page.locator("article.paper")).to_contain_text("请于")
    expect(page.get_by_role("button", name="签发")).to_have_count(0)
    look.is_well()


def test_a_template_is_looked_at_refused_at_its_field_and_kept_as_a_version(look, office):
    comes_in(look, User.objects.get(username="t-admin"))
    page = look.open(reverse("admin:workflows_lettertemplate_add"))
    page.get_by_role("link", name="退出决定书").click()
    text = page.locator("#id_text")
    assert "{{退出编号}}" in text.input_value()
    begun = text.input_value()

    text.fill(begun + "\n{{退出编号.__class__}}")
    page.get_by_role("button", name="预览（PDF）").click()
    expect(page.locator(".errorlist")).to_contain_text("没有“退出编号.__class__”这一项")
    look.photograph("template-refused")

    text.fill(begun.replace("# 五、救济", "# 五、救济途径"))
    _kept, preview = fetched(page, page.get_by_role("button", name="预览（PDF）"))
    assert "五、救济途径" in said(preview)
    assert not LetterTemplate.objects.exists()
    page.locator("#id_note").fill("改标题")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.locator("#result_list")).to_contain_text("改标题")
    look.photograph("template-versions")
    assert LetterTemplate.objects.get().set_by.username == "t-admin"
