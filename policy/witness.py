"""Which facts a rule has looked at, and how they are written down."""

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import Any

from policy.choices import Choice
from policy.facts import Facts
from policy.standing_forms import StandingForm
from policy.words import Phrase
from policy.words import gettext_noop as _


class Witness:
    """Stands for Facts before a rule and remembers what it was asked. `changes` speak before the facts."""

    __slots__ = ("_changes", "_facts", "seen")

    def __init__(self, facts: Facts, changes: Mapping[str, Any] | None = None) -> None:
        self._facts = facts
        self._changes = changes or {}
        self.seen: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        value = self._changes[name] if name in self._changes else getattr(self._facts, name)
        self.seen[name] = value
        return value


def plain(value: Any) -> Any:
    """A value as JSON can hold it: dates, numbers with decimals, bases and forms as text."""
    if isinstance(value, Enum):
        return str(value.value)
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return str(value)


def shown(value: Any) -> Any:
    """A value as people read it in a sentence: text, a phrase with a translation, or a tuple of these."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return tuple(shown(each) for each in value)
    if isinstance(value, bool):
        return Phrase(_("是") if value else _("否"))
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, StandingForm):
        places = {"title": value.title, "organ": value.organ, "frequency": Phrase(value.frequency.label)}
        return Phrase(_("《%(title)s》（%(organ)s，%(frequency)s）"), places)
    return Phrase(value.label) if isinstance(value, Choice) else value if isinstance(value, Phrase) else str(value)


def shown_facts(seen: Mapping[str, Any]) -> dict[str, Any]:
    return {name: shown(value) for name, value in seen.items()}
