"""审查意见: what an organ, asked at a desk, says of a request."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organ
from workflows.models.in_place_of import InPlaceOf
from workflows.models.request import AdmissionRequest


class Conclusion(models.TextChoices):
    SUPPORTS = "supports", _("同意")
    SUPPORTS_AMENDED = "supports_amended", _("修改后同意")
    OBJECTS = "objects", _("不同意")


class StandingOpinions(models.Manager["Opinion"]):
    """The opinions that count: what was taken back (拿回) stays on record and is left out here."""

    def get_queryset(self) -> models.QuerySet["Opinion"]:
        return super().get_queryset().filter(taken_back__isnull=True)


class Opinion(models.Model):
    """One opinion of one organ at one desk. It binds nobody; the authority answers it when it decides.

    `round`: 0, and one more for each opinion of the same organ at the same desk that was taken back.
    """

    request = models.ForeignKey(AdmissionRequest, models.PROTECT, related_name="opinions")
    desk = models.CharField(_("环节"), max_length=30)
    organ = models.ForeignKey(Organ, models.PROTECT, verbose_name=_("机构"))
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("经办人"))
    in_place_of = InPlaceOf()
    # Asked in person, and not for the organ.
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("签署人"), related_name="+", null=True
    )
    conclusion = models.CharField(_("结论"), max_length=20, choices=Conclusion.choices)
    text = models.TextField(_("意见"), blank=True)
    round = models.PositiveSmallIntegerField(_("次第"), default=0)
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    objects = StandingOpinions()
    everything = models.Manager["Opinion"]()

    class Meta:
        verbose_name = _("审查意见")
        verbose_name_plural = _("审查意见")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["request", "desk", "organ", "signer", "round"],
                name="one_opinion_a_desk_organ_and_signer",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.get_conclusion_display()}"


class TakenBack(models.Model):
    """拿回: this opinion was taken back by who gave it. Rows are only added."""

    opinion = models.OneToOneField(Opinion, models.PROTECT, related_name="taken_back")
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("拿回的意见")
        verbose_name_plural = _("拿回的意见")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(self.opinion)
