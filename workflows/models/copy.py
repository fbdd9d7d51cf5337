"""抄送, 已阅: to whom a request was sent for information, and whether he has read it. It moves nothing."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organ
from workflows.models.request import AdmissionRequest


class Copy(models.Model):
    """One copy, to an organ (any officer of it reads it) or to one officer. Nothing that happens to the request ends it."""

    request = models.ForeignKey(AdmissionRequest, models.PROTECT, related_name="copies")
    organ = models.ForeignKey(
        Organ, models.PROTECT, verbose_name=_("抄送单位"), related_name="copies", null=True, blank=True
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("抄送人员"),
        related_name="copies",
        null=True,
        blank=True,
    )
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("抄送人"), related_name="+")
    sent_at = models.DateTimeField(_("抄送时间"), auto_now_add=True)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    read_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("阅件人"), related_name="+", null=True
    )
    read_at = models.DateTimeField(_("已阅时间"), null=True)

    class Meta:
        verbose_name = _("抄送")
        verbose_name_plural = _("抄送")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "organ"], name="an_organ_is_sent_one_copy"),
            models.UniqueConstraint(fields=["request", "officer"], name="an_officer_is_sent_one_copy"),
            models.CheckConstraint(
                condition=models.Q(organ__isnull=True) ^ models.Q(officer__isnull=True),
                name="a_copy_is_to_an_organ_or_an_officer",
            ),
        ]

    def __str__(self) -> str:
        return str(self.officer or self.organ)
