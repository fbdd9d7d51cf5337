"""What must hold of every request, whatever is asked for and however little is known."""

import json
from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from policy import notice
from policy.answers import Slot, questions, slots
from policy.assessment import Answer, Outcome, Verdict, assess
from policy.basis import Basis
from policy.choices import Choice, Frequency, Kind
from policy.facts import Facts
from policy.legal.levels import Level
from policy.questions import AnswerType
from policy.standing_forms import StandingForm

NAMES = st.sampled_from(
    ["村人民调解委员会", "健在证明", "某村党支部", "扫黄打非工作站", "新時代文明實踐站", "秸秆禁烧责任书", "农家书屋"]
)
TEXTS = st.sampled_from(
    ["村民委员会设立人民调解委员会。", "可以设立工作站。", "签订安全生产责任状", "协助宣传", "专职1人"]
)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
FORMS = st.builds(
    StandingForm,
    title=NAMES,
    organ=st.sampled_from(["甲局", "乙局"]),
    frequency=st.sampled_from(Frequency),
    indicators=st.lists(st.sampled_from("甲乙丙丁"), unique=True).map(tuple),
)
BASES = st.builds(
    Basis,
    title=NAMES,
    level=st.none() | st.sampled_from(Level),
    text=st.just("") | TEXTS,
    exists=st.none() | st.booleans(),
    in_force=st.none() | st.booleans(),
    repealed_on=st.none() | DAYS,
)


def values(slot: Slot) -> st.SearchStrategy[Any]:
    one: dict[type, st.SearchStrategy[Any]] = {
        bool: st.booleans(),
        str: TEXTS | st.sampled_from(["甲局", "甲", "乙"]),
        int: st.integers(0, 2000),
        Decimal: st.decimals(0, 1000, places=2),
        date: DAYS,
        StandingForm: FORMS,
    }
    each = st.sampled_from(slot.type) if issubclass(slot.type, Choice) else one[slot.type]
    return st.lists(each, max_size=3, unique=True).map(tuple) if slot.many else each


def facts_of(kind: Kind) -> st.SearchStrategy[Facts]:
    """Any facts of a kind: what its form asks and what the registers hold, each known or not."""
    looked_at = [slot for slot in slots(Facts).values() if not slot.mark.kinds or kind in slot.mark.kinds]
    given = {slot.name: st.none() | values(slot) for slot in looked_at}
    bases = st.none() | st.lists(BASES, max_size=2).map(tuple)
    return st.builds(Facts, kind=st.just(kind), name=NAMES, bases=bases, **given)


FACTS = st.sampled_from(Kind).flatmap(facts_of)
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
def test_the_outcome_follows_from_what_is_broken(facts: Facts) -> None:
    verdict = assess(facts)
    forbidding_outcomes = {Outcome.REJECT, Outcome.REDIRECT, Outcome.CAP}

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
    }  # fmt: skip
    for kind in Kind:
        for question in questions(Facts, kind):
            first = question.choices[0][0] if question.choices else None
            answer = given.get(question.type, [first] if question.type is AnswerType.CHOICES else first)
            facts = Facts.from_answers(kind, "某事项", {question.name: answer})
            assert getattr(facts, question.name) not in (None, "")
