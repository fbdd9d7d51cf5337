"""Rows read and written in few statements: the columns are those of the models, the SQL is put together once.

The models stay the only ones who know the tables. Spared are two things: that the same statement is composed anew at
every act, and that each row is sent by itself. Only acts use it, on rows they hold under the lock (ADR 0015).
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from django.db import connection, models

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Statement:
    """SQL with its values."""

    sql: str
    values: Sequence[Any] = ()


class Rows(Generic[M]):
    """The rows of one model. Fields that the database generates are left out of what is written."""

    def __init__(self, model: type[M]) -> None:
        self.model = model

    @cached_property
    def fields(self) -> "list[models.Field[Any, Any]]":
        return [field for field in self.model._meta.concrete_fields if not field.generated]

    @cached_property
    def written(self) -> "list[models.Field[Any, Any]]":
        return [field for field in self.fields if not isinstance(field, models.AutoField)]

    @cached_property
    def table(self) -> str:
        return connection.ops.quote_name(self.model._meta.db_table)

    def columns(self, alias: str) -> str:
        """All columns, as `read` takes them."""
        return ", ".join(f'{alias}."{field.column}"' for field in self.fields)

    @cached_property
    def _names(self) -> list[str]:
        return [field.attname for field in self.fields]

    @cached_property
    def _readers(self) -> list[tuple[int, Any]]:
        return [(at, field.from_db_value) for at, field in enumerate(self.fields) if hasattr(field, "from_db_value")]

    def read(self, values: Iterator[Any]) -> M:
        """The instance that the next values of a row make."""
        mine = [next(values) for _name in self._names]
        for at, reader in self._readers:
            mine[at] = reader(mine[at], None, connection)
        return self.model.from_db(connection.alias, self._names, mine)

    @cached_property
    def _insert(self) -> tuple[str, str]:
        columns = ", ".join(f'"{field.column}"' for field in self.written)
        return f"INSERT INTO {self.table} ({columns}) VALUES ", "(" + ", ".join(["%s"] * len(self.written)) + ")"

    def added(self, *instances: M) -> Statement:
        """All of them in one INSERT, which returns their keys."""
        begin, row = self._insert
        values = [value for each in instances for value in self._values(each, add=True)]
        key = self.model._meta.pk.column
        return Statement(f'{begin}{", ".join([row] * len(instances))} RETURNING "{key}"', values)

    @cached_property
    def _update(self) -> str:
        columns = ", ".join(f'"{field.column}" = %s' for field in self.written)
        return f'UPDATE {self.table} SET {columns} WHERE "{self.model._meta.pk.column}" = %s'

    def changed(self, instance: M, *, where: str = "", values: Sequence[Any] = ()) -> Statement:
        """The whole row as it now is. `where` narrows further: a row that is not as expected is left alone."""
        given = [*self._values(instance, add=False), instance.pk, *values]
        return Statement(self._update + (f" AND {where}" if where else ""), given)

    def _values(self, instance: M, *, add: bool) -> list[Any]:
        return [field.get_db_prep_save(field.pre_save(instance, add), connection) for field in self.written]


def at_once(*statements: Statement) -> list[tuple[Any, ...]]:
    """Send them as one statement; what the last one returns. All see the rows as they were before any of them.

    The results of those before can be asked for by the name `written_0`, `written_1`, …
    """
    *before, last = statements
    named = ", ".join(f"written_{number} AS ({each.sql})" for number, each in enumerate(before))
    values = [value for each in statements for value in each.values]
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {named} {last.sql}" if before else last.sql, values)
        return cursor.fetchall() if cursor.description else []
