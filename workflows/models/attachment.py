"""附件: a file that belongs to a request. The bytes lie outside, under their digest; the row says whose they are."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organ
from workflows.models.request import AdmissionRequest


class Checked(models.TextChoices):
    """What the malware scanner said. PENDING: it did not answer, so that nobody may fetch the file yet."""

    CLEAN = "clean", _("已查毒")
    PENDING = "pending", _("待查毒")
    OFF = "off", _("未查毒")
    INFECTED = "infected", _("有病毒")


class Attachment(models.Model):
    """One file of a request. `kind`: what its bytes are; `desk`: at which desk it was handed in, empty for the applicant."""

    request = models.ForeignKey(AdmissionRequest, models.CASCADE, related_name="attachments")
    name = models.CharField(_("文件名"), max_length=200)
    kind = models.CharField(_("类型"), max_length=5)
    size = models.PositiveIntegerField(_("大小（字节）"))
    digest = models.CharField(_("摘要（SHA-256）"), max_length=64)
    checked = models.CharField(_("查毒"), max_length=10, choices=Checked.choices)
    desk = models.CharField(_("环节"), max_length=30, blank=True)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("上传人"), related_name="+")
    organ = models.ForeignKey(Organ, models.PROTECT, verbose_name=_("机构"), null=True, related_name="+")
    at = models.DateTimeField(_("上传时间"), auto_now_add=True)
    removed_at = models.DateTimeField(_("移去时间"), null=True)

    class Meta:
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "digest", "organ"],
                condition=models.Q(removed_at__isnull=True),
                nulls_distinct=False,
                name="one_attachment_a_file_and_organ",
            )
        ]

    def __str__(self) -> str:
        return self.name
