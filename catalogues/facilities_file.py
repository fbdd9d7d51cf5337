"""Read the measures of many facilities from a table: one line a village. All faults are told at once, by line.

UTF-8, or the GB18030 in which a spreadsheet saves. Nothing is recorded of a file with a fault in it.
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _

from catalogues.walls import MOST_AREA, MOST_HOUSEHOLDS

COLUMNS = ("区划代码", "户数", "总建筑面积", "群众活动区域面积")
LARGEST = 2 * 1024 * 1024  # bytes: the whole city has 1,193 villages, 50 kB
MOST_FAULTS = 50


class BadTable(Exception):
    """The file cannot be taken over. `faults` are sentences for whoever made it."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Measures:
    """One line: the village's code, its households, and square metres."""

    code: str
    households: int
    floor: Decimal
    activity: Decimal


def read(content: bytes, known: Iterable[str]) -> list[Measures]:
    """The lines of a file. `known`: the codes that may be recorded. Raises BadTable."""
    if len(content) > LARGEST:
        raise BadTable([_("文件太大，最大 2 MB。")])
    rows = csv.reader(io.StringIO(_decoded(content), newline=""))
    try:
        return _lines(rows, frozenset(known))
    except csv.Error as error:
        raise BadTable([_("第 %(line)d 行无法读取。") % {"line": rows.line_num}]) from error


def _decoded(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadTable([_("文件不是 CSV 表格，或者编码无法识别。")])


def _lines(rows: "csv.Reader", known: frozenset[str]) -> list[Measures]:  # type: ignore[name-defined]
    head: list[str] = next(rows, [])
    if [cell.strip() for cell in head][: len(COLUMNS)] != list(COLUMNS):
        raise BadTable([_("第 1 行：表头应为 %(columns)s。") % {"columns": ",".join(COLUMNS)}])
    found: dict[str, Measures] = {}
    faults: list[str] = []
    for row in rows:
        if not any(cell.strip() for cell in row):
            continue
        try:
            line = _line([cell.strip().lstrip("'") for cell in row], known)
            if line.code in found:
                raise ValueError(_("区划代码%(code)s重复") % {"code": line.code})
            found[line.code] = line
        except ValueError as error:
            faults.append(_("第 %(line)d 行：%(fault)s。") % {"line": rows.line_num, "fault": error})
    if faults or not found:
        raise BadTable(faults[:MOST_FAULTS] or [_("文件中没有任何村。")])
    return list(found.values())


def _line(cells: list[str], known: frozenset[str]) -> Measures:
    if len(cells) < len(COLUMNS):
        raise ValueError(_("应有 %(wanted)d 列，实有 %(found)d 列") % {"wanted": len(COLUMNS), "found": len(cells)})
    code = cells[0]
    if code not in known:
        raise ValueError(_("没有代码为“%(code)s”的村，或者不由您登记") % {"code": code[:20]})
    households = _number(cells[1], COLUMNS[1], Decimal(MOST_HOUSEHOLDS))
    if households != int(households):
        raise ValueError(_("户数“%(text)s”应为整数") % {"text": cells[1][:20]})
    floor, activity = (_number(cells[at], COLUMNS[at], MOST_AREA) for at in (2, 3))
    if activity > floor:
        raise ValueError(_("群众活动区域面积大于总建筑面积"))
    return Measures(code, int(households), floor, activity)


def _number(text: str, column: str, most: Decimal) -> Decimal:
    words = {"column": column, "text": text[:20]}
    try:
        number = Decimal(text.replace(",", ""))
    except InvalidOperation as error:
        raise ValueError(_("%(column)s“%(text)s”不是数字") % words) from error
    if not number.is_finite() or not 0 <= number <= most or number != number.quantize(Decimal("0.01")):
        raise ValueError(_("%(column)s“%(text)s”超出范围，或者多于两位小数") % words)
    return number
