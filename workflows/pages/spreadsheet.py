"""A list as CSV (UTF-8 with a mark) or XLSX that a spreadsheet opens as it is, without a cell that would be run."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal
from io import BytesIO
from typing import BinaryIO

from django.http import HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from catalogues.formulas import harmless

BYTE_ORDER_MARK = "\ufeff"


class _Echo:
    """What csv.writer writes to: it hands the line back."""

    def write(self, line: str) -> str:
        return line


TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
LONGEST_CELL = 32_767
"""Characters: what a cell of an XLSX sheet holds at most."""


def answer(name: str, rows: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    """Send the rows as CSV, line by line; `name` is the file's name without its ending."""
    lines = _lines(rows, translation.get_language())
    return StreamingHttpResponse(lines, content_type=TYPES["csv"], headers=_headers(name, "csv"))


def answer_as(name: str, rows: Iterable[Iterable[object]], ending: str) -> HttpResponseBase:
    """Send the rows as a file of that kind, a key of TYPES."""
    if ending == "csv":
        return answer(name, rows)
    file = BytesIO()
    write(file, rows, ending)
    return HttpResponse(file.getvalue(), content_type=TYPES[ending], headers=_headers(name, ending))


def _headers(name: str, ending: str) -> dict[str, str]:
    return {"Content-Disposition": f'attachment; filename="{name}.{ending}"'}


def write(file: BinaryIO, rows: Iterable[Iterable[object]], ending: str) -> None:
    """Write the rows into a file. An XLSX is written row by row: its size in memory does not grow with the list."""
    if ending == "csv":
        file.writelines(line.encode() for line in _lines(rows, translation.get_language()))
        return
    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    for row in rows:
        sheet.append([_xlsx_cell(sheet, value) for value in row])
    book.save(file)


def _xlsx_cell(sheet: object, value: object) -> object:
    """A number, or a cell that is text whatever it begins with."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return value
    text = ILLEGAL_CHARACTERS_RE.sub("", cell(value))[:LONGEST_CELL]
    made = WriteOnlyCell(sheet, value="")
    made.value = text
    made.data_type = "s"
    return made


def _lines(rows: Iterable[Iterable[object]], language: str | None) -> Iterator[str]:
    # The middleware has gone by the time the lines are made: the language has to be taken along.
    writer = csv.writer(_Echo())
    yield BYTE_ORDER_MARK
    for row in rows:
        with translation.override(language):
            cells = [cell(value) for value in row]
        yield str(writer.writerow(cells))


def cell(value: object) -> str:
    """What stands in a cell. Numbers stay numbers; text that a spreadsheet would run gets an apostrophe."""
    if isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return str(value)
    return harmless(shown(value))


def shown(value: object) -> str:
    """The value as text: local time, ISO dates, yes and no in words."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("是") if value else _("否")
    if isinstance(value, datetime):
        return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
