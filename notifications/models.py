"""发件箱与消息: written in the transaction of the act, delivered after it, once."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Outgoing(models.Model):
    """发件: one thing to tell one person. `key` makes telling twice harmless; `leased_until` lets one worker at it."""

    key = models.CharField(_("幂等键"), max_length=120, unique=True)
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("收件人"))
    event = models.CharField(_("事由"), max_length=40)
    context = models.JSONField(_("内容"), default=dict)
    created_at = models.DateTimeField(_("写入时间"), auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(_("投递次数"), default=0)
    leased_until = models.DateTimeField(_("租约至"), null=True)
    delivered_at = models.DateTimeField(_("送达时间"), null=True)

    class Meta:
        verbose_name = _("发件")
        verbose_name_plural = _("发件箱")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["id"], name="undelivered", condition=models.Q(delivered_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.key


class Notice(models.Model):
    """消息: what stands in a person's message list."""

    outgoing = models.OneToOneField(Outgoing, models.CASCADE, related_name="notice")
    recipient = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="notices")
    event = models.CharField(_("事由"), max_length=40)
    context = models.JSONField(_("内容"), default=dict)
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    read_at = models.DateTimeField(_("已阅时间"), null=True)

    class Meta:
        verbose_name = _("消息")
        verbose_name_plural = _("消息")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notice_by_recipient"),
            models.Index(fields=["recipient"], name="unread_notice", condition=models.Q(read_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.recipient} {self.event}"
