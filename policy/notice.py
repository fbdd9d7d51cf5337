"""The notice as data: its text, its clauses, its limits, how its doubtful points are read, and what else binds."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any

HERE = Path(__file__).parent
FOLDER = HERE / "notices" / "anshan_draft"


@dataclass(frozen=True)
class Clause:
    """One clause. `quote` is word for word; empty where only a reference to an outside source is at hand."""

    key: str
    quote: str
    source: str


@dataclass(frozen=True)
class Limit:
    """A number or a list of names that a clause sets."""

    name: str
    value: Any
    clause: str


@dataclass(frozen=True)
class Reading:
    """A doubtful point: the readings that can be held, and the one that is held unless a county says otherwise."""

    name: str
    question: str
    options: tuple[str, ...]
    chosen: str | int
    why: str


@dataclass(frozen=True)
class Edition:
    """One edition of the notice. `in_force_from` is None for a draft that names no day."""

    title: str
    key: str
    in_force_from: date | None


def _load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


_DATA = _load(FOLDER / "clauses.toml")
_OUTSIDE = _load(HERE / "lists" / "outside.toml")

EDITION = Edition(_DATA["edition"]["title"], FOLDER.name, _DATA["edition"].get("in_force_from"))
TEXT = (FOLDER / "notice.txt").read_text(encoding="utf-8")
CLAUSES: Mapping[str, Clause] = MappingProxyType(
    {key: Clause(key, quote, EDITION.title) for key, quote in _DATA["clauses"].items()}
)
OUTSIDE: Mapping[str, Clause] = MappingProxyType(
    {key: Clause(key, each.get("quote", ""), each["source"]) for key, each in _OUTSIDE.items()}
)
LIMITS: Mapping[str, Limit] = MappingProxyType(
    {name: Limit(name, each["value"], each["clause"]) for name, each in _DATA["limits"].items()}
)
READINGS: Mapping[str, Reading] = MappingProxyType(
    {
        name: Reading(name, each["question"], tuple(each.get("options", ())), each["chosen"], each["why"])
        for name, each in _load(FOLDER / "readings.toml").items()
    }
)
DEFAULT_READINGS: Mapping[str, str | int] = MappingProxyType({name: each.chosen for name, each in READINGS.items()})
NOT_AUTOMATED: Mapping[str, str] = MappingProxyType(_DATA["not_automated"])
OTHER_PLACE: Mapping[str, str] = MappingProxyType(_DATA["other_place"])


def clause(key: str) -> Clause:
    """The clause of the notice, or of an outside source. Raises KeyError."""
    return CLAUSES.get(key) or OUTSIDE[key]
