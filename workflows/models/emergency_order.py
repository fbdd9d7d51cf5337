"""应急命令: the order on which a thing runs before it was decided. Registered once, never changed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Region
from workflows.models.request import AdmissionRequest


class EmergencyOrder(models.Model):
    """One order, for one request. `core`: what the title is about (`policy.sameness.core`), so that a renewal is found.

    `extends`: the earlier order whose item this one seems to carry on; where it is for the same emergency, the request
    was declined. `key`: of the form that was sent, so that a double click registers once.
    """

    request = models.OneToOneField(AdmissionRequest, models.PROTECT, related_name="order")
    county = models.ForeignKey(Region, models.PROTECT, verbose_name=_("县（市、区）"), related_name="+")
    key = models.UUIDField(_("幂等键"), unique=True)
    number = models.CharField(_("命令文号"), max_length=60)
    authority = models.CharField(_("发布机关"), max_length=100)
    issued_on = models.DateField(_("发布日期"))
    emergency = models.CharField(_("突发事件"), max_length=100)
    core = models.CharField(_("事项要义"), max_length=100)
    starts_on = models.DateField(_("起"))
    ends_on = models.DateField(_("止"))
    extends = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("接续的应急命令"), related_name="extended_by", null=True
    )
    registered_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    class Meta:
        verbose_name = _("应急命令")
        verbose_name_plural = _("应急命令")
        ordering = ["pk"]
        indexes = [models.Index(fields=["county", "core", "-ends_on"], name="order_by_county_and_core")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="an_order_ends_after_it_began"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.authority}"
