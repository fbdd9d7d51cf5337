"""How a fact is asked for: the marks on the fields of Facts, and the questions made of them."""

from collections.abc import Iterable
from dataclasses import MISSING, dataclass, field
from enum import StrEnum
from typing import Any

from policy.choices import Choice, Kind
from policy.words import gettext_noop as _


class Source(StrEnum):
    """Where a fact comes from."""

    ANSWER = "answer"  # asked of the applicant
    CITATION = "citation"  # the bases cited
    RECORD = "record"  # from registers, never asked


class Power(StrEnum):
    """Who can make a fact another one, so that a breach is healed."""

    OWN = "own"  # the applicant decides it
    OBTAINED = "obtained"  # another organ must act first
    GIVEN = "given"  # it is as it is


class Group(Choice):
    """The parts of the application form, in their order."""

    WHAT = "what", _("事项")
    BASIS = "basis", _("依据和部署")
    BURDEN = "burden", _("村级组织要做什么")
    SUPPORT = "support", _("经费和工作条件")
    OPINION = "opinion", _("征求意见和实效")


class AnswerType(StrEnum):
    """What an answer is. LINES is a tuple of free strings, CHOICES one out of `choices`, FIELDS one of form fields."""

    BOOL = "bool"
    STR = "str"
    INT = "int"
    DECIMAL = "Decimal"
    DATE = "date"
    CHOICE = "choice"
    CHOICES = "choices"
    LINES = "lines"
    FIELDS = "fields"


@dataclass(frozen=True)
class Question:
    """One question of the form. `choices` are pairs (value, label); texts are Chinese, marked for translation.

    Without the `required` ones a request cannot be read at all; any other left empty is not known. `within`: the least
    and the most that a number may be.
    """

    name: str
    label: str
    help: str
    type: AnswerType
    choices: tuple[tuple[str, str], ...]
    required: bool
    group: Group
    within: tuple[int, int] | None = None


@dataclass(frozen=True)
class Mark:
    """What stands in the metadata of a field of Facts."""

    label: str
    source: Source
    kinds: frozenset[Kind] = frozenset()
    required_for: frozenset[Kind] = frozenset()
    help: str = ""
    group: Group = Group.WHAT
    power: Power = Power.GIVEN
    within: tuple[int, int] | None = None


def asked(
    label: str,
    *kinds: Kind,
    group: Group,
    help: str = "",
    required: bool = False,
    required_for: Iterable[Kind] = (),
    power: Power = Power.GIVEN,
    within: tuple[int, int] | None = None,
) -> Any:
    """A fact that the applicant is asked for, in requests of `kinds`. `power`: who can change it."""
    needed = frozenset(kinds if required else required_for)
    mark = Mark(label, Source.ANSWER, frozenset(kinds), needed, help, group, power, within)
    return field(default=None, metadata={"mark": mark})


def cited(label: str) -> Any:
    """A fact that the citations give."""
    return field(default=None, metadata={"mark": Mark(label, Source.CITATION)})


def recorded(label: str) -> Any:
    """A fact that a register gives; None where the register is not connected."""
    return field(default=None, metadata={"mark": Mark(label, Source.RECORD)})


def stated(label: str) -> Any:
    """A fact without which there is no request: always given."""
    return field(default=MISSING, metadata={"mark": Mark(label, Source.ANSWER)})
