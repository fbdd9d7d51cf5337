"""村级牌子墙: which boards hang at a village's facility, and how large the facility is.

A wall has places, and a board takes one: six outside, one for each of the six, ten inside. That two boards cannot take
one place is what refuses the seventh and the eleventh in the database itself, whoever writes at once.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from catalogues.models.entry import Entry
from policy.choices import Colours, Orientation, Place
from policy.notice import LIMITS

OUTSIDE = len(LIMITS["outside_signboards"].value)
INSIDE: int = LIMITS["inside_signboards"].value
# Boards of these places share one wall; a guide board stands with those inside.
WALLS = {Place.OUTSIDE: "outside", Place.INSIDE: "inside", Place.GUIDE: "inside", Place.DISPLAY: "display"}


def _choices(choices: type) -> list[tuple[str, object]]:
    return [(each.value, _(each.label)) for each in choices]  # type: ignore[attr-defined]


class SignboardQuerySet(models.QuerySet["Signboard"]):
    def hanging(self) -> "SignboardQuerySet":
        """What has not been taken down."""
        return self.filter(removed_on__isnull=True)


class Signboard(models.Model):
    """一块牌子. Taken down it stays on record.

    `slot`: its place on the wall: outside the number of its name among the six, inside 1 to 10. None: honours, which are
    displayed together, and a seventh outside that law orders, which needs its entry. 0: a guide board that the county
    does not count among the ten.
    """

    village = models.ForeignKey(Region, models.PROTECT, verbose_name=_("村"), related_name="signboards")
    place = models.CharField(_("悬挂位置"), max_length=10, choices=[(each.value, _(each.label)) for each in WALLS])
    wall = models.CharField(_("墙面"), max_length=10, editable=False)
    slot = models.PositiveSmallIntegerField(_("位置"), null=True, editable=False)
    title = models.CharField(_("名称"), max_length=100)
    orientation = models.CharField(_("横竖"), max_length=10, choices=_choices(Orientation), blank=True)
    colours = models.CharField(_("底色和字色"), max_length=20, choices=_choices(Colours), blank=True)
    entry = models.ForeignKey(Entry, models.PROTECT, verbose_name=_("准入条目"), null=True, related_name="signboards")
    hung_on = models.DateField(_("悬挂日期"))
    removed_on = models.DateField(_("摘除日期"), null=True)
    hung_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("登记人"), related_name="+")
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("摘除登记人"), null=True, related_name="+"
    )

    objects = SignboardQuerySet.as_manager()

    class Meta:
        verbose_name = _("村级牌子")
        verbose_name_plural = _("村级牌子")
        ordering = ["village", "wall", F("slot").asc(nulls_last=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["village", "wall", "slot"],
                condition=Q(removed_on__isnull=True) & Q(slot__gt=0),
                name="a_place_on_a_wall_is_taken_once",
            ),
            models.UniqueConstraint(
                fields=["village", "place", "title"],
                condition=Q(removed_on__isnull=True),
                name="a_board_hangs_once_in_a_place",
            ),
            models.CheckConstraint(
                condition=(Q(place__in=["inside", "guide"]) & Q(wall="inside"))
                | Q(place="outside", wall="outside")
                | Q(place="display", wall="display"),
                name="a_board_hangs_on_the_wall_of_its_place",
            ),
            models.CheckConstraint(
                condition=~Q(wall="outside")
                | Q(slot__range=(1, OUTSIDE), slot__isnull=False)
                | (Q(slot__isnull=True) & Q(entry__isnull=False)),
                name="outside_are_six_places",
            ),
            models.CheckConstraint(
                condition=~Q(wall="inside")
                | Q(slot__range=(1, INSIDE), slot__isnull=False)
                | Q(place="guide", slot=0, slot__isnull=False),
                name="inside_are_ten_places",
            ),
            models.CheckConstraint(
                condition=Q(removed_on__isnull=True) | Q(removed_on__gte=F("hung_on")),
                name="a_board_is_taken_down_after_it_was_hung",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Facility(models.Model):
    """村级综合服务设施: households and square metres, as they were told last and by whom."""

    village = models.OneToOneField(
        Region, models.PROTECT, verbose_name=_("村"), related_name="facility", primary_key=True
    )
    households = models.PositiveIntegerField(_("户数"))
    floor_area = models.DecimalField(_("总建筑面积（平方米）"), max_digits=9, decimal_places=2)
    activity_area = models.DecimalField(_("群众活动区域面积（平方米）"), max_digits=9, decimal_places=2)
    told_on = models.DateField(_("登记日期"))
    told_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("登记人"), related_name="+")

    class Meta:
        verbose_name = _("村级综合服务设施")
        verbose_name_plural = _("村级综合服务设施")
        constraints = [
            models.CheckConstraint(
                condition=Q(floor_area__gte=0) & Q(activity_area__gte=0) & Q(activity_area__lte=F("floor_area")),
                name="activities_lie_within_the_floor",
            )
        ]

    def __str__(self) -> str:
        return str(self.village)
