"""What happened to the register: changes of law, and what a legal desk found out. Rows are added, never changed."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organ
from laws.models.source import LegalSource
from policy.legal.places import Place


class ChangeKind(models.TextChoices):
    """What a change did to the place."""

    TEXT = "text", _("收录文字更正")
    AMENDED = "amended", _("修改")
    REPEALED = "repealed", _("废止")
    FORCE = "force", _("效力日期变动")


class LawChange(models.Model):
    """法律变动: one place of one source reads or holds differently. `article` None: the source as a whole.

    `effective_on` is the first day on which it holds, None where no date is known. An import notes it once, as it happens.
    """

    source = models.ForeignKey(LegalSource, models.PROTECT, verbose_name=_("法律法规和文件"), related_name="changes")
    version = models.CharField(_("版本"), max_length=60)
    article = models.PositiveSmallIntegerField(_("条号"), null=True)
    suffix = models.PositiveSmallIntegerField(_("之几"), default=0)
    kind = models.CharField(_("变动"), max_length=12, choices=ChangeKind.choices)
    before = models.TextField(_("原文"), blank=True)
    after = models.TextField(_("现文"), blank=True)
    note = models.TextField(_("说明"), blank=True)
    effective_on = models.DateField(_("自何日起"), null=True)
    provenance = models.TextField(_("出处"))
    at = models.DateTimeField(_("发现时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("法律变动")
        verbose_name_plural = _("法律变动")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["source", "article"], name="change_by_place")]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=ChangeKind.values), name="law_change_kind_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.source}{Place(article=self.article, suffix=self.suffix or None)}"


def scan_name(confirmation: "Confirmation", _uploaded: str) -> str:
    """Where a scan is kept: a name that nobody can guess, and nothing of the name it came with."""
    return f"confirmations/{uuid.uuid4().hex}.{confirmation.scan_type}"


class Confirmation(models.Model):
    """核验: what the legal desk found of a document that the register did not hold, seen with its own eyes or not found.

    `source` is empty where nothing was found. `request_number` tells for which request somebody looked.
    """

    source = models.ForeignKey(
        LegalSource, models.PROTECT, verbose_name=_("法律法规和文件"), related_name="confirmations", null=True
    )
    key = models.CharField(_("检索名"), max_length=200)
    title = models.CharField(_("名称"), max_length=200)
    document_number = models.CharField(_("文号"), max_length=60, blank=True)
    place = models.CharField(_("条款"), max_length=60, blank=True)
    text = models.TextField(_("原文"), blank=True)
    note = models.TextField(_("说明"), blank=True)
    scan = models.FileField(_("扫描件"), upload_to=scan_name, blank=True)
    scan_type = models.CharField(_("扫描件类型"), max_length=4, blank=True)
    scan_digest = models.CharField(_("扫描件摘要值"), max_length=64, blank=True)
    request_number = models.CharField(_("申请编号"), max_length=30, db_index=True)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("经办人"), related_name="+")
    organ = models.ForeignKey(Organ, models.PROTECT, verbose_name=_("机构"), related_name="+")
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("文件核验")
        verbose_name_plural = _("文件核验")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["key"], name="confirmation_by_key"),
            models.Index(fields=["document_number"], name="confirmation_by_number"),
        ]

    def __str__(self) -> str:
        return f"《{self.title}》{self.place}"

    @property
    def found(self) -> bool:
        return self.source_id is not None
