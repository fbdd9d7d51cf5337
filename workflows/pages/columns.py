"""The columns of a list, and what its template draws from them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db.models import Model
from django.utils import timezone
from django.utils.functional import Promise

from workflows.pages import spreadsheet

Words = str | Promise
Row = TypeVar("Row", bound=Model)


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column. `value`: an attribute path ("organ.name") or a function of the row, by default `key`.

    `sort`: the field to order by; none, not sortable. `link`: the row's address. `template` is given `row`, `url` and
    `value` and draws the cell; the export takes the bare value. The first column names its row.
    """

    key: str
    head: Words
    value: str | Callable[[Row], object] = ""
    sort: str = ""
    link: Callable[[Row], str] | None = None
    template: str = ""
    number: bool = False

    def of(self, row: Row) -> object:
        """The value of this column in a row; None where the path ends early."""
        if callable(self.value):
            return self.value(row)
        thing: object = row
        for name in (self.value or self.key).split("."):
            thing = _step(thing, name)
        return thing


def _step(thing: object, name: str) -> object:
    if thing is None:
        return None
    found = getattr(thing, name)
    return found() if callable(found) else found


def days_since(field: str) -> Callable[[Any], int | None]:
    """The value of a column: whole days from the local day of that field until today; None where it has none."""

    def count(row: Any) -> int | None:
        day = getattr(row, field)
        if isinstance(day, datetime):
            day = timezone.localdate(day)
        return (timezone.localdate() - day).days if day else None

    return count


@dataclass(frozen=True)
class Cell:
    """One cell of the page shown."""

    column: Column[Any]
    row: Any

    @cached_property
    def value(self) -> object:
        return self.column.of(self.row)

    @property
    def text(self) -> str:
        return spreadsheet.shown(self.value)

    @cached_property
    def url(self) -> str:
        return self.column.link(self.row) if self.column.link else ""


@dataclass(frozen=True)
class Link:
    """A choice of page, size or order; `current` is the ARIA value that says so, empty for the others."""

    label: Words
    url: str = ""
    current: str = ""
    column: Column[Any] | None = None
