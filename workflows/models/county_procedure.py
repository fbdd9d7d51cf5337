"""本县办理程序: what a county has set otherwise than the packaged procedure. Versions are added, never changed."""

from datetime import date
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Level, Region
from policy import procedure
from policy.procedure import Procedure


class ProcedureQuerySet(models.QuerySet["CountyProcedure"]):
    def in_force(self, county: str, on: date) -> "CountyProcedure | None":
        """The version of the county (12-digit code) that holds on that day; of one day the one set last."""
        return self.filter(county=county, effective_from__lte=on).order_by("-effective_from", "-pk").first()


class CountyProcedure(models.Model):
    """One version. `text` is TOML and holds only the tables in which the county differs (`policy/procedures/`).

    It holds for requests submitted from `effective_from` on; those on their way keep theirs until they are moved.
    """

    county = models.ForeignKey(
        Region,
        models.PROTECT,
        verbose_name=_("县（市、区）"),
        related_name="procedures",
        limit_choices_to={"level": Level.COUNTY},
    )
    version = models.CharField(_("版本"), max_length=40)
    effective_from = models.DateField(_("起用日期"))
    text = models.TextField(_("办理程序（TOML）"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, verbose_name=_("设置人"), related_name="+", null=True, editable=False
    )
    set_at = models.DateTimeField(_("设置时间"), auto_now_add=True)

    objects = ProcedureQuerySet.as_manager()

    class Meta:
        verbose_name = _("本县办理程序")
        verbose_name_plural = _("本县办理程序")
        ordering = ["county", "-effective_from", "-pk"]
        indexes = [models.Index(fields=["county", "-effective_from", "-id"], name="procedure_in_force")]

    def __str__(self) -> str:
        return f"{self.county} {self.version}"

    @property
    def terms(self) -> Procedure:
        """The whole procedure of the county by this version, from its first day."""
        return procedure.load(self.county_id, self.effective_from, own=self.text)


# For a statement that asks along with other things: the version of the county %s that holds on the day %s, or nothing.
IN_FORCE = f"""(SELECT own.id FROM {CountyProcedure._meta.db_table} own
WHERE own.county_id = %s AND own.effective_from <= %s ORDER BY own.effective_from DESC, own.id DESC LIMIT 1)"""


@lru_cache(maxsize=1024)
def text_of(pk: int | None) -> str:
    """The text of a version; empty without one. Rows never change, so each is read once a process."""
    return CountyProcedure.objects.values_list("text", flat=True).get(pk=pk) if pk else ""


def terms_on(county: str, on: date) -> tuple[Procedure, int | None]:
    """The procedure of the county (12-digit code) for what is submitted on that day, and the key of its own version."""
    own = CountyProcedure.objects.in_force(county, on)
    return by_version(county, on, own.pk if own else None)


def by_version(county: str, on: date, own: int | None) -> tuple[Procedure, int | None]:
    """The same, where the key of the county's own version is known; None where it has none."""
    return procedure.load(county, on, own=text_of(own)), own
