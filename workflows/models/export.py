"""导出: a long list that is written in the background, for one officer, for a day."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ExportState(models.TextChoices):
    WAITING = "waiting", _("排队")
    RUNNING = "running", _("生成中")
    DONE = "done", _("已生成")
    FAILED = "failed", _("未能生成")


class Export(models.Model):
    """One file asked for. `path` and `query`: the list's address; `scope`: what its owner held when it was written.

    `lease_until`: until then a worker is at it; after that another may take it over. `file`: its name in the folder.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    title = models.CharField(_("列表"), max_length=100)
    path = models.CharField(max_length=300)
    query = models.TextField(blank=True)
    ending = models.CharField(_("格式"), max_length=4)
    language = models.CharField(max_length=20)
    scope = models.CharField(max_length=64, blank=True)
    status = models.CharField(_("状态"), max_length=10, choices=ExportState.choices, default=ExportState.WAITING)
    total = models.PositiveIntegerField(_("行数"), default=0)
    done = models.PositiveIntegerField(_("已写"), default=0)
    file = models.CharField(max_length=100, blank=True)
    asked_at = models.DateTimeField(_("申请时间"), auto_now_add=True)
    lease_until = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(_("保留至"))

    class Meta:
        verbose_name = _("导出")
        verbose_name_plural = _("导出")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "path", "query", "ending"],
                condition=models.Q(status__in=[ExportState.WAITING, ExportState.RUNNING]),
                name="one_export_of_a_list_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def is_under_way(self) -> bool:
        return self.status in (ExportState.WAITING, ExportState.RUNNING)

    @property
    def percent(self) -> int:
        return min(100, self.done * 100 // self.total) if self.total else 0
