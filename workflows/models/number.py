"""编号: numbers without gaps and without doubles, however many decide at once."""

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class NumberSeries(models.Model):
    """One series, such as the admissions of one county in one year. The row is the lock."""

    name = models.CharField(_("序列"), max_length=60, primary_key=True)
    last = models.PositiveIntegerField(_("末号"), default=0)

    class Meta:
        verbose_name = _("编号序列")
        verbose_name_plural = _("编号序列")

    def __str__(self) -> str:
        return f"{self.name} {self.last}"

    @classmethod
    def hold(cls, name: str) -> "NumberSeries":
        """Lock the series until the transaction ends; it is begun where it is missing.

        Raises `transaction.TransactionManagementError` outside a transaction.
        """
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("a number is taken inside the act that uses it")
        NumberSeries.objects.bulk_create([NumberSeries(name=name)], ignore_conflicts=True)
        return NumberSeries.objects.select_for_update().get(name=name)

    @classmethod
    def next(cls, name: str) -> int:
        """The next number of the series. What is rolled back leaves no gap, since the lock is held until then."""
        series = cls.hold(name)
        series.last += 1
        series.save(update_fields=["last"])
        return series.last
