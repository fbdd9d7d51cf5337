"""A list as CSV that a spreadsheet opens as it is: UTF-8 with a mark, and no cell that would be run as a formula."""

import csv
from collections.abc import Iterable, Iterator
from datetime import date, datetime
from decimal import Decimal

from django.http import StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

BYTE_ORDER_MARK = "\ufeff"
# Also the full-width signs: an East Asian Excel takes them for the narrow ones (OWASP, CSV Injection).
RUN_AS_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


class _Echo:
    """What csv.writer writes to: it hands the line back."""

    def write(self, line: str) -> str:
        return line


def answer(name: str, rows: Iterable[Iterable[object]]) -> StreamingHttpResponse:
    """Send the rows line by line; `name` is the file's name without its ending."""
    return StreamingHttpResponse(
        _lines(rows, translation.get_language()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


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
    text = shown(value)
    return f"'{text}" if text.startswith(RUN_AS_FORMULA) else text


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
