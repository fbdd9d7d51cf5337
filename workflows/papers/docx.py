"""GB/T 9704-2012 as DOCX, to be worked on further: the same area, grid and faces, named as offices have them."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import groupby
from typing import Any

import segno
from docx import Document
from docx.enum.section import WD_SECTION
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from workflows.papers.breaking import balanced
from workflows.papers.measures import INDENT, PITCH, RED, SIZE_2, SIZE_3, SIZE_4, STEP, WIDTH
from workflows.papers.paper import Form, Line, Paper, Style, written_day

FACES = {
    "fangsong": "仿宋_GB2312",
    "xiaobiaosong": "方正小标宋简体",
    "heiti": "黑体",
    "kaiti": "楷体_GB2312",
    "songti": "宋体",
}
STYLES = {Style.TEXT: "fangsong", Style.HEADING: "heiti", Style.QUOTE: "kaiti"}
GRID = 579
"""Twentieths of a point from line to line: 22 lines in 225 mm; 580 would leave room for 21 only."""
SQUEEZED = -5
"""Twentieths of a point less for each character of 三号: 28 of them in 156 mm."""
A_FEW_LINES = 3 * 28
"""Signs of a paragraph that may be carried over whole to the page of the signature."""
# Word reads the parts of a format only in the order of the standard (ISO/IEC 29500).
AFTER_SPACING = ("w:w", "w:kern", "w:position", "w:sz", "w:szCs")
AFTER_SNAP = ("w:spacing", "w:ind", "w:jc", "w:rPr")
AFTER_BORDERS = ("w:shd", "w:tabs", "w:snapToGrid", *AFTER_SNAP)
CENTRE, LEFT, RIGHT = WD_ALIGN_PARAGRAPH.CENTER, WD_ALIGN_PARAGRAPH.LEFT, WD_ALIGN_PARAGRAPH.RIGHT


def made(paper: Paper) -> bytes:
    """The letter as DOCX."""
    writer = _Writer(paper)
    writer.write()
    return writer.bytes()


@dataclass(frozen=True)
class Border:
    """A line: how thick in eighths of a point, how far from the text in points."""

    eighths: int
    kind: str = "single"
    space: int = 1
    colour: tuple[int, int, int] = RED


RED_LINE = Border(12, space=11)
HEAD_LINES, FOOT_LINES = Border(24, "thickThinSmallGap", 8), Border(24, "thinThickSmallGap")
FOOT_LINE, THIN_LINE = Border(8, colour=(0, 0, 0)), Border(6, colour=(0, 0, 0))


class _Writer:
    def __init__(self, paper: Paper) -> None:
        self.paper = paper
        self.document = Document()

    def bytes(self) -> bytes:
        kept = BytesIO()
        self.document.save(kept)
        return kept.getvalue()

    def write(self) -> None:
        self._settings()
        self._page()
        self._page_numbers()
        self._head()
        self._title()
        if self.paper.to:
            self._paragraph(f"{self.paper.to}：")
        for is_table, lines in groupby(self.paper.lines, lambda line: line.style is Style.ROW):
            say = self._table if is_table else self._text
            say(list(lines))
        self._signature()
        self._foot()

    # The page

    def _settings(self) -> None:
        core = self.document.core_properties
        core.title, core.author = self.paper.title, "、".join(self.paper.issuers)
        core.comments = ""
        core.created = core.modified = datetime(
            self.paper.day.year, self.paper.day.month, self.paper.day.day, tzinfo=UTC
        )
        normal = self.document.styles["Normal"]
        normal.font.size = Pt(SIZE_3)
        _face(normal.element.get_or_add_rPr(), FACES["fangsong"])
        language = OxmlElement("w:lang")
        language.set(qn("w:eastAsia"), "zh-CN")
        normal.element.get_or_add_rPr().append(language)
        layout = normal.paragraph_format
        layout.space_before = layout.space_after = Pt(0)
        layout.line_spacing_rule = WD_LINE_SPACING.EXACTLY
        layout.line_spacing = Pt(GRID / 20)
        self.document.settings.odd_and_even_pages_header_footer = True

    def _page(self) -> None:
        section = self.document.sections[0]
        section.start_type = WD_SECTION.NEW_PAGE
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.header_distance, section.footer_distance = Mm(30), Mm(24)
        section.different_first_page_header_footer = self.paper.form is Form.LETTER
        properties = section._sectPr
        for old in properties.findall(qn("w:docGrid")):
            properties.remove(old)
        grid = OxmlElement("w:docGrid")
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), str(GRID))
        properties.append(grid)

    def _page_numbers(self) -> None:
        section = self.document.sections[0]
        for footer, align in ((section.footer, RIGHT), (section.even_page_footer, LEFT)):
            footer.is_linked_to_previous = False
            paragraph = footer.paragraphs[0]
            paragraph.alignment = align
            side = "right_indent" if align is RIGHT else "left_indent"
            setattr(paragraph.paragraph_format, side, Pt(STEP))
            self._run(paragraph, "— ", "songti", SIZE_4)
            _field(self._run(paragraph, "", "songti", SIZE_4), "PAGE")
            self._run(paragraph, " —", "songti", SIZE_4)

    # Pieces

    def _paragraph(
        self,
        text: str,
        face: str = "fangsong",
        size: float = SIZE_3,
        *,
        align: Any = None,
        indent: float = 0,
        of: Any = None,
    ) -> Any:
        paragraph = (of or self.document).add_paragraph()
        paragraph.alignment = align
        if indent:
            paragraph.paragraph_format.first_line_indent = Pt(indent)
        if text:
            self._run(paragraph, text, face, size)
        return paragraph

    def _run(self, paragraph: Any, text: str, face: str, size: float, *, red: bool = False) -> Any:
        run = paragraph.add_run(text)
        run.font.size = Pt(size)
        properties = run._element.get_or_add_rPr()
        _face(properties, FACES[face])
        if red:
            run.font.color.rgb = RGBColor(*RED)
        if size == SIZE_3:
            spacing = OxmlElement("w:spacing")
            spacing.set(qn("w:val"), str(SQUEEZED))
            properties.insert_element_before(spacing, *AFTER_SPACING)
        return run

    # The head

    def _head(self) -> None:
        self._letter_head() if self.paper.form is Form.LETTER else self._general_head()
        for _blank in range(2):
            self._paragraph("")

    def _general_head(self) -> None:
        if self.paper.masthead:
            self._masthead_line(self.document.add_paragraph(), self.paper.masthead, 35)
        else:
            self._joint_masthead(list(self.paper.issuers), 35)
        number = self._paragraph(self.paper.number, align=CENTRE)
        number.paragraph_format.space_before = Pt(2 * PITCH)
        _border(number, "bottom", RED_LINE)

    def _letter_head(self) -> None:
        """The masthead and both double lines stand outside the area of the text, on the first page alone (10.1)."""
        section = self.document.sections[0]
        head = section.first_page_header.paragraphs[0]
        self._masthead_line(head, self.paper.masthead or "".join(self.paper.issuers), 0)
        foot = section.first_page_footer.paragraphs[0]
        foot.paragraph_format.line_spacing = Pt(4)
        for paragraph, side, line in ((head, "bottom", HEAD_LINES), (foot, "top", FOOT_LINES)):
            paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(-7)
            _border(paragraph, side, line)
        self._paragraph(self.paper.number, align=RIGHT)

    def _joint_masthead(self, names: Sequence[str], before: float) -> None:
        spacer = self.document.add_paragraph()
        spacer.paragraph_format.line_spacing = Mm(before)
        table = self.document.add_table(rows=1, cols=2)
        table.alignment = WD_TABLE_ALIGNMENT.CENTER
        left, right = table.rows[0].cells
        for cell in (left, right):
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
        for number, name in enumerate(names):
            paragraph = left.paragraphs[0] if number == 0 else left.add_paragraph()
            self._masthead_line(paragraph, name, 0, align=WD_ALIGN_PARAGRAPH.DISTRIBUTE)
        self._masthead_line(right.paragraphs[0], "文件", 0, align=LEFT)
        _widths(table, (Mm(120), Mm(36)))

    def _masthead_line(self, paragraph: Any, words: str, before: float, *, align: Any = CENTRE) -> None:
        size = min(40.0 if before else 34.0, (440 if align is CENTRE else 310) / max(len(words), 1))
        paragraph.alignment = align
        paragraph.paragraph_format.space_before = Mm(before)
        paragraph.paragraph_format.line_spacing = Pt(size * 1.3)
        self._run(paragraph, words, "xiaobiaosong", size, red=True)

    def _title(self) -> None:
        """Broken as the PDF breaks it: no last line of one sign (7.3.1)."""
        title = self._paragraph("", align=CENTRE)
        # Signs of 二号 are taller than a line of the grid: held to it, each of their lines would take two.
        off = OxmlElement("w:snapToGrid")
        off.set(qn("w:val"), "0")
        title._element.get_or_add_pPr().insert_element_before(off, *AFTER_SNAP)
        for number, line in enumerate(balanced(self.paper.title, WIDTH - 2 * SIZE_2, _wide, SIZE_2)):
            run = self._run(title, "", "xiaobiaosong", SIZE_2)
            if number:
                run.add_break()
            run.add_text(line)
        self._paragraph("")

    # The text

    def _text(self, lines: Sequence[Line]) -> None:
        for line in lines:
            said = self._paragraph(line.text, STYLES[line.style], indent=INDENT)
            said.paragraph_format.keep_with_next = self._stays_with_next(line) or None

    def _stays_with_next(self, line: Line) -> bool:
        """A heading stands above its text, and the signature on a page that says something (7.3.5).

        A long paragraph is not kept so: it would be carried over whole, and leave an empty page.
        """
        return line.style is Style.HEADING or (line is self.paper.lines[-1] and len(line.text) <= A_FEW_LINES)

    def _table(self, rows: Sequence[Line]) -> None:
        columns = max(len(row.cells) for row in rows)
        table = self.document.add_table(rows=0, cols=columns)
        table.style = "Table Grid"
        for row in rows:
            for cell, text in zip(table.add_row().cells, row.cells, strict=False):
                paragraph = cell.paragraphs[0]
                paragraph.paragraph_format.line_spacing = Pt(20)
                self._run(paragraph, text, "fangsong", SIZE_4)
        _widths(table, _shares([row.cells for row in rows], columns))
        for row in table.rows:
            _not_split(row)

    # The end

    def _signature(self) -> None:
        table = self.document.add_table(rows=1, cols=2)
        left, right = table.rows[0].cells
        if self.paper.check:
            image = BytesIO()
            segno.make(self.paper.check, error="m", micro=False).save(image, kind="png", scale=8, border=2)
            paragraph = left.paragraphs[0]
            paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
            paragraph.add_run().add_picture(BytesIO(image.getvalue()), width=Mm(24))
            self._run(left.add_paragraph(), self.paper.check_label, "fangsong", 9)
        self._paragraph("", of=right)
        for words in (*self.paper.issuers, written_day(self.paper.day)):
            self._paragraph(words, align=CENTRE, of=right)
        _widths(table, (Mm(66), Mm(90)))
        for row in table.rows:
            _not_split(row)

    def _foot(self) -> None:
        if self.paper.copies:
            copies = self._paragraph(f"抄送：{self.paper.copies}。", size=SIZE_4)
            copies.paragraph_format.left_indent = Pt(4 * SIZE_4)
            copies.paragraph_format.first_line_indent = Pt(-3 * SIZE_4)
            copies.paragraph_format.keep_with_next = copies.paragraph_format.keep_together = True
            if self.paper.form is Form.GENERAL:
                _border(copies, "top", FOOT_LINE)
        if self.paper.form is Form.GENERAL and self.paper.printed_by:
            printed = self._paragraph(f"{self.paper.printed_by}\t{written_day(self.paper.day)}印发", size=SIZE_4)
            printed.paragraph_format.left_indent = printed.paragraph_format.right_indent = Pt(SIZE_4)
            printed.paragraph_format.tab_stops.add_tab_stop(Mm(156) - Pt(SIZE_4), WD_TAB_ALIGNMENT.RIGHT)
            _border(printed, "top", THIN_LINE)
            _border(printed, "bottom", FOOT_LINE)


def _wide(text: str) -> float:
    """Points of a line of 二号: Latin signs are half as wide."""
    return sum(SIZE_2 if unicodedata.east_asian_width(sign) in "FWA" else SIZE_2 / 2 for sign in text)


def _face(properties: Any, name: str) -> None:
    """The face for Chinese and Latin signs alike."""
    fonts = properties.get_or_add_rFonts()
    for kind in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
        fonts.set(qn(kind), name)


def _field(run: Any, name: str) -> None:
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._element.append(mark)


def _border(paragraph: Any, side: str, line: Border) -> None:
    """A line above or below a paragraph."""
    properties = paragraph._element.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(borders, *AFTER_BORDERS)
    border = OxmlElement(f"w:{side}")
    values = {
        "val": line.kind,
        "sz": line.eighths,
        "space": line.space,
        "color": "{:02X}{:02X}{:02X}".format(*line.colour),
    }
    for key, value in values.items():
        border.set(qn(f"w:{key}"), str(value))
    borders.append(border)


def _widths(table: Any, widths: Sequence[Any]) -> None:
    table.autofit = False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for row in table.rows:
        for cell, width in zip(row.cells, widths, strict=True):
            cell.width = width


def _shares(rows: Sequence[Sequence[str]], columns: int) -> list[Any]:
    """156 mm shared out by the longest cell of each column, none narrower than 15 mm."""
    longest = [max((len(row[at]) for row in rows if at < len(row)), default=1) for at in range(columns)]
    least = min(15.0, 156 / columns)
    over = [max(min(each, 30) - 3, 0) for each in longest]
    spare = 156 - least * columns
    whole = sum(over)
    return [Mm(least + (spare * each / whole if whole else spare / columns)) for each in over]


def _not_split(row: Any) -> None:
    properties = row._tr.get_or_add_trPr()
    properties.append(OxmlElement("w:cantSplit"))
