"""指标: one field of a form — its name, what exactly is meant, how often it is asked, and of whom."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

from policy.choices import Frequency

TEXTS = ("name", "definition", "scope")


@dataclass(frozen=True)
class FormField:
    """A field. `period` None: asked as often as its form. Requests of earlier days hold the name alone."""

    name: str
    definition: str = ""
    period: Frequency | None = None
    scope: str = ""

    def __str__(self) -> str:
        return self.name

    @classmethod
    def read(cls, value: Any) -> Self:
        """From what is stored: a name, or a mapping. Raises ValueError or TypeError for anything else."""
        if isinstance(value, str):
            return cls(_named(value))
        if not isinstance(value, Mapping) or set(value) - {*TEXTS, "period"}:
            raise TypeError(value)
        texts = {name: value.get(name) or "" for name in TEXTS}
        if not all(isinstance(text, str) for text in texts.values()):
            raise TypeError(value)
        texts["name"] = _named(texts["name"])
        return cls(**texts, period=Frequency(value["period"]) if value.get("period") else None)

    def as_json(self) -> dict[str, str]:
        """What is stored of it; nothing that was left empty."""
        given = {"name": self.name, "definition": self.definition, "period": self.period, "scope": self.scope}
        return {name: str(value) for name, value in given.items() if value}


def names(value: Any) -> tuple[str, ...]:
    """The names of stored fields, whatever shape they have; what is none is passed over."""
    found = []
    for each in value if isinstance(value, list | tuple) else ():
        try:
            found.append(FormField.read(each).name)
        except (TypeError, ValueError):
            continue
    return tuple(found)


def _named(name: str) -> str:
    if not name.strip():
        raise ValueError(name)
    return name.strip()
