"""委托代理: an officer who is away names a substitute, from a day to a day. Nobody lends his password."""

from datetime import date

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models.organ import Organ


class DelegationQuerySet(models.QuerySet["Delegation"]):
    def standing(self) -> "DelegationQuerySet":
        """Not taken back; whether before, in or after its days."""
        return self.filter(ended_at__isnull=True)

    def in_effect(self, on: date | None = None) -> "DelegationQuerySet":
        """Those that hold on that day (today): it begins and ends by the calendar alone, no task does it."""
        day = on or timezone.localdate()
        return self.standing().filter(starts_on__lte=day, ends_on__gte=day, principal__is_active=True)

    def touching(self, first: date, last: date) -> "DelegationQuerySet":
        """Those of which a day lies between `first` and `last`, both included."""
        return self.standing().filter(starts_on__lte=last, ends_on__gte=first)


class Delegation(models.Model):
    """`principal`'s own posts are also held by `substitute` from `starts_on` to `ends_on`, both included.

    It lends what the principal holds on the day itself: who loses a post lends it no longer. A row is never deleted.
    """

    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("委托人"), related_name="delegations_given"
    )
    substitute = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("代理人"), related_name="delegations_taken"
    )
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    reason = models.CharField(_("事由"), max_length=200)
    made_at = models.DateTimeField(_("委托时间"), auto_now_add=True)
    ended_at = models.DateTimeField(_("收回时间"), null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("收回人"), related_name="+", null=True
    )

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("委托代理")
        verbose_name_plural = _("委托代理")
        ordering = ["-pk"]
        indexes = [
            models.Index(
                fields=["substitute", "ends_on"], name="delegation_by_substitute", condition=models.Q(ended_at=None)
            ),
            models.Index(
                fields=["principal", "ends_on"], name="delegation_by_principal", condition=models.Q(ended_at=None)
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")), name="a_delegation_ends_after_it_begins"
            ),
            models.CheckConstraint(
                condition=~models.Q(principal=models.F("substitute")), name="nobody_is_his_own_substitute"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.substitute} 代 {self.principal}"

    @property
    def is_standing(self) -> bool:
        """Whether it is in effect or yet to come."""
        return self.ended_at is None and self.ends_on >= timezone.localdate()

    @property
    def is_in_effect(self) -> bool:
        return self.is_standing and self.starts_on <= timezone.localdate()


class AllowedSubstitute(models.Model):
    """可代理单位: officers of `by` may stand in for those of `organ`, besides their own colleagues. An administrator says so."""

    organ = models.ForeignKey(Organ, models.CASCADE, verbose_name=_("委托单位"), related_name="allowed_substitutes")
    by = models.ForeignKey(Organ, models.CASCADE, verbose_name=_("可代理的单位"), related_name="+")

    class Meta:
        verbose_name = _("可代理单位")
        verbose_name_plural = _("可代理单位")
        constraints = [models.UniqueConstraint(fields=["organ", "by"], name="an_organ_is_allowed_once")]

    def __str__(self) -> str:
        return f"{self.organ} ← {self.by}"
