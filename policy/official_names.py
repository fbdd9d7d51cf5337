"""机构全称: whether a name is the full one, a known abbreviation, or seems to be shortened from one.

The names come from lists/official_names.toml and from the registers of the county (its organs, as they were set up).
"""

import re
import tomllib
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType

from policy.choices import Choice
from policy.words import gettext_noop as _

_LIST = tomllib.loads((Path(__file__).parent / "lists" / "official_names.toml").read_text(encoding="utf-8"))
_BRACKETS = re.compile(r"[\s“”\"'‘’《》〈〉]|[（(][^（）()]*[）)]")
_AFTER_A_PLACE = re.compile(r"(?<=[村镇乡县市区旗])(?=[^村镇乡县市区旗])")
_SHORTEST = 2
_SHORTEST_OF_THE_FULL = 4

# 全称 → 出处.
OFFICIAL: Mapping[str, str] = MappingProxyType({name: each["source"] for name, each in _LIST.items()})
# 简称 → 全称, the longest first.
SHORTENED: Mapping[str, str] = MappingProxyType(
    dict(
        sorted(
            ((short, name) for name, each in _LIST.items() for short in each.get("shortened", ())),
            key=lambda pair: -len(pair[0]),
        )
    )
)


class Standing(Choice):
    """How a name stands to the official ones."""

    FULL = "full", _("全称")
    SHORTENED = "shortened", _("简称")
    SUSPECTED = "suspected", _("疑似简称")
    UNKNOWN = "unknown", _("未登记")


@dataclass(frozen=True)
class Named:
    """How a name stands, and the full names that may be meant, the likeliest first (with the village's name before)."""

    standing: Standing
    full: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def look_up(name: str, registered: tuple[str, ...] = ()) -> Named:
    """Compare `name` with the official names and those `registered`. A full name is told before any abbreviation."""
    plain = _plain(name)
    if any(plain.endswith(_plain(full)) for full in (*registered, *OFFICIAL)):
        return Named(Standing.FULL)
    short = next((each for each in SHORTENED if plain.endswith(each)), None)
    if short:
        return Named(Standing.SHORTENED, (_in_full(plain, short, SHORTENED[short]),))
    candidates = _suspected(plain, (*registered, *OFFICIAL))
    return Named(Standing.SUSPECTED, candidates) if candidates else Named(Standing.UNKNOWN)


def _plain(name: str) -> str:
    return _BRACKETS.sub("", unicodedata.normalize("NFKC", name))


def _in_full(name: str, short: str, full: str) -> str:
    """The full name in the place of the short one; what already stands before it is not said twice."""
    before = name.removesuffix(short)
    said = (full[:length] for length in range(min(len(before), len(full)), 0, -1))
    twice = next((each for each in said if before.endswith(each) and not short.startswith(each)), "")
    return before + full.removeprefix(twice)


def _suspected(name: str, official: Iterable[str]) -> tuple[str, ...]:
    """The names out of which `name`, or what follows a place in it, is picked character by character, in order.

    First and last character must be those of the full name: 文明站 is no 便民服务站, and 服务站 alone is nobody's.
    """
    parts = {name, *(name[each.start() :] for each in _AFTER_A_PLACE.finditer(name))}
    cores = sorted((part for part in parts if len(part) >= _SHORTEST), key=len, reverse=True)
    found = [
        _in_full(name, core, full)
        for core in cores
        for full in sorted(official, key=len)
        if _is_picked_from(core, full)
    ]
    return tuple(dict.fromkeys(found))


def _is_picked_from(core: str, full: str) -> bool:
    if not len(core) < len(full) or len(full) < _SHORTEST_OF_THE_FULL or core[-1] != full[-1] or core in full:
        return False
    rest = iter(full)
    return core[0] in {full[0], full[full.startswith("村")]} and all(character in rest for character in core)
