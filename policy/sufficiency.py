"""Whether the bases cited are enough: by their level, and by what their text really says."""

from collections.abc import Callable, Iterable

from policy.basis import Basis
from policy.legal import modality
from policy.legal.levels import Level
from policy.legal.modality import Modality
from policy.rulebook import Holds
from policy.three_valued import all_of, any_of
from policy.words import Phrase

Bases = tuple[Basis, ...] | None
Enough = Callable[[Level], bool]


def levels(bases: Bases, enough: Enough) -> Holds:
    """Whether one basis is of a level that is enough. A level not known leaves it open."""
    return None if bases is None else any_of(_level(each, enough) for each in bases)


def _level(basis: Basis, enough: Enough) -> Holds:
    return None if basis.level is None or basis.level is Level.UNKNOWN else enough(basis.level)


def says(bases: Bases, enough: Enough, orders: Callable[[str], Holds]) -> Holds:
    """Whether one basis is of a level that is enough and its text orders it. No text leaves it open."""
    if bases is None:
        return None
    return any_of(all_of((_level(each, enough), orders(each.text) if each.text else None)) for each in bases)


def central_or_law_or_regulation(level: Level) -> bool:
    """党中央、国务院 or 法律法规 (notice, 三（一）)."""
    return level.is_central or level.is_law_or_regulation


def central_or_law(level: Level) -> bool:
    """党中央、国务院 or 法律, regulations not included (notice, 三（三）)."""
    return level.is_central or level.is_law


def demands(text: str) -> Holds:
    """Whether a text demands something (应当、协助), or only allows or encourages it. Not known if it does neither."""
    strongest = modality.of(text)
    if strongest is Modality.STATES:
        return None
    return strongest not in {Modality.ALLOWS, Modality.ENCOURAGES}


def listed(bases: Iterable[Basis]) -> str:
    """The bases in a sentence: 《…》（…）、《…》第八条"""
    return "、".join(str(each) for each in bases)


def levels_listed(bases: Iterable[Basis]) -> tuple[Phrase, ...]:
    """Their levels, each once."""
    return tuple(Phrase(label) for label in dict.fromkeys(each.level.label for each in bases if each.level))
