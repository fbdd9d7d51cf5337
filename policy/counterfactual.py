"""补救: what an applicant would have to change so that a rule no longer stands in the way, found by trying.

Nothing is proposed that was not tried: every change proposed was made and judged again.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import Any, cast

from policy import changes as possible
from policy.changes import Change
from policy.facts import Facts
from policy.rulebook import Breach, Holds, Rule
from policy.terms import Limits, Readings, Terms, terms
from policy.witness import Witness
from policy.words import Phrase, Translate, gettext_noop, told
from policy.words import gettext_noop as _
from policy.words import plain as plainly

GRAVE = {Breach.FORBIDDEN, Breach.TO_CORRECT}
# Of equally small cures so many are told; a search that has tried so many pairs gives up.
CURES_TOLD = 3
PAIRS_TRIED = 600
# A request has been seen to need five rounds; more than this is no way that an applicant would go.
ROUNDS = 12


@dataclass(frozen=True)
class Cure:
    """The smallest changes after which `rule` is kept and nothing else forbids or returns that did not before.

    No changes: no lawful path, since only facts that the applicant cannot change stand in the way.
    """

    rule: str
    citation: str
    changes: tuple[Change, ...] = ()

    @property
    def is_lawful_path(self) -> bool:
        return bool(self.changes)

    @property
    def phrase(self) -> Phrase:
        """What to do, for `policy.words.told`."""
        if not self.changes:
            return Phrase(_("在申请单位能够改变的范围内，没有合法途径。"))
        steps = tuple(each.phrase for each in self.changes)
        return Phrase(_("%(steps)s。"), {"steps": steps})

    @property
    def says(self) -> str:
        return self.told()

    def told(self, translate: Translate = gettext_noop) -> str:
        """What to do, in the language of `translate`."""
        return told(plainly(self.phrase), translate)

    def applied(self, facts: Facts) -> Facts:
        """The facts as they would be."""
        return changed(facts, self.changes)


def changed(facts: Facts, changes: tuple[Change, ...]) -> Facts:
    return replace(facts, **{each.field: each.after for each in changes})


def cures(
    facts: Facts, readings: Readings | None = None, limits: Limits | None = None, by: Terms | None = None
) -> tuple[Cure, ...]:
    """For each rule that forbids or returns: its smallest cures, up to three, or the one that says there is none."""
    search = _Search(facts, by or terms(readings, limits))
    return tuple(cure for rule in search.against for cure in search.cures_of(rule))


def lawful_path(facts: Facts, by: Terms | None = None) -> tuple[Change, ...] | None:
    """All that has to change until nothing forbids or returns any more; () if nothing does, None if there is no path."""
    done: dict[str, Change] = {}
    for _round in range(ROUNDS):
        search = _Search(changed(facts, tuple(done.values())), by or terms())
        if not search.against:
            return tuple(done.values())
        cure = search.cures_of(search.against[0])[0]
        if not cure.changes:
            return None
        done |= {each.field: replace(each, before=getattr(facts, each.field)) for each in cure.changes}
    return None


@dataclass(frozen=True)
class _Tried:
    """What a rule answered, and the facts it looked at."""

    holds: Holds
    seen: frozenset[str]


class _Search:
    """The rules tried on the facts once; then only those again that looked at what is changed."""

    def __init__(self, facts: Facts, by: Terms) -> None:
        self.facts, self.by = facts, by
        self.rules = by.rules(facts.kind)
        self.first = {rule.name: self._try(rule, {}) for rule in self.rules}

    @cached_property
    def against(self) -> tuple[Rule, ...]:
        return tuple(each for each in self.rules if each.breach in GRAVE and self.first[each.name].holds is False)

    def cures_of(self, rule: Rule) -> tuple[Cure, ...]:
        single = list(self._single(rule))
        found: list[tuple[Change, ...]] = [(change,) for change, blockers in single if blockers == ()]
        found = found or list(islice(self._double(rule, single), CURES_TOLD))
        found = [each for each in found if not any(_takes_less(other, each) for other in found)]
        found.sort(key=lambda each: any(change.is_obtained for change in each))
        cures = tuple(Cure(rule.name, rule.key, each) for each in found[:CURES_TOLD])
        return cures or (Cure(rule.name, rule.key),)

    def _single(self, rule: Rule) -> Iterator[tuple[Change, tuple[Rule, ...] | None]]:
        """Every single change, with the rules that it brings up; None if it does not even help."""
        for change in self._changes(rule, self.first[rule.name].seen):
            yield change, self._after(rule, (change,))

    def _double(
        self, rule: Rule, single: list[tuple[Change, tuple[Rule, ...] | None]]
    ) -> Iterator[tuple[Change, Change]]:
        tried: set[frozenset[tuple[str, Any]]] = set()
        for one, blockers in single:
            for two in self._seconds(rule, one, blockers):
                pair = frozenset({(one.field, one.after), (two.field, two.after)})
                if len(tried) >= PAIRS_TRIED or pair in tried:
                    continue
                tried.add(pair)
                if self._after(rule, (one, two)) == ():
                    yield one, two

    def _seconds(self, rule: Rule, one: Change, blockers: tuple[Rule, ...] | None) -> Iterator[Change]:
        """What might complete `one`: facts that the rule looks at now, or the rules that `one` brings up."""
        looked_at = dict.fromkeys(
            name for each in blockers or (rule,) for name in self._try(each, _values((one,))).seen
        )
        looked_at.pop(one.field, None)
        return self._changes(rule, looked_at)

    def _changes(self, rule: Rule, names: Any) -> Iterator[Change]:
        limits = {name: self.by.given[name] for name in rule.given}
        in_order = [name for name in _ORDER if name in names]
        return (change for name in in_order for change in possible.of(name, self.facts, limits))

    def _after(self, rule: Rule, changes: tuple[Change, ...]) -> tuple[Rule, ...] | None:
        """The rules that newly forbid or return after the changes; None if `rule` is still not kept."""
        values = _values(changes)
        if self._try(rule, values).holds is not True:
            return None
        touched = (
            each for each in self.rules if each.breach in GRAVE and not self.first[each.name].seen.isdisjoint(values)
        )
        return tuple(
            each
            for each in touched
            if self.first[each.name].holds is not False and self._try(each, values).holds is False
        )

    def _try(self, rule: Rule, values: Mapping[str, Any]) -> _Tried:
        witness = Witness(self.facts, values)
        holds = rule.holds(cast(Facts, witness), *(self.by.given[name] for name in rule.given))
        return _Tried(holds, frozenset(witness.seen))


# To hang a board elsewhere is more than to paint it.
_ORDER = tuple(sorted(Facts.__dataclass_fields__, key="place".__eq__))


def _takes_less(one: tuple[Change, ...], other: tuple[Change, ...]) -> bool:
    """Whether `one` leaves all that `other` leaves of the same lists, and more."""
    if [each.field for each in one] != [each.field for each in other]:
        return False
    pairs = [(mine.after, theirs.after) for mine, theirs in zip(one, other, strict=True) if mine != theirs]
    return bool(pairs) and all(isinstance(mine, tuple) and set(mine) > set(theirs) for mine, theirs in pairs)


def _values(changes: tuple[Change, ...]) -> dict[str, Any]:
    return {each.field: each.after for each in changes}
