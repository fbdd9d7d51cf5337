"""The case files of the rules: what each rule must answer to which facts. Read by the tests and by bench/mutate.py.

One table a rule: `kind` (or `kinds`), `clause` and `consequence` as the rule must have them; then the entries under
`broken`, `kept` and `unknown`. Keys of an entry that are no facts: NOT_FACTS. Facts that are not given are not known.
"""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from policy.answers import slots
from policy.assessment import Answer, Finding, assess
from policy.basis import Basis
from policy.choices import Frequency, Kind
from policy.facts import Facts
from policy.form_fields import FormField
from policy.legal.levels import Level
from policy.questions import Source
from policy.rulebook import RULES, Consequence, Rule
from policy.standing_forms import StandingForm

FILES = sorted((Path(__file__).parent / "cases").glob("*.toml"))
NOT_FACTS = {
    "name",
    "kind",
    "bases",
    "bases_unknown",
    "readings",
    "limits",
    "on",
    "says",
    "cure",
    "missing",
    "asks",
    "consequence",
}
SHARED = ("name", "kind", "readings", "on")


@dataclass(frozen=True)
class RuleCase:
    """One entry of a case file."""

    rule: str
    answer: Answer
    entry: Mapping[str, Any]

    @property
    def finding(self) -> Finding:
        """What the rule finds. Raises LookupError if it does not stand for these facts."""
        return found(self.rule, self.facts, self.entry)

    @property
    def facts(self) -> Facts:
        given = {name: value for name, value in self.entry.items() if name not in NOT_FACTS}
        of = {name: slots(Facts)[name].mark.source for name in given}
        answers = {name: value for name, value in given.items() if of[name] is Source.ANSWER}
        records = {name: value for name, value in given.items() if of[name] is Source.RECORD}
        if "standing_forms" in records:
            records["standing_forms"] = [form(each) for each in records["standing_forms"]]
        bases = None if self.entry.get("bases_unknown") else [basis(each) for each in self.entry.get("bases", ())]
        return Facts.from_answers(Kind(self.entry["kind"]), self.entry.get("name", "某事项"), answers, bases, records)

    def wrong(self) -> dict[str, tuple[object, object]]:
        """Where the rule does not do as the case says: what was found, what was wanted, by name. Empty if all is well."""
        finding, entry = self.finding, self.entry
        got = {
            "answer": finding.answer, "says": finding.says, "cure": finding.cure, "missing": list(finding.missing),
            "asks": finding.asks_applicant, "consequence": finding.consequence,
        }  # fmt: skip
        wanted = {"answer": self.answer, **{name: entry[name] for name in got if name in entry}}
        return {name: (got[name], wanted[name]) for name in wanted if got[name] != wanted[name]}


def found(rule: str, facts: Facts, entry: Mapping[str, Any]) -> Finding:
    verdict = assess(facts, entry.get("readings"), entry.get("limits"), on=entry.get("on"))
    return next(each for each in verdict.findings if each.rule == rule)


def form(table: Mapping[str, Any]) -> StandingForm:
    fields = tuple(FormField.read(each) for each in table["indicators"])
    return StandingForm(
        title=table["title"], organ=table["organ"], frequency=Frequency(table["frequency"]), fields=fields
    )


def basis(table: Mapping[str, Any]) -> Basis:
    return Basis(**{**table, **({"level": Level(table["level"])} if "level" in table else {})})


def tables() -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The tables of all files: the rule's name, and what stands in its table."""
    for file in FILES:
        yield from tomllib.loads(file.read_text(encoding="utf-8")).items()


def cases() -> Iterator[RuleCase]:
    for rule, table in tables():
        usual = {name: table[name] for name in SHARED if name in table}
        for answer in Answer:
            for entry in table.get(answer.value, ()):
                yield RuleCase(rule, answer, {**usual, **entry})


def misdescribed(rule: Rule, table: Mapping[str, Any]) -> dict[str, tuple[object, object]]:
    """Where a rule's clause, consequence or kinds are not those of its table."""
    got = {"clause": rule.key, "consequence": rule.consequence, "kinds": set(rule.kinds)}
    wanted = {
        "clause": table["clause"],
        "consequence": Consequence(table["consequence"]),
        "kinds": {Kind(each) for each in table.get("kinds", [table["kind"]])},
    }
    return {name: (got[name], wanted[name]) for name in got if got[name] != wanted[name]}


def rules() -> Mapping[str, Rule]:
    return {each.name: each for each in RULES}
