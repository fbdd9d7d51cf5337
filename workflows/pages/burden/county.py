"""村级负担 of a county: all villages together, by kind, and the list of villages by code."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts import doors
from accounts.models import Level, Region
from catalogues import burden as meter
from workflows.pages.burden import measure
from workflows.pages.columns import Column
from workflows.pages.divisions import by_township, region_at, to_ones_county, township_of_row
from workflows.pages.listing import Listing, answer


class Villages(Listing[Region]):
    """The villages by code or name. What they carry is no order: units are not ranked."""

    name, caption = "villages", _("各村负担")
    order = "code"
    search = ("name", "code")
    search_says = _("村名或者区划代码")
    empty = _("没有符合条件的村")

    def __init__(self, county: Region, day: measure.Day, query: QueryDict) -> None:
        super().__init__(meter.villages(county, day.on).annotate(township=township_of_row()), query)
        self.filters = (by_township(county),)
        chosen = "" if day.is_today else f"?on={day.on.isoformat()}"
        self.columns = (
            Column("name", _("村"), sort="name", link=lambda row: reverse("burden_village", args=[row.pk]) + chosen),
            Column("code", _("区划代码"), sort="code"),
            Column("township", _("乡镇（街道）")),
            Column("carried", _("有效条目"), number=True),
            Column("unknown", _("其中用时不详"), number=True),
            Column("hours", _("小时/年"), lambda row: measure.hours(row.minutes), number=True),
        )


@doors.signed_in
def burden(request: HttpRequest) -> HttpResponse:
    """My county's; whoever belongs to a city or a province chooses a county of it."""
    return to_ones_county(request, "burden_county", "burden/counties.html")


@doors.signed_in
def burden_county(request: HttpRequest, code: str) -> HttpResponseBase:
    """What stands costs every village of a county its time; how much, and for what."""
    county, day = region_at(code, Level.COUNTY), measure.day_asked(request.GET)
    total = meter.total(county, day.on)
    carried = meter.carried(day.on).filter(region__code__range=county.code_range)
    shown = {
        "county": county,
        "day": day,
        "total": total,
        "hours": measure.shown(total.minutes),
        "each": measure.shown(total.minutes // total.villages) if total.villages else "",
        "bars": measure.bars_of_kinds(meter.by_kind(carried), __("全县用时，按类别")),
    }
    return answer(request, "burden/county.html", Villages(county, day, request.GET), shown)
