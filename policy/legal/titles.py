"""Titles of laws and documents: short ones made full, and the key under which any way of writing one is found."""

import re
import tomllib
from functools import cache
from pathlib import Path

from policy.legal.numerals import plain

ALIASES = Path(__file__).with_name("aliases.toml")
COUNTRY = "中华人民共和国"
_NOISE = re.compile(r"[\s《》〈〉「」『』“”\"'()（）〔〕\[\]【】、，,。.·\u200b-\u200f\ufeff]+")


def full(title: str) -> str:
    """The full title for a short one (村组法 → 村民委员会组织法); any other comes back unchanged."""
    return aliases().get(title.strip().removeprefix(COUNTRY), title.strip())


def key(title: str) -> str:
    """What two ways of writing one title have in common: no country, brackets, blanks or punctuation."""
    bare = _NOISE.sub("", plain(title)).replace("\x00", "")
    bare = bare.removeprefix(COUNTRY) if bare != COUNTRY else bare
    return aliases().get(bare, bare)


@cache
def aliases() -> dict[str, str]:
    """Short title → full title without 中华人民共和国, as in aliases.toml."""
    return tomllib.loads(ALIASES.read_text(encoding="utf-8"))


@cache
def known() -> frozenset[str]:
    """Every short and full title of the table."""
    return frozenset(aliases()) | frozenset(aliases().values())


@cache
def short_titles() -> dict[str, tuple[str, ...]]:
    """Full title without 中华人民共和国 → the short titles that stand for it."""
    return {
        full_title: tuple(short for short, meant in aliases().items() if meant == full_title)
        for full_title in aliases().values()
    }
