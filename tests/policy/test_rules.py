"""Each rule is broken, kept and not known where its cases say so, and tells the people so in the words they give."""

from collections import Counter

import pytest

from policy.assessment import Answer
from tests.policy import tried
from tests.policy.tried import RuleCase

CASES = list(tried.cases())
RULES = tried.rules()
# The province's list is not known, so its rule can be neither.
NEVER_BROKEN_OR_KEPT = {"certification_is_not_cancelled_by_the_province"}
# All facts can be known, and what they say not be.
READ_FROM_WORDS = {"deployment_is_of_the_county_itself", "outside_signboard_is_one_of_the_six_or_ordered"}
# Not knowing what these ask for is a breach of its own, or no breach at all.
NEVER_UNKNOWN = {
    "affair_is_classed",
    "assessment_has_method_and_plan",
    "certification_is_simple_or_complex",
    "certification_names_limit_use_steps_and_basis",
    "consent_is_shown_by_its_number",
    "county_provides_for_what_the_village_bears",
    "deployment_is_shown_by_its_number",
    "entrusted_affair_comes_with_working_conditions",
    "funding_is_assured",
    "signboard_characters_are_beyond_doubt",
    "signboard_name_does_not_look_shortened",
    "signboard_uses_standard_characters",
    "whoever_entrusts_pays",
}


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.rule}-{case.answer.value}")
def test_a_rule_answers_as_its_case_says(case: RuleCase) -> None:
    assert case.wrong() == {}


@pytest.mark.parametrize(
    ("name", "table"), list(tried.tables()), ids=lambda each: each if isinstance(each, str) else ""
)
def test_a_rule_has_the_clause_the_consequence_and_the_kinds_of_its_table(name, table) -> None:
    assert tried.misdescribed(RULES[name], table) == {}


def test_there_is_one_table_for_each_rule() -> None:
    assert Counter(name for name, _ in tried.tables()) == Counter(RULES.keys())


@pytest.mark.parametrize("name", RULES)
def test_every_rule_has_a_case_of_each_answer_it_can_give(name: str) -> None:
    count = Counter(case.answer for case in CASES if case.rule == name)
    without = {each for each in Answer if not count[each]}

    cannot = {Answer.BROKEN, Answer.KEPT} if name in NEVER_BROKEN_OR_KEPT else set()
    assert without - {Answer.UNKNOWN} == cannot
    assert (Answer.UNKNOWN in without) == (name in NEVER_UNKNOWN)


def test_there_are_at_least_a_hundred_and_fifty_cases() -> None:
    assert len(CASES) >= 150


@pytest.mark.parametrize("case", [each for each in CASES if each.answer is Answer.UNKNOWN], ids=lambda case: case.rule)
def test_what_is_not_known_names_the_facts_that_are_missing(case: RuleCase) -> None:
    finding = case.finding

    assert finding.missing or finding.rule in NEVER_BROKEN_OR_KEPT | READ_FROM_WORDS
    assert finding.says.startswith("尚不清楚")


def test_every_finding_fills_all_places_of_its_sentence() -> None:
    for case in CASES:
        finding = case.finding
        assert "%(" not in finding.says + finding.cure, case.rule
