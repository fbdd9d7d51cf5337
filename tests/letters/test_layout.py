"""The PDF and the DOCX of a letter, measured: GB/T 9704-2012, in points read from the file itself."""

import io
import re
from collections import Counter
from datetime import date

import docx as word
import pypdfium2
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm

from workflows.papers import breaking, docx, pdf
from workflows.papers.measures import BOTTOM, LEFT, PAGE, PITCH, RIGHT, STEP, TOP
from workflows.papers.paper import Form, Line, Paper, Style

FULL = Line(Style.TEXT, "准" * 28 * 60)


def paper(*lines, **given):
    about = {
        "issuers": ("台安县民政局",),
        "masthead": "台安县民政局",
        "title": "关于《人民调解委员会》准入申请的受理通知书",
        "to": "台安县市场监督管理局",
        "day": date(2026, 3, 5),
        "number": "台安民准〔2026〕7号",
        "printed_by": "台安县民政局",
    }
    return Paper(**{**about, **given, "lines": lines})


def signs(file: bytes, page: int) -> list[tuple[str, float, float]]:
    """(sign, left edge, line it stands on from above) of what is printed on a page."""
    document = pypdfium2.PdfDocument(file)
    text = document[page].get_textpage()
    found = []
    for at in range(text.count_chars()):
        sign = text.get_text_range(at, 1)
        left, bottom, _right, _top = text.get_charbox(at, loose=True)
        if sign.strip():
            found.append((sign, left, PAGE[1] - bottom))
    return found


def rows(file: bytes, page: int) -> list[str]:
    """What stands on each line of the text area."""
    lines: dict[int, list[str]] = {}
    for sign, _left, y in signs(file, page):
        if TOP <= y <= BOTTOM + 1:
            lines.setdefault(round((y - TOP) / PITCH), []).append(sign)
    return ["".join(lines[at]) for at in sorted(lines)]


def said(file: bytes) -> str:
    document = pypdfium2.PdfDocument(file)
    return "".join(page.get_textpage().get_text_range() for page in document)


def test_a_full_page_has_22_lines_of_28_signs():
    made = pdf.made(paper(FULL))

    page = rows(made.file, 1)

    assert len(page) == 22
    assert Counter(map(len, page)) == {28: 22}


@pytest.mark.parametrize("before", range(8, 32))
@pytest.mark.parametrize(
    "after", [Line(Style.TEXT, "内容" * 30), Line(Style.ROW, cells=("甲", "乙"))], ids=["text", "table"]
)
def test_a_heading_stands_on_the_page_of_what_it_heads(before, after):
    lines = [Line(Style.TEXT, "准")] * before
    made = pdf.made(paper(*lines, Line(Style.HEADING, "三、救济"), after, *lines))

    for page in range(made.pages):
        assert rows(made.file, page)[-1] != "三、救济"


def test_the_text_stands_in_156_by_225_millimetres_37_below_the_edge_and_28_from_it():
    made = pdf.made(paper(FULL))

    text = [(left, y) for sign, left, y in signs(made.file, 1) if sign == "准"]

    assert min(left for left, _y in text) == pytest.approx(LEFT, abs=0.5)
    assert max(left for left, _y in text) + STEP == pytest.approx(RIGHT, abs=0.5)
    assert min(y for _left, y in text) == pytest.approx(TOP + PITCH / 2 + 8, abs=3)
    assert max(y for _left, y in text) == pytest.approx(BOTTOM, abs=PITCH / 2)


def test_the_page_is_a4_and_each_face_is_in_the_file():
    made = pdf.made(paper(Line(Style.HEADING, "一、事项"), Line(Style.TEXT, "内容")))
    document = pypdfium2.PdfDocument(made.file)

    assert document[0].get_size() == pytest.approx(PAGE, abs=0.1)
    fonts = re.findall(rb"/FontName /(\S+)", made.file)
    assert fonts
    assert made.file.count(b"/FontFile") >= len(set(fonts))
    assert "内容" in said(made.file)


def test_page_numbers_stand_outside_right_on_odd_and_left_on_even_pages():
    made = pdf.made(paper(FULL))

    def number(page):
        return [(sign, left) for sign, left, y in signs(made.file, page) if y > BOTTOM + 10]

    assert "".join(sign for sign, _left in number(0)) == "—1—"
    assert number(0)[0][1] > 400
    assert "".join(sign for sign, _left in number(1)) == "—2—"
    assert number(1)[0][1] == pytest.approx(LEFT + STEP, abs=1)


def test_a_letter_has_no_number_on_its_first_page():
    made = pdf.made(paper(FULL, form=Form.LETTER, printed_by=""))

    assert [sign for sign, _left, y in signs(made.file, 0) if y > BOTTOM + 10] == []


def test_the_masthead_begins_35_millimetres_below_the_text_area_and_is_red():
    made = pdf.made(paper(Line(Style.TEXT, "内容")))

    top = next(y for sign, _left, y in signs(made.file, 0) if sign == "台")
    picture = pypdfium2.PdfDocument(made.file)[0].render(scale=1).to_pil().convert("RGB")
    reddish = [y for y in range(picture.height) for x in range(0, picture.width, 3) if _red(picture.getpixel((x, y)))]

    assert min(reddish) == pytest.approx(72 * 72 / 25.4, abs=5)
    assert top > min(reddish)


def _red(pixel):
    return pixel[0] > 180 and pixel[1] < 80 and pixel[2] < 80


def test_a_signature_never_stands_on_a_page_without_text():
    for count in (13, 16, 17):
        made = pdf.made(paper(Line(Style.TEXT, "准" * (28 * count - 2)), copies="台安县财政局"))
        last = rows(made.file, made.pages - 1)
        assert any("准" in row and "民" not in row for row in last)


