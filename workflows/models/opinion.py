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


class Opinion(models.Model):
    """One opinion of one organ at one desk. It binds nobody; the authority answers it when it decides."""

    request = models.ForeignKey(AdmissionRequest, models.PROTECT, related_name="opinions")
    desk = models.CharField(_("环节"), max_length=30)
    organ = models.ForeignKey(Organ, models.PROTECT, verbose_name=_("机构"))
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("经办人"))
    in_place_of = InPlaceOf()
    conclusion = models.CharField(_("结论"), max_length=20, choices=Conclusion.choices)
    text = models.TextField(_("意见"), blank=True)
    at = models.DateTimeField(_("时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("审查意见")
        verbose_name_plural = _("审查意见")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "desk", "organ"], name="one_opinion_a_desk_and_organ")
        ]

    def __str__(self) -> str:
        return f"{self.organ} {self.get_conclusion_display()}"
