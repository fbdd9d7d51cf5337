"""What an officer keeps for himself: filters of lists by name, and the address under which his calendar reads due dates."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

LONGEST_PATH, LONGEST_QUERY = 100, 1000


class SavedFilter(models.Model):
    """常用筛选: a list with its search, filters and order, under a name of the officer's own.

    `path` is the address of the list, `query` what follows the question mark. What he may see there is asked anew each time.
    """

    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters")
    path = models.CharField(_("页面"), max_length=LONGEST_PATH)
    name = models.CharField(_("名称"), max_length=30)
    query = models.CharField(_("条件"), max_length=LONGEST_QUERY)

    class Meta:
        verbose_name = _("常用筛选")
        verbose_name_plural = _("常用筛选")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["officer", "path", "name"], name="one_saved_filter_a_name")]

    def __str__(self) -> str:
        return self.name


class CalendarFeed(models.Model):
    """日程订阅: whoever knows the token reads the due dates of this officer. Only its SHA-256 is kept; a new one ends the old."""

    officer = models.OneToOneField(settings.AUTH_USER_MODEL, models.CASCADE, related_name="calendar_feed")
    digest = models.CharField(_("摘要"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("设立时间"), auto_now=True)
    read_at = models.DateTimeField(_("最近读取"), null=True)

    class Meta:
        verbose_name = _("日程订阅")
        verbose_name_plural = _("日程订阅")

    def __str__(self) -> str:
        return str(self.officer)
