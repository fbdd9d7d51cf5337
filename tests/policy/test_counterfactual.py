"""补救: a cure that is proposed was tried: applied and judged again it heals what it says, and makes nothing worse."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given, settings

from policy.answers import slots
from policy.assessment import Verdict, assess
from policy.changes import TO_FILL_IN
from policy.counterfactual import changed, cures, lawful_path
from policy.facts import Facts
from policy.questions import Power, Source
from tests.policy.any_facts import FACTS
from tests.policy.tried import RuleCase

CURED = tomllib.loads((Path(__file__).parent / "cures.toml").read_text(encoding="utf-8"))["case"]


def grave(verdict: Verdict) -> set[str]:
    return {each.rule for each in (*verdict.forbidden, *verdict.to_correct)}


@pytest.mark.parametrize("case", CURED, ids=lambda case: case["title"])
def test_what_is_broken_has_the_cures_of_its_case(case) -> None:
    facts = RuleCase(case["rule"], None, case["facts"]).facts

    assert [each.says for each in cures(facts) if each.rule == case["rule"]] == case["cures"]


@settings(max_examples=250, deadline=None)
@given(FACTS)
def test_a_cure_heals_its_rule_and_makes_nothing_else_forbid_or_return(facts: Facts) -> None:
    before = grave(assess(facts))
    for cure in cures(facts):
        if cure.changes:
            after = grave(assess(cure.applied(facts)))
            assert cure.rule in before - after
            assert after <= before, cure


@settings(max_examples=250, deadline=None)
@given(FACTS)
def test_to_apply_the_cure_of_the_only_rejection_flips_the_verdict(facts: Facts) -> None:
    verdict = assess(facts)
    if len(verdict.forbidden) == 1:
        for cure in cures(facts):
            if cure.rule == verdict.forbidden[0].rule and cure.changes:
                assert assess(cure.applied(facts)).outcome is not verdict.outcome


@settings(max_examples=250, deadline=None)
@given(FACTS)
def test_the_lawful_path_leads_past_everything_that_forbids_or_returns(facts: Facts) -> None:
    path = lawful_path(facts)
    if path is not None:
        assert grave(assess(changed(facts, path))) == set()
        assert (path == ()) == (grave(assess(facts)) == set())


@settings(max_examples=250, deadline=None)
@given(FACTS)
def test_each_rule_that_forbids_or_returns_has_a_cure_or_is_said_to_have_none(facts: Facts) -> None:
    assert {each.rule for each in cures(facts)} == grave(assess(facts))


@settings(max_examples=250, deadline=None)
@given(FACTS)
def test_a_cure_touches_no_register_and_no_fact_that_is_as_it_is(facts: Facts) -> None:
    for change in (change for cure in cures(facts) for change in cure.changes):
        if change.field not in {"name", "bases"}:
            mark = slots(Facts)[change.field].mark
            assert mark.source is Source.ANSWER
            assert mark.power is not Power.GIVEN or change.before is None
        assert change.before == getattr(facts, change.field) != change.after


@settings(max_examples=100, deadline=None)
@given(FACTS)
def test_a_cure_is_one_or_two_changes_told_in_a_whole_sentence(facts: Facts) -> None:
    for cure in cures(facts):
        assert len(cure.changes) <= 2
        assert cure.says.endswith("。") and "%(" not in cure.says
        assert cure.is_lawful_path or "没有合法途径" in cure.says


def test_what_is_to_be_filled_in_is_left_to_the_applicant() -> None:
    facts = RuleCase("", None, {"kind": "report_form", "county_deployed": True}).facts

    (cure,) = (each for each in cures(facts) if each.rule == "deployment_is_shown_by_its_number")

    assert [(each.field, each.after) for each in cure.changes] == [("county_deployment_number", TO_FILL_IN)]
