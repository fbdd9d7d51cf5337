"""证明清单: which listed certificate a name means. Lists are data with their source."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_LISTS = Path(__file__).parent / "lists"
MINISTRIES = "certificates.toml"
LIAONING = "liaoning_cancelled.toml"


@dataclass(frozen=True)
class Listed:
    """One certificate that villages may not be asked for, the names it goes by, and what to use instead."""

    number: int
    name: str
    names: tuple[str, ...]
    instead: str

    def is_meant_by(self, name: str) -> bool:
        return any(each in name for each in self.names)


@cache
def cancelled(file: str = MINISTRIES) -> tuple[Listed, ...]:
    items = tomllib.loads((_LISTS / file).read_text(encoding="utf-8"))["items"]
    return tuple(
        Listed(
            each["number"],
            each["name"],
            (each["name"], *each.get("aliases", ()), *each.get("also", ())),
            each.get("instead", ""),
        )
        for each in items
    )


@cache
def is_complete(file: str) -> bool:
    """Whether the list is known as a whole, so that a name not in it can be said to be free."""
    return bool(tomllib.loads((_LISTS / file).read_text(encoding="utf-8")).get("complete", True))


def find(name: str, file: str = MINISTRIES) -> Listed | None:
    """The listed certificate that `name` means, by the longest of its names; None if none is meant."""
    plain = "".join(name.split())
    meant = [each for each in cancelled(file) if each.is_meant_by(plain)]
    return max(meant, key=lambda each: max(len(n) for n in each.names if n in plain), default=None)
