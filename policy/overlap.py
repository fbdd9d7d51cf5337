"""逐项比对: whether two fields of forms ask for the same datum, and which of a new form's fields are reported already.

A field is read into what it counts (人数, 户数, 面积 …), the marks that make it another one (户籍, 应, 女, 60 …), and what
it is about. Two fields are the same where all three agree; how it is put, its units and filler words do not matter.
It advises people. The rules that return or reject a form compare names and nothing else.
"""

import re
import tomllib
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from policy.characters import corrected
from policy.form_fields import FormField
from policy.sameness import overlap as likeness
from policy.standing_forms import StandingForm

_DATA = tomllib.loads((Path(__file__).parent / "lists" / "form_words.toml").read_text(encoding="utf-8"))
_LONGEST = 60
_SAME_DEFINITION = 0.8  # Dice of the pairs of characters
_NEARLY = 0.8  # how much of two names must be common where one only adds to the other
_COUNTS = frozenset({"persons", "households", "count"})


def _longest_first(words: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(each) for each in sorted(words, key=len, reverse=True)))


_MEANS = {word: group[0] for group in _DATA["synonyms"] for word in group}
_MARKS = {word: group[0] for group in _DATA["marks"] for word in group}
_MEASURES = {word: measure for measure, words in _DATA["measures"].items() for word in words}
_UNITS = {word: measure for measure, words in _DATA["units"].items() for word in words}
_SYNONYM, _MARK, _FILLER = _longest_first(_MEANS), _longest_first(_MARKS), _longest_first(_DATA["fillers"])
_MEASURE_AT_END = re.compile(f"(?:{_longest_first(_MEASURES).pattern})$")
_MEASURE = re.compile(f"(?:{_longest_first(each for each in _MEASURES if len(each) > 1).pattern})")
_BRACKETS = re.compile(r"[(\[【〔（]([^)\]】〕）]*)[)\]】〕）]")
_NUMBER = re.compile(r"[a-z]?\d+|[a-z](?=级)|[一二三四五六七八九十](?=级)")
_AGE = re.compile(r"(?:周?岁)?(?:及)?以上|周?岁")
_INSURED = re.compile(r"(?:参加|参与)(.{2,10}?(?:保险|医保))")
_NOT_WORDS = re.compile(r"[^\w]|_")


@dataclass(frozen=True)
class Read:
    """A field as it is compared. `about`: what is left of its name; `letters`: the same in no order.

    `defined`: pairs of characters of its definition.
    """

    about: str
    letters: str
    measure: str
    marks: frozenset[str]
    defined: frozenset[str]


@lru_cache(maxsize=65536)
def read(name: str, definition: str = "") -> Read:
    """Read a field by its name; the definition supplies the marks that the name leaves out."""
    text, unit = _without_units(unicodedata.normalize("NFKC", corrected(name[:_LONGEST])).lower())
    defined = _NOT_WORDS.sub("", unicodedata.normalize("NFKC", corrected(definition[:500])).lower())
    about, marks = _marked(_in_common_words(text))
    if not marks and defined:
        marks = _marked(_in_common_words(defined))[1]
    about, measure = _measured(about)
    pairs = frozenset(defined[place : place + 2] for place in range(len(defined) - 1))
    about = _FILLER.sub("", about)
    return Read(about, "".join(sorted(about)), measure or unit, marks, pairs)


def same(one: FormField, other: FormField) -> bool:
    """Whether who reports one has reported the other. Periods do not matter: that one is asked more often is told apart."""
    return are_same(read(one.name, one.definition), read(other.name, other.definition))


def are_same(one: Read, other: Read) -> bool:
    if one.marks != other.marks or not _measure_alike(one, other):
        return False
    if one.defined and other.defined and likeness(one.defined, other.defined) >= _SAME_DEFINITION:
        return True
    return one.letters == other.letters or _only_added_to(one.about, other.about)


def _measure_alike(one: Read, other: Read) -> bool:
    measures = {one.measure, other.measure}
    if len(measures) == 1:
        return True
    if "" in measures:
        return bool(one.about and other.about)
    return "count" in measures and measures <= _COUNTS


def _only_added_to(one: str, other: str) -> bool:
    """Whether the longer says all that the shorter says, from the same beginning on. Words put before it narrow it down."""
    short, long = sorted((one, other), key=len)
    if not short or short[0] != long[0] or 2 * len(short) / (len(short) + len(long)) < _NEARLY:
        return False
    return not Counter(short) - Counter(long)


