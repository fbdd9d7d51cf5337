"""The notice as data: its text, its clauses, its limits, how its doubtful points are read, and what else binds.

Each folder under notices/ is one edition. The names in capitals are those of the newest edition.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

T = TypeVar("T")
HERE = Path(__file__).parent


@dataclass(frozen=True)
class Clause:
    """One clause. `quote` is word for word; empty where only a reference to an outside source is at hand.

    `in_force_from`: the day from which an outside source binds; None if it binds as long as the notice does.
    """

    key: str
    quote: str
    source: str
    in_force_from: date | None = None


@dataclass(frozen=True)
class Limit:
    """A number or a list of names that a clause sets."""

    name: str
    value: Any
    clause: str


@dataclass(frozen=True)
class Reading:
    """A doubtful point: the readings that can be held, and the one that is held unless a county says otherwise.

    `labels`: what people call each of the options, in Chinese.
    """

    name: str
    question: str
    options: tuple[str, ...]
    chosen: str | int
    why: str
    labels: Mapping[str, str] = field(default_factory=dict)

    def allows(self, value: object) -> bool:
        """Whether `value` is one of the readings; where none are listed, a whole number of at least nought is."""
        if self.options:
            return value in self.options
        return isinstance(value, int) and not isinstance(value, bool) and value >= 0

    def label(self, value: object) -> str:
        """What people call this reading; a number is its own name."""
        return self.labels.get(str(value), str(value))


@dataclass(frozen=True)
class Edition:
    """One edition of the notice. `in_force_from` is None for a draft that names no day."""

    title: str
    key: str
    in_force_from: date | None


@dataclass(frozen=True, eq=False)
class Notice:
    """All of one edition. Clauses, limits and readings by name; what no rule decides, with the reason."""

    edition: Edition
    text: str
    clauses: Mapping[str, Clause]
    limits: Mapping[str, Limit]
    readings: Mapping[str, Reading]
    not_automated: Mapping[str, str]
    other_place: Mapping[str, str]

    def clause(self, key: str) -> Clause | None:
        """The clause of this edition, or of an outside source; None if the edition does not have it."""
        return self.clauses.get(key) or OUTSIDE.get(key)

    @property
    def first_day(self) -> date:
        """The first day of the edition; a draft that names none has always stood."""
        return self.edition.in_force_from or date.min


def _load(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def read(folder: Path) -> Notice:
    """The edition in `folder`: clauses.toml, readings.toml and notice.txt. Raises OSError or KeyError."""
    data = _load(folder / "clauses.toml")
    edition = Edition(data["edition"]["title"], folder.name, data["edition"].get("in_force_from"))
    return Notice(
        edition=edition,
        text=(folder / "notice.txt").read_text(encoding="utf-8"),
        clauses=_kept((key, Clause(key, quote, edition.title)) for key, quote in data["clauses"].items()),
        limits=_kept((name, Limit(name, each["value"], each["clause"])) for name, each in data["limits"].items()),
        readings=_kept((name, _reading(name, each)) for name, each in _load(folder / "readings.toml").items()),
        not_automated=MappingProxyType(data["not_automated"]),
        other_place=MappingProxyType(data["other_place"]),
    )


def _reading(name: str, each: Mapping[str, Any]) -> Reading:
    options, labels = tuple(each.get("options", ())), MappingProxyType(each.get("labels", {}))
    return Reading(name, each["question"], options, each["chosen"], each["why"], labels)


def _kept(pairs: Iterable[tuple[str, T]]) -> Mapping[str, T]:
    return MappingProxyType(dict(pairs))


def editions(folder: Path) -> tuple[Notice, ...]:
    """The editions under `folder`, the earliest first."""
    found = (read(each.parent) for each in folder.glob("*/clauses.toml"))
    return tuple(sorted(found, key=lambda each: (each.first_day, each.edition.key)))


_OUTSIDE = _load(HERE / "lists" / "outside.toml")
OUTSIDE: Mapping[str, Clause] = _kept(
    (key, Clause(key, each.get("quote", ""), each["source"], each.get("in_force_from")))
    for key, each in _OUTSIDE.items()
    if "not_automated" not in each
)
# What binds besides the notice and no rule decides: (source, why).
OUTSIDE_NOT_AUTOMATED: Mapping[str, tuple[str, str]] = _kept(
    (key, (each["source"], each["not_automated"])) for key, each in _OUTSIDE.items() if "not_automated" in each
)
NOTICES = editions(HERE / "notices")
NEWEST = NOTICES[-1]

EDITION = NEWEST.edition
TEXT = NEWEST.text
CLAUSES = NEWEST.clauses
LIMITS = NEWEST.limits
READINGS = NEWEST.readings
NOT_AUTOMATED = NEWEST.not_automated
OTHER_PLACE = NEWEST.other_place
DEFAULT_READINGS: Mapping[str, str | int] = _kept((name, each.chosen) for name, each in READINGS.items())


def edition_on(day: date | None = None, among: tuple[Notice, ...] = NOTICES) -> Notice:
    """The edition in force on `day`: the newest if no day is named, the earliest for a day before all of them."""
    begun = [each for each in among if day is None or each.first_day <= day]
    return begun[-1] if begun else among[0]


def edition_called(title: str) -> Notice:
    """The edition of that title, as a verdict names it; the newest if none is called so any more."""
    return next((each for each in NOTICES if each.edition.title == title), NEWEST)


def clause(key: str) -> Clause:
    """The clause of the newest edition, or of an outside source. Raises KeyError."""
    return CLAUSES.get(key) or OUTSIDE[key]
