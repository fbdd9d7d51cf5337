"""行政区划: provinces down to villages, known by their 12-digit statistical codes."""

from collections.abc import Iterable

from django.db import models
from django.utils.translation import gettext_lazy as _

CODE_DIGITS = 12


class Level(models.IntegerChoices):
    """How many leading digits of a code are its own (GB/T 10114-2003 for the last six)."""

    PROVINCE = 2, _("省级")
    CITY = 4, _("市级")
    COUNTY = 6, _("县级")
    TOWNSHIP = 9, _("乡级")
    VILLAGE = 12, _("村级")


def level_of(code: str) -> Level:
    """The level that a 12-digit code stands for: what is not its own is zeros."""
    own = len(code.rstrip("0"))
    return next(level for level in Level if own <= level)


def inside(field: str, regions: "Iterable[Region]") -> models.Q:
    """Of rows whose `field` is a 12-digit code: those inside any of the regions; of no regions none."""
    found = models.Q(pk__in=[])
    for region in regions:
        found |= models.Q(**{f"{field}__range": region.code_range})
    return found


class RegionQuerySet(models.QuerySet["Region"]):
    def within(self, region: "Region") -> "RegionQuerySet":
        """Everything inside `region`, itself included."""
        first, last = region.code_range
        return self.filter(code__range=(first, last))


class Region(models.Model):
    """One division. A code is padded with zeros to twelve digits, so that `code` orders and ranges work."""

    code = models.CharField(_("区划代码"), max_length=CODE_DIGITS, primary_key=True)
    name = models.CharField(_("名称"), max_length=100)
    level = models.PositiveSmallIntegerField(_("层级"), choices=Level.choices)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = _("区划")
        verbose_name_plural = _("区划")
        ordering = ["code"]
        indexes = [models.Index(fields=["level", "code"], name="region_by_level")]
        constraints = [
            models.CheckConstraint(condition=models.Q(code__regex=r"^\d{12}$"), name="region_code_has_twelve_digits")
        ]
        permissions = [
            ("screen", _("形式审查与受理")),
            ("re_examine", _("复核自动不予受理")),
            ("decide", _("审定")),
            ("consent", _("省级同意")),
            ("publish", _("公布与备案")),
            ("supervise", _("监督")),
            ("reach_reporter", _("联系反映人")),
            ("keep_list", _("维护清单")),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def code_range(self) -> tuple[str, str]:
        """First and last 12-digit code of what lies inside."""
        own = self.code[: self.level]
        return own.ljust(CODE_DIGITS, "0"), own.ljust(CODE_DIGITS, "9")

    def holds(self, code: str) -> bool:
        """Whether the division of this 12-digit code lies inside, this one included."""
        first, last = self.code_range
        return first <= code <= last

    def ancestor_code(self, level: Level) -> str:
        """The 12-digit code of the division of `level` that this one lies in."""
        return self.code[:level].ljust(CODE_DIGITS, "0")
