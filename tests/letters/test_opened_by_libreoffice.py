"""Each letter's DOCX as LibreOffice sets it: the words of the PDF on about as many pages, and the grid of the standard."""

import re
import shutil
import subprocess
from pathlib import Path

import pypdfium2
import pytest
from django.db import transaction

from tests.letters.test_every_kind import LETTERS, issues, made
from tests.letters.test_layout import FULL, paper, rows, said
from workflows.models import IssuedLetter
from workflows.papers import docx, pdf

OFFICE = shutil.which("soffice") or shutil.which("libreoffice") or ""
pytestmark = pytest.mark.skipif(not OFFICE, reason="no LibreOffice on this machine")


def opened(folder: Path) -> dict[str, bytes]:
    """Every DOCX of the folder, set by LibreOffice, as PDF; it has a profile of its own."""
    files = sorted(folder.glob("*.docx"))
    profile = f"-env:UserInstallation={(folder / 'profile').as_uri()}"
    convert = [OFFICE, profile, "--headless", "--convert-to", "pdf", "--outdir", folder, *files]
    subprocess.run(convert, check=True, capture_output=True, timeout=300)
    return {file.stem: file.with_suffix(".pdf").read_bytes() for file in files}


def pages(file: bytes) -> int:
    return len(pypdfium2.PdfDocument(file))


def words(file: bytes) -> str:
    """What is said, without what each program sets in its own way: blanks, line ends, page numbers."""
    return "".join(sign for sign in re.sub(r"—\s*\d+\s*—", "", said(file)) if sign.isalnum())


def all_letters(office, county, folder: Path) -> dict[str, IssuedLetter]:
    """One of each kind, each in a county where nothing else happened."""
    issued = {}
    for name in LETTERS:
        with transaction.atomic():
            matter, officer, _says = made(office, county, name)
            assert issues(office, officer, matter, name) == 302
            issued[name] = IssuedLetter.objects.get()
            (folder / f"{name}.docx").write_bytes(bytes(issued[name].docx))
            transaction.set_rollback(True)
    return issued


def test_each_letter_says_what_its_pdf_says(office, county, tmp_path):
    issued = all_letters(office, county, tmp_path)

    for name, file in opened(tmp_path).items():
        letter = issued[name]
        assert abs(pages(file) - letter.pages) <= 1, name
        assert letter.number in said(file).replace(" ", ""), name
        assert sorted(words(file)) == sorted(words(bytes(letter.pdf))), name


def test_a_full_page_has_22_lines_of_28_signs_there_too(tmp_path):
    (tmp_path / "full.docx").write_bytes(docx.made(paper(FULL)))

    file = opened(tmp_path)["full"]

    assert pages(file) == pages(pdf.made(paper(FULL)).file)
    assert [*map(len, rows(file, 1))] == [28] * 22


def test_a_long_title_ends_in_no_line_of_one_sign(tmp_path):
    long = "关于《人民调解委员会》准入申请的补正通知书"
    (tmp_path / "long.docx").write_bytes(docx.made(paper(FULL, title=long)))

    lines = [line for line in rows(opened(tmp_path)["long"], 0) if line and line in long]

    assert "".join(lines) == long
    assert min(map(len, lines)) > 5
