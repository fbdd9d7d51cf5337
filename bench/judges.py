"""What a fault in the policy has to get past: the cases of the rules, the 26 worked cases, the cases of cures and of the clock, and
the pure tests of what cases cannot say (what is handed on, and in which form).
"""

import inspect
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType

from policy import cases as worked
from policy.assessment import Answer, assess, outcome_of
from policy.counterfactual import cures
from policy.facts import Facts
from policy.terms import terms
from tests.policy import clock_cases, statutes, test_assessment, test_pauses, test_provincial_list, tried

CURES = Path(__file__).parents[1] / "tests" / "policy" / "cures.toml"
WORKED = Path(__file__).parents[1] / "tests" / "cases" / "development.toml"
# Cases say what a rule answers. What a verdict, a list or a sentence is made of only a test can say.
PURE: dict[str, tuple[ModuleType, ...]] = {
    "policy.assessment": (test_assessment,), "policy.witness": (test_assessment,), "policy.terms": (test_assessment,),
    "policy.clock": (test_pauses,), "policy.certificates": (test_provincial_list,),
    "policy.rules.certification": (test_provincial_list,),
}  # fmt: skip


def first_failure(module: str) -> str:
    """The first thing that goes wrong while `module` has a fault; empty if nothing does. Its own rules come first."""
    for name, holds in judged(module):
        try:
            wrong = holds()
        except Exception as error:  # noqa: BLE001 - a rule that raises is a fault found
            return f"{name}: {error!r}"
        if wrong:
            return f"{name}: {wrong}"
    return ""


def judged(module: str) -> Iterator[tuple[str, Callable[[], object]]]:
    """Everything that is tried, by name; each gives what is wrong, or nothing."""
    if module in {"policy.clock", "policy.calendar"}:
        yield from ((each.title, each.wrong) for each in clock_cases.cases())
        yield from _pure(module)
        return
    own = {name for name, rule in tried.rules().items() if rule.holds.__module__ == module}
    for case in sorted(tried.cases(), key=lambda each: each.rule not in own):
        yield f"{case.rule} {case.answer}", case.wrong
    yield "tables", _misdescribed
    yield "worked cases", lambda: list(_worked())
    yield "cures", lambda: list(_cures())
    yield from _pure(module)


def _cures() -> Iterator[str]:
    for case in tomllib.loads(CURES.read_text(encoding="utf-8"))["case"]:
        facts = tried.RuleCase(case["rule"], Answer.BROKEN, case["facts"]).facts
        if [each.says for each in cures(facts) if each.rule == case["rule"]] != case["cures"]:
            yield case["title"]


def _pure(module: str) -> Iterator[tuple[str, Callable[[], object]]]:
    for tests in PURE.get(module, ()):
        for name, test in vars(tests).items():
            if name.startswith("test_") and not inspect.signature(test).parameters:
                yield name, test


def _misdescribed() -> object:
    rules = tried.rules()
    tables = dict(tried.tables())
    if set(tables) != set(rules):
        return set(tables) ^ set(rules)
    return [wrong for name, table in tables.items() if (wrong := tried.misdescribed(rules[name], table))]


def _worked() -> Iterator[str]:
    for case in worked.load(WORKED):
        for part in case.parts:
            bases = [statutes.basis(each) for each in part.bases]
            records = case.setup.records(part, case.applicant, case.today)
            facts = Facts.from_answers(part.kind, part.title, part.answers, bases, records)
            verdict = assess(facts)
            broken = {each.citation for each in verdict.findings if each.answer is Answer.BROKEN}
            if (verdict.outcome, outcome_of(facts, terms()), broken) != (part.outcome, part.outcome, set(part.clauses)):
                yield f"{case.id} {part.title}"
