"""What each law read becomes in the register: its dates checked, its end found, corrections applied."""

import tomllib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from laws import dates
from laws.corpus import ReadLaw
from laws.models import Ending
from policy.legal import titles

CORRECTIONS = Path(__file__).with_name("corrections.toml")
REPEALED = "已废止"
UNPROVEN = "资料所载施行日期未能由文本证实"
UNPROVEN_REPEAL = "资料标为已废止，未找到废止依据"


@dataclass(frozen=True)
class Dated:
    """A law with what is verified of its time. Dates that are None are not known."""

    law: ReadLaw
    label: str
    effective_from: date | None = None
    effective_to: date | None = None
    uncertain_from: date | None = None
    ending: str = Ending.NONE
    ended_by: str = ""
    level: str = ""
    unreadable: tuple[int, ...] = ()
    remarks: tuple[str, ...] = field(default_factory=tuple)


@dataclass(frozen=True)
class Repeal:
    """By which law, and from which day (None: not known)."""

    title: str
    by: str
    day: date | None


def date_all(laws: list[ReadLaw], corrections: dict[str, Any] | None = None) -> list[Dated]:
    """Every law with its dates, in the order given."""
    corrected = [_corrected(_started(law), corrections or read_corrections()) for law in laws]
    repealed = {titles.key(repeal.title): repeal for repeal in repeals(corrected)}
    by_key: dict[str, list[Dated]] = defaultdict(list)
    for dated in sorted(corrected, key=lambda dated: dated.law.adopted_on):
        by_key[dated.law.key].append(dated)
    ended = {
        (dated.law.key, dated.law.adopted_on): _ended(dated, later, repealed.get(key))
        for key, versions in by_key.items()
        for dated, later in zip(versions, [*versions[1:], None], strict=True)
    }
    return [ended[law.key, law.adopted_on] for law in laws]


def repeals(laws: list[Dated]) -> list[Repeal]:
    """What the laws say they repeal as they take effect; later laws last."""
    return [
        Repeal(title, dated.law.title, dated.effective_from or _first_effect(dated.law))
        for dated in sorted(laws, key=lambda dated: dated.law.adopted_on)
        for title in dates.repeals(article.text for article in dated.law.articles)
    ]


def read_corrections() -> dict[str, Any]:
    """corrections.toml as it stands."""
    return tomllib.loads(CORRECTIONS.read_text(encoding="utf-8"))


def _started(law: ReadLaw) -> Dated:
    clause = dates.commencement(article.text for article in law.articles)
    start = dates.verified_start(law.kind, law.adopted_on, law.stated_effective_on, clause)
    dated = Dated(law, label=f"{law.adopted_on.year}年文本", effective_from=start)
    return dated if start else replace(dated, remarks=(UNPROVEN,))


def _first_effect(law: ReadLaw) -> date | None:
    clause = dates.commencement(article.text for article in law.articles)
    return clause.day if clause else None


def _corrected(dated: Dated, corrections: dict[str, Any]) -> Dated:
    law = dated.law
    for entry in corrections.get("version", []):
        if (entry["title"], entry["adopted_on"]) == (law.title, law.adopted_on):
            changes = {name: value for name, value in entry.items() if name not in {"title", "adopted_on", "source"}}
            dated = replace(dated, **changes, remarks=(f"更正依据：{entry['source']}",))
    for entry in corrections.get("damaged", []):
        if (entry["title"], entry["adopted_on"]) == (law.title, law.adopted_on):
            remarks = (*dated.remarks, f"条文有误：{entry['source']}")
            dated = replace(dated, unreadable=tuple(entry["articles"]), remarks=remarks)
    for entry in corrections.get("source", []):
        if entry["title"] == law.title:
            dated = replace(dated, level=entry["level"], remarks=(*dated.remarks, f"更正依据：{entry['source']}"))
    return dated


def _ended(dated: Dated, later: Dated | None, repeal: Repeal | None) -> Dated:
    if later:
        uncertain = None if later.effective_from else later.law.adopted_on
        return replace(
            dated,
            ending=Ending.SUPERSEDED,
            ended_by=later.law.title,
            effective_to=later.effective_from if not dated.uncertain_from else None,
            uncertain_from=dated.uncertain_from or uncertain,
        )
    if dated.law.status != REPEALED:
        return dated
    if repeal and repeal.day and repeal.by != dated.law.title:
        return replace(dated, ending=Ending.REPEALED, ended_by=repeal.by, effective_to=repeal.day)
    remarks = (*dated.remarks, UNPROVEN_REPEAL)
    return replace(dated, ending=Ending.REPEALED, uncertain_from=dated.law.adopted_on, remarks=remarks)
