"""重放: what would have become of past requests by other terms. It reads what was kept, and writes nothing.

Each part is judged on the facts of its first verdict, twice: by the terms that held for it, and by these terms changed.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import islice
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from policy import notice, stored
from policy.assessment import Outcome
from policy.facts import Facts
from policy.replay import Flip, replay
from policy.terms import Limits, Readings, Terms
from workflows.models import PartVerdict
from workflows.services.readings import Chosen

CHUNK = 500
Cell = tuple[Outcome, Outcome]


@dataclass(frozen=True)
class Changed:
    """What is otherwise. `on`: the day whose edition and rules count, for all; None leaves each request its own day.

    `without`: rules switched off. `begins`: rules that stand only for requests submitted from a day on, by name.
    """

    readings: Readings = field(default_factory=dict)
    limits: Limits = field(default_factory=dict)
    on: date | None = None
    without: frozenset[str] = frozenset()
    begins: Mapping[str, date] = field(default_factory=dict)

    @property
    def is_something(self) -> bool:
        return any((self.readings, self.limits, self.on, self.without, self.begins))

    def of(self, before: Terms, day: date) -> Terms:
        """The terms of a request submitted on `day`, changed. Raises ValueError as `Terms` does."""
        on = self.on or before.on
        edition = notice.edition_on(on)
        kept = {name: value for name, value in before.readings.items() if name in edition.readings}
        not_begun = {rule for rule, first in self.begins.items() if day < first}
        return Terms(edition, {**kept, **self.readings}, self.limits, on, self.without | not_begun)


@dataclass(frozen=True)
class Turned:
    """A part with another outcome, and the clauses that turned it."""

    part: int
    old: Outcome
    new: Outcome
    clauses: tuple[str, ...]


@dataclass
class Found:
    """What a replay found. `unreadable`: parts whose facts are kept in a shape that cannot be read any more."""

    matrix: Counter[Cell] = field(default_factory=Counter)
    turned: list[Turned] = field(default_factory=list)
    by_organ: Counter[str] = field(default_factory=Counter)
    turned_by_organ: Counter[str] = field(default_factory=Counter)
    unreadable: int = 0

    @property
    def total(self) -> int:
        return self.matrix.total()

    @cached_property
    def by_clause(self) -> list[tuple[str, int]]:
        """(clause, how many parts it turned), the most first."""
        return Counter(clause for each in self.turned for clause in each.clauses).most_common()

    @property
    def organs(self) -> list[tuple[str, int, int]]:
        """(organ, parts, parts with another outcome), by name: no organ is ranked."""
        return [(name, self.by_organ[name], self.turned_by_organ[name]) for name in sorted(self.by_organ)]


def past(counties: Iterable[str], first: date | None = None, last: date | None = None) -> QuerySet[PartVerdict]:
    """The first verdict of each part of these counties (12-digit codes), of requests submitted within the days."""
    rows = PartVerdict.objects.filter(part__request__county__in=list(counties))
    if first:
        rows = rows.filter(part__request__submitted_at__date__gte=first)
    if last:
        rows = rows.filter(part__request__submitted_at__date__lte=last)
    return rows.order_by("part_id", "pk").distinct("part_id")


def run(rows: QuerySet[PartVerdict], changed: Changed, tell: Callable[[int], object] = bool) -> Found:
    """Judge all of them by both terms. `tell` is told how many are done, now and then.

    Raises ValueError for a reading or limit that an edition does not have.
    """
    found, by = Found(), _TermsOf(changed)
    kept = rows.values_list(
        "part_id", "facts", "part__request__submitted_at", "part__request__county", "part__request__department__name"
    ).iterator(chunk_size=CHUNK)
    done = 0
    while chunk := list(islice(kept, CHUNK)):
        _judge(chunk, by, found)
        done += len(chunk)
        tell(done)
    return found


class _TermsOf:
    """The terms of each county and day, before and after: made once."""

    def __init__(self, changed: Changed) -> None:
        self.chosen, self.changed = Chosen(), changed
        self.made: dict[tuple[str, date], tuple[Terms, Terms]] = {}

    def __call__(self, county: str, day: date) -> tuple[Terms, Terms]:
        if (county, day) not in self.made:
            before = Terms(notice.edition_on(day), self.chosen.on(county, day), on=day)
            self.made[county, day] = before, self.changed.of(before, day)
        return self.made[county, day]


def _judge(chunk: list[tuple[Any, ...]], by: _TermsOf, found: Found) -> None:
    """Replay a chunk, county by county and day by day."""
    together: dict[tuple[str, date], list[tuple[int, Facts, str]]] = {}
    for part, kept, submitted, county, organ in chunk:
        try:
            facts = stored.facts(kept)
        except (KeyError, ValueError):
            found.unreadable += 1
            continue
        together.setdefault((county, timezone.localdate(submitted)), []).append((part, facts, organ))
    for (county, day), parts in together.items():
        result = replay((facts for _part, facts, _organ in parts), *by(county, day))
        found.matrix.update(result.matrix)
        found.by_organ.update(organ for _part, _facts, organ in parts)
        found.turned_by_organ.update(parts[flip.place][2] for flip in result.flips)
        found.turned.extend(_turned(result.flips, [part for part, _facts, _organ in parts]))


def _turned(flips: Iterable[Flip], parts: list[int]) -> Iterator[Turned]:
    for flip in flips:
        yield Turned(parts[flip.place], flip.before.outcome, flip.after.outcome, flip.clauses)
