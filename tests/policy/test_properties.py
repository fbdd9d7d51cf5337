"""What must hold of every request, whatever is asked for and however little is known."""

import json
from dataclasses import asdict, fields, replace

from django.core.serializers.json import DjangoJSONEncoder
from hypothesis import given, settings
from hypothesis import strategies as st

from policy import notice, stored
from policy.answers import questions, slots
from policy.assessment import Answer, Outcome, Verdict, assess, outcome_of
from policy.choices import Kind
from policy.facts import Facts
from policy.legal.levels import Level
from policy.questions import AnswerType
from policy.terms import terms
from tests.policy.any_facts import FACTS, values

FORGOTTEN = st.sets(st.sampled_from([each.name for each in fields(Facts) if each.name not in {"kind", "name"}]))


def forbidding(verdict: Verdict) -> set[str]:
    return {each.rule for each in verdict.forbidden}


@settings(max_examples=200, deadline=None)
@given(FACTS, FORGOTTEN)
def test_not_knowing_a_fact_never_forbids(facts: Facts, forgotten: set[str]) -> None:
    known_less = replace(facts, **dict.fromkeys(forgotten))

    assert forbidding(assess(known_less)) <= forbidding(assess(facts))


@settings(max_examples=100, deadline=None)
@given(FACTS, st.data())
def test_not_knowing_a_level_or_a_text_never_forbids(facts: Facts, data: st.DataObject) -> None:
    if not facts.bases:
        return
    at = data.draw(st.integers(0, len(facts.bases) - 1))
    unknown = replace(
        facts.bases[at], **data.draw(st.sampled_from([{"level": None}, {"text": ""}, {"level": Level.UNKNOWN}]))
    )
    known_less = replace(facts, bases=(*facts.bases[:at], unknown, *facts.bases[at + 1 :]))

    assert forbidding(assess(known_less)) <= forbidding(assess(facts))


@settings(max_examples=60, deadline=None)
@given(FACTS)
def test_every_finding_quotes_the_notice_or_names_its_source(facts: Facts) -> None:
    for finding in assess(facts).findings:
        if finding.citation in notice.CLAUSES:
            assert finding.quote and finding.quote in notice.TEXT
        else:
            assert finding.quote == notice.OUTSIDE[finding.citation].quote
        assert finding.source


@settings(max_examples=60, deadline=None)
@given(FACTS)
def test_a_verdict_comes_back_from_json_as_it_was(facts: Facts) -> None:
    verdict = assess(facts)

    assert Verdict.from_json(json.loads(json.dumps(verdict.as_json()))) == verdict


@settings(max_examples=60, deadline=None)
@given(FACTS)
def test_facts_kept_with_a_verdict_come_back_as_they_were(facts: Facts) -> None:
    """As workflows.models.PartVerdict keeps them."""
    kept = json.loads(json.dumps(asdict(facts), cls=DjangoJSONEncoder))

    assert stored.facts(kept) == facts


@settings(max_examples=150, deadline=None)
@given(FACTS, st.data())
def test_a_fact_that_no_rule_looked_at_never_changes_a_verdict(facts: Facts, data: st.DataObject) -> None:
    verdict = assess(facts)
    looked_at = {name for each in verdict.findings for name in each.facts_used}
    others = sorted(set(slots(Facts)) - looked_at)
    name = data.draw(st.sampled_from(others))

    assert assess(replace(facts, **{name: data.draw(values(slots(Facts)[name]))})) == verdict


@settings(max_examples=150, deadline=None)
@given(FACTS)
def test_a_rule_looks_only_at_what_a_request_of_its_kind_is_asked_or_a_register_holds(facts: Facts) -> None:
    for finding in assess(facts).findings:
        for name in set(finding.facts_used) - {"kind", "name", "bases"}:
            mark = slots(Facts)[name].mark
            assert not mark.kinds or facts.kind in mark.kinds, (finding.rule, name)


@settings(max_examples=60, deadline=None)
@given(FACTS)
def test_a_sentence_put_together_from_its_translatable_parts_is_the_same_sentence(facts: Facts) -> None:
    for finding in assess(facts).findings:
        assert finding.told(str) == finding.says
        assert finding.remedy(str) == finding.cure


@settings(max_examples=60, deadline=None)
@given(FACTS)
def test_the_outcome_follows_from_what_is_broken(facts: Facts) -> None:
    verdict = assess(facts)
    forbidding_outcomes = {Outcome.REJECT, Outcome.REDIRECT, Outcome.CAP}

    assert outcome_of(facts, terms()) is verdict.outcome
    assert bool(verdict.forbidden) == (verdict.outcome in forbidding_outcomes)
    assert not (verdict.outcome is Outcome.COUNTY and (verdict.to_correct or verdict.to_judge))
    assert all(each.answer is Answer.UNKNOWN and each.says for each in verdict.unknown)


@settings(max_examples=60, deadline=None)
@given(FACTS)
def test_every_sentence_for_the_people_is_filled(facts: Facts) -> None:
    for finding in assess(facts).findings:
        assert "%(" not in finding.says + finding.cure


def test_every_question_can_be_answered_from_the_form() -> None:
    """What a form can send for each question is read; what it cannot is named as wrong."""
    given = {
        AnswerType.BOOL: True, AnswerType.STR: "某文字", AnswerType.INT: "12", AnswerType.DECIMAL: "12.5",
        AnswerType.DATE: "2026-11-25", AnswerType.LINES: ["甲", "乙"],
        AnswerType.FIELDS: [{"name": "甲"}],
    }  # fmt: skip
    for kind in Kind:
        for question in questions(Facts, kind):
            first = question.choices[0][0] if question.choices else None
            answer = given.get(question.type, [first] if question.type is AnswerType.CHOICES else first)
            facts = Facts.from_answers(kind, "某事项", {question.name: answer})
            assert getattr(facts, question.name) not in (None, "")
