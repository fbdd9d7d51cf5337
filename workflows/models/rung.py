"""提醒阶梯: which rungs a desk has reached, and since when. Each is written once, and with it the message about it."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from policy.ladder import RungName
from workflows.models.desk import Desk


class Rung(models.Model):
    """One rung of one desk. Where a recomputed date moves the desk down again, its rungs are taken away."""

    NAMES = (
        (RungName.DUE_SOON.value, _("即将到期")),
        (RungName.DUE_TODAY.value, _("今天到期")),
        (RungName.OVERDUE.value, _("已逾期")),
        (RungName.VERY_OVERDUE.value, _("严重逾期")),
    )

    desk = models.ForeignKey(Desk, models.CASCADE, related_name="rungs", db_index=False)
    rung = models.CharField(_("提醒级别"), max_length=12, choices=NAMES)
    at = models.DateTimeField(_("时间"), db_default=Now())

    class Meta:
        verbose_name = _("到期提醒")
        verbose_name_plural = _("到期提醒")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["desk", "rung"], name="each_rung_of_a_desk_once")]

    def __str__(self) -> str:
        return self.get_rung_display()
