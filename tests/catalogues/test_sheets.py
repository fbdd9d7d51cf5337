"""A list goes out to Excel and CSV and comes back the same; what is wrong in a file is said at its cell."""

import csv
import io
from datetime import date, datetime
from types import SimpleNamespace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from accounts.models import Level, Region
from catalogues import entry_intake, sheets
from catalogues.lists import CatalogueList, ListName
from catalogues.sheets import NONE_OF_THEM, OWN, Unreadable, asked, guarded, heard, said
from policy.choices import Frequency
from policy.facts import AnswerType
from policy.form_fields import FormField

FORMS = CatalogueList(Region(code="210321000000", name="台安县", level=Level.COUNTY), ListName.REPORT_FORMS)
TODAY = date(2026, 11, 25)
# What a form lets through: no control characters. A cell keeps neither blanks at its ends nor carriage returns.
SIGNS = st.characters(blacklist_categories=["C"], blacklist_characters="\u2028\u2029")
TEXTS = st.text(SIGNS | st.sampled_from("=+-@'＝＋－＠,\"\n\t"), min_size=1, max_size=30).map(str.strip).filter(bool)
LINES = TEXTS.map(lambda text: text.replace("\n", " ").strip()).filter(lambda text: text and text != NONE_OF_THEM)

FORM_FIELDS = st.builds(
    FormField,
    LINES | LINES.map(lambda text: f"{text}｜\\"),
    st.just("") | LINES,
    st.none() | st.sampled_from(list(Frequency)),
    st.just("") | LINES,
).map(FormField.as_json)


def answers_to(question):
    values = [value for value, _label in question.choices]
    return {
        AnswerType.BOOL: st.booleans(),
        AnswerType.CHOICE: st.sampled_from(values or [""]),
        AnswerType.CHOICES: st.lists(st.sampled_from(values or [""]), unique=True),
        AnswerType.LINES: st.lists(LINES, max_size=4),
        AnswerType.INT: st.integers(0, 10**9),
        AnswerType.DECIMAL: st.decimals(0, 10**6, places=2).map(str),
        AnswerType.DATE: st.dates(date(1949, 10, 1), date(2100, 12, 31)).map(date.isoformat),
        AnswerType.FIELDS: st.lists(FORM_FIELDS, max_size=4),
        AnswerType.STR: TEXTS,
    }[question.type]


ANSWERS = st.fixed_dictionaries({}, optional={each.name: answers_to(each) for each in asked(ListName.REPORT_FORMS)})


@given(ANSWERS)
@settings(max_examples=150, deadline=None)
@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_every_answer_comes_back_as_it_went_out(form, answers):
    questions = asked(ListName.REPORT_FORMS)
    table = [[each.label for each in questions], [said(each, answers.get(each.name)) for each in questions]]
    table = [["名称", *table[0]], ["某表", *table[1]]]
    content = sheets.to_csv(table) if form == "csv" else sheets.to_xlsx(table, "清单")
    sheet = sheets.read(content)
    assert sheet.heads == table[0]
    cells = dict(zip(sheet.heads, sheet.rows[0][1], strict=True))
    back = {each.name: heard(each, cells[each.label]) for each in questions}
    assert {name: value for name, value in back.items() if value is not None} == answers


@given(st.lists(st.lists(TEXTS, min_size=3, max_size=3), min_size=1, max_size=4))
@settings(max_examples=150, deadline=None)
def test_no_cell_of_an_export_would_be_run_as_a_formula(rows):
    written = csv.reader(io.StringIO(sheets.to_csv(rows).decode("utf-8-sig"), newline=""))
    book = load_workbook(io.BytesIO(sheets.to_xlsx(rows, "清单")))
    cells = [cell for row in written for cell in row] + [
        cell.value for row in book.active.iter_rows() for cell in row if cell.data_type != "s" or cell.value
    ]
    assert [cell for cell in cells if str(cell).startswith(tuple("=+-@＝＋－＠\t\r\n"))] == []
    assert {cell.data_type for row in book.active.iter_rows() for cell in row} <= {"s", "inlineStr"}


@given(TEXTS)
def test_the_guard_is_taken_off_again(text):
    assert sheets._plain(guarded(text)) == text


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "gbk", "gb18030"])
def test_a_csv_is_read_in_each_usual_coding(coding):
    assert sheets.read("名称,来源\r\n农业普查表,一\r\n".encode(coding)).rows == [(2, ["农业普查表", "一"])]


def test_what_excel_makes_of_days_and_numbers_is_understood():
    book = Workbook()
    book.active.append(["名称", "列入日期", "从通知到报送截止的小时数", "是否属于统计调查"])
    book.active.append(["某表", datetime(2026, 3, 1), 48.0, True])
    out = io.BytesIO()
    book.save(out)
    assert sheets.read(out.getvalue()).rows == [(2, ["某表", "2026-03-01", "48", "是"])]


