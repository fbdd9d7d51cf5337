"""导入牌子: a county's boards from a file, previewed, then all of them hung or none."""

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import Region, User
from catalogues import board_intake, walls
from catalogues.models import Intake, Signboard
from workflows.errors import NotNow
from workflows.models import NumberSeries
from workflows.services import intakes
from workflows.services.readings import readings_of


def guide_counts(county: Region, on: date) -> bool:
    """Whether the county counts the guide board among the ten inside."""
    return readings_of(county, on).get("guide_board_counts") == "yes"


def read(county: Region, *, by: User, name: str, content: bytes) -> Intake:
    """预览: keep what the file holds and what is wrong with it; nothing is hung."""
    villages, today = _villages(county, by), localdate()
    counts = guide_counts(county, today)
    return intakes.keep(
        county,
        board_intake.NAME,
        by=by,
        file=(name, content),
        reader=lambda sheet: board_intake.read(villages, sheet, today, guide_counts=counts),
    )


@transaction.atomic
def hang(taken: Intake, *, by: User) -> int:
    """导入: hang every board of the file read; returns how many. A second time is refused and changes nothing."""
    NumberSeries.hold(f"walls-{taken.region_id}")
    villages = _villages(taken.region, by)
    with intakes.taken_over(taken, _("有位置刚刚被别人登记的牌子占用，请重新选择文件预览。")) as row:
        if any(each["village"] not in villages for each in row.rows):
            raise PermissionDenied(_("只有本县受理人员和本乡镇（街道）经办人可以登记。"))
        Signboard.objects.bulk_create(_hung(row, by), batch_size=500)
        return len(row.rows)


def visible_to(officer: User) -> QuerySet[Intake]:
    """What he read in himself, and all of the county at whose counter he sits."""
    kept = Q(read_by=officer) | Q(region__in=rights.places(officer, {rights.SCREEN}))
    return Intake.objects.filter(kept, list=board_intake.NAME).select_related("region")


def _hung(taken: Intake, by: User) -> list[Signboard]:
    """The boards in their places. Raises NotNow where the wall is no longer as the preview found it."""
    named, titles = ({each[key] for each in taken.rows} for key in ("village", "title"))
    hanging = board_intake.Hanging(named, titles, guide_counts(taken.region, localdate()))
    boards = []
    for each in taken.rows:
        try:
            board = hanging.hang(each)
        except walls.WallRefuses as refusal:
            raise NotNow(
                _("预览以后有变化，第%(row)d行：%(says)s") % {"row": each["row"], "says": refusal}
            ) from refusal
        board.hung_by = by
        boards.append(board)
    return boards


def _villages(county: Region, by: User) -> dict[str, Region]:
    """Those that the officer may record, by code. Raises PermissionDenied if there is none."""
    walls.require_recorder_in(by, county)
    return {village.code: village for village in walls.recordable(by, county)}
