"""清单表格: a list as rows of text, to Excel or CSV and back again. What is exported can be imported unchanged.

The columns are those of the entry itself and one for every question that is asked of the list's kinds. A cell that a
spreadsheet would run as a formula gets an apostrophe before it; so does one that begins with an apostrophe, so that taking
one away when reading gives back what was written.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import islice
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook

from catalogues.editions import row_of
from catalogues.formulas import harmless
from catalogues.lists import TERMS, CatalogueList
from catalogues.models import Entry, ReferenceKind
from policy.choices import Frequency, Kind
from policy.facts import AnswerType, Question, questions
from policy.form_fields import FormField

BYTE_ORDER_MARK = "\ufeff"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
YES, NO = "是", "否"
NONE_OF_THEM = "无"
# Between the parts of a form's field; one that belongs to the text has a backslash before it.
BAR, FIELD_PARTS = "｜", 4
# Bytes of the file, of what it unfolds into, and rows: the largest list known has 4,000.
LARGEST, UNFOLDED, MOST_ROWS = 5 * 1024 * 1024, 60 * 1024 * 1024, 5000
MOST_COLUMNS = 120
# The columns of the entry itself. Chinese in every language: the file is read back by them.
NUMBER, TITLE, KIND, ORGAN, SCOPE = "编号", "名称", "类别", "责任单位", "实施范围（区划代码）"
BASES, ENTERED, UNTIL, SOURCE = "设立依据", "列入日期", "有效期至", "来源"
OWN = (NUMBER, TITLE, KIND, ORGAN, SCOPE, BASES, ENTERED, UNTIL, SOURCE)
KIND_LABELS = {kind.value: kind.label for kind in Kind} | {
    ReferenceKind.SEAL_USE.value: "印章使用事项",
    ReferenceKind.RECLAIMED.value: "收回的乡镇事项",
}


class Unreadable(ValueError):
    """The file as a whole cannot be read; the message is a sentence for the person who sent it."""


@dataclass(frozen=True)
class Sheet:
    """What a file holds: heads, and rows of text with their numbers as a spreadsheet shows them."""

    heads: list[str]
    rows: list[tuple[int, list[str]]]


def asked(name: str) -> list[Question]:
    """The questions of all kinds of a list, each once, in their order."""
    found: dict[str, Question] = {}
    for kind in TERMS[name].kinds:
        if kind in set(Kind):
            found |= {
                each.label: each for each in questions(Kind(kind)) if each.label not in found and each.label not in OWN
            }
    return list(found.values())


def heads(which: CatalogueList) -> list[str]:
    return [*OWN, *(each.label for each in asked(which.name))]


def table(which: CatalogueList, entries: Iterable[Entry]) -> list[list[str]]:
    """Heads and one row an entry, as text."""
    return [heads(which), *(_row(which, entry) for entry in entries)]


def _row(which: CatalogueList, entry: Entry) -> list[str]:
    row = row_of(entry)
    own = {
        NUMBER: row["number"],
        TITLE: row["title"],
        KIND: KIND_LABELS[row["kind"]],
        ORGAN: row["organ"],
        SCOPE: row["scope"],
        BASES: "\n".join(row["bases"]),
        ENTERED: row["entered_on"],
        UNTIL: row["valid_until"],
        SOURCE: row["source"],
    }
    return [own[head] for head in OWN] + [said(each, entry.answers.get(each.name)) for each in asked(which.name)]


def said(question: Question, value: Any) -> str:
    """An answer as text that `heard` reads back. Several stand one a line."""
    if value is None:
        return ""
    labels = {str(each): label for each, label in question.choices}
    match question.type:
        case AnswerType.BOOL:
            return YES if value else NO
        case AnswerType.CHOICE:
            return labels.get(str(value), str(value))
        case AnswerType.CHOICES | AnswerType.LINES:
            return "\n".join(labels.get(str(each), str(each)) for each in value) or NONE_OF_THEM
        case AnswerType.FIELDS:
            return "\n".join(_field_said(FormField.read(each)) for each in value) or NONE_OF_THEM
    return str(value)


def heard(question: Question, text: str) -> Any:
    """The answer that a cell holds, as plain JSON; None for an empty one. Raises ValueError with a sentence."""
    text = text.strip()
    if not text:
        return None
    reader = _READERS.get(question.type)
    return reader(question, text) if reader else text


def _yes_or_no(text: str) -> bool:
    if text not in {YES, NO}:
        raise ValueError(_("请填写“是”或者“否”。"))
    return text == YES


def _chosen(question: Question, text: str) -> str:
    values = {label: value for value, label in question.choices}
    if text not in values:
        raise ValueError(
            _("没有“%(text)s”这一选项，可选：%(options)s。") % {"text": text, "options": "、".join(values)}
        )
    return values[text]


def _listed(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n") if line.strip()]


def _several(question: Question, text: str) -> list[str]:
    lines = [] if text == NONE_OF_THEM else _listed(text)
    return [_chosen(question, each) for each in lines] if question.choices else lines


def _field_said(field: FormField) -> str:
    """One field of a form on a line: 名称｜定义｜频次｜范围; what is left empty at the end is left out."""
    texts = [field.name, field.definition, field.period.label if field.period else "", field.scope]
    while not texts[-1]:
        texts.pop()
    return BAR.join(text.replace("\\", "\\\\").replace(BAR, f"\\{BAR}") for text in texts)


def _parted(line: str) -> list[str]:
    """The parts of a line as `_field_said` wrote it."""
    parts, taken_as_it_is = [""], False
    for sign in line:
        if sign == BAR and not taken_as_it_is:
            parts.append("")
        elif sign != "\\" or taken_as_it_is:
            parts[-1] += sign
        taken_as_it_is = sign == "\\" and not taken_as_it_is
    return [part.strip() for part in parts]


def _fields(_question: Question, text: str) -> list[dict[str, str]]:
    return [] if text == NONE_OF_THEM else [_field(line) for line in _listed(text)]


def _field(line: str) -> dict[str, str]:
    texts = _parted(line)
    if len(texts) > FIELD_PARTS or not texts[0]:
        raise ValueError(_("指标每行一个，写作“名称｜定义｜频次｜范围”，后三项可不填。"))
    name, definition, period, scope = texts + [""] * (FIELD_PARTS - len(texts))
    periods = {each.label: each for each in Frequency}
    if period and period not in periods:
        raise ValueError(
            _("没有“%(text)s”这一选项，可选：%(options)s。") % {"text": period, "options": "、".join(periods)}
        )
    return FormField(name, definition, periods.get(period), scope).as_json()


def _number(question: Question, text: str) -> int | str:
    try:
        number = Decimal(text)
    except ArithmeticError as error:
        raise ValueError(_("请填写数字。")) from error
    if not number.is_finite() or number < 0 or number >= 10**10:
        raise ValueError(_("请填写数字。"))
    if question.type is AnswerType.DECIMAL:
        return text
    if number != int(number):
        raise ValueError(_("请填写整数。"))
    return int(number)


_READERS: dict[AnswerType, Callable[[Question, str], Any]] = {
    AnswerType.BOOL: lambda _question, text: _yes_or_no(text),
    AnswerType.CHOICE: _chosen,
    AnswerType.CHOICES: _several,
    AnswerType.LINES: _several,
    AnswerType.FIELDS: _fields,
    AnswerType.INT: _number,
    AnswerType.DECIMAL: _number,
    AnswerType.DATE: lambda _question, text: read_day(text).isoformat(),
}


def read_day(text: str) -> date:
    """A day as people write it: 2026-11-25, 2026/11/25, 2026.11.25 or 2026年11月25日."""
    plain = text.strip().replace("年", "-").replace("月", "-").removesuffix("日").replace("/", "-").replace(".", "-")
    try:
        year, month, day = (int(part) for part in plain.split("-"))
        found = date(year, month, day)
    except ValueError as error:
        raise ValueError(_("请按“年-月-日”填写日期。")) from error
    if not 1949 <= found.year <= 2100:
        raise ValueError(_("日期不在合理范围内。"))
    return found


# -- out -------------------------------------------------------------------------------------------------------------


def guarded(text: str) -> str:
    """The text as a cell; one that begins with an apostrophe gets another, so that reading it back takes off just one."""
    return harmless(text, also="'")


def to_csv(rows: Iterable[Sequence[str]]) -> bytes:
    """UTF-8 with a mark, as a Chinese Excel opens it."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([guarded(cell) for cell in row] for row in rows)
    return (BYTE_ORDER_MARK + out.getvalue()).encode()