def test_an_unissued_letter_says_so_on_each_page_and_has_no_number():
    made = pdf.made(paper(FULL, number=""))

    assert said(made.file).count("未签发") == made.pages
    assert "〔2026〕" not in said(made.file)


def test_the_same_letter_is_the_same_file():
    assert pdf.made(paper(FULL)).file == pdf.made(paper(FULL)).file


def test_signs_no_face_has_are_printed_as_the_mark_for_a_missing_type():
    made = pdf.made(paper(Line(Style.TEXT, "村\U0001f600名")))

    assert made.lacking == {"\U0001f600"}
    assert "村〓名" in said(made.file)


def test_a_long_cell_goes_on_over_pages_and_loses_nothing():
    text = "".join(chr(0x4E00 + n) for n in range(400)) * 4
    made = pdf.made(paper(Line(Style.ROW, cells=("内容", text))))

    printed = said(made.file)
    assert made.pages >= 2
    assert sum(printed.count(sign) for sign in set(text)) >= len(text)


def test_no_line_begins_with_a_closing_sign_or_ends_with_an_opening_one():
    made = pdf.made(paper(Line(Style.TEXT, "依据《人民调解法》，第（一）项。" * 60)))

    for line in rows(made.file, 1):
        assert line[0] not in "，。、；：》）"
        assert line[-1] not in "《（“"


def test_the_docx_has_the_same_page_and_grid():
    document = word.Document(io.BytesIO(docx.made(paper(FULL))))
    section = document.sections[0]
    grid = section._sectPr.find(qn("w:docGrid"))

    assert (section.page_width, section.page_height) == (
        pytest.approx(Mm(210), abs=700),
        pytest.approx(Mm(297), abs=700),
    )
    assert (section.top_margin, section.left_margin) == (pytest.approx(Mm(37), abs=700), pytest.approx(Mm(28), abs=700))
    text = section.page_width - section.left_margin - section.right_margin
    assert text == pytest.approx(Mm(156), abs=1500)
    assert section.page_height - section.top_margin - section.bottom_margin == pytest.approx(Mm(225), abs=1500)
    assert grid.get(qn("w:linePitch")) == "579"
    assert 22 * 579 <= 225 / 25.4 * 1440 < 23 * 579
    # 28 signs of 16 pt, each 0.25 pt narrower, fit into 156 mm and a 29th does not.
    assert 28 * (16 - 0.25) <= 156 / 25.4 * 72 < 29 * (16 - 0.25)


def test_the_docx_says_what_the_paper_says_in_the_faces_of_the_standard():
    document = word.Document(io.BytesIO(docx.made(paper(Line(Style.HEADING, "一、事项"), Line(Style.TEXT, "内容")))))
    faces = {
        run.text.strip(): run._element.rPr.rFonts.get(qn("w:eastAsia")) for p in document.paragraphs for run in p.runs
    }

    assert faces["内容"] == "仿宋_GB2312"
    assert faces["一、事项"] == "黑体"
    assert faces["关于《人民调解委员会》"] == faces["准入申请的受理通知书"] == "方正小标宋简体"
    assert "台安民准〔2026〕7号" in faces


@pytest.mark.parametrize("face", ["fangsong", "xiaobiaosong"])
def test_an_office_may_bring_its_own_face(settings, tmp_path, face):
    from workflows.papers import fonts

    packaged = fonts.path_of("heiti")
    (tmp_path / f"{face}.otf").symlink_to(packaged)
    settings.FONT_DIR = str(tmp_path)

    assert fonts.path_of(face) == tmp_path / f"{face}.otf"
    assert pdf.made(paper(Line(Style.TEXT, "内容"))).pages == 1


def test_only_title_and_masthead_are_set_bold():
    """The text below the title is as dark as that of the next page, on which nothing is bold."""
    made = pdf.made(paper(FULL))

    def ink(page):
        picture = pypdfium2.PdfDocument(made.file)[page].render(scale=4).to_pil().convert("L")
        found = [(left, y) for sign, left, y in signs(made.file, page) if sign == "准"][30:40]
        boxes = [[int(4 * edge) for edge in (left, y - 18, left + 15, y + 1)] for left, y in found]
        return sum(255 * picture.crop(box).histogram()[0] for box in boxes)

    assert ink(0) == pytest.approx(ink(1), rel=0.1)


def test_no_line_of_a_title_is_a_single_sign():
    title = "关于《村级河长办公室》的不予准入决定书"

    lines = breaking.balanced(title, 17 * 22, lambda text: 22 * len(text), 22)

    assert "".join(lines) == title
    assert min(map(len, lines)) >= 8


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("关于《人民调解委员会》的合法性审查意见", ["关于《人民调解委员会》", "的合法性审查意见"]),
        ("关于《人民调解委员会》准入申请的补正通知书", ["关于《人民调解委员会》", "准入申请的补正通知书"]),
        ("关于“要求各村每日上报照片”的督办通知书", ["关于“要求各村每日上报照片”", "的督办通知书"]),
        ("《关于防汛值守的通知》征求意见的函", ["《关于防汛值守的通知》征求意见的函"]),
        ("《关于进一步做好防汛值守工作的若干意见》的函", ["《关于进一步做好防汛值", "守工作的若干意见》的函"]),
        ("准入申请呈批表", ["准入申请呈批表"]),
        ("", [""]),
    ],
)
def test_a_title_is_broken_beside_what_it_names(title, lines):
    assert breaking.balanced(title, 18 * 22, lambda text: 22 * len(text), 22) == lines
