"""自动保存、模板: what was typed and not yet saved, and requests to begin others from."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organ
from workflows.models.part import RequestPart


class KeptDraft(models.Model):
    """暂存: what one officer last typed into the form of one part, well-formed or not. It is no part of the request.

    `typed` are the fields of the form as a browser sends them. `version` counts the keepings, so that two windows do
    not undo each other; `seen` is the revision of the request that the form was opened on.
    """

    part = models.ForeignKey(RequestPart, models.CASCADE, related_name="kept")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("经办人"), related_name="+")
    typed = models.JSONField(_("填报内容"))
    version = models.PositiveIntegerField(_("版次"), default=1)
    seen = models.PositiveIntegerField(_("办理版次"))
    kept_at = models.DateTimeField(_("保存时间"), auto_now=True)

    class Meta:
        verbose_name = _("暂存")
        verbose_name_plural = _("暂存")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["part", "officer"], name="one_kept_draft_a_part_and_officer")]

    def __str__(self) -> str:
        return f"{self.part} {self.version}"


class RequestTemplate(models.Model):
    """申请模板 of one organ. `parts`: kind, title, answers and citations, without anything bound to a time."""

    organ = models.ForeignKey(Organ, models.CASCADE, verbose_name=_("机构"), related_name="request_templates")
    name = models.CharField(_("模板名称"), max_length=100)
    parts = models.JSONField(_("申请事项"))
    saved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("保存人"), related_name="+")
    saved_at = models.DateTimeField(_("保存时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("申请模板")
        verbose_name_plural = _("申请模板")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organ", "name"], name="one_template_a_name_and_organ")]

    def __str__(self) -> str:
        return self.name
