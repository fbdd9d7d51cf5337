"""清单一览, and one list: what stands on it, its editions, and what waits to be published or filed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from accounts import doors, rights
from accounts.models import Region, User
from catalogues import editions
from catalogues import lists as kept
from catalogues.lists import CatalogueList, ListName
from catalogues.models import Edition, Entry
from policy import notice
from workflows.pages.catalogue import kind_of, whose
from workflows.pages.columns import Column
from workflows.pages.listing import Listing, answer
from workflows.pages.sight import officer_of
from workflows.services import list_keeping
from workflows.services.readings import chosen_by


@dataclass(frozen=True)
class Line:
    """One list in the overview."""

    which: CatalogueList
    standing: int
    newest: Edition | None

    @property
    def label(self) -> str:
        return str(ListName(self.which.name).label)

    @property
    def url(self) -> str:
        return address(self.which)


def address(which: CatalogueList) -> str:
    return reverse("list_page", args=[which.region.pk, which.name])


def list_or_404(code: str, name: str) -> CatalogueList:
    """The list that the address names; 404 where a region of this level keeps none of that name."""
    found = kept.of(get_object_or_404(Region, pk=code), name)
    if found is None:
        raise Http404
    return found


@doors.signed_in
def lists(request: HttpRequest) -> HttpResponse:
    """Every list of the regions that keep any, with its newest edition; open to every officer as lists are public."""
    officer = officer_of(request)
    held = rights.places(officer, {rights.KEEP_LIST, rights.PUBLISH})
    filings = list(list_keeping.filings_of(officer))
    regions = Region.objects.filter(Q(pk__in=held) | Q(pk__in=Entry.listed.values("region")))
    groups = _groups(list(regions.order_by("level", "code")), localdate())
    return render(request, "standing/lists.html", {"groups": groups, "filings": filings})


def _groups(regions: list[Region], on: date) -> list[tuple[Region, list[Line]]]:
    counted = Entry.listed.filter(region__in=regions).in_force(on).order_by().values_list("region", "kind")
    standing = {(region, kind): n for region, kind, n in counted.annotate(n=Count("pk"))}
    rows = Edition.objects.filter(region__in=regions).defer("rows").order_by("region_id", "list", "-number")
    newest = {(each.region_id, each.list): each for each in rows.distinct("region_id", "list")}
    return [(region, [_line(each, standing, newest) for each in kept.all_of([region])]) for region in regions]


def _line(which: CatalogueList, standing: dict[tuple[str, str], int], newest: dict[tuple[str, str], Edition]) -> Line:
    count = sum(standing.get((which.region.pk, kind), 0) for kind in which.terms.kinds)
    return Line(which, count, newest.get((which.region.pk, which.name)))


def link(entry: Entry) -> str:
    return reverse("entry", args=[entry.pk])


class ListEntries(Listing[Entry]):
    name, caption = "list-entries", _("清单条目")
    order = "number"
    search = ("number", "title", "organ__name")
    search_says = _("编号、名称或者责任单位")
    empty = _("清单上没有条目")
    columns = (
        Column("title", _("名称"), "title", sort="title", link=link),
        Column("number", _("准入编号"), "number", sort="number"),
        Column("kind", _("类别"), kind_of, sort="kind"),
        Column("organ", _("责任单位"), whose, sort="organ__name"),
        Column("scope", _("实施范围"), "scope.name", sort="scope"),
        Column("entered", _("列入日期"), "entered_on", sort="entered_on"),
        Column("until", _("有效期至"), "valid_until", sort="valid_until"),
    )

    def __init__(self, which: CatalogueList, on: date, query: QueryDict) -> None:
        super().__init__(which.entries().in_force(on).select_related("organ", "scope"), query)


@doors.signed_in
def list_page(request: HttpRequest, code: str, name: str) -> HttpResponseBase:
    """One list: what stands today, what differs from its newest edition, its editions and their filings."""
    which, officer, today = list_or_404(code, name), officer_of(request), localdate()
    published = editions.editions_of(which)
    rows = editions.rows_on(which, today)
    waiting = editions.difference(published[0].rows if published else [], rows)
    shown = {
        "which": which,
        "clause": notice.clause(which.terms.clause),
        "editions": published,
        "waiting": waiting,
        "fields": editions.SAID,
        "filings": filings_shown(published[:1], officer),
        "frozen_until": editions.frozen_until(which, today, chosen_by(which.region, today)),
        "keeps": rights.may(officer, rights.KEEP_LIST, which.region),
        "publishes": rights.may(officer, rights.PUBLISH, which.region),
    }
    return answer(request, "standing/list.html", ListEntries(which, today, request.GET), shown)


def filings_shown(of: Iterable[Edition], officer: User) -> list[dict[str, object]]:
    """The filings of these editions, with what the officer may do with each."""
    rows = list_keeping.shown_filings().filter(edition__in=list(of)).order_by("pk")
    return [
        {
            "filing": filing,
            "sends": not filing.sent_at and rights.may(officer, rights.PUBLISH, filing.edition.region),
            "receives": bool(filing.sent_at) and not filing.received_at and list_keeping.may_receive(filing, officer),
            "urges": list_keeping.is_urgeable(filing) and list_keeping.may_urge(filing, officer),
        }
        for filing in rows
    ]
