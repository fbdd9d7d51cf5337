"""Every worked case has the outcome that it must have, and breaks exactly the clauses that it must break."""

from datetime import date
from pathlib import Path

import pytest

from policy import cases
from policy.assessment import Answer, Outcome, Verdict, assess
from policy.cases import Case, Part
from policy.facts import Facts
from tests.policy import statutes

DEVELOPMENT = cases.load(Path(__file__).parents[1] / "cases" / "development.toml")
OPEN = {Outcome.COUNTY, Outcome.JUDGE}


def judged(case: Case, part: Part) -> Verdict:
    records = case.setup.records(part, case.applicant, case.today)
    bases = [statutes.basis(each) for each in part.bases]
    return assess(Facts.from_answers(part.kind, part.title, part.answers, bases, records))


def broken(verdict: Verdict) -> set[str]:
    return {each.citation for each in verdict.findings if each.answer is Answer.BROKEN}


EVERY_PART = [
    pytest.param(case, part, id=f"{case.id}-{number}")
    for case in DEVELOPMENT
    for number, part in enumerate(case.parts, start=1)
]


@pytest.mark.parametrize(("case", "part"), EVERY_PART)
def test_a_case_has_its_outcome_and_breaks_its_clauses(case: Case, part: Part) -> None:
    verdict = judged(case, part)

    assert (verdict.outcome, broken(verdict)) == (part.outcome, set(part.clauses)), [
        (each.rule, each.answer.value, each.missing) for each in verdict.findings if each.answer is not Answer.KEPT
    ]


@pytest.mark.parametrize(("case", "part"), [each for each in EVERY_PART if each.values[1].correction])
def test_nothing_stands_against_a_part_that_was_put_right(case: Case, part: Part) -> None:
    verdict = judged(case, part.corrected())

    assert verdict.outcome is Outcome.COUNTY, [each.says for each in verdict.to_judge + verdict.unknown]


def test_all_twenty_six_cases_are_there() -> None:
    assert [case.id for case in DEVELOPMENT] == [f"D{number:02d}" for number in range(1, 27)]


@pytest.mark.parametrize("case", DEVELOPMENT, ids=lambda case: case.id)
def test_a_case_says_what_people_must_still_do(case: Case) -> None:
    """A return needs its correction, the province its answer, and all that is not forbidden a decision."""
    for part in case.parts:
        forbidden = part.outcome in {Outcome.REJECT, Outcome.REDIRECT, Outcome.CAP}
        refused_above = part.province == "decline"
        assert (part.correction is not None) == (part.outcome is Outcome.RETURN)
        assert (part.province is not None) == (part.outcome is Outcome.PROVINCE)
        assert (part.decision is None) == (forbidden or refused_above)
    admitted = any(part.decision == "admit" for part in case.parts)
    assert (case.state == "admitted") == admitted


def test_the_cases_are_judged_on_one_day() -> None:
    assert {case.today for case in DEVELOPMENT} == {date(2026, 11, 25)}
