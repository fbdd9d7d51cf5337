"""签署: who has to sign at a desk, whose turn it is, and when enough have signed. It knows no database.

会签 all sign; 或签 one consent is enough; 票签 so large a share of the members consents; 依次会签 all sign, one after the
other. A signature is a yes or a no. Whatever the rule, the order of the signatures never matters to the outcome, one more
consent never turns it for the worse, and what is decided stays decided.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from policy.words import gettext_noop

MAJORITY = "majority"
HALF = Fraction(1, 2)
Votes = Mapping[str, bool]


class Way(StrEnum):
    """How the members of a desk sign."""

    ALL = "all"
    ANY = "any"
    RATIO = "ratio"
    IN_ORDER = "in_order"


LABELS = {
    Way.ALL: gettext_noop("会签：全部签署"),
    Way.ANY: gettext_noop("或签：一人（家）同意即可"),
    Way.RATIO: gettext_noop("票签：按比例通过"),
    Way.IN_ORDER: gettext_noop("依次会签：逐个签署"),
}


class Outcome(StrEnum):
    """What the signatures so far amount to."""

    OPEN = "open"
    PASSED = "passed"
    FAILED = "failed"


OUTCOMES = {
    Outcome.OPEN: gettext_noop("尚未签完"),
    Outcome.PASSED: gettext_noop("通过"),
    Outcome.FAILED: gettext_noop("未通过"),
}


@dataclass(frozen=True)
class Rule:
    """`share` is for 票签 alone: consents needed, as a share of the members; None is more than half (a tie fails)."""

    way: Way = Way.ALL
    share: Fraction | None = None

    def needed(self, members: int) -> int:
        """How many must consent of so many members."""
        if self.way is Way.ANY:
            return min(1, members)
        if self.way is Way.RATIO:
            return (
                members // 2 + 1 if self.share is None else -(-members * self.share.numerator // self.share.denominator)
            )
        return members

    def quorum(self, members: int) -> int:
        """How many must have signed before anything is decided: of a vote more than half, else as many as must consent."""
        return members // 2 + 1 if self.way is Way.RATIO else self.needed(members)


@dataclass(frozen=True)
class Stage:
    """Those who are asked at the same time. `added`: by 加签. `days`: working days of its own; None are the desk's."""

    members: tuple[str, ...]
    rule: Rule = Rule()
    added: bool = False
    days: int | None = None

    def outcome(self, votes: Votes, away: Iterable[str] = ()) -> Outcome:
        """What the votes amount to. Who is `away` (recused, or no longer in office) and has not signed does not count.

        A stage at which nobody is left to sign is never decided: somebody has to look at it.
        """
        present = self.present(votes, away)
        yes = sum(votes.get(member, False) for member in present)
        signed = sum(member in votes for member in present)
        left, needed = len(present) - signed, self.rule.needed(len(present))
        if not present or signed < self.rule.quorum(len(present)):
            return Outcome.OPEN
        if self.rule.way in (Way.ALL, Way.IN_ORDER):
            return Outcome.PASSED if yes == len(present) else Outcome.FAILED
        if yes >= needed:
            return Outcome.PASSED
        return Outcome.FAILED if yes + left < needed else Outcome.OPEN

    def present(self, votes: Votes, away: Iterable[str] = ()) -> tuple[str, ...]:
        """The members who count: all but those away who have not signed."""
        gone = set(away)
        return tuple(member for member in self.members if member in votes or member not in gone)

    def asked(self, votes: Votes, away: Iterable[str] = ()) -> tuple[str, ...]:
        """Whose signature is waited for, if the stage has come up and is not decided."""
        if self.outcome(votes, away) is not Outcome.OPEN:
            return ()
        return tuple(member for member in self.present(votes, away) if member not in votes)


@dataclass(frozen=True)
class Sheet:
    """签署单 of one desk: stages, one after the other. A stage without members was taken out whole and is passed over."""

    stages: tuple[Stage, ...]

    @classmethod
    def of(cls, rule: Rule, members: Sequence[str]) -> "Sheet":
        """The sheet of a desk whose members sign by that rule."""
        if rule.way is Way.IN_ORDER:
            return cls(tuple(Stage((member,), rule) for member in members))
        return cls((Stage(tuple(members), rule),))

    @property
    def members(self) -> tuple[str, ...]:
        return tuple(member for stage in self.stages for member in stage.members)

    def current(self, votes: Votes, away: Iterable[str] = ()) -> int:
        """The place of the stage that is being asked; the number of stages if all are decided."""
        open_ones = (at for at, each in enumerate(self.stages) if each.members and _is_open(each, votes, away))
        return next(open_ones, len(self.stages))

    def asked(self, votes: Votes, away: Iterable[str] = ()) -> tuple[str, ...]:
        """Whose signature is waited for now."""
        at = self.current(votes, away)
        return self.stages[at].asked(votes, away) if at < len(self.stages) else ()

    def later(self, votes: Votes, away: Iterable[str] = ()) -> tuple[str, ...]:
        """Who is asked only when those before have signed."""
        behind = self.stages[self.current(votes, away) + 1 :]
        return tuple(member for stage in behind for member in stage.present(votes, away) if member not in votes)

    def outcome(self, votes: Votes, away: Iterable[str] = ()) -> Outcome:
        """OPEN until every stage is decided; PASSED if each of them passed."""
        found = {stage.outcome(votes, away) for stage in self.stages if stage.members}
        if Outcome.OPEN in found or not found:
            return Outcome.OPEN
        return Outcome.FAILED if Outcome.FAILED in found else Outcome.PASSED

    def with_signer(self, member: str, *, at: int, days: int | None) -> "Sheet":
        """加签: `member` has to sign too, in a stage of his own in front of the stage `at`."""
        added = Stage((member,), Rule(), added=True, days=days)
        return Sheet((*self.stages[:at], added, *self.stages[at:]))

    def without(self, member: str) -> "Sheet":
        """减签: `member` is not asked any more. Stages keep their places."""
        return Sheet(
            tuple(replace(each, members=tuple(one for one in each.members if one != member)) for each in self.stages)
        )

    def stage_of(self, member: str) -> Stage | None:
        return next((stage for stage in self.stages if member in stage.members), None)


def _is_open(stage: Stage, votes: Votes, away: Iterable[str]) -> bool:
    return stage.outcome(votes, away) is Outcome.OPEN


def share_of(text: str) -> Fraction | None:
    """The share as a county writes it: "2/3", or "majority" (None). Raises ValueError unless more than half, at most all."""
    if text == MAJORITY:
        return None
    above, slash, below = text.partition("/")
    if not (slash and above.isdecimal() and below.isdecimal() and int(below)):
        raise ValueError(text)
    share = Fraction(int(above), int(below))
    if not HALF < share <= 1:
        raise ValueError(text)
    return share


def written(share: Fraction | None) -> str:
    """The share as a county writes it."""
    return MAJORITY if share is None else f"{share.numerator}/{share.denominator}"
