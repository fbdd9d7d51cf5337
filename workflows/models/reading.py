"""读法: how a county reads a doubtful point of the notice, and from which day. Rows are added, never changed."""

from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import Level, Region
from policy import notice
from policy.notice import Reading


class CountyReading(models.Model):
    """One reading of one county. The newest that has begun holds; `choice` is one of the options, or a whole number.

    It begins no earlier than the day after it is set: whoever has submitted is judged as he was told he would be.
    """

    county = models.ForeignKey(
        Region,
        models.PROTECT,
        verbose_name=gettext_lazy("县（市、区）"),
        related_name="readings",
        limit_choices_to={"level": Level.COUNTY},
    )
    name = models.CharField(gettext_lazy("存疑之处"), max_length=60)
    choice = models.CharField(gettext_lazy("读法"), max_length=60)
    effective_from = models.DateField(gettext_lazy("起用日期"))
    set_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=gettext_lazy("设置人"),
        related_name="+",
        null=True,
        editable=False,
    )
    set_at = models.DateTimeField(gettext_lazy("设置时间"), auto_now_add=True)

    class Meta:
        verbose_name = gettext_lazy("本县读法")
        verbose_name_plural = gettext_lazy("本县读法")
        ordering = ["county", "name", "-effective_from"]
        constraints = [
            models.UniqueConstraint(
                fields=["county", "name", "effective_from"],
                name="one_reading_a_county_and_day",
                violation_error_message=gettext_lazy("该县已设置过自同一天起用的读法；请改用另一天。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.name} = {self.choice}"

    @property
    def reading(self) -> Reading | None:
        """The doubtful point in the edition in force when this begins; None if that edition does not have it."""
        return notice.edition_on(self.effective_from).readings.get(self.name)

    @property
    def value(self) -> str | int:
        """The choice as the policy takes it: a whole number where the point asks for one."""
        reading = self.reading
        return int(self.choice) if reading and not reading.options and self.choice.isdecimal() else self.choice

    def clean(self) -> None:
        wrong = {}
        if self.effective_from and self.effective_from <= localdate():
            tomorrow = localdate() + timedelta(days=1)
            wrong["effective_from"] = _("读法不溯及既往，最早自%(day)s起用。") % {"day": tomorrow.isoformat()}
        if self.effective_from and self.name and self.reading is None:
            wrong["name"] = _("该日施行的通知没有这一存疑之处。")
        elif self.effective_from and self.reading and not self.reading.allows(self.value):
            wrong["choice"] = _not_allowed(self.reading)
        if wrong:
            raise ValidationError(wrong)


def _not_allowed(reading: Reading) -> str:
    if not reading.options:
        return _("请填写整数，不小于0。")
    return _("可选的读法：%(options)s。") % {"options": _("、").join(reading.options)}
