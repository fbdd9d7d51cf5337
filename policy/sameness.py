"""How near two texts are when what everybody writes is left out: places, years, boilerplate, words for the kind.

Measured before (trust report §6): on raw titles unrelated items look alike, because place, organ and boilerplate do.
"""

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from policy.characters import corrected

_DATA = tomllib.loads((Path(__file__).parent / "lists" / "sameness.toml").read_text(encoding="utf-8"))
_LETTERS = re.compile(r"[^\w]|_")
_PLACE = re.compile(
    r"^(?:[^\W\d_]{2,5}?(?:省|自治区|市|自治县|县|区|旗))*(?:[^\W\d_]{1,4}?(?:镇|乡|街道))?(?:[^\W\d_]{1,3}?村(?!民|级|务|集体))?"
)
_YEAR = re.compile(r"(?:19|20)\d\d年?度?|[一二三四]季度|\d{1,2}月份?")
_LONGEST_TITLE = 60
_LONGEST_CONTENT = 2000


def _longest_first(words: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(map(re.escape, sorted(words, key=len, reverse=True))))


_MEANS = {word: group[0] for group in _DATA["synonyms"] for word in group}
_SYNONYM, _KIND_WORD, _COMMON = (_longest_first(each) for each in (list(_MEANS), _DATA["kind_words"], _DATA["common"]))


@lru_cache(maxsize=8192)
def core(title: str) -> str:
    """What a title is about: standard characters, without place, year, boilerplate and the words for its kind."""
    text = _letters(title[:_LONGEST_TITLE])
    dated = _YEAR.sub("", text.removeprefix(_place(text)))
    bare = _COMMON.sub("", _KIND_WORD.sub("", dated))
    about = next((each for each in (bare, _COMMON.sub("", dated), text) if len(each) > 1), text)
    return _SYNONYM.sub(lambda word: _MEANS[word[0]], about)


@lru_cache(maxsize=8192)
def pairs(content: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a text, synonyms read as one and boilerplate left out."""
    text = _letters(content[:_LONGEST_CONTENT])
    pieces = _COMMON.sub("\n", _SYNONYM.sub(lambda word: _MEANS[word[0]], text)).split("\n")
    return frozenset(piece[place : place + 2] for piece in pieces for place in range(len(piece) - 1))


@lru_cache(maxsize=65536)
def likeness(one: str, other: str) -> float:
    """Twice the longest common subsequence over both lengths: 1 the same, 0 nothing in common."""
    if not one or not other:
        return 0.0
    return 2 * _common(one, other) / (len(one) + len(other))


def _common(one: str, other: str) -> int:
    row = [0] * (len(other) + 1)
    for character in one:
        above = 0
        for place, each in enumerate(other, start=1):
            above, row[place] = row[place], above + 1 if character == each else max(row[place], row[place - 1])
    return row[-1]


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """Dice: 1 the same, 0 nothing in common."""
    return 2 * len(one & other) / (len(one) + len(other)) if one and other else 0.0


def share(part: frozenset[str], whole: frozenset[str]) -> float:
    """How much of `part` is in `whole`."""
    return len(part & whole) / len(part) if part else 0.0


def _letters(text: str) -> str:
    return _LETTERS.sub("", corrected(text)).lower()


def _place(text: str) -> str:
    found = _PLACE.match(text)
    return found[0] if found and len(found[0]) < len(text) - 1 else ""
