"""Each rule is broken, kept and not known where its cases say so, and tells the people so in the words they give."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from policy.answers import slots
from policy.assessment import Answer, Finding, assess
from policy.basis import Basis
from policy.choices import Frequency, Kind
from policy.facts import Facts
from policy.legal.levels import Level
from policy.notice import DEFAULT_READINGS
from policy.questions import Source
from policy.rulebook import RULES
from policy.standing_forms import StandingForm

FILES = sorted((Path(__file__).parent / "cases").glob("*.toml"))
NOT_FACTS = {"name", "kind", "bases", "readings", "says", "cure"}
# Why a rule has no case of a kind.
NEVER_BROKEN_OR_KEPT = {"certification_is_not_cancelled_by_the_province"}


@dataclass(frozen=True)
class RuleCase:
    """One entry of a case file."""

    rule: str
    answer: Answer
    entry: Mapping[str, Any]

    def finding(self) -> Finding:
        readings = {**DEFAULT_READINGS, **self.entry.get("readings", {})}
        verdict = assess(self.facts(), readings)
        return next(each for each in verdict.findings if each.rule == self.rule)

    def facts(self) -> Facts:
        given = {name: value for name, value in self.entry.items() if name not in NOT_FACTS}
        of = {name: slots(Facts)[name].mark.source for name in given}
        answers = {name: value for name, value in given.items() if of[name] is Source.ANSWER}
        records = {name: value for name, value in given.items() if of[name] is Source.RECORD}
        if "standing_forms" in records:
            records["standing_forms"] = [_form(each) for each in records["standing_forms"]]
        bases = [_basis(each) for each in self.entry.get("bases", ())]
        return Facts.from_answers(Kind(self.entry["kind"]), self.entry.get("name", "某事项"), answers, bases, records)


def _form(table: Mapping[str, Any]) -> StandingForm:
    given = {"frequency": Frequency(table["frequency"]), "indicators": tuple(table["indicators"])}
    return StandingForm(**{**table, **given})


def _basis(table: Mapping[str, Any]) -> Basis:
    return Basis(**{**table, **({"level": Level(table["level"])} if "level" in table else {})})


def cases() -> Iterator[RuleCase]:
    for file in FILES:
        for rule, table in tomllib.loads(file.read_text(encoding="utf-8")).items():
            usual = {name: table[name] for name in ("name", "kind", "readings") if name in table}
            for answer in Answer:
                for entry in table.get(answer.value, ()):
                    yield RuleCase(rule, answer, {**usual, **entry})


CASES = list(cases())


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.answer.value}")
def test_a_rule_answers_as_its_case_says(case: RuleCase) -> None:
    finding = case.finding()

    assert finding.answer is case.answer
    assert finding.says == case.entry.get("says", finding.says)
    assert finding.cure == case.entry.get("cure", finding.cure)


def test_every_rule_has_a_case_in_which_it_is_broken_and_one_in_which_it_is_kept() -> None:
    tried = {(case.rule, case.answer) for case in CASES}
    wanted = {(rule.name, answer) for rule in RULES for answer in (Answer.BROKEN, Answer.KEPT)}

    assert {rule for rule, _ in wanted - tried} == NEVER_BROKEN_OR_KEPT
    assert {rule for rule, _ in tried} == {rule.name for rule in RULES}


@pytest.mark.parametrize("case", [each for each in CASES if each.answer is Answer.UNKNOWN], ids=lambda case: case.rule)
def test_what_is_not_known_names_the_facts_that_are_missing(case: RuleCase) -> None:
    finding = case.finding()

    assert finding.missing or finding.rule in NEVER_BROKEN_OR_KEPT or "name" in finding.facts_used
    assert finding.says.startswith("尚不清楚")


def test_every_finding_fills_all_places_of_its_sentence() -> None:
    for case in CASES:
        finding = case.finding()
        assert "%(" not in finding.says + finding.cure, case.rule