@pytest.mark.parametrize("text", ["2026-3-1", "2026/03/01", "2026.3.1", "2026年3月1日"])
def test_days_are_read_as_people_write_them(text):
    assert sheets.read_day(text) == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "空的"),
        (b"PK\x03\x04broken", "已损坏"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 40, "另存为 Excel"),
        (b"\n\n", "没有内容"),
        ('名称\r\n"没有收尾的引号\r\n'.encode(), "引号"),
        (b"\x81\xff\xff\x00\xfe", "编码"),
        (b"x" * (sheets.LARGEST + 1), "5 MB"),
        (("名称\r\n" + "甲\r\n" * (sheets.MOST_ROWS + 1)).encode(), "一次最多导入5000行"),
    ],
    ids=["empty", "torn zip", "old excel", "blank", "quote", "coding", "large", "many rows"],
)
def test_a_file_that_cannot_be_read_is_told_so(content, sentence):
    with pytest.raises(Unreadable, match=sentence):
        sheets.read(content)


@given(st.binary(max_size=200) | st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail))
@settings(max_examples=300, deadline=None)
def test_no_bytes_whatever_make_the_reader_fail(content):
    try:
        sheets.read(content)
    except Unreadable as told:
        assert str(told)


@given(st.integers(0, 4000), st.integers(1, 255))
@settings(max_examples=150, deadline=None)
def test_no_flipped_byte_of_a_workbook_makes_the_reader_fail(place, flip):
    content = bytearray(sheets.to_xlsx([["名称"], ["某表"]], "清单"))
    content[place % len(content)] ^= flip
    try:
        sheets.read(bytes(content))
    except Unreadable as told:
        assert str(told)


@pytest.mark.django_db
class TestFaults:
    """What is wrong in a row is said with its row and its column."""

    @pytest.fixture
    def which(self, county) -> CatalogueList:
        return CatalogueList(county.region, ListName.REPORT_FORMS)

    def faults(self, which, heads, *rows):
        sheet = sheets.Sheet(list(heads), [(number, list(row)) for number, row in enumerate(rows, start=2)])
        return [(each.row, each.column, each.says) for each in entry_intake.read(which, sheet, TODAY).faults]

    def test_a_sound_row_has_none(self, which, county):
        row = [
            "某表",
            county.department.name,
            county.townships[0].region_id,
            "《中华人民共和国统计法》第七条",
            "2025-01-01",
            "2027-01-01",
        ]
        read = entry_intake.read(which, sheets.Sheet(["名称", *OWN[3:8]], [(2, row)]), TODAY)
        assert read.faults == []
        assert read.rows[0]["kind"] == "report_form" and read.rows[0]["entered_on"] == "2025-01-01"

    @pytest.mark.parametrize(
        ("head", "cell", "sentence"),
        [
            ("名称", "", "请填写名称"),
            ("名称", "甲\n乙", "一行内"),
            ("名称", "长" * 101, "最多100个字"),
            ("名称", "某\x07表", "控制字符"),
            ("类别", "牌子", "类别须是"),
            ("责任单位", "不存在的局", "没有登记"),
            ("实施范围（区划代码）", "210323100000", "本区划内"),
            ("设立依据", "有关规定", "依据须写明"),
            ("列入日期", "去年", "年-月-日"),
            ("列入日期", "2027-01-01", "不能晚于今天"),
            ("有效期至", "2026-02-30", "年-月-日"),
            ("有效期至", "1949-10-01", "早于列入日期"),
            ("报送频次", "常常", "没有“常常”这一选项"),
            ("是否属于统计调查", "也许", "“是”或者“否”"),
            ("从通知到报送截止的小时数", "三", "请填写数字"),
            ("从通知到报送截止的小时数", "1.5", "请填写整数"),
            ("指标清单", "户数｜｜常常", "没有“常常”这一选项"),
            ("指标清单", "｜定义", "每行一个"),
        ],
    )
    def test_each_fault_stands_at_its_cell(self, which, head, cell, sentence):
        heads = ["名称", head] if head != "名称" else ["名称", "来源"]
        row = ["某表", cell] if head != "名称" else [cell, "一"]
        ((number, column, says),) = self.faults(which, heads, row)
        assert (number, column) == (2, head) and sentence in says

    def test_names_and_numbers_said_twice_are_found(self, which):
        found = self.faults(which, ["名称", "编号"], ["某表", "一"], ["某表", "二"], ["别表", "一"])
        assert [(row, column) for row, column, _says in found] == [(3, "名称"), (4, "编号")]
        assert "第2行" in found[0][2]

    def test_heads_are_looked_at_first(self, which):
        assert self.faults(which, ["事项"], ["某表"])[0][1] == "名称"
        assert self.faults(which, ["名称", "备注"], ["某表", ""])[0][1] == "备注"
        assert "两次" in self.faults(which, ["名称", "名称"], ["某表", ""])[0][2]


def test_a_zip_that_unfolds_too_far_is_refused(monkeypatch):
    monkeypatch.setattr(sheets, "UNFOLDED", 100)
    with pytest.raises(Unreadable, match="解开后过大"):
        sheets.read(sheets.to_xlsx([["名称"], ["某表"]], "清单"))


def test_the_labels_of_a_list_name_each_question_once():
    for name in ListName.values:
        labels = [each.label for each in asked(name)]
        assert len(labels) == len(set(labels)) and not set(labels) & set(OWN)


def test_said_knows_no_answer():
    assert said(SimpleNamespace(choices=(), type=AnswerType.STR), None) == ""
