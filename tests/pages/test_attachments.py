"""附件: what may be handed in, by whom and when; who sees it; and that nothing of it is ever run."""

import io
import socket
import struct
import threading
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image

from tests.requests import MEDIATION, draft
from workflows.models import Attachment, Checked, RequestEvent
from workflows.papers import filetypes
from workflows.services import attaching


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def pdf(pages=1):
    from fpdf import FPDF

    made = FPDF()
    for _page in range(pages):
        made.add_page()
    return bytes(made.output())


def png(size=(20, 20)):
    file = io.BytesIO()
    Image.new("1", size).save(file, "PNG")
    return file.getvalue()


def archive(parts, compression=zipfile.ZIP_DEFLATED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return file.getvalue()


def docx(**more):
    return archive({"[Content_Types].xml": "<x/>", "word/document.xml": "<w/>", **more})


def uploads(office, officer, request, content, name="方案.pdf"):
    office.client.force_login(officer)
    file = SimpleUploadedFile("x", content, content_type="text/html")
    file.name = name
    office.answer = office.client.post(reverse("attachments", args=[request.pk]), {"file": file})
    return office.answer.status_code


def opens(office, officer, row, page="attachment_file", *more):
    office.client.force_login(officer)
    return office.client.get(reverse(page, args=[row.request_id, row.pk, *more]))


def test_the_story_of_a_file_from_draft_to_opinion(office, county):
    request = draft(county, MEDIATION)
    assert uploads(office, county.clerk, request, pdf(2), "实施 方案（一）.pdf") == 302
    row = Attachment.objects.get()
    assert (row.name, row.kind, row.checked, row.organ) == (
        "实施 方案（一）.pdf",
        "pdf",
        Checked.OFF,
        county.department,
    )
    assert "实施 方案（一）.pdf" in office.sees(county.clerk, "request", request.pk)
    assert opens(office, county.screener, row).status_code == 404

    office.does(county.clerk, "submit", request)
    office.accepts(request)
    assert opens(office, county.justice, row).status_code == 200
    assert uploads(office, county.justice, request, png(), "依据.png") == 302
    assert Attachment.objects.last().desk == "legality"
    assert RequestEvent.objects.filter(act="attach", officer=county.justice).exists()
    page = office.sees(county.clerk, "attachments", request.pk)
    assert "依据.png" in page
    assert "台安县司法局" in page
    assert row.digest[:16] in page


def test_the_file_comes_back_byte_for_byte_and_only_to_be_kept(office, county):
    request = draft(county, MEDIATION)
    content = pdf()
    uploads(office, county.clerk, request, content)

    answer = opens(office, county.clerk, Attachment.objects.get())

    assert b"".join(answer.streaming_content) == content
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].endswith("; sandbox")
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "no-store"


def test_a_pdf_and_a_picture_are_looked_at_as_pictures(office, county):
    request = draft(county, MEDIATION)
    uploads(office, county.clerk, request, pdf(3))
    row = Attachment.objects.get()
    office.sees(county.clerk, "attachment", request.pk, row.pk)
    assert list(office.answer.context["pages"]) == [1, 2, 3]

    drawn = opens(office, county.clerk, row, "attachment_picture", 3)

    assert drawn["Content-Type"] == "image/png"
    assert drawn.content.startswith(b"\x89PNG")
    assert drawn["Content-Security-Policy"].endswith("; sandbox")
    assert opens(office, county.clerk, row, "attachment_picture", 4).status_code == 404


def test_a_pdf_that_cannot_be_drawn_says_so(office, county):
    request = draft(county, MEDIATION)
    uploads(office, county.clerk, request, b"%PDF-1.4\nnothing\n%%EOF")

    assert "请下载后查看" in office.sees(county.clerk, "attachment", request.pk, Attachment.objects.get().pk)