def _without_units(text: str) -> tuple[str, str]:
    """The text without units in brackets, and what they measure; other words in brackets stay."""
    units = [_UNITS[each.strip()] for each in _BRACKETS.findall(text) if each.strip() in _UNITS]
    kept = _BRACKETS.sub(lambda found: "" if found[1].strip() in _UNITS else found[1], text)
    return _NOT_WORDS.sub("", kept), units[0] if units else ""


def _in_common_words(text: str) -> str:
    insured = _INSURED.sub(lambda found: f"{found[1]}参保", text)
    return _SYNONYM.sub(lambda word: _MEANS[word[0]], insured)


def _marked(text: str) -> tuple[str, frozenset[str]]:
    numbers = _NUMBER.findall(text)
    bare = _AGE.sub("", _NUMBER.sub("", text))
    found = {_MARKS[word] for word in _MARK.findall(bare)}
    return _MARK.sub("", bare), frozenset(found | set(numbers))


def _measured(text: str) -> tuple[str, str]:
    """What is measured stands at the end (耕地面积), or within (资金投入)."""
    found = _MEASURE_AT_END.search(text) or _MEASURE.search(text)
    if found is None:
        return text, ""
    return text[: found.start()] + text[found.end() :], _MEASURES[found[0]]


@dataclass(frozen=True)
class Held:
    """A field of the new form that a standing one holds already, under which name there."""

    field: FormField
    theirs: FormField
    form: StandingForm


@dataclass(frozen=True)
class Overlap:
    """What one standing form holds already of a new one with `of` fields."""

    form: StandingForm
    held: tuple[Held, ...]
    of: int

    @property
    def is_whole(self) -> bool:
        return len(self.held) == self.of


class Index:
    """Standing forms, so that a new one is compared with all of them at once: fields by the letters they are about."""

    def __init__(self, forms: Iterable[StandingForm]) -> None:
        self._exact: dict[tuple[str, frozenset[str]], list[tuple[Read, FormField, StandingForm]]] = defaultdict(list)
        self._near: dict[tuple[str, frozenset[str]], list[tuple[Read, FormField, StandingForm]]] = defaultdict(list)
        self._defined: list[tuple[Read, FormField, StandingForm]] = []
        for form in forms:
            for field in form.fields:
                self._enter(read(field.name, field.definition), field, form)

    def _enter(self, known: Read, field: FormField, form: StandingForm) -> None:
        entry = (known, field, form)
        self._exact[known.letters, known.marks].append(entry)
        self._near[known.about[:1], known.marks].append(entry)
        if known.defined:
            self._defined.append(entry)

    def held(self, field: FormField) -> list[Held]:
        """Where this field is reported already: once for each form."""
        asked = read(field.name, field.definition)
        near = [
            *self._exact.get((asked.letters, asked.marks), ()),
            *self._near.get((asked.about[:1], asked.marks), ()),
            *(self._defined if asked.defined else ()),
        ]
        found: dict[StandingForm, Held] = {}
        for known, theirs, form in near:
            if form not in found and are_same(asked, known):
                found[form] = Held(field, theirs, form)
        return list(found.values())

    def overlaps(self, fields: Sequence[FormField]) -> list[Overlap]:
        """The standing forms that hold some of `fields`, those that hold most first."""
        by_form: dict[StandingForm, list[Held]] = defaultdict(list)
        for field in fields:
            for each in self.held(field):
                by_form[each.form].append(each)
        found = [Overlap(form, tuple(held), len(fields)) for form, held in by_form.items()]
        return sorted(found, key=lambda each: (-len(each.held), each.form.title, each.form.organ))


@dataclass(frozen=True)
class Proposal:
    """合并建议: what is taken from `source`, and what is left to ask. Empty `left`: nothing is left of the new form."""

    sources: tuple[Overlap, ...]
    left: tuple[FormField, ...]


def proposal(overlaps: Sequence[Overlap], fields: Sequence[FormField]) -> Proposal | None:
    """The fewest forms, one after the other that holds most of what is still open; None where nothing is held."""
    left, chosen = list(fields), []
    for _round in range(len(overlaps)):
        open_ = [
            Overlap(each.form, tuple(held for held in each.held if held.field in left), each.of) for each in overlaps
        ]
        best = max(open_, key=lambda each: len(each.held))
        if not best.held:
            break
        chosen.append(best)
        left = [field for field in left if field not in {held.field for held in best.held}]
    return Proposal(tuple(chosen), tuple(left)) if chosen else None
