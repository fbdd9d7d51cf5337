"""换名重报: how much a part resembles one that was refused before, and why, in sentences for the approver.

Nothing is refused here. A likeness is shown beside the earlier refusal, and a person looks at both: 赡养证明 and
抚养证明 are one character apart and two different things.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from math import exp
from typing import Any, Self

from policy import form_fields, sameness
from policy.choices import Demand, Evidence, Feature, FormType, Frequency, Kind
from policy.words import Phrase
from policy.words import gettext_noop as _

# From this score on a likeness is shown: of honest new requests at most one in twenty reached it (bench/evasion.py).
SHOWN_FROM = 0.5
_TEXTS = ("content", "scope", "procedure", "certificate_use", "steps", "assessment_method")
_CHOICES: Mapping[str, type[Demand | Evidence | Feature | Frequency | FormType]] = {
    "demands": Demand,
    "evidence": Evidence,
    "app_features": Feature,
}
_SAME_TITLE, _NEAR_TITLE, _NEAR_CONTENT, _PART_OF = 0.8, 0.65, 0.4, 0.5
_FEW = 8


@dataclass(frozen=True)
class Item:
    """What is compared: one part of a request as it asks, or as it once asked."""

    kind: Kind
    title: str
    content: str = ""
    organ: str = ""
    indicators: frozenset[str] = frozenset()
    acts: frozenset[str] = frozenset()

    @classmethod
    def of(cls, kind: str, title: str, answers: Mapping[str, Any], organ: str = "") -> Self:
        """From stored answers. Answers of the wrong shape are passed over: they are looked at elsewhere."""
        content = "\n".join(answers[name] for name in _TEXTS if isinstance(answers.get(name), str))
        acts = {value for name in _CHOICES for value in _strings(answers.get(name))}
        lines = (sameness.core(line) for line in form_fields.names(answers.get("indicators")))
        return cls(Kind(kind), title, content, organ, frozenset(filter(None, lines)), frozenset(acts))

    @cached_property
    def core(self) -> str:
        return sameness.core(self.title)

    @cached_property
    def pairs(self) -> frozenset[str]:
        """Of the title too: what is the name in one request may be said in the content of another."""
        return sameness.pairs(f"{self.title}\n{self.content}\n" + "\n".join(sorted(self.indicators)))


@dataclass(frozen=True)
class Resemblance:
    """`score` from 0 to 1, and what it rests on. `is_shown`: whether the approver is told of it."""

    score: float
    why: tuple[Phrase, ...]

    @property
    def is_shown(self) -> bool:
        return self.score >= SHOWN_FROM

    @property
    def says(self) -> str:
        return "".join(map(str, self.why))


@dataclass(frozen=True)
class _Features:
    """From 0 to 1 each: titles, contents, how much of either is in the other, indicators, acts."""

    title: float
    content: float
    part: float
    indicators: float
    acts: float

    @property
    def score(self) -> float:
        evidence = 5.5 * self.title + 5.0 * self.content + 2.0 * self.part + 3.0 * self.indicators + 0.5 * self.acts
        return 1 / (1 + exp(3.8 - evidence))


def resemblance(
    asked: Item,
    earlier: Item,
    *,
    siblings: Iterable[Item] = (),
    refused_on: date | None = None,
    today: date | None = None,
) -> Resemblance:
    """How much `asked` is `earlier` again. `siblings`: what the same organ asks for besides, in small parts perhaps."""
    alone = _features(asked, earlier)
    parts = _parts_of(earlier, (asked, *siblings))
    together = _features(_merged(parts), earlier) if len(parts) > 1 and asked in parts else alone
    split = together.score > alone.score
    best = together if split else alone
    why = [*_of_titles(asked, earlier, best), *_of_contents(asked, earlier, best)]
    why += _of_parts(parts, earlier) if split else []
    why += [*_of_the_organ(asked, earlier), *_of_time(refused_on, today)]
    return Resemblance(round(best.score, 3), tuple(why))


def _features(asked: Item, earlier: Item) -> _Features:
    return _Features(
        title=_steep(sameness.likeness(asked.core, earlier.core), 0.4),
        content=_steep(sameness.overlap(asked.pairs, earlier.pairs), 0.15),
        part=_steep(max(sameness.share(asked.pairs, earlier.pairs), sameness.share(earlier.pairs, asked.pairs)), 0.3),
        indicators=sameness.share(*sorted((asked.indicators, earlier.indicators), key=len)),
        acts=sameness.overlap(asked.acts, earlier.acts),
    )


def _steep(likeness: float, base: float) -> float:
    """What is above the likeness that any two items have."""
    return max(0.0, (likeness - base) / (1 - base))


def _parts_of(earlier: Item, items: Sequence[Item]) -> tuple[Item, ...]:
    """Those that are mostly contained in `earlier`, each once; texts too short to tell are left out."""
    distinct = tuple(dict.fromkeys(items))
    return tuple(
        each for each in distinct if len(each.pairs) >= _FEW and sameness.share(each.pairs, earlier.pairs) >= _PART_OF
    )


def _merged(parts: Sequence[Item]) -> Item:
    first, *others = parts
    return replace(
        first,
        content="\n".join((first.content, *(f"{each.title}\n{each.content}" for each in others))),
        indicators=first.indicators.union(*(each.indicators for each in others)),
        acts=first.acts.union(*(each.acts for each in others)),
    )


def _of_titles(asked: Item, earlier: Item, seen: _Features) -> list[Phrase]:
    words = {"title": asked.title, "earlier": earlier.title, "about": asked.core}
    likeness = sameness.likeness(asked.core, earlier.core)
    why = []
    if asked.core == earlier.core:
        why.append(Phrase(_("去掉地名和类别用语，名称与“%(earlier)s”说的是同一件事：%(about)s。"), words))
    elif likeness >= _SAME_TITLE:
        why.append(Phrase(_("名称与“%(earlier)s”几乎相同。"), words))
    elif likeness >= _NEAR_TITLE:
        why.append(Phrase(_("名称与“%(earlier)s”相近。"), words))
    if asked.kind is not earlier.kind:
        kinds = {"earlier_kind": Phrase(earlier.kind.label), "kind": Phrase(asked.kind.label)}
        why.append(Phrase(_("类别由%(earlier_kind)s改为%(kind)s。"), kinds))
    return why


def _of_contents(asked: Item, earlier: Item, seen: _Features) -> list[Phrase]:
    why = []
    likeness = sameness.overlap(asked.pairs, earlier.pairs)
    if likeness >= _NEAR_CONTENT:
        why.append(Phrase(_("内容与原事项相近（%(percent)s）。"), {"percent": f"{likeness:.0%}"}))
    same = sorted(asked.indicators & earlier.indicators)
    if same:
        words = {"count": str(len(same)), "names": tuple(same[:_FEW])}
        why.append(Phrase(_("有%(count)s个指标相同：%(names)s。"), words))
    acts = tuple(
        Phrase(each.label) for choices in _CHOICES.values() for each in choices if each in asked.acts & earlier.acts
    )
    if acts:
        why.append(Phrase(_("要求村级组织做的相同：%(acts)s。"), {"acts": acts}))
    return why


def _of_parts(parts: Sequence[Item], earlier: Item) -> list[Phrase]:
    words = {
        "count": str(len(parts)),
        "titles": tuple(f"“{each.title}”" for each in parts),
        "earlier": earlier.title,
    }
    return [Phrase(_("%(titles)s这%(count)s项合起来，与“%(earlier)s”相当。"), words)]


def _of_the_organ(asked: Item, earlier: Item) -> list[Phrase]:
    if not asked.organ or not earlier.organ or asked.organ == earlier.organ:
        return []
    return [Phrase(_("原由%(earlier)s申请，现由%(now)s申请。"), {"earlier": earlier.organ, "now": asked.organ})]


def _of_time(refused_on: date | None, today: date | None) -> list[Phrase]:
    if refused_on is None or today is None:
        return []
    words = {"days": str((today - refused_on).days), "day": refused_on.isoformat()}
    return [Phrase(_("原事项%(day)s未予准入，距今%(days)s天。"), words)]


def _strings(value: Any) -> list[str]:
    return [each for each in value if isinstance(each, str)] if isinstance(value, list | tuple) else []
