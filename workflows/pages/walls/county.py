"""挂牌 of a county: the villages by code, what hangs where, and whose facility falls short of the standard."""

from decimal import Decimal

from django.db.models import F, Q, QuerySet
from django.db.models.functions import Greatest
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import doors, rights
from accounts.models import Level, Region, User
from catalogues import walls as book
from policy.facilities import AT_LEAST, PER_HUNDRED, PERCENT, Standard
from workflows.pages.columns import Column
from workflows.pages.divisions import by_township, region_at, to_ones_county, township_of_row
from workflows.pages.filters import Choice
from workflows.pages.listing import Listing, answer
from workflows.pages.sight import officer_of


def standard_of(village: Region) -> Standard:
    """The village's facility held against the standard; nothing is known of one that nobody has recorded."""
    told = getattr(village, "facility", None)
    return Standard(told.households, told.floor_area, told.activity_area) if told else Standard(None, None, None)


NEEDED = Greatest(F("facility__households") * PER_HUNDRED / Decimal(100), Decimal(AT_LEAST))
TOO_SMALL = Q(facility__floor_area__lt=NEEDED)
TOO_LITTLE = Q(facility__activity_area__lt=F("facility__floor_area") * PERCENT / Decimal(100))
STATES = {
    "small": (_("面积不足"), TOO_SMALL),
    "little": (_("活动区域不足"), TOO_LITTLE),
    "meets": (_("达标"), Q(facility__isnull=False) & ~TOO_SMALL & ~TOO_LITTLE),
    "unknown": (_("未登记"), Q(facility__isnull=True)),
}


class Walls(Listing[Region]):
    """The villages by code or name; none is ranked by what it lacks."""

    name, caption = "walls", _("各村挂牌和设施")
    order = "code"
    search = ("name", "code")
    search_says = _("村名或者区划代码")
    empty = _("没有符合条件的村")
    columns = (
        Column("name", _("村"), sort="name", link=lambda row: reverse("wall", args=[row.pk])),
        Column("code", _("区划代码"), sort="code"),
        Column("township", _("乡镇（街道）")),
        Column("outside", _("外部标牌"), lambda row: row.outside if row.wall_recorded else None, number=True),
        Column("inside", _("内部标牌"), lambda row: row.inside if row.wall_recorded else None, number=True),
        Column("households", _("户数"), "facility_households", number=True),
        Column("floor", _("建筑面积"), "facility_floor", number=True),
        Column("short", _("面积缺口"), lambda row: standard_of(row).short, number=True),
        Column("activity_short", _("活动区域缺口"), lambda row: standard_of(row).activity_short, number=True),
    )

    def __init__(self, county: Region, query: QueryDict) -> None:
        super().__init__(rows_of(county), query)
        self.filters = (
            by_township(county),
            Choice("state", _("设施"), [(key, label) for key, (label, _q) in STATES.items()], condition=_in_state),
        )


def rows_of(county: Region) -> QuerySet[Region]:
    """The villages of a county with their walls and the measures of their facilities."""
    villages = Region.objects.within(county).filter(level=Level.VILLAGE)
    return book.with_walls(villages).annotate(
        township=township_of_row(),
        facility_households=F("facility__households"),
        facility_floor=F("facility__floor_area"),
    )


@doors.signed_in
def walls(request: HttpRequest) -> HttpResponse:
    """My county's; whoever belongs to a city or a province chooses a county of it."""
    return to_ones_county(request, "walls_county", "walls/counties.html")


@doors.signed_in
def walls_county(request: HttpRequest, code: str) -> HttpResponseBase:
    """How many boards hang in each village, and how large its facility is."""
    county = region_at(code, Level.COUNTY)
    villages = Region.objects.within(county).filter(level=Level.VILLAGE)
    tiles = [
        (villages.filter(condition).count(), label, key, f"?state={key}#listing-walls")
        for key, (label, condition) in STATES.items()
    ]
    shown = {"county": county, "tiles": tiles, "may_import": may_import(officer_of(request), county)}
    return answer(request, "walls/county.html", Walls(county, request.GET), shown)


def may_import(officer: User, county: Region) -> bool:
    """Whether there is any village of the county whose measures the officer may record."""
    return rights.may(officer, rights.SCREEN, county) or any(county.holds(code) for code in book.townships_of(officer))


def _in_state(key: str) -> Q:
    return STATES[key][1]
