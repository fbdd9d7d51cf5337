"""编号: numbers without gaps and without doubles, however many decide at once."""

from django.db import connection, models, transaction
from django.utils.translation import gettext_lazy as _

MOVE_ON = """
INSERT INTO workflows_numberseries AS series (name, last) VALUES (%s, %s)
ON CONFLICT (name) DO UPDATE SET last = series.last + excluded.last RETURNING last
"""


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
        return cls(name, cls._moved_on(name, 0))

    @classmethod
    def next(cls, name: str) -> int:
        """The next number of the series. What is rolled back leaves no gap, since the lock is held until then."""
        return cls._moved_on(name, 1)

    @classmethod
    def take(cls, name: str, how_many: int) -> range:
        """The next numbers of the series, as many as said; with none, the series is locked all the same (`hold`)."""
        last = cls._moved_on(name, how_many)
        return range(last - how_many + 1, last + 1)

    @classmethod
    def _moved_on(cls, name: str, by: int) -> int:
        """The last number after `by` more. The one statement begins the series, locks it and moves it on."""
        if not transaction.get_connection().in_atomic_block:
            raise transaction.TransactionManagementError("a number is taken inside the act that uses it")
        with connection.cursor() as cursor:
            cursor.execute(MOVE_ON, [name, by])
            return int(cursor.fetchone()[0])
