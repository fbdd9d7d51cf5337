"""反映: what was demanded of a village, told by anybody. Who told it stands in a table of its own, sealed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organ, Region
from catalogues.models.entry import Entry
from policy.choices import Frequency
from policy.facts import Kind


class DemandOutcome(models.TextChoices):
    WITHDRAWN = "withdrawn", _("已责令停止")
    ADMITTED = "admitted", _("已经准入，按准入内容执行")
    FORWARDED = "forwarded", _("已转有关单位处理")
    UNFOUNDED = "unfounded", _("未发现所反映的情况")


class DemandReport(models.Model):
    """One demand as it was reported, and how it stands in the register. Nothing here says who reported it.

    Only the day is kept, never the hour; of the receipt only its digest. `standing` is `policy.refusals.Standing`;
    `too_often`: it is admitted, but was asked for oftener than that, on the day of the report.
    """

    number = models.CharField(_("反映编号"), max_length=40, unique=True)
    receipt_digest = models.CharField(_("回执摘要"), max_length=64, unique=True, editable=False)
    place = models.ForeignKey(Region, models.PROTECT, verbose_name=_("发生地"), related_name="+")
    county = models.ForeignKey(Region, models.PROTECT, verbose_name=_("县（市、区）"), related_name="+")
    kind = models.CharField(_("类别"), max_length=20, blank=True)
    title = models.CharField(_("要求的是什么"), max_length=100)
    told = models.TextField(_("怎样要求的"))
    asked_by = models.CharField(_("谁要求的"), max_length=100, blank=True)
    asked_on = models.DateField(_("哪天要求的"), null=True)
    frequency = models.CharField(_("多久要求一次"), max_length=12, blank=True)
    too_often = models.BooleanField(_("超过准入频次"), default=False)
    entry = models.ForeignKey(Entry, models.PROTECT, verbose_name=_("清单条目"), related_name="demands", null=True)
    standing = models.CharField(_("与清单比对"), max_length=20)
    refused_before = models.CharField(_("以前未获准入的申请"), max_length=200, blank=True)
    keep_from_township = models.BooleanField(_("不转乡镇"), default=False)
    made_on = models.DateField(_("反映日期"))
    outcome = models.CharField(_("办结方式"), max_length=12, choices=DemandOutcome.choices, blank=True)
    reason = models.TextField(_("办结说明"), blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("办结人"), related_name="+", null=True
    )
    closed_on = models.DateField(_("办结日期"), null=True)

    class Meta:
        verbose_name = _("反映")
        verbose_name_plural = _("反映")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["county", "-id"], name="demand_by_county")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="") | models.Q(kind__in=[kind.value for kind in Kind]),
                name="demand_kind_known",
            ),
            models.CheckConstraint(
                condition=models.Q(frequency="") | models.Q(frequency__in=[each.value for each in Frequency]),
                name="demand_frequency_known",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="", closed_on__isnull=True, closed_by__isnull=True)
                | models.Q(outcome__in=DemandOutcome.values, closed_on__isnull=False, closed_by__isnull=False),
                name="a_closed_demand_has_an_outcome",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title}（{self.number}）"

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


class DemandPicture(models.Model):
    """What was handed in with a report, drawn anew: it tells nothing of the camera, the place or the hour."""

    report = models.OneToOneField(DemandReport, models.CASCADE, verbose_name=_("反映"), related_name="picture")
    jpeg = models.BinaryField(_("图片"))

    class Meta:
        verbose_name = _("反映图片")
        verbose_name_plural = _("反映图片")

    def __str__(self) -> str:
        return str(self.report_id)


class DemandAnswer(models.Model):
    """答复: what an organ answers. The reporter reads the organ's name, never the officer's."""

    report = models.ForeignKey(DemandReport, models.CASCADE, verbose_name=_("反映"), related_name="answers")
    organ = models.ForeignKey(Organ, models.PROTECT, verbose_name=_("答复单位"), related_name="+")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("经办人"), related_name="+")
    text = models.TextField(_("答复"))
    on = models.DateField(_("答复日期"))

    class Meta:
        verbose_name = _("反映答复")
        verbose_name_plural = _("反映答复")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report_id} · {self.organ}"


class ReporterContact(models.Model):
    """How the reporter can be reached, if he said so. Sealed (`catalogues.sealing`); one role alone may open it."""

    report = models.OneToOneField(DemandReport, models.CASCADE, verbose_name=_("反映"), related_name="contact")
    sealed = models.BinaryField(_("联系方式（密文）"), editable=False)

    class Meta:
        verbose_name = _("反映人联系方式")
        verbose_name_plural = _("反映人联系方式")

    def __str__(self) -> str:
        return str(self.report_id)


class ContactLook(models.Model):
    """Who opened the contact of which report, and why."""

    report = models.ForeignKey(DemandReport, models.CASCADE, verbose_name=_("反映"), related_name="looks")
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("经办人"), related_name="+")
    reason = models.CharField(_("事由"), max_length=200)
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("联系方式查看记录")
        verbose_name_plural = _("联系方式查看记录")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.report_id} · {self.officer}"
