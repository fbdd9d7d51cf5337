"""How a rule is written down: a predicate, the clause it applies, and what follows if it does not hold."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import IntEnum

from policy import notice
from policy.choices import Choice, Kind
from policy.facts import Facts
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
    `reading`: the doubtful point whose reading is handed to `holds`. `when`: the rule stands under this reading only.
    `asks`: what it lacks the applicant could give; False if only a register could.
    """

    name: str
    kinds: frozenset[Kind]
    clause: Clause
    consequence: Consequence
    step: Step
    says: str
    reason: str
    cure: str
    holds: Callable[..., Holds]
    words: Callable[[Facts], Mapping[str, object]] | None
    reading: str | None
    when: tuple[str, str] | None
    asks: bool
    number: int

    @property
    def breach(self) -> Breach:
        return self.consequence.breach


RULES: list[Rule] = []


def rule(
    key: str,
    consequence: Consequence,
    step: Step,
    *kinds: Kind,
    reason: str,
    cure: str = "",
    words: Callable[[Facts], Mapping[str, object]] | None = None,
    reading: str | None = None,
    when: tuple[str, str] | None = None,
    asks: bool = True,
) -> Callable[[Callable[..., Holds]], Callable[..., Holds]]:
    """Register a predicate: clause `key`, what follows a breach, and the kinds it is for. Its docstring is its sentence.

    The docstring's first paragraph is shown; a doubtful reading stands below it as "Read as: …".
    """

    def register(holds: Callable[..., Holds]) -> Callable[..., Holds]:
        name = holds.__name__
        if not holds.__doc__ or not kinds:
            raise TypeError(f"{name} must say its rule in its docstring and name the kinds it is for")
        says = holds.__doc__.split("\n\n")[0].strip()
        RULES.append(
            Rule(name, frozenset(kinds), notice.clause(key), consequence, step, says, reason, cure, holds, words,
                 reading, when, asks, len(RULES))
        )  # fmt: skip
        return holds

    return register


def rules_for(kind: Kind) -> tuple[Rule, ...]:
    """The rules for this kind: by step, and within a step in the order of the notice."""
    return tuple(sorted((each for each in RULES if kind in each.kinds), key=lambda each: (each.step, each.number)))
