"""What a cited sentence orders (domain report §4.5): 应当设立 is more than 应当协助, that is more than 可以, that more than 鼓励.

Read from the wording alone. A sentence ends at 。 or ；. Inside it a word such as 可以 holds until another takes its place;
根据需要 and 必要时 soften whatever holds; 支持…设立 and 指导…设立 order support, not the setting up.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from policy.words import gettext_noop

LONGEST_TEXT = 50_000


class Modality(StrEnum):
    """How strongly a text speaks, the strongest first."""

    ESTABLISHES = "establishes"
    REQUIRES = "requires"
    ASSISTS = "assists"
    ALLOWS = "allows"
    ENCOURAGES = "encourages"
    STATES = "states"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Modality.ESTABLISHES: gettext_noop("应当设立"),
    Modality.REQUIRES: gettext_noop("应当"),
    Modality.ASSISTS: gettext_noop("应当协助、配合或者报告"),
    Modality.ALLOWS: gettext_noop("可以"),
    Modality.ENCOURAGES: gettext_noop("鼓励、支持"),
    Modality.STATES: gettext_noop("未作要求"),
}
_RANK = {modality: rank for rank, modality in enumerate(reversed(Modality))}

_SENTENCES = re.compile(r"[^。；;\n]+")
_WORDS = re.compile(
    r"(?P<forbid>不得|禁止|严禁|无需|不再|不要求|未(?:依法|按规定|按照规定)?|没有|尚未|不(?=设立|设置|配备|悬挂))"
    r"|(?P<require>应当|必须|须|应(?=[设建配确指明按由在给成挂悬统]))|(?P<allow>可以|可(?=设|在|根|由|按)|有权)"
    r"|(?P<encourage>鼓励|提倡|倡导|支持|(?:引导|指导)(?!机构|员|意见|目录|服务|思想|小组)|推动|探索|推广)|(?P<soften>根据(?:实际)?需要|必要时|有条件的|视情)"
    r"|(?P<assist>协助|配合|报告(?![员书制])|反映)"
    r"|(?P<establish>(?<!的)(?:设立|设置|建立(?:健全)?|成立|组建|配备|配齐|增设|加设|(?<![建开铺附架陈假私增加])设(?![立置施备计定想区市在法限防有]))(?!的))"
    r"|(?P<appoint>(?:确定|指定|明确|安排|指派|选派)(?!的))"
    r"|(?P<hang>(?:悬挂|加挂|挂(?![号靠失帐账职])|张挂|树立)(?!的))"
)
_VILLAGE = re.compile(r"(?<!乡)村|居民委员会|社区|基层群众性自治组织")
_BODY = re.compile(r"委员会|工作站|服务站|站点|中心|工作室|办公室|[站所队组室点校]|机构|组织|机制|专岗|专职")
_DEDICATED = re.compile(r"专人专岗|专岗|专职")
_EITHER_WAY = re.compile(r"专职(?:或者?|和|与|、|及|/)?(?:是)?兼职|专兼职|兼职(?:或者?|和|与|、|及|/)专职|专、兼职")
_SOMEBODY = re.compile(r"专人|专门人员|专门负责")
_SIGN = re.compile(r"(?<!光荣)(?<!号)(?:标牌|标识牌|门牌|牌匾|牌子|铜牌|站牌|吊牌|匾额|牌(?![照号]))")
_PREFIXES = re.compile(r"^(?:某?村级|行政村|农村|某?村民?(?=.{3})|社区|村（社区）|村（居）)")


@dataclass(frozen=True)
class Demand:
    """One thing a sentence speaks of: the verb, how strongly, what follows it, and whether villages are named."""

    verb: str
    act: str
    modality: Modality
    object: str
    reaches_villages: bool

    @property
    def is_ordered(self) -> bool:
        return self.modality in {Modality.ESTABLISHES, Modality.REQUIRES}


def demands(text: str) -> list[Demand]:
    """Everything that `text` demands, allows or encourages, in its order."""
    return [demand for sentence in _SENTENCES.findall(text[:LONGEST_TEXT]) for demand in _of_sentence(sentence)]


def of(text: str) -> Modality:
    """The strongest that `text` says; STATES if it demands nothing."""
    found = [demand.modality for demand in demands(text)]
    return max(found, key=_RANK.__getitem__, default=Modality.STATES)


def orders_body(text: str, name: str, *, of_villages: bool = True) -> bool:
    """Whether `text` orders that a body called `name` be set up — at villages, unless `of_villages` is False."""
    core = _core(name)
    return bool(core) and any(
        core in _without_brackets(demand.object)
        for demand in demands(text)
        if demand.act == "establish" and demand.is_ordered and (demand.reaches_villages or not of_villages)
    )


def orders_dedicated_post(text: str, *, of_villages: bool = True) -> bool | None:
    """Whether `text` orders 专人专岗. None: it asks for 专人 or 专门人员, which a person has to read.

    专职或者兼职 leaves the choice and is no dedicated post.
    """
    ordered = [
        _EITHER_WAY.sub("", demand.object)
        for demand in demands(text)
        if demand.act in {"establish", "appoint"} and demand.is_ordered and (demand.reaches_villages or not of_villages)
    ]
    if any(_DEDICATED.search(what) for what in ordered):
        return True
    return None if any(_SOMEBODY.search(what) for what in ordered) else False


def orders_hanging(text: str, name: str = "") -> bool:
    """Whether `text` orders a signboard (called `name`, if given) to hang. Setting up the body is not enough."""
    core = _core(name)
    return any(
        demand.is_ordered and core in _without_brackets(demand.object)
        for demand in demands(text)
        if (demand.act == "hang" and _SIGN.search(demand.verb + demand.object))
        or (demand.act == "establish" and _SIGN.search(demand.object))
    )


def _of_sentence(sentence: str) -> Iterator[Demand]:
    holds, since, duty, said = "", 0, False, False
    for match in _WORDS.finditer(sentence):
        kind = match.lastgroup or ""
        if kind in {"establish", "appoint", "hang", "assist"}:
            what = re.split(r"[，,：:]", sentence[match.end() :], maxsplit=1)[0]
            reaches = bool(_VILLAGE.search(sentence, since, match.start()))
            if modality := _modality(kind, holds, what, reaches):
                said = True
                yield Demand(match.group(), kind, modality, what, reaches)
            since = match.end() + len(what)
        elif kind != "encourage" or not duty or _sets_up(sentence, match.end()):
            holds = _held(holds, kind)
        duty = duty or kind == "require"
    if said:
        return
    if holds == "require":
        yield Demand("", "duty", Modality.REQUIRES, sentence, bool(_VILLAGE.search(sentence)))
    elif holds in {"allow", "encourage", "soften"}:
        softest = Modality.ENCOURAGES if holds == "encourage" else Modality.ALLOWS
        yield Demand("", "duty", softest, sentence, bool(_VILLAGE.search(sentence)))


def _held(before: str, word: str) -> str:
    if word == "soften":
        return before if before in {"encourage", "forbid"} else "soften"
    return word


def _sets_up(sentence: str, position: int) -> bool:
    clause = re.split(r"[，,]", sentence[position:], maxsplit=1)[0]
    return any(match.lastgroup in {"establish", "appoint", "hang"} for match in _WORDS.finditer(clause))


def _modality(kind: str, holds: str, what: str, reaches_villages: bool) -> Modality | None:
    if holds == "forbid":
        return None
    if holds == "encourage":
        return Modality.ENCOURAGES
    if holds in {"allow", "soften"}:
        return Modality.ALLOWS
    if kind == "assist":
        return Modality.ASSISTS if holds == "require" or reaches_villages else None
    if kind == "establish" and _BODY.search(_EITHER_WAY.sub("", what)):
        return Modality.ESTABLISHES
    return Modality.REQUIRES if holds == "require" or kind in {"establish", "hang"} else None


def _core(name: str) -> str:
    return _PREFIXES.sub("", _without_brackets(name).strip())


def _without_brackets(text: str) -> str:
    return re.sub(r"[“”‘’\"'《》「」『』\s]", "", text)
