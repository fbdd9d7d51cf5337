"""The conditions by which a list is narrowed. What cannot be read is said, never guessed."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import ClassVar, Protocol

from django.db.models import Q
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from accounts.days import midnight

Words = str | Promise
LONGEST = 100


@dataclass(frozen=True)
class Reading:
    """What a filter found in the address: the condition, and the controls as they are to be shown again."""

    filter: "Filter"
    condition: Q
    shown: dict[str, str]
    active: bool = False
    unreadable: str = ""


class Filter(Protocol):
    """`name` stands in the address; `template` draws the controls from a Reading."""

    @property
    def name(self) -> str: ...
    @property
    def label(self) -> Words: ...
    @property
    def template(self) -> str: ...
    @property
    def keys(self) -> tuple[str, ...]: ...
    def read(self, query: QueryDict) -> Reading: ...


def clean(text: str) -> str:
    """What PostgreSQL can take, and no longer than anyone types."""
    return text.replace("\0", "").strip()[:LONGEST]


Choices = Sequence[tuple[object, Words]]


@dataclass(frozen=True)
class Choice:
    """One of several. `field` is compared with the value chosen, unless `condition` says what the value means."""

    name: str
    label: Words
    choices: Choices | Callable[[], Choices]
    field: str = ""
    condition: Callable[[str], Q] | None = None
    template: ClassVar[str] = "components/filter_choice.html"

    @property
    def keys(self) -> tuple[str, ...]:
        return (self.name,)

    @property
    def options(self) -> list[tuple[str, Words]]:
        choices = self.choices() if callable(self.choices) else self.choices
        return [(str(value), label) for value, label in choices]

    def read(self, query: QueryDict) -> Reading:
        chosen = clean(query.get(self.name, ""))
        if not chosen:
            return Reading(self, Q(), {"chosen": ""})
        if chosen not in dict(self.options):
            return Reading(self, Q(), {"chosen": ""}, unreadable=chosen)
        means = self.condition or (lambda value: Q(**{self.field or self.name: value}))
        return Reading(self, means(chosen), {"chosen": chosen}, active=True)


@dataclass(frozen=True)
class DateRange:
    """From one day to another, both included. `moments`: the field holds points in time, days are local ones."""

    name: str
    label: Words
    field: str = ""
    moments: bool = False
    template: ClassVar[str] = "components/filter_dates.html"

    @property
    def keys(self) -> tuple[str, ...]:
        return (f"{self.name}_from", f"{self.name}_to")

    def read(self, query: QueryDict) -> Reading:
        given = [clean(query.get(key, "")) for key in self.keys]
        first, last = (_day(text) for text in given)
        unread = [text for text, day in zip(given, (first, last), strict=True) if text and day is None]
        shown = {"first": _iso(first), "last": _iso(last)}
        active = first is not None or last is not None
        return Reading(self, self._within(first, last), shown, active, unreadable=_("、").join(unread))

    def _within(self, first: date | None, last: date | None) -> Q:
        column = self.field or self.name
        within = Q()
        if first:
            within &= Q(**{f"{column}__gte": midnight(first) if self.moments else first})
        if last:
            after = last + timedelta(days=1)
            within &= Q(**{f"{column}__lt": midnight(after) if self.moments else after})
        return within


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2199 else None


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
