"""申请: every request that the officer may see, whatever has become of it."""

from collections.abc import Sequence

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import doors, rights
from accounts.models import Organ, User
from policy.choices import Kind
from workflows.models import OPEN, AdmissionRequest, RequestPart, State
from workflows.pages.columns import Column
from workflows.pages.filters import Choice, DateRange
from workflows.pages.listing import Listing, answer
from workflows.pages.sight import counties_of, officer_of

EVERYBODY = tuple(sorted(rights.ON_ORGANS | rights.ON_REGIONS))
KINDS = [(kind.value, _(kind.label)) for kind in Kind]
ALL_OPEN = "open"
STATES = [(ALL_OPEN, _("全部未办结")), *State.choices]
COUNTY: Column[AdmissionRequest] = Column("county", _("县（市、区）"), "county.name", sort="county")


def link(request: AdmissionRequest) -> str:
    return reverse("request", args=[request.pk])


def in_state(chosen: str) -> Q:
    return Q(state__in=OPEN) if chosen == ALL_OPEN else Q(state=chosen)


def with_a_part_of(kind: str) -> Q:
    return Q(Exists(RequestPart.objects.filter(request=OuterRef("pk"), kind=kind)))


class Requests(Listing[AdmissionRequest]):
    name, caption = "requests", _("准入申请")
    order = "-number"
    search = ("number", "title", "department__name")
    search_says = _("编号、名称或者申请单位")
    empty = _("没有申请")

    def __init__(self, officer: User, query: QueryDict) -> None:
        seen = AdmissionRequest.objects.visible_to(officer).select_related("county", "department")
        super().__init__(seen, query)
        counties = counties_of(officer)
        several = len(counties) > 1
        departments = _departments(counties)
        self.columns = (*COLUMNS[:4], *([COUNTY] if several else []), *COLUMNS[4:])
        self.filters = (
            Choice("state", _("状态"), STATES, condition=in_state),
            Choice("kind", _("类别"), KINDS, condition=with_a_part_of),
            *([Choice("county", _("县（市、区）"), counties)] if several else []),
            *([Choice("department", _("申请单位"), departments)] if len(departments) > 1 else []),
            DateRange("submitted", _("提交日期"), "submitted_at", moments=True),
        )


COLUMNS: tuple[Column[AdmissionRequest], ...] = (
    Column("title", _("申请事项"), "title", sort="title", link=link),
    Column("number", _("申请编号"), "number", sort="number"),
    Column("state", _("状态"), "get_state_display", sort="state", template="offices/cell_state.html"),
    Column("department", _("申请单位"), "department.name", sort="department__name"),
    Column("submitted", _("提交时间"), "submitted_at", sort="submitted_at"),
    Column("closed", _("办结时间"), "closed_at", sort="closed_at"),
)


def _departments(counties: Sequence[tuple[str, str]]) -> list[tuple[int, str]]:
    """The organs that have applied in these counties."""
    applied = AdmissionRequest.objects.filter(department=OuterRef("pk"), county__in=[code for code, _name in counties])
    return list(Organ.objects.filter(Exists(applied)).order_by("name").values_list("pk", "name"))


@doors.holding(*EVERYBODY)
def request_list(request: HttpRequest) -> HttpResponseBase:
    """All requests within my sight."""
    return answer(request, "offices/requests.html", Requests(officer_of(request), request.GET))
