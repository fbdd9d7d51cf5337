"""重放: past requests judged again under other terms, and whose outcome is another one then. Writes nothing."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from policy.assessment import Answer, Finding, Outcome, Verdict, judge, outcome_of
from policy.facts import Facts
from policy.terms import Terms


@dataclass(frozen=True)
class Flip:
    """A request with another outcome: its place in the list, both verdicts, and the clauses that turned it."""

    place: int
    before: Verdict
    after: Verdict

    @property
    def clauses(self) -> tuple[str, ...]:
        """The clauses that stand against the request under one of the terms only, each once, in their order."""
        old, new = _against(self.before), _against(self.after)
        differ = [key for key in (*old, *new) if old.get(key) != new.get(key)]
        return tuple(dict.fromkeys(clause for clause, _rule in differ))


@dataclass(frozen=True)
class Replay:
    """What becomes of all requests: `matrix` counts them by (old outcome, new outcome)."""

    matrix: Mapping[tuple[Outcome, Outcome], int]
    flips: tuple[Flip, ...]

    @property
    def total(self) -> int:
        return sum(self.matrix.values())

    @cached_property
    def by_clause(self) -> Mapping[str, int]:
        """How many requests each clause turned, the most first."""
        return dict(Counter(clause for flip in self.flips for clause in flip.clauses).most_common())


def replay(requests: Iterable[Facts], before: Terms, after: Terms) -> Replay:
    """Judge each request by both terms. The place of a flip is its place in `requests`, from nought."""
    matrix: Counter[tuple[Outcome, Outcome]] = Counter()
    flips = []
    for place, facts in enumerate(requests):
        old, new = outcome_of(facts, before), outcome_of(facts, after)
        matrix[old, new] += 1
        if old is not new:
            flips.append(Flip(place, judge(facts, before), judge(facts, after)))
    return Replay(dict(matrix), tuple(flips))


def _against(verdict: Verdict) -> dict[tuple[str, str], object]:
    """By clause and rule, what follows from each rule that is broken or that the applicant must answer."""
    return {(each.citation, each.rule): _weight(each) for each in verdict.findings if _weight(each)}


def _weight(finding: Finding) -> object:
    if finding.answer is Answer.BROKEN:
        return finding.consequence
    return Outcome.JUDGE if finding.answer is Answer.UNKNOWN and finding.asks_applicant else None
