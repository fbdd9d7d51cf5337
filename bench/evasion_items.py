"""Generated requests: what was refused, what comes back under another guise, and what is honestly new.

Everything follows from the seed and the half of the words that is named.
"""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import Any

from policy.choices import Kind
from policy.evasion import Item

WORDS = tomllib.loads(Path(__file__).with_name("evasion_words.toml").read_text(encoding="utf-8"))
DRESSES: Mapping[Kind, tuple[str, ...]] = {
    Kind.WORK_AFFAIR: ("{}工作", "{}任务", "村级{}", "开展{}"),
    Kind.MECHANISM: ("{}工作机制", "{}工作专班", "{}领导小组", "{}联席会议制度"),
    Kind.DEDICATED_POST: ("{}专岗", "{}协管员", "{}信息员"),
    Kind.SIGNBOARD: ("{}工作站", "{}服务点", "{}工作室", "某村{}站"),
    Kind.REPORT_FORM: ("{}台账", "{}月报表", "{}统计表", "{}小程序", "{}工作群", "{}平台"),
    Kind.ASSESSMENT: ("{}考核", "{}示范村创建", "{}评比"),
}
FRAMES = ("各村{}。", "要求村级组织{}。", "由村委会{}，费用由县级财政承担。", "村级组织要{}，乡镇负责督促。", "{}。")
# What every department writes, whatever it asks for.
BOILERPLATE = (
    "根据上级部署，结合本地实际，压实工作责任。",
    "各村明确一名负责人，于每月25日前报乡镇汇总。",
    "工作开展情况纳入年底综合评价，确保取得实效。",
    "由业务股室负责解释，未尽事宜另行通知。",
    "要广泛动员群众参与，形成齐抓共管的良好局面。",
    "做到底数清、情况明、措施实，不留死角。",
    "所需表格由县局统一印发，村级留存一份备查。",
    "遇有突发情况，第一时间电话报告，随后补报书面材料。",
)
TRADITIONAL = str.maketrans(
    "讯众实践调查农产报务员发现图书险养儿关爱场宣传评选统计宅审种医签约队个经为号门厂",
    "訊眾實踐調查農產報務員發現圖書險養兒關愛場宣傳評選統計宅審種醫簽約隊個經為號門廠",
)


@dataclass(frozen=True)
class Comeback:
    """A refused item in another guise: the parts asked for now."""

    guise: str
    parts: tuple[Item, ...]
    earlier: Item


@dataclass(frozen=True)
class World:
    """What one county has refused, what comes back, and new requests, of one part or of three."""

    refused: tuple[Item, ...]
    comebacks: tuple[Comeback, ...]
    honest: tuple[tuple[Item, ...], ...]


def generate(seed: int, half: str, comebacks: int = 400, honest: int = 400) -> World:
    """A world out of the words of one half. Half of its subjects were refused, the others are honestly new."""
    chance = Random(seed)  # noqa: S311 - a measurement, no secret
    subjects = list(WORDS[half])
    chance.shuffle(subjects)
    middle = len(subjects) // 2
    refused = [item(chance, subject) for subject in subjects[:middle] for _again in range(3)]
    known = {each.title: subject for subject, each in _with_subjects(refused, subjects[:middle])}
    pairs = [(each, known[each.title]) for each in refused]
    back = [_comeback(chance, *chance.choice(pairs)) for _number in range(comebacks)]
    new = [_honest_request(chance, subjects[middle:], refused) for _number in range(honest)]
    return World(tuple(refused), tuple(back), tuple(new))


