"""退回补正, 暂停: what stops the clock, and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from workflows.models.request import AdmissionRequest


class Correction(models.Model):
    """退回补正: one list of all that must be put right, told once (统计法实施条例第八条)."""

    request = models.ForeignKey(AdmissionRequest, models.PROTECT, related_name="corrections")
    points = models.JSONField(_("须补正之处"))
    asked_at = models.DateTimeField(_("退回时间"), auto_now_add=True)
    answered_at = models.DateTimeField(_("补正时间"), null=True)

    class Meta:
        verbose_name = _("退回补正")
        verbose_name_plural = _("退回补正")
        ordering = ["pk"]

    def __str__(self) -> str:
        return "；".join(self.points)


class PauseReason(models.TextChoices):
    CORRECTION = "correction", _("退回补正")
    PROVINCE = "province", _("报省级同意")
    SUSPENSION = "suspension", _("暂缓")


class Pause(models.Model):
    """暂停: a stretch that does not count against the office. Open while `ended_at` is empty.

    A suspension (暂缓) has its end from the beginning: the midnight after its last day, unless it is resumed before.
    """

    request = models.ForeignKey(AdmissionRequest, models.PROTECT, related_name="pauses")
    reason = models.CharField(_("原因"), max_length=20, choices=PauseReason.choices)
    started_at = models.DateTimeField(_("开始"), auto_now_add=True)
    ended_at = models.DateTimeField(_("结束"), null=True)

    class Meta:
        verbose_name = _("暂停")
        verbose_name_plural = _("暂停")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request"], condition=models.Q(ended_at__isnull=True), name="one_open_pause_a_request"
            )
        ]

    def __str__(self) -> str:
        return self.get_reason_display()
