"""党政群机构: the organs that apply, give opinions and decide."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.region import Region


class Function(models.TextChoices):
    """What an organ is in the procedure. Most are plain departments."""

    AUTHORITY = "authority", _("县委县政府")
    CIVIL_AFFAIRS = "civil_affairs", _("民政")
    ORGANIZATION = "organization", _("组织")
    RURAL_AFFAIRS = "rural_affairs", _("农办")
    JUSTICE = "justice", _("司法")
    FINANCE = "finance", _("财政")
    STATISTICS = "statistics", _("统计与数据")
    TOWNSHIP = "township", _("乡镇（街道）")
    SUPERVISION = "supervision", _("监督")
    PROVINCE = "province", _("省级党委和政府")
    DEPARTMENT = "department", _("其他党政群机构")


class Organ(models.Model):
    """党政群机构. Rights are held on an organ or a region, never on a single request."""

    name = models.CharField(_("名称"), max_length=100, unique=True)
    function = models.CharField(_("职能"), max_length=20, choices=Function.choices, default=Function.DEPARTMENT)
    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("所在区划"), related_name="organs")

    class Meta:
        verbose_name = _("机构")
        verbose_name_plural = _("机构")
        ordering = ["region", "function", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["region", "function"],
                condition=~models.Q(function=Function.DEPARTMENT),
                name="one_organ_a_function_and_region",
            )
        ]
        permissions = [
            ("submit", _("提出准入申请")),
            ("give_opinion", _("提出审查意见")),
            ("receive_filing", _("接收备案")),
        ]

    def __str__(self) -> str:
        return self.name
