"""附件 in a real browser: uploaded, looked at as pictures, fetched; what is no such file is refused at its field."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.test_letter_pages import fetched
from tests.browser.test_officer_pages import comes_in
from tests.pages.test_attachments import pdf, png
from tests.requests import MEDIATION, draft
from workflows.models import Attachment

HOSTILE = '方案"><img src=x onerror=alert(1)>\u202efdp.exe;rm -rf ～（一） ＆ &amp; %00.pdf'


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def files(look, office):
    """The clerk before the attachments of his draft."""
    request = draft(office.county, MEDIATION)
    comes_in(look, office.county.clerk)
    return look.open(reverse("attachments", args=[request.pk]))


def uploads(page, name, content, kind="application/pdf"):
    page.get_by_label("文件", exact=True).set_input_files({"name": name, "mimeType": kind, "buffer": content})
    page.get_by_role("button", name="上传").click()


@pytest.mark.parametrize("at", ["wide", "phone"])
def test_a_pdf_and_a_picture_are_uploaded_looked_at_and_fetched(look, files, at):
    look.open(files.url.removeprefix(look.address), at)
    for name, content, kind, pictures in (
        ("实施方案.pdf", pdf(2), "application/pdf", 2),
        ("现场照片.png", png((300, 200)), "image/png", 1),
    ):
        uploads(files, name, content, kind)
        expect(files.locator(".messages")).to_contain_text("附件已上传")
        look.photograph(f"attachments-{at}")
        look.is_well()
        files.get_by_role("link", name=name).click()
        expect(files.locator(".page-picture img")).to_have_count(pictures)
        for picture in files.locator(".page-picture img").all():
            picture.scroll_into_view_if_needed()
            expect(picture).not_to_have_js_property("naturalWidth", 0)
        look.photograph(f"attachment-{kind.rpartition('/')[2]}-{at}")
        look.is_well()
        assert fetched(files, files.get_by_role("link", name="下载")) == (name, content)
        files.go_back()


def test_a_hostile_name_stays_a_name(look, files):
    files.on("dialog", lambda dialog: pytest.fail(f"a script ran: {dialog.message}"))
    content = pdf()
    uploads(files, HOSTILE, content)

    expect(files.locator(".messages")).to_contain_text("附件已上传")
    row = Attachment.objects.get()
    assert not set(row.name) & set("\u202e/\\\x00")
    expect(files.locator("table.records img")).to_have_count(0)
    look.photograph("attachment-hostile")
    look.is_well()
    files.locator("table.records").get_by_role("link").first.click()
    expect(files.locator("h1")).to_have_text(row.name)
    look.is_well()
    kept, file = fetched(files, files.get_by_role("link", name="下载"))
    assert file == content
    assert kept.endswith(".pdf")


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("方案.pdf", b"<script>alert(1)</script>", "application/pdf"),
        ("程序.exe", b"MZ" + bytes(100), "application/octet-stream"),
        ("图.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/svg+xml"),
        ("空.pdf", b"", "application/pdf"),
    ],
    ids=["script as pdf", "program", "svg", "empty"],
)
def test_another_type_is_refused_at_its_field(look, files, name, content, kind):
    uploads(files, name, content, kind)

    expect(files.locator(".error-summary")).to_be_focused()
    expect(files.locator("input[name=file]")).to_have_attribute("aria-invalid", "true")
    look.photograph(f"attachment-refused-{name.rpartition('.')[2]}")
    look.is_well()
    assert not Attachment.objects.exists()
