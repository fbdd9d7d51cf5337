"""办理记录: every act done on a request, in order. Rows are added, never changed: the database refuses."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organ
from workflows.models.in_place_of import InPlaceOf
from workflows.models.request import AdmissionRequest, State


class RequestEvent(models.Model):
    """One act. `officer` is empty where the machine acted by rule."""

    request = models.ForeignKey(AdmissionRequest, models.PROTECT, related_name="events")
    act = models.CharField(_("行为"), max_length=40)
    source = models.CharField(_("原状态"), max_length=20, choices=State.choices)
    target = models.CharField(_("现状态"), max_length=20, choices=State.choices)
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("经办人"), null=True)
    in_place_of = InPlaceOf()
    organ = models.ForeignKey(Organ, models.PROTECT, verbose_name=_("机构"), null=True)
    at = models.DateTimeField(_("时间"), auto_now_add=True)
    reason = models.TextField(_("说明"), blank=True)
    record = models.JSONField(_("附记"), default=dict)

    class Meta:
        verbose_name = _("办理记录")
        verbose_name_plural = _("办理记录")
        ordering = ["pk"]
        indexes = [models.Index(fields=["act", "at"], name="event_by_act_and_time")]

    def __str__(self) -> str:
        return f"{self.request_id} {self.act}"
