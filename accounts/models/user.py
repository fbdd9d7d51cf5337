"""经办人: officers, and the roles they hold."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models.organ import Organ


class User(AbstractUser):  # type: ignore[django-manager-missing]  # viewflow declares the relation
    """An officer of one organ. `first_name` holds the whole name as it is written in Chinese."""

    organ = models.ForeignKey(
        Organ, models.PROTECT, verbose_name=_("所在机构"), related_name="officers", null=True, blank=True
    )

    def __str__(self) -> str:
        return self.first_name or self.username


class Appointment(models.Model):
    """任职: an officer holds a role in an organ. Guardian's grants follow from it (accounts.rights)."""

    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("经办人"), related_name="appointments"
    )
    role = models.CharField(_("角色"), max_length=20)  # accounts.roles.Role
    organ = models.ForeignKey(Organ, models.PROTECT, verbose_name=_("机构"), related_name="appointments")

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        constraints = [
            models.UniqueConstraint(fields=["officer", "role", "organ"], name="one_appointment_a_role_and_organ")
        ]

    def __str__(self) -> str:
        return f"{self.officer} · {self.role} · {self.organ}"
