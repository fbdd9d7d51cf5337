"""Rows read and written in few statements: the columns are those of the models, the SQL is put together once.

The models stay the only ones who know the tables. Spared are two things: that the same statement is composed anew at
every act, and that each row is sent by itself. Only acts use it, on rows they hold under the lock (ADR 0015).
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
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
    """The rows of one model. A row is sent as one JSON value, so that the SQL is the same however many there are.

    Columns that the database generates are left out.
    """

    def __init__(self, model: type[M]) -> None:
        self.model = model

    @cached_property
    def fields(self) -> "list[models.Field[Any, Any]]":
        return [field for field in self.model._meta.concrete_fields if not field.generated]

    @cached_property
    def table(self) -> str:
        return connection.ops.quote_name(self.model._meta.db_table)

    @cached_property
    def key(self) -> str:
        return f'"{self.model._meta.pk.column}"'

    # -- read ---------------------------------------------------------------------------------------------------

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
    def _select(self) -> str:
        return f"SELECT {self.columns('t')} FROM {self.table} t WHERE "

    def found(self, where: str, *values: Any) -> list[M]:
        """The rows `t` for which the condition holds."""
        with connection.cursor() as cursor:
            cursor.execute(self._select + where, values)
            return [self.read(iter(row)) for row in cursor.fetchall()]

    # -- written ------------------------------------------------------------------------------------------------

    @cached_property
    def _written(self) -> "list[models.Field[Any, Any]]":
        return [field for field in self.fields if not isinstance(field, models.AutoField)]

    @cached_property
    def _assigned(self) -> str:
        return ", ".join(f'"{field.column}"' for field in self._written)

    @cached_property
    def _insert(self) -> str:
        sent = f"jsonb_populate_recordset(NULL::{self.table}, %s::jsonb)"
        return f"INSERT INTO {self.table} ({self._assigned}) SELECT {self._assigned} FROM {sent} RETURNING {self.key}"

    def added(self, *instances: M) -> Statement:
        """All of them in one INSERT, which returns their keys in the same order."""
        return Statement(self._insert, [_json([self._row(each, add=True) for each in instances])])

    @cached_property
    def _update(self) -> str:
        sent = f"jsonb_populate_record(NULL::{self.table}, %s::jsonb)"
        return (
            f"UPDATE {self.table} SET ({self._assigned}) = (SELECT {self._assigned} FROM {sent}) WHERE {self.key} = %s"
        )

    def changed(self, instance: M, *, where: str = "", values: Iterable[Any] = ()) -> Statement:
        """The whole row as it now is. `where` narrows further: a row that is not as expected is left alone."""
        given = [_json(self._row(instance, add=False)), instance.pk, *values]
        return Statement(self._update + (f" AND {where}" if where else ""), given)

    @cached_property
    def _how(self) -> list[tuple[str, str, Any, Any]]:
        """Of each column: its attribute, what prepares its value, and what sets it (None: nothing need be done)."""
        return [
            (
                str(field.column),
                field.attname,
                None if _is_plain(field) else field.get_prep_value,
                field.pre_save if _fills_itself(field) else None,
            )
            for field in self._written
        ]

    def _row(self, instance: M, *, add: bool) -> dict[str, Any]:
        row = {}
        for column, attname, prepared, preset in self._how:
            value = preset(instance, add) if preset else getattr(instance, attname)
            row[column] = prepared(value) if prepared else value
        return row


def _fills_itself(field: "models.Field[Any, Any]") -> bool:
    """Whether the field sets its value when the row is written: a date of writing, or a field of ours that says how."""
    dated = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    own = type(field).pre_save is not models.Field.pre_save and not isinstance(field, models.DateField)
    return dated or own


def _is_plain(field: "models.Field[Any, Any]") -> bool:
    """Whether JSON writes the value of such a field as it is."""
    plain: tuple[type, ...] = (models.ForeignKey, models.IntegerField, models.DateField, models.BooleanField)
    return isinstance(field, plain) or type(field) in {models.CharField, models.TextField}


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


def _json(rows: Any) -> str:
    return json.dumps(rows, default=_as_text, ensure_ascii=False)


def _as_text(value: object) -> str:
    if isinstance(value, datetime | date):
        return value.isoformat()
    raise TypeError(f"{value!r} is of no type that a row holds")