@pytest.mark.parametrize("name", ["方案.pdf", "a" * 300 + ".pdf", "方\u202e案fdp.exe", "../../etc/passwd", "C:\\x\\方案.PDF", 'a"b\r\nX: 1.pdf', "", " . "])  # fmt: skip
def test_b28_hostile_names_stay_names(office, county, own_folder, name):
    row = Attachment(name=attaching.shown_name(name, "pdf"))

    assert row.name.endswith(".pdf")
    assert not set(row.name) & set("/\\\r\n\u202e")
    assert len(row.name) <= 130


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (b"", "空.pdf"),
        (b"MZ\x90\x00", "程序.pdf"),
        (b"<html><script>alert(1)</script>", "页.docx"),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "图.png"),
        (pdf()[:-200], "残缺.pdf"),
        (png()[:-5], "残缺.png"),
        (archive({"a.txt": "x"}), "压缩.zip"),
        (docx(**{"word/vbaProject.bin": "x"}), "宏.docx"),
        (docx(**{"../../evil": "x"}), "路径.docx"),
        (docx(**{"run.exe": "x"}), "程序.docx"),
        (docx()[:-30], "残缺.docx"),
        (docx(bomb="0" * 30_000_000), "炸弹.docx"),
        (docx(**{f"p{n}": "" for n in range(filetypes.MOST_ENTRIES)}), "碎片.docx"),
        (png((9000, 9000)), "大图.png"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_plain_document_is_refused_at_the_field(office, county, own_folder, content, name):
    request = draft(county, MEDIATION)

    assert uploads(office, county.clerk, request, content, name) == 422

    assert office.answer.context["form"].errors["file"]
    assert not Attachment.objects.exists()
    assert not [path for path in own_folder.rglob("*") if path.is_file()]


def test_a_lying_archive_is_not_unpacked_beyond_its_word(monkeypatch):
    content = bytearray(docx(big="x" * 5000))
    at = content.rfind(b"PK\x01\x02", 0, content.rfind(b"big"))
    content[at + 24 : at + 28] = struct.pack("<L", 10)

    with pytest.raises(filetypes.NotADocument):
        filetypes.type_of(io.BytesIO(bytes(content)))


@pytest.mark.parametrize(("content", "kind"), [(docx(), "docx"), (archive({"xl/workbook.xml": "x"}), "xlsx"), (archive({"OFD.xml": "x"}), "ofd")])  # fmt: skip
def test_what_it_is_its_bytes_say(content, kind):
    assert filetypes.type_of(io.BytesIO(content)) == kind


def test_too_large_and_too_many(office, county, monkeypatch):
    request = draft(county, MEDIATION)
    monkeypatch.setattr(attaching, "LARGEST", 100)
    assert uploads(office, county.clerk, request, pdf()) == 422
    monkeypatch.undo()
    monkeypatch.setattr(attaching, "MOST", 1)
    assert uploads(office, county.clerk, request, png((1, 1)), "一.png") == 302
    assert uploads(office, county.clerk, request, png((2, 2)), "二.png") == 409
    assert Attachment.objects.count() == 1


def test_the_same_file_twice_is_one_attachment(office, county, own_folder):
    request = draft(county, MEDIATION)
    for _click in range(2):
        assert uploads(office, county.clerk, request, png()) == 302

    assert Attachment.objects.count() == 1
    assert len([path for path in own_folder.rglob("*") if path.is_file()]) == 1


def test_a_full_disk_leaves_nothing_and_says_so(office, county, own_folder, monkeypatch):
    def full(*_arguments, **_more):
        raise OSError(28, "No space left on device")

    request = draft(county, MEDIATION)
    monkeypatch.setattr(attaching.Path, "replace", full)

    assert uploads(office, county.clerk, request, pdf()) == 422
    assert not Attachment.objects.exists()
    assert not [path for path in own_folder.rglob("*") if path.is_file()]


def test_only_who_writes_or_is_asked_hands_in(office, county):
    request = office.submits(MEDIATION)
    assert uploads(office, county.clerk, request, pdf()) == 409  # submitted, not returned
    assert uploads(office, county.screener, request, pdf()) == 403
    assert uploads(office, county.neighbour_clerk, request, pdf()) == 404
    office.accepts(request)
    office.does(county.justice, "give_opinion", request, conclusion="supports")
    assert uploads(office, county.justice, request, pdf()) == 409
    assert not Attachment.objects.exists()


def test_a_neighbour_finds_no_page_of_it(office, county):
    request = draft(county, MEDIATION)
    uploads(office, county.clerk, request, pdf())
    row = Attachment.objects.get()

    for page, more in (("attachment", ()), ("attachment_file", ()), ("attachment_picture", (1,))):
        assert opens(office, county.neighbour_clerk, row, page, *more).status_code == 404
    other = draft(county, MEDIATION)
    office.client.force_login(county.clerk)
    assert office.client.get(reverse("attachment_file", args=[other.pk, row.pk])).status_code == 404


def test_taken_away_by_its_office_while_it_may_hand_in(office, county):
    request = draft(county, MEDIATION)
    uploads(office, county.clerk, request, pdf())
    row = Attachment.objects.get()
    address = reverse("attachment_remove", args=[request.pk, row.pk])
    office.client.get(address)
    assert Attachment.objects.filter(removed_at__isnull=True).exists()

    office.client.post(address)

    assert not Attachment.objects.filter(removed_at__isnull=True).exists()
    assert opens(office, county.clerk, row).status_code == 404
    assert uploads(office, county.clerk, request, pdf()) == 302


def test_a_draft_with_files_can_still_be_thrown_away(office, county):
    request = draft(county, MEDIATION)
    uploads(office, county.clerk, request, pdf())

    assert office.client.post(reverse("request_discard", args=[request.pk])).status_code == 302
    assert not Attachment.objects.exists()


# The scanner


@pytest.fixture
def clamd(settings):
    """Something that speaks INSTREAM on a socket: it finds what contains EICAR."""
    server = socket.create_server(("127.0.0.1", 0))
    settings.CLAMD = f"127.0.0.1:{server.getsockname()[1]}"
    thread = threading.Thread(target=_scan, args=[server], daemon=True)
    thread.start()
    yield
    server.close()


def _scan(server):
    while True:
        try:
            line, _address = server.accept()
        except OSError:
            return
        with line, line.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            content = b""
            while size := struct.unpack("!L", stream.read(4))[0]:
                content += stream.read(size)
            line.sendall(b"stream: Eicar-Test FOUND\0" if b"EICAR" in content else b"stream: OK\0")


def test_what_the_scanner_finds_is_not_kept(office, county, clamd, own_folder):
    request = draft(county, MEDIATION)

    assert uploads(office, county.clerk, request, b"%PDF-1.4 EICAR %%EOF") == 422
    assert "病毒" in str(office.answer.context["form"].errors)
    assert not [path for path in own_folder.rglob("*") if path.is_file()]
    assert uploads(office, county.clerk, request, pdf()) == 302
    assert Attachment.objects.get().checked == Checked.CLEAN


def test_while_the_scanner_is_silent_files_come_in_but_not_out(office, county, settings):
    settings.CLAMD = "/nowhere/clamd.sock"
    request = draft(county, MEDIATION)
    assert uploads(office, county.clerk, request, pdf()) == 302
    row = Attachment.objects.get()
    assert row.checked == Checked.PENDING

    assert opens(office, county.clerk, row).status_code == 409
    assert opens(office, county.clerk, row, "attachment_picture", 1).status_code == 404


def test_when_it_answers_again_the_file_is_given(office, county, settings, clamd):
    address, settings.CLAMD = settings.CLAMD, "/nowhere/clamd.sock"
    request = draft(county, MEDIATION)
    uploads(office, county.clerk, request, pdf())
    settings.CLAMD = address

    assert opens(office, county.clerk, Attachment.objects.get()).status_code == 200
    assert Attachment.objects.get().checked == Checked.CLEAN
