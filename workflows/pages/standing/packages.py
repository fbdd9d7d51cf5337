"""接收的备案包: what bodies below filed as a package, what differs from what was held before, and taking one more in."""

from typing import Any

from django.db.models import F, Func, IntegerField, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts import doors, rights
from catalogues import editions, receiving
from catalogues.lists import ListName
from catalogues.models import ReceivedPackage
from catalogues.receiving import LARGEST, Received
from workflows.pages.columns import Column
from workflows.pages.filters import Choice, DateRange
from workflows.pages.listing import Listing, answer
from workflows.pages.sight import officer_of
from workflows.pages.standing.asking import Asking, ask
from workflows.pages.standing.editions import shown_rows
from workflows.pages.standing.forms import PackageForm
from workflows.services import package_receiving


def link(package: ReceivedPackage) -> str:
    return reverse("package_received", args=[package.pk])


def title_of(package: ReceivedPackage) -> str:
    return package.catalogue_list.title


def taken_in_by(package: ReceivedPackage) -> str:
    return str(package.received_by) if package.received_by else __("管理员以命令接收")


class Packages(Listing[ReceivedPackage]):
    name, caption = "packages", _("接收的备案包")
    order = "-at"
    search = ("region__name", "region__code", "digest")
    search_says = _("区划名称、代码或者摘要值")
    empty = _("没有接收的备案包")
    filters = (
        Choice("list", _("清单"), ListName.choices),
        DateRange("at", _("接收时间"), moments=True),
    )
    columns = (
        Column("title", _("清单"), title_of, sort="list", link=link),
        Column("region", _("清单所属区划"), "region.name", sort="region"),
        Column("number", _("版次"), "number", sort="number", number=True),
        Column("rows", _("条目数"), "row_count", sort="row_count", number=True),
        Column("at", _("接收时间"), "at", sort="at"),
        Column("by", _("接收人"), taken_in_by, sort="received_by"),
        Column("digest", _("目录摘要值（SHA-256）"), "digest", template="standing/cell_digest.html"),
    )

    def __init__(self, query: QueryDict) -> None:
        super().__init__(_without_content(), query)


def _without_content() -> QuerySet[ReceivedPackage]:
    counted = Func(F("rows"), function="jsonb_array_length", output_field=IntegerField())
    found = ReceivedPackage.objects.select_related("region", "received_by")
    return found.annotate(row_count=counted).defer("content", "rows")


@doors.signed_in
def packages(request: HttpRequest) -> HttpResponseBase:
    """Every package that was taken in. They hold only what is published, so they are open to every officer."""
    receives = bool(rights.places(officer_of(request), {rights.RECEIVE_FILING}))
    return answer(request, "standing/packages.html", Packages(request.GET), {"receives": receives})


@doors.signed_in
def package_received(request: HttpRequest, pk: int) -> HttpResponse:
    """One package: what it is, what differs from the one before, and its rows."""
    rows = ReceivedPackage.objects.select_related("region", "previous", "received_by")
    package = get_object_or_404(rows.defer("content", "previous__content"), pk=pk)
    shown = {
        "found": receiving.taken_in(package),
        "rows": shown_rows(package.rows),
        "fields": editions.SAID,
        "by": taken_in_by(package),
    }
    return render(request, "standing/package.html", shown)


@doors.signed_in
def package_file(request: HttpRequest, pk: int) -> HttpResponse:
    """The package as it was filed."""
    package = get_object_or_404(ReceivedPackage.objects.select_related("region"), pk=pk)
    name = f"received-{package.region_id[:6]}-{package.list}-{package.number:03d}.zip"
    return HttpResponse(
        bytes(package.content),
        content_type="application/zip",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"},
    )


@doors.holding(rights.RECEIVE_FILING)
def package_receive(request: HttpRequest) -> HttpResponse:
    """接收备案包 of a list that is filed with my organ."""
    officer = officer_of(request)
    asking = Asking(
        title=_("接收备案包"),
        label=_("核验并接收"),
        says=_("逐行核验封签，核对与上一版的衔接和差别；有改动的指出所在行，不予接收。接收不改变下级自己的清单。"),
        back=(reverse("packages"), _("接收的备案包")),
        sends_file=True,
    )
    sent = (request.POST, request.FILES) if request.method == "POST" else ()

    def receive(said: dict[str, Any]) -> Received:
        return package_receiving.receive(said["file"].read(LARGEST + 1), by=officer)

    return ask(
        request, asking, PackageForm(*sent), receive, lambda found: (link(found.package), __("已接收，请核对差别。"))
    )
