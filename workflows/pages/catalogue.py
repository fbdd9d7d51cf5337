"""清单: what stands admitted, and what lists from above name."""

from datetime import date

from django.db.models import Q
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts import doors, rights
from accounts.models import Region
from catalogues import burden, register
from catalogues.models import Entry, ReferenceKind, Term
from policy import check_codes
from policy.burden import TAKES_TIME
from policy.choices import Kind
from workflows.models import AdmissionRequest
from workflows.pages.burden import measure
from workflows.pages.columns import Column
from workflows.pages.filters import Choice
from workflows.pages.listing import Listing, answer
from workflows.pages.said import said
from workflows.pages.sight import officer_of
from workflows.services import exits

KINDS = [(kind.value, _(kind.label)) for kind in Kind]


def link(entry: Entry) -> str:
    return reverse("entry", args=[entry.pk])


def kind_of(entry: Entry) -> str:
    return str(ReferenceKind(entry.kind).label) if entry.kind in ReferenceKind.values else __(Kind(entry.kind).label)


def code_of(entry: Entry) -> str:
    return check_codes.shown(entry.check_code)


def whose(entry: Entry) -> str:
    return entry.organ.name if entry.organ else ""


def burden_of(entry: Entry) -> str:
    """Hours a year of one village and of all; empty for what takes no time."""
    if entry.kind not in TAKES_TIME:
        return ""
    number: int = getattr(entry, "villages", 0)
    if entry.minutes_a_year is None:
        return __("用时不详，%(number)s个村") % {"number": number}
    each, all_ = measure.shown(entry.minutes_a_year), measure.shown(entry.minutes_a_year * number)
    return __("每村每年%(each)s小时，%(number)s个村共%(all)s小时") % {"each": each, "number": number, "all": all_}


def in_stage(chosen: str) -> Q:
    return STAGES[chosen][1]


STAGES = {
    "to_publish": (_("待公布"), Q(published_on__isnull=True)),
    "to_file": (_("已公布，待备案"), Q(published_on__isnull=False, filed_on__isnull=True)),
    "filed": (_("已备案"), Q(filed_on__isnull=False)),
}


class Entries(Listing[Entry]):
    name, caption = "entries", _("清单条目")
    order = "-entered"
    search = ("number", "title", "organ__name", "check_code")
    search_says = _("编号、查验码、名称或者责任单位")
    empty = _("清单上没有条目")
    columns = (
        Column("title", _("名称"), "title", sort="title", link=link),
        Column("number", _("准入编号"), "number", sort="number"),
        Column("code", _("查验码"), code_of),
        Column("kind", _("类别"), kind_of, sort="kind"),
        Column("region", _("清单所属区划"), "region.name", sort="region"),
        Column("organ", _("责任单位"), whose, sort="organ__name"),
        Column("entered", _("列入日期"), "entered_on", sort="entered_on"),
        Column("term", _("期限类别"), "get_term_display", sort="term", template="offices/cell_term.html"),
        Column("until", _("有效期至"), "valid_until", sort="valid_until"),
        Column("published", _("公布日期"), "published_on", sort="published_on"),
        Column("filed", _("备案日期"), "filed_on", sort="filed_on"),
    )

    def __init__(self, on: date, query: QueryDict) -> None:
        super().__init__(register.in_force(on), query)
        regions = list(Region.objects.filter(entries__isnull=False).distinct().values_list("code", "name"))
        self.filters = (
            Choice("kind", _("类别"), KINDS),
            *([Choice("region", _("清单所属区划"), regions)] if len(regions) > 1 else []),
            Choice("term", _("期限类别"), Term.choices),
            Choice("stage", _("公布与备案"), [(key, label) for key, (label, _q) in STAGES.items()], condition=in_stage),
        )


@doors.signed_in
def catalogue(request: HttpRequest) -> HttpResponseBase:
    """What stands on the lists today."""
    return answer(request, "offices/catalogue.html", Entries(localdate(), request.GET))


@doors.signed_in
def entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry, with what was said when it was asked for."""
    rows = burden.with_villages(Entry.listed.select_related("organ", "region", "scope", "supersedes"))
    found = get_object_or_404(rows, pk=pk)
    seen = AdmissionRequest.objects.visible_to(officer_of(request))
    shown = {
        "entry": found,
        "kind": kind_of(found),
        "burden": burden_of(found),
        "stands": Entry.listed.filter(pk=pk).in_force(localdate()).exists(),
        "said": [group for group in said(found.kind, found.answers) if group.pairs] if found.kind in set(Kind) else [],
        "bases": list(found.bases.all()),
        "changed_into": Entry.listed.filter(supersedes=found).first(),
        "cases": exits.visible_to(officer_of(request)).filter(items__entry__check_code=found.check_code),
        "keeps": rights.may(officer_of(request), rights.KEEP_LIST, found.region),
        "reports": found.kind in set(Kind) and exits.may_report(found, officer_of(request)),
        "origin": seen.filter(number=found.request_number).first() if found.request_number else None,
    }
    return render(request, "offices/entry.html", shown)
