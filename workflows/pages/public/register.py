"""公开清单: what stands on the lists and what stood, for anybody to search, filter and take along."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts import doors
from accounts.models import Level, Organ, Region
from catalogues import register
from catalogues.checking import standing_of
from catalogues.models import Entry
from policy import check_codes
from workflows.pages.catalogue import KINDS, code_of, kind_of, whose
from workflows.pages.columns import Column
from workflows.pages.filters import Choice
from workflows.pages.listing import Listing, answer
from workflows.pages.public.check import ANSWERS

TRIGRAM = 3
IN_FORCE, GONE = "in_force", "gone"


def link(entry: Entry) -> str:
    return reverse("check_code", args=[code_of(entry)])


def holds_in(entry: Entry) -> str:
    return entry.scope.name if entry.scope else entry.region.name


def standing(entry: Entry) -> str:
    return str(ANSWERS[standing_of(entry, None, localdate())].says)


def in_force(chosen: str) -> Q:
    """The two sides of the register on this day; what has not begun stands on neither."""
    today = localdate()
    gone = Q(left_on__lte=today) | Q(valid_until__lt=today)
    stands = (Q(left_on__isnull=True) | Q(left_on__gt=today)) & (
        Q(valid_until__isnull=True) | Q(valid_until__gte=today)
    )
    return gone if chosen == GONE else stands & Q(entered_on__lte=today)


# A Paginator cannot be subscripted while the program runs.
class KeysFirst(Paginator):  # type: ignore[type-arg]
    """Sorts and leaves out keys alone, and reads of `shown` only what stands on the page: in one statement."""

    def __init__(self, shown: QuerySet[Entry], rows: QuerySet[Entry], size: int) -> None:
        super().__init__(rows, size)
        self.shown, self.rows = shown, rows

    def page(self, number: int | str) -> Page[Entry]:
        number = self.validate_number(number)
        first = (number - 1) * self.per_page
        keys = self.rows.values("pk")[first : first + self.per_page]
        return Page(self.shown.filter(pk__in=keys), number, self)


class Register(Listing[Entry]):
    name, caption = "register", _("公开清单")
    order = "-entered"
    search = ("title", "number")
    search_says = _("名称、编号、查验码或者责任单位")
    empty = _("清单上没有这样的事项")
    columns: Sequence[Column[Any]] = (
        Column("title", _("名称"), "title", sort="title", link=link),
        Column("kind", _("类别"), kind_of, sort="kind"),
        Column("organ", _("责任单位"), whose, sort="organ__name"),
        Column("holds", _("实施范围"), holds_in),
        Column("entered", _("列入日期"), "entered_on", sort="entered_on"),
        Column("until", _("有效期至"), "valid_until", sort="valid_until"),
        Column("standing", _("现状"), standing),
        Column("code", _("查验码"), code_of),
        Column("number", _("准入编号"), "number", sort="number"),
    )

    def __init__(self, rows: QuerySet[Entry], query: QueryDict) -> None:
        if "stands" not in query:
            query = query.copy()
            query["stands"] = IN_FORCE
        super().__init__(rows, query)
        listed = Entry.objects.filter(region=OuterRef("pk"))
        lists = Region.objects.filter(Exists(listed), level__lte=Level.COUNTY)
        sides = ((IN_FORCE, _("有效")), (GONE, _("已退出或者已过期")))
        self.filters = (
            Choice("stands", _("现状"), sides, condition=in_force),
            Choice("kind", _("类别"), KINDS),
            Choice("region", _("清单所属区划"), list(lists.values_list("code", "name"))),
        )

    @cached_property
    def page(self) -> Page[Entry]:
        shown = self.given.order_by(*self._order)
        return KeysFirst(shown, self.rows, self.size).get_page(self.query.get("page"))

    def _found(self, term: str) -> Q:
        """By an index each: a word of title or number, the whole code, the organs of that name.

        The index is of three characters and more; a shorter word without small and capital letters is looked for as it
        is written, which is a third of the work.
        """
        organs = list(Organ.objects.filter(name__icontains=term).values_list("pk", flat=True)[:1000])
        code = check_codes.read(term).symbols[: check_codes.LENGTH]
        as_written = len(term) < TRIGRAM and term.upper() == term.lower()
        words = Q(title__contains=term) | Q(number__contains=term) if as_written else super()._found(term)
        return words | Q(check_code=code) | Q(organ__in=organs)


@doors.public
def public_register(request: HttpRequest) -> HttpResponseBase:
    """The lists. Open: the notice has them made public (二（一）)."""
    return answer(request, "public/register.html", Register(register.made_public(), request.GET))
