"""导入: the rows of a file that somebody means to enter, as they were read, until he confirms them."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Region


class Intake(models.Model):
    """One file read. `rows` are ready to be entered; `faults` say what is wrong, by row and column."""

    region = models.ForeignKey(Region, models.PROTECT, verbose_name=_("清单所属区划"), related_name="+")
    list = models.CharField(_("清单"), max_length=20)
    file_name = models.CharField(_("文件名"), max_length=200)
    digest = models.CharField(_("文件摘要值"), max_length=64)
    rows = models.JSONField(_("各行"))
    faults = models.JSONField(_("错误"))
    read_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("经办人"), related_name="+")
    read_at = models.DateTimeField(_("读取时间"), auto_now_add=True)
    entered_at = models.DateTimeField(_("导入时间"), null=True)

    class Meta:
        verbose_name = _("导入")
        verbose_name_plural = _("导入")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.file_name
