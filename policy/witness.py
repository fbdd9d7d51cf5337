"""Which facts a rule has looked at, and how they are written down."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

from policy.facts import Facts


class Witness:
    """Stands for Facts before a rule and remembers what it was asked."""

    __slots__ = ("_facts", "seen")

    def __init__(self, facts: Facts) -> None:
        self._facts = facts
        self.seen: dict[str, Any] = {}

    def __getattr__(self, name: str) -> Any:
        value = getattr(self._facts, name)
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
    return value.isoformat() if isinstance(value, date) else str(value)


def shown(value: Any) -> str:
    """A value as people read it in a sentence."""
    if value is None:
        return ""
    if isinstance(value, tuple):
        return "、".join(shown(each) for each in value)
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return str(getattr(value, "label", value))


def shown_facts(seen: Mapping[str, Any]) -> dict[str, str]:
    return {name: shown(value) for name, value in seen.items()}
