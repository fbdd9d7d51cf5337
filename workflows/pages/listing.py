"""Lists: columns, filters, search, order, pages and export, all told by the address.

A list is a class::

    class Regions(Listing[Region]):
        name, caption = "regions", _("区划")
        columns = (Column("code", _("区划代码"), sort="code"), Column("name", _("名称"), sort="name"))
        filters = (Choice("level", _("层级"), Level.choices),)
        search = ("code", "name")
        order = "code"

    def regions(request):
        return answer(request, "regions.html", Regions(Region.objects.all(), request.GET))

and the page says `{% include "components/listing.html" %}`. Two queries, however long the list is.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property, reduce
from operator import and_, or_
from typing import Any, ClassVar, Generic, TypeVar

from django.core.paginator import Page, Paginator
from django.db.models import F, Model, Q, QuerySet
from django.db.models.expressions import OrderBy
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import gettext_lazy as _

from workflows.pages import spreadsheet
from workflows.pages.columns import Cell, Column, Link, Words
from workflows.pages.exports import rows
from workflows.pages.filters import Filter, Reading, clean

SIZES = (25, 50, 100)
TERMS = 5  # words of a search that are looked for

Row = TypeVar("Row", bound=Model)


class Listing(Generic[Row]):
    """What one list shows of the rows it is given. `order` is the key of a sortable column, "-" before it turns it.

    Columns and filters that depend on who looks are set on the list itself.
    """

    name: ClassVar[str]
    caption: ClassVar[Words]
    columns: Sequence[Column[Any]]
    filters: Sequence[Filter] = ()
    search: ClassVar[Sequence[str]] = ()
    search_says: ClassVar[Words] = _("搜索")
    order: ClassVar[str]
    # Where rows can be chosen: what a row's box sends ("" for none), and the template of the form below the table.
    select: Callable[[Any], str] | None = None
    below: str = ""
    empty: ClassVar[Words] = _("没有符合条件的事项")

    def __init__(self, rows: QuerySet[Row], query: QueryDict) -> None:
        self.given = rows
        self.query = query

    @property
    def anchor(self) -> str:
        return f"listing-{self.name}"

    # What the address says

    @cached_property
    def readings(self) -> list[Reading]:
        return [each.read(self.query) for each in self.filters]

    @cached_property
    def sought(self) -> str:
        return clean(self.query.get("q", "")) if self.search else ""

    @cached_property
    def sort(self) -> str:
        asked = self.query.get("sort", "")
        return asked if asked.removeprefix("-") in self._sortable else self.order

    @cached_property
    def size(self) -> int:
        asked = self.query.get("size", "")
        return int(asked) if asked in map(str, SIZES) else SIZES[0]

    @property
    def wants_export(self) -> str:
        """csv or xlsx where the list is asked for as a file, else empty."""
        asked = self.query.get("export", "")
        return asked if asked in spreadsheet.TYPES else ""

    @property
    def narrowed(self) -> bool:
        return bool(self.sought) or any(reading.active for reading in self.readings)

    @property
    def unreadable(self) -> list[Reading]:
        return [reading for reading in self.readings if reading.unreadable]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What the filter form carries along unseen."""
        own = {"q", "page", "export", *(key for each in self.filters for key in each.keys)}
        return [(key, value) for key, values in self.query.lists() for value in values if key not in own]

    # The rows

    @cached_property
    def rows(self) -> QuerySet[Row]:
        """The rows of all pages, in order."""
        conditions = [reading.condition for reading in self.readings]
        conditions += [self._found(term) for term in self.sought.split()[:TERMS]]
        return self.given.filter(reduce(and_, conditions, Q())).order_by(*self._order)

    @cached_property
    def page(self) -> Page[Row]:
        return Paginator(self.rows, self.size).get_page(self.query.get("page"))

    @property
    def cells(self) -> Iterator[list[Cell]]:
        return ([Cell(column, row) for column in self.columns] for row in self.page)

    @property
    def lines(self) -> Iterator[tuple[str, list[Cell]]]:
        """Each row of the page: what its box sends, if it has one, and its cells."""
        for row, cells in zip(self.page, self.cells, strict=True):
            yield self.select(row) if self.select else "", cells

    @property
    def has_boxes(self) -> bool:
        return self.select is not None

    @property
    def all_selected(self) -> bool:
        return "all" in self.query

    # The links

    def address(self, **changed: object) -> str:
        """This list with something changed; None takes a key away."""
        query = self.query.copy()
        for key in ("export", "page", *changed):
            query.pop(key, None)
        for key, value in changed.items():
            if value is not None:
                query[key] = str(value)
        return f"?{query.urlencode()}"

    @property
    def heads(self) -> list[Link]:
        return [self._head(column) for column in self.columns]

    @property
    def pages(self) -> list[Link]:
        paginator = self.page.paginator
        numbers = paginator.get_elided_page_range(self.page.number, on_each_side=2, on_ends=1)
        here = self.page.number
        return [Link(str(n), self._page_url(n), "page" if n == here else "") for n in numbers]

    def _page_url(self, number: int | str) -> str:
        # The gap between far pages is a sign, not a number.
        return self.address(page=number) if isinstance(number, int) else ""

    @property
    def sizes(self) -> list[Link]:
        return [Link(str(n), self.address(size=n), "true" if n == self.size else "") for n in SIZES]

    @property
    def select_all(self) -> Link:
        """The same page with every box ticked, or none."""
        page = self.page.number if self.page.number > 1 else None
        if self.all_selected:
            return Link(_("全不选"), self.address(all=None, page=page))
        return Link(_("全选本页"), self.address(all=1, page=page))

    @property
    def exports(self) -> list[Link]:
        return [Link(ending.upper(), self.address(export=ending)) for ending in spreadsheet.TYPES]

    @property
    def bare_url(self) -> str:
        """The same list without search and filters."""
        return self.address(q=None, **{key: None for each in self.filters for key in each.keys})

    def table(self) -> Iterator[list[object]]:
        """Heads and all rows, for the export."""
        yield [column.head for column in self.columns]
        for row in self.rows.iterator(chunk_size=2000):
            yield [column.of(row) for column in self.columns]

    @property
    def _sortable(self) -> dict[str, str]:
        return {column.key: column.sort for column in self.columns if column.sort}

    @property
    def _order(self) -> list[OrderBy]:
        # The key last, so that no row is on two pages or on none.
        turned = self.sort.startswith("-")
        names = [self._sortable[self.sort.removeprefix("-")], "pk"]
        return [F(name).desc(nulls_last=True) if turned else F(name).asc(nulls_last=True) for name in names]

    def _found(self, term: str) -> Q:
        return reduce(or_, (Q(**{f"{name}__icontains": term}) for name in self.search))

    def _head(self, column: Column[Any]) -> Link:
        if not column.sort:
            return Link(column.head, column=column)
        current = {column.key: "ascending", f"-{column.key}": "descending"}.get(self.sort, "")
        turned = f"-{column.key}" if current == "ascending" else column.key
        return Link(column.head, self.address(sort=turned), current, column)


def answer(
    request: HttpRequest, template: str, listing: Listing[Any], context: Mapping[str, object] | None = None
) -> HttpResponseBase:
    """The export where asked for, the list alone where htmx swaps it, else the page."""
    if listing.wants_export:
        return rows.answer(request, listing)
    swapped = request.headers.get("HX-Target") == listing.anchor
    whole = not swapped or "HX-History-Restore-Request" in request.headers
    page = template if whole else "components/listing.html"
    response = render(request, page, {**(context or {}), "listing": listing})
    patch_vary_headers(response, ["HX-Target", "HX-History-Restore-Request"])
    return response
