"""读法 as people read them: the question, how it is read here, how it is usually read, and why."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from policy import notice
from policy.assessment import Verdict
from policy.choices import Kind
from policy.notice import Notice, Reading
from policy.rulebook import Rule, rules_for

# What follows from any rule that forbids depends on these.
GENERAL = ("draft_binds", "automatic_rejection")


@dataclass(frozen=True)
class ReadAs:
    """One doubtful point, and the value that it is read by."""

    point: Reading
    value: str | int

    @property
    def question(self) -> str:
        return _(self.point.question)

    @property
    def label(self) -> str:
        return _(self.point.label(self.value))

    @property
    def usual(self) -> str:
        return _(self.point.label(self.point.chosen))

    @property
    def why(self) -> str:
        """Why it is usually read so."""
        return _(self.point.why)

    @property
    def is_usual(self) -> bool:
        return self.value == self.point.chosen

    @property
    def others(self) -> list[str]:
        """How else it could be read."""
        return [_(self.point.label(each)) for each in self.point.options if each != self.value]


def read_as(names: Iterable[str], readings: Mapping[str, str | int], edition: Notice = notice.NEWEST) -> list[ReadAs]:
    """The points named, as `readings` has them, else as the edition does. Points that it does not have are left out."""
    points = [edition.readings[name] for name in names if name in edition.readings]
    return [ReadAs(point, readings.get(point.name, point.chosen)) for point in points]


def of_rule(rule: Rule, readings: Mapping[str, str | int], edition: Notice = notice.NEWEST) -> list[ReadAs]:
    """The points on which the rule, and what follows from it, depend."""
    return read_as((*rule.doubts, *(GENERAL if rule.forbids else ())), readings, edition)


def chosen_here(verdict: Verdict, kind: Kind) -> list[ReadAs]:
    """Of the points that matter to things of this kind, those that the county did not read as usual."""
    names = dict.fromkeys(name for rule in rules_for(kind) for name in rule.doubts) | dict.fromkeys(GENERAL)
    held = read_as(names, verdict.readings, notice.edition_called(verdict.edition))
    return [each for each in held if not each.is_usual]
