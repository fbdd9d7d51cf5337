"""How a rule is written down: a predicate, the clause it applies, and what follows if it does not hold."""

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

from policy import notice
from policy.choices import Choice, Kind
from policy.notice import Clause
from policy.words import gettext_noop as _

# True: kept. False: broken. None: not known.
Holds = bool | None


class Breach(Choice):
    """How grave a broken rule is."""

    FORBIDDEN = "forbidden", _("不得准入")
    TO_CORRECT = "to_correct", _("须补正")
    TO_JUDGE = "to_judge", _("须研判")


class Consequence(Choice):
    """What follows from a broken rule."""

    REJECT = "reject", _("不予受理")
    REDIRECT = "redirect", _("改走其他渠道")
    CAP = "cap", _("数量已满")
    RETURN = "return", _("退回补正")
    PROVINCE = "province", _("报省级同意")
    JUDGE = "judge", _("人工研判")

    @property
    def breach(self) -> Breach:
        if self in {Consequence.REJECT, Consequence.REDIRECT, Consequence.CAP}:
            return Breach.FORBIDDEN
        return Breach.TO_CORRECT if self is Consequence.RETURN else Breach.TO_JUDGE


class Step(IntEnum):
    """The order in which rules are tried (domain report §2.3)."""

    COMPLETENESS = 1
    BANS = 2
    CITATION = 3
    LEVEL = 4
    CONTENT = 5
    DUPLICATION = 6
    LIMITS = 7
    FUNDING = 8
    CONSULTATION = 9


@dataclass(frozen=True)
class Rule:
    """One rule. `says` is its sentence, `reason` what an applicant is told of the breach, `cure` how to heal it.

    `reason` and `cure` have named places (%(name)s), filled from the facts and from `words`.
    `given`: the readings and limits that `holds` is handed, in its order. `when`: it stands under this reading only.
    `asks`: what it lacks the applicant could give; False if only a register could.
    `in_force_from` and `until`: its first and last day; None is no bound.
    """

    name: str
    kinds: frozenset[Kind]
    key: str
    consequence: Consequence
    step: Step
    says: str
    reason: str
    cure: str
    holds: Callable[..., Holds]
    given: tuple[str, ...]
    words: Callable[..., Mapping[str, object]] | None
    words_given: tuple[str, ...]
    when: tuple[str, str] | None
    asks: bool
    in_force_from: date | None
    until: date | None
    number: int

    @property
    def clause(self) -> Clause:
        """The clause in the newest edition."""
        return notice.clause(self.key)

    @property
    def breach(self) -> Breach:
        return self.consequence.breach

    @property
    def forbids(self) -> bool:
        return self.breach is Breach.FORBIDDEN

    @property
    def doubts(self) -> tuple[str, ...]:
        """The doubtful points on whose reading it depends, by name."""
        named = (*((self.when[0],) if self.when else ()), *self.given, *self.words_given)
        return tuple(dict.fromkeys(name for name in named if name in notice.READINGS))

    def is_dated(self, day: date | None, source_from: date | None) -> bool:
        """Whether the rule stands on `day`, its source being in force from `source_from`; None: it has no end."""
        if day is None:
            return self.until is None
        begun = all(first is None or first <= day for first in (self.in_force_from, source_from))
        return begun and (self.until is None or day <= self.until)


RULES: list[Rule] = []


def rule(
    key: str,
    consequence: Consequence,
    step: Step,
    *kinds: Kind,
    reason: str,
    cure: str = "",
    words: Callable[..., Mapping[str, object]] | None = None,
    when: tuple[str, str] | None = None,
    asks: bool = True,
    in_force_from: date | None = None,
    until: date | None = None,
) -> Callable[[Callable[..., Holds]], Callable[..., Holds]]:
    """Register a predicate: clause `key`, what follows a breach, and the kinds it is for. Its docstring is its sentence.

    The docstring's first paragraph is shown; a doubtful reading stands below it as "Read as: …". What the predicate
    (and `words`) takes besides the facts are readings and limits by their names in the edition.
    """

    def register(holds: Callable[..., Holds]) -> Callable[..., Holds]:
        says = _sentence(holds, kinds)
        RULES.append(
            Rule(holds.__name__, frozenset(kinds), notice.clause(key).key, consequence, step, says, reason, cure, holds,
                 _given(holds), words, _given(words), when, asks, in_force_from, until, len(RULES))
        )  # fmt: skip
        return holds

    return register


def _sentence(holds: Callable[..., Holds], kinds: tuple[Kind, ...]) -> str:
    """What the rule says to people. Raises TypeError where it says nothing, or is for no kind."""
    if not holds.__doc__ or not kinds:
        raise TypeError(f"{holds.__name__} must say its rule in its docstring and name the kinds it is for")
    return holds.__doc__.split("\n\n")[0].strip()


def _given(function: Callable[..., object] | None) -> tuple[str, ...]:
    """The names of the readings and limits that a function takes after the facts. Raises TypeError for any other."""
    names = tuple(inspect.signature(function).parameters)[1:] if function else ()
    if strange := [name for name in names if name not in notice.READINGS and name not in notice.LIMITS]:
        raise TypeError(f"{function}: neither a reading nor a limit: {strange}")
    return names


def named(name: str) -> Rule | None:
    """The rule of that name; None if there is none, or no longer."""
    return next((each for each in RULES if each.name == name), None)


def rules_for(kind: Kind) -> tuple[Rule, ...]:
    """The rules for this kind: by step, and within a step in the order of the notice."""
    return tuple(sorted((each for each in RULES if kind in each.kinds), key=lambda each: (each.step, each.number)))
