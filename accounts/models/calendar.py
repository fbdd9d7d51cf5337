"""工作日历: which days are worked, year by year, and on whose word."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class CalendarEdition(models.Model):
    """One year of the calendar. Provisional until the General Office of the State Council has announced it."""

    year = models.PositiveSmallIntegerField(_("年份"), primary_key=True)
    source = models.CharField(_("来源"), max_length=200, help_text=_("放假安排的通知文号，或所据资料及其版本"))
    provisional = models.BooleanField(_("暂定"), help_text=_("该年放假安排尚未公布"))
    by_hand = models.BooleanField(_("由通知导入"), default=False, help_text=_("由通知导入的年份不再被随附资料覆盖"))
    imported_at = models.DateTimeField(_("导入时间"), auto_now=True)

    class Meta:
        verbose_name = _("工作日历年度")
        verbose_name_plural = _("工作日历年度")
        ordering = ["year"]

    def __str__(self) -> str:
        return f"{self.year} · {self.source}"


class CalendarDay(models.Model):
    """One day. `name` is the holiday it is off for, or worked in exchange for; empty on ordinary days."""

    date = models.DateField(_("日期"), primary_key=True)
    is_working = models.BooleanField(_("上班"))
    name = models.CharField(_("节假日"), max_length=50, blank=True)
    edition = models.ForeignKey(
        CalendarEdition, models.CASCADE, verbose_name=_("工作日历年度"), related_name="days", db_index=False
    )

    class Meta:
        verbose_name = _("工作日历")
        verbose_name_plural = _("工作日历")
        ordering = ["date"]

    def __str__(self) -> str:
        return f"{self.date} {self.name}".strip()
