"""What a request is judged by: the edition in force on a day, its readings and limits, and the rules that stand."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from typing import Any, cast

from policy import notice
from policy.choices import Kind
from policy.notice import Clause, Notice
from policy.rulebook import Consequence, Rule, rules_for

Readings = Mapping[str, str | int]
Limits = Mapping[str, Any]


@dataclass(frozen=True, eq=False)
class Terms:
    """`readings` and `limits` hold only what differs from the edition's own. `without`: rules set aside, by name.

    `on`: the day whose edition and rules count; None: those that stand without an end.
    Raises ValueError for a reading or limit that the edition does not have, or a value that it cannot take.
    """

    edition: Notice
    readings: Readings = field(default_factory=dict)
    limits: Limits = field(default_factory=dict)
    on: date | None = None
    without: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        for name, value in self.readings.items():
            if name not in self.edition.readings or not self.edition.readings[name].allows(value):
                raise ValueError(f"{name}: {value!r} is no reading of {self.edition.edition.key}")
        for name, value in self.limits.items():
            if name not in self.edition.limits or type(value) is not type(self.edition.limits[name].value):
                raise ValueError(f"{name}: {value!r} is no limit of {self.edition.edition.key}")

    @cached_property
    def given(self) -> dict[str, Any]:
        """Every reading and limit by its name, as it is handed to the rules that name it."""
        chosen = {name: each.chosen for name, each in self.edition.readings.items()}
        set_by_clauses = {name: each.value for name, each in self.edition.limits.items()}
        return {**chosen, **self.readings, **set_by_clauses, **self.limits}

    @cached_property
    def held(self) -> dict[str, str | int]:
        """Every doubtful point of the edition, and how it is read."""
        return {name: self.given[name] for name in self.edition.readings}

    @cached_property
    def _rules(self) -> dict[Kind, tuple[Rule, ...]]:
        return {kind: tuple(each for each in rules_for(kind) if self.stands(each)) for kind in Kind}

    def clause(self, rule: Rule) -> Clause:
        """The clause of a rule that stands, as the edition words it."""
        return cast(Clause, self.edition.clause(rule.key))

    def rules(self, kind: Kind) -> tuple[Rule, ...]:
        """The rules that stand for this kind, in the order in which they are tried."""
        return self._rules[kind]

    def stands(self, rule: Rule) -> bool:
        """Whether the edition has the rule's clause, the day is among its days, and its reading is held."""
        clause = self.edition.clause(rule.key)
        if clause is None or rule.name in self.without or not rule.is_dated(self.on, clause.in_force_from):
            return False
        return rule.when is None or self.given[rule.when[0]] == rule.when[1]

    def consequence(self, rule: Rule) -> Consequence:
        """What follows a breach. Where the county reads it so, what is forbidden goes to a person first."""
        if not rule.forbids:
            return rule.consequence
        is_draft = self.edition.edition.in_force_from is None and rule.key in self.edition.clauses
        by_a_person = self.given["automatic_rejection"] == "by_a_person"
        return (
            Consequence.JUDGE if by_a_person or (is_draft and self.given["draft_binds"] == "no") else rule.consequence
        )


def terms(readings: Readings | None = None, limits: Limits | None = None, on: date | None = None) -> Terms:
    """The terms of a day under these readings and limits. Raises ValueError as `Terms` does."""
    if not readings and not limits:
        return _usual(on)
    return Terms(notice.edition_on(on), readings or {}, limits or {}, on)


@lru_cache(maxsize=64)
def _usual(on: date | None) -> Terms:
    return Terms(notice.edition_on(on), on=on)
