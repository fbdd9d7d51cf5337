"""牌子的导入和导出: a county's boards from a file, previewed row by row, and as a file again."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as __
from django.utils.translation import gettext_lazy as _

from accounts import doors, rights
from accounts.models import Level
from catalogues import board_intake, sheets
from catalogues import walls as book
from catalogues.models import Intake, Signboard
from policy.choices import Colours, Orientation, Place
from workflows.pages.divisions import region_at
from workflows.pages.sight import officer_of
from workflows.pages.standing.asking import Asking, ask
from workflows.pages.standing.forms import FileForm
from workflows.pages.taken_in import Preview, as_file, preview
from workflows.services import wall_intake

HEADS = (_("村"), _("名称"), _("悬挂位置"), _("横写或者竖写"), _("底色和字色"), _("悬挂日期"))


@doors.holding(rights.SCREEN, rights.GIVE_OPINION, rights.SUBMIT)
def board_intake_new(request: HttpRequest, code: str) -> HttpResponse:
    """Choose a file of boards; it is read, and nothing is hung yet. Open to whoever may record a village of the county."""
    county, officer = region_at(code, Level.COUNTY), officer_of(request)
    book.require_recorder_in(officer, county)
    form = FileForm(request.POST or None, request.FILES or None)
    asking = Asking(
        title=_("导入牌子"),
        label=_("读取并预览"),
        says=_("每行一块牌子，先预览，逐行逐格指出错误；没有错误才能导入，要么全部导入，要么一行也不导入。"),
        lead=__("表头：%(heads)s。可先导出现有的牌子作样表。") % {"heads": __("、").join(board_intake.HEADS)},
        back=(reverse("walls_county", args=[county.pk]), county.name),
        sends_file=True,
    )

    def read(said: dict[str, Any]) -> Intake:
        sent = said["file"]
        return wall_intake.read(county, by=officer, name=sent.name, content=sent.read(sheets.LARGEST + 1))

    return ask(
        request,
        asking,
        form,
        read,
        lambda taken: (reverse("board_intake", args=[taken.pk]), __("文件已读取，请核对。")),
    )


@doors.holding(rights.SCREEN, rights.GIVE_OPINION, rights.SUBMIT)
def board_intake_preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The preview of a file that I read in, or that was read in for the county of my counter; on POST all boards hang."""
    officer = officer_of(request)
    taken = get_object_or_404(wall_intake.visible_to(officer), pk=pk)
    page = Preview(
        of=taken.region.name,
        back=reverse("walls_county", args=[taken.region_id]),
        again=reverse("board_intake_new", args=[taken.region_id]),
        heads=HEADS,
        cells=_cells,
        base="burden/page.html",
    )
    return preview(request, taken, page, lambda: wall_intake.hang(taken, by=officer))


@doors.signed_in
def board_export(request: HttpRequest, code: str, form: str) -> HttpResponse:
    """What hangs in the villages of a county as Excel or CSV, for every officer, like the pages of the walls."""
    county = region_at(code, Level.COUNTY)
    first, last = county.code_range
    rows = Signboard.objects.hanging().filter(village__code__range=(first, last)).select_related("village")
    named = f"boards-{county.pk[:6]}"
    return as_file(board_intake.table(rows), title=__("牌子"), name=named, form=form)


def _cells(row: dict[str, Any]) -> list[Any]:
    place, orientation, colours = (
        __(choices(row[name]).label) if row[name] else ""
        for name, choices in (("place", Place), ("orientation", Orientation), ("colours", Colours))
    )
    return [row["village_name"] or row["village"], row["title"], place, orientation, colours, row["hung_on"]]