def to_xlsx(rows: Iterable[Sequence[str]], title: str) -> bytes:
    """A workbook with one sheet; every cell is text."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(title[:31])
    for row in rows:
        sheet.append([guarded(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# -- in --------------------------------------------------------------------------------------------------------------


def read(content: bytes) -> Sheet:
    """The first sheet of an Excel file, or a CSV file in UTF-8 or GBK. Raises Unreadable."""
    if not content:
        raise Unreadable(_("文件是空的，请重新选择。"))
    if len(content) > LARGEST:
        raise Unreadable(_("文件不能超过 5 MB。"))
    rows = _of_workbook(content) if content.startswith(b"PK") else _of_text(content)
    kept = [(number, cells) for number, cells in rows if any(cell.strip() for cell in cells)]
    if not kept:
        raise Unreadable(_("表中没有内容。"))
    if len(kept) - 1 > MOST_ROWS:
        raise Unreadable(_("一次最多导入%(most)d行，请分次导入。") % {"most": MOST_ROWS})
    (_number, first), *rest = kept
    return Sheet([cell.strip() for cell in first], rest)


def _of_text(content: bytes) -> list[tuple[int, list[str]]]:
    text = "" if content.startswith(OLD_EXCEL) else _decoded(content)
    if not text or "\0" in text:
        raise Unreadable(_("无法读取：请另存为 Excel 工作簿（.xlsx）或者 CSV 文件后再导入。"))
    try:
        lines = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    except csv.Error as error:
        raise Unreadable(_("CSV 文件的引号或者分隔符有误，请另存后再导入。")) from error
    return [(number, [_plain(cell) for cell in line[:MOST_COLUMNS]]) for number, line in enumerate(lines, start=1)]


def _decoded(content: bytes) -> str:
    for coding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(coding)
        except UnicodeDecodeError:
            continue
    raise Unreadable(_("文件编码既不是 UTF-8 也不是 GBK，请另存后再导入。"))


def _of_workbook(content: bytes) -> list[tuple[int, list[str]]]:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            if sum(each.file_size for each in packed.infolist()) > UNFOLDED:
                raise Unreadable(_("文件解开后过大，请只保留清单这一张表。"))
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=False)
        rows = islice(book.worksheets[0].iter_rows(values_only=True), MOST_ROWS + 1000)
        return [(number, [_shown(cell) for cell in row[:MOST_COLUMNS]]) for number, row in enumerate(rows, start=1)]
    except Unreadable:
        raise
    # What openpyxl raises for a broken file is no family: errors of zip, of compression, of XML, of its own types.
    except Exception as error:
        raise Unreadable(_("Excel 文件已损坏或者不是 .xlsx 格式，请另存后再导入。")) from error


def _shown(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return YES if value else NO
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return _plain(str(value))


def _plain(text: str) -> str:
    """A cell without its guard, lines ended by a line feed."""
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.removeprefix("'")