def _with_subjects(
    items: Sequence[Item], subjects: Sequence[Mapping[str, Any]]
) -> list[tuple[Mapping[str, Any], Item]]:
    return [(subjects[number // 3], each) for number, each in enumerate(items)]


def item(chance: Random, subject: Mapping[str, Any], *, name: str = "", wording: int = 0) -> Item:
    """One request about a subject, of a kind by chance, in the first wording or in the second."""
    kind = chance.choice(list(DRESSES))
    title = chance.choice(DRESSES[kind]).format(name or subject["name"])
    acts = [pair[wording] for pair in chance.sample(subject["acts"], k=chance.choice([3, 4]))]
    return Item.of(kind, title, _answers(chance, kind, acts, subject), f"台安县{chance.choice(WORDS['organs'])}")


def _honest_request(chance: Random, subjects: Sequence[Mapping[str, Any]], refused: Sequence[Item]) -> tuple[Item, ...]:
    return tuple(_honest(chance, chance.choice(subjects), refused) for _part in range(chance.choice([1, 1, 3])))


def _honest(chance: Random, subject: Mapping[str, Any], refused: Sequence[Item]) -> Item:
    """A new subject. One in three asks for one thing that a refused item asked for too, and comes from its organ."""
    fresh = item(chance, subject)
    if chance.random() > 1 / 3:
        return fresh
    other = chance.choice(refused)
    return replace(fresh, organ=other.organ, content=chance.choice(_sentences(other.content)) + fresh.content)


def _sentences(content: str) -> list[str]:
    return [f"{each}。" for each in content.split("。") if each]


def _half_reworded(chance: Random, earlier: Item, subject: Mapping[str, Any]) -> str:
    """About every second duty in other words, the rest as it was."""
    content = earlier.content
    for first, second in subject["acts"]:
        if chance.random() < 1 / 2:
            content = content.replace(first, second)
    return content


def _answers(chance: Random, kind: Kind, acts: Sequence[str], subject: Mapping[str, Any]) -> dict[str, Any]:
    said = [chance.choice(FRAMES).format(act) for act in acts] + chance.sample(BOILERPLATE, k=2)
    answers: dict[str, Any] = {"content": "".join(said)}
    answers["demands"] = chance.sample(["mechanism", "signboard", "form", "traces"], k=chance.choice([0, 1, 2]))
    answers["evidence"] = chance.sample(["screenshot", "video", "photo", "track"], k=chance.choice([0, 1, 2]))
    if kind is Kind.REPORT_FORM:
        answers["indicators"] = chance.sample(subject["counts"], k=chance.choice([3, 4]))
    return answers


Guise = Callable[[Random, Item, Mapping[str, Any]], tuple[Item, ...]]


def _renamed(chance: Random, earlier: Item, subject: Mapping[str, Any]) -> tuple[Item, ...]:
    """Another name, half of the duties in other words."""
    title = chance.choice(DRESSES[earlier.kind]).format(chance.choice(subject["also"]))
    return (replace(earlier, title=title, content=_half_reworded(chance, earlier, subject)),)


def _reworded(chance: Random, earlier: Item, subject: Mapping[str, Any]) -> tuple[Item, ...]:
    """The old name, every sentence in other words."""
    fresh = item(chance, subject, wording=1)
    return (replace(fresh, kind=earlier.kind, title=earlier.title, organ=earlier.organ),)


def _other_kind(chance: Random, earlier: Item, subject: Mapping[str, Any]) -> tuple[Item, ...]:
    """Another kind, with the words for that kind, half of the duties in other words."""
    kind = chance.choice([each for each in DRESSES if each is not earlier.kind])
    title = chance.choice(DRESSES[kind]).format(subject["name"])
    content = _half_reworded(chance, earlier, subject)
    return (replace(earlier, kind=kind, title=title, content=content, indicators=frozenset()),)


def _other_kind_and_name(chance: Random, earlier: Item, subject: Mapping[str, Any]) -> tuple[Item, ...]:
    """Another kind under another name, half of the duties in other words."""
    (renamed,) = _renamed(chance, earlier, subject)
    (changed,) = _other_kind(chance, earlier, subject)
    title = chance.choice(DRESSES[changed.kind]).format(chance.choice(subject["also"]))
    return (replace(changed, title=title, content=renamed.content),)


def _rewritten(chance: Random, earlier: Item, subject: Mapping[str, Any]) -> tuple[Item, ...]:
    """Everything at once: another kind, name and organ, every duty in other words, other boilerplate."""
    return (item(chance, subject, name=chance.choice(subject["also"]), wording=1),)


def _split(chance: Random, earlier: Item, subject: Mapping[str, Any]) -> tuple[Item, ...]:
    """Each duty a small part of its own, under a name made of the duty."""
    kinds, content = list(DRESSES), _half_reworded(chance, earlier, subject)
    return tuple(Item(chance.choice(kinds), f"{duty[-7:-1]}事项", duty, earlier.organ) for duty in _sentences(content))


def _sister(chance: Random, earlier: Item, subject: Mapping[str, Any]) -> tuple[Item, ...]:
    """Another organ asks, under another name, half of the duties in other words."""
    others = [each for each in WORDS["organs"] if each not in earlier.organ]
    (renamed,) = _renamed(chance, earlier, subject)
    return (replace(renamed, organ=f"台安县{chance.choice(others)}"),)


def _traditional(chance: Random, earlier: Item, subject: Mapping[str, Any]) -> tuple[Item, ...]:
    """Traditional characters, a space of no width, a Cyrillic letter."""
    title = earlier.title.translate(TRADITIONAL)
    place = chance.randrange(1, len(title))
    odd = title[:place] + chance.choice(["\u200b", " ", "А", "·"]) + title[place:]
    return (replace(earlier, title=odd, content=earlier.content.translate(TRADITIONAL)),)


def _inserted(chance: Random, earlier: Item, subject: Mapping[str, Any]) -> tuple[Item, ...]:
    """Fashionable words in between, other sentences added."""
    title = earlier.title
    for word in chance.sample(WORDS["inserted"], k=2):
        place = chance.randrange(0, len(title))
        title = title[:place] + word + title[place:]
    more = "".join(
        chance.choice(FRAMES).format(f"{word}推进相关工作") for word in chance.sample(WORDS["inserted"], k=3)
    )
    return (replace(earlier, title=title, content=more + earlier.content),)


GUISES: Mapping[str, Guise] = {
    "renamed": _renamed,
    "reworded": _reworded,
    "other kind": _other_kind,
    "other kind and name": _other_kind_and_name,
    "rewritten": _rewritten,
    "split": _split,
    "sister organ": _sister,
    "traditional": _traditional,
    "inserted": _inserted,
}


def _comeback(chance: Random, earlier: Item, subject: Mapping[str, Any]) -> Comeback:
    guise = chance.choice(list(GUISES))
    return Comeback(guise, GUISES[guise](chance, earlier, subject), earlier)
