"""导入、导出: a file is shown row by row with its faults before anything is entered."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.timezone import localdate
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts import doors, rights
from catalogues import sheets
from catalogues.lists import TERMS, CatalogueList
from catalogues.models import Intake
from workflows.pages.sight import officer_of
from workflows.pages.standing.asking import Asking, ask
from workflows.pages.standing.forms import FileForm, kind_label
from workflows.pages.standing.lists import address, list_or_404
from workflows.pages.taken_in import Preview, as_file, preview
from workflows.services import list_intake

HEADS = (_("名称"), _("编号"), _("类别"), _("设立依据"), _("列入日期"), _("有效期至"))


@doors.holding(rights.KEEP_LIST)
def intake_new(request: HttpRequest, code: str, name: str) -> HttpResponse:
    """Choose a file for a list that I keep; it is read, and nothing is entered yet."""
    which, officer = list_or_404(code, name), officer_of(request)
    rights.require(officer, rights.KEEP_LIST, which.region)
    form = FileForm(request.POST or None, request.FILES or None)
    asking = Asking(
        title=_("导入清单"),
        label=_("读取并预览"),
        says=_("先预览，逐行逐格指出错误；没有错误才能导入，要么全部导入，要么一行也不导入。"),
        lead=which.title,
        back=(address(which), which.title),
        sends_file=True,
    )

    def read(said: dict[str, Any]) -> Intake:
        sent = said["file"]
        content = sent.read(sheets.LARGEST + 1)
        return list_intake.read(which, by=officer, name=sent.name, content=content)

    return ask(
        request, asking, form, read, lambda taken: (reverse("intake", args=[taken.pk]), __("文件已读取，请核对。"))
    )


@doors.holding(rights.KEEP_LIST)
def intake(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview; on POST all rows are entered."""
    officer = officer_of(request)
    kept = Intake.objects.filter(region__in=rights.places(officer, {rights.KEEP_LIST}), list__in=TERMS)
    taken = get_object_or_404(kept.select_related("region"), pk=pk)
    which = CatalogueList(taken.region, taken.list)
    page = Preview(
        of=which.title,
        back=address(which),
        again=reverse("intake_new", args=[which.region.pk, which.name]),
        heads=HEADS,
        cells=_cells,
        base="standing/page.html",
    )
    return preview(request, taken, page, lambda: list_intake.enter(taken, by=officer))


def _cells(row: dict[str, Any]) -> list[Any]:
    kind = kind_label(row["kind"]) if row["kind"] else ""
    basis = Truncator(row["basis"] or "").chars(60)
    return [row["title"], row["number"], kind, basis, row["entered_on"], row["valid_until"]]


@doors.signed_in
def export(request: HttpRequest, code: str, name: str, form: str) -> HttpResponse:
    """What stands on the list today as Excel or CSV. Lists are public, so every officer may have them."""
    which = list_or_404(code, name)
    entries = which.entries().in_force(localdate()).select_related("organ").prefetch_related("bases").order_by("number")
    named = f"list-{which.region.pk[:6]}-{which.name}"
    return as_file(sheets.table(which, entries), title=which.title, name=named, form=form)
