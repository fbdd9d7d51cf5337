"""What a verdict is made of: what is told, what was looked at, what is missing, and what follows. No fixtures: these
run in bench/mutate.py too.
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from policy.assessment import Answer, Breach, Consequence, Finding, Outcome, Verdict, assess, judge, outcome_of
from policy.basis import Basis
from policy.choices import Frequency, Kind, Payer
from policy.facts import Facts
from policy.form_fields import FormField
from policy.legal.levels import Level
from policy.notice import NEWEST
from policy.standing_forms import StandingForm
from policy.terms import Terms
from policy.witness import Witness, plain, shown
from policy.words import Phrase, told
from policy.words import plain as plainly

FORM = StandingForm(title="救助表", organ="县民政局", frequency=Frequency.MONTHLY, fields=(FormField("姓名"),))


def finding(answer: Answer, consequence: Consequence, *, asks: bool = False) -> Finding:
    return Finding(
        "某规则", "条款", "原文", "出处", consequence.breach, answer, consequence, "句子", asks_applicant=asks
    )


def outcome(*findings: Finding) -> Outcome:
    return Verdict("某版", findings).outcome


def test_the_gravest_consequence_is_the_outcome() -> None:
    broken = {each: finding(Answer.BROKEN, each) for each in Consequence}
    order = [Consequence.REJECT, Consequence.REDIRECT, Consequence.CAP, Consequence.RETURN, Consequence.PROVINCE]

    for place, gravest in enumerate(order):
        assert outcome(*(broken[each] for each in reversed(order[place:]))).value == gravest.value
    assert outcome(broken[Consequence.JUDGE]) is Outcome.JUDGE


def test_what_is_kept_or_not_known_stands_against_nothing() -> None:
    kept, unknown = finding(Answer.KEPT, Consequence.REJECT), finding(Answer.UNKNOWN, Consequence.REJECT)

    assert outcome(kept, unknown) is Outcome.COUNTY
    assert outcome() is Outcome.COUNTY


def test_an_open_question_that_only_the_applicant_can_answer_is_for_a_person() -> None:
    assert outcome(finding(Answer.UNKNOWN, Consequence.REJECT, asks=True)) is Outcome.JUDGE


def test_findings_are_told_apart_by_what_follows() -> None:
    reject, back = finding(Answer.BROKEN, Consequence.CAP), finding(Answer.BROKEN, Consequence.RETURN)
    person, kept = finding(Answer.BROKEN, Consequence.PROVINCE), finding(Answer.KEPT, Consequence.CAP)
    unknown = finding(Answer.UNKNOWN, Consequence.CAP)
    verdict = Verdict("某版", (reject, back, person, kept, unknown))

    assert verdict.forbidden == (reject,)
    assert verdict.to_correct == (back,)
    assert verdict.to_judge == (person,)
    assert verdict.unknown == (unknown,)
    assert {each.breach for each in Consequence} == set(Breach)


def test_what_an_older_version_kept_is_still_read() -> None:
    verdict = assess(Facts.from_answers(Kind.CERTIFICATION, "健在证明", {"village_can_verify": False}))
    kept = verdict.as_json()
    for each in kept["findings"]:
        for later in ("cure_template", "words_to_translate"):
            del each[later]

    read = Verdict.from_json(kept)

    assert [each.says for each in read.findings] == [each.says for each in verdict.findings]
    assert [each.remedy() for each in read.findings] == [each.cure for each in verdict.findings]
    assert (read.edition, read.outcome, kept["outcome"]) == (verdict.edition, verdict.outcome, verdict.outcome.value)
    assert [each["says"] for each in kept["findings"]] == [each.says for each in verdict.findings]


def test_a_finding_names_its_clause_and_what_was_looked_at() -> None:
    facts = Facts.from_answers(Kind.WORK_AFFAIR, "某事务", {"payer": "village"})

    (found,) = (each for each in assess(facts).findings if each.rule == "whoever_entrusts_pays")

    assert (found.answer, found.facts_used, found.words["payer"]) == (Answer.BROKEN, {"payer": "village"}, "村级组织")
    assert found.citation == "村民委员会组织法第四十三条第二款"
    assert found.source.startswith("《中华人民共和国村民委员会组织法》")
    assert found.cure == found.remedy() == "改由申请单位承担经费。"


def test_a_rule_that_is_kept_says_its_own_sentence() -> None:
    facts = Facts.from_answers(Kind.WORK_AFFAIR, "某事务", {"payer": "own"})

    (found,) = (each for each in assess(facts).findings if each.rule == "whoever_entrusts_pays")

    assert (found.says, found.cure, found.words) == ("委托协助的事项，经费由委托部门承担。", "", {})


def test_what_is_missing_is_named_by_its_label_and_a_basis_that_is_cited_may_be_missing_its_text() -> None:
    facts = Facts.from_answers(Kind.CERTIFICATION, "某证明", {}, [Basis(title="不明文件")])

    found = {each.rule: each for each in assess(facts).unknown}

    assert found["certification_rests_on_law"].missing == ("bases",)
    assert found["certification_rests_on_law"].asks_applicant
    assert found["certification_rests_on_law"].says.startswith("尚不清楚：设立依据。")
    assert found["village_can_verify"].says.startswith("尚不清楚：村级组织能否核实。")


def test_what_only_a_register_could_tell_is_not_asked_of_the_applicant() -> None:
    found = {each.rule: each for each in assess(Facts.from_answers(Kind.CERTIFICATION, "某证明", {})).unknown}

    assert not found["certification_is_in_the_seal_list"].asks_applicant
    assert found["certification_is_in_the_seal_list"].missing == ("in_seal_list",)
    assert found["certification_is_not_cancelled_by_the_province"].says.startswith("尚不清楚。列入省")


def test_a_witness_remembers_what_it_was_asked_and_changes_speak_first() -> None:
    facts = Facts.from_answers(Kind.WORK_AFFAIR, "某事务", {"payer": "own"})
    witness = Witness(facts, {"payer": Payer.VILLAGE})

    assert (witness.payer, witness.name) == (Payer.VILLAGE, "某事务")
    assert witness.seen == {"payer": Payer.VILLAGE, "name": "某事务"}


def test_every_kind_of_value_is_written_down_plainly() -> None:
    values = (None, True, 3, "文", Payer.OWN, date(2026, 11, 25), Decimal("1.50"), FORM, Basis(title="某法"))

    assert plain(values) == [
        None, True, 3, "文", "own", "2026-11-25", "1.50", "《救助表》（县民政局，每月）", "《某法》",
    ]  # fmt: skip


def test_every_kind_of_value_is_shown_as_people_read_it() -> None:
    values = (None, True, False, 3, "文", Payer.OWN, date(2026, 11, 25), Decimal("1.50"), FORM, Basis(title="某法"))

    assert [told(plainly(shown(each))) for each in values] == [
        "", "是", "否", "3", "文", "申请单位", "2026-11-25", "1.5", "《救助表》（县民政局，每月）", "《某法》",
    ]  # fmt: skip
    assert told(plainly(shown((Payer.OWN, Payer.COUNTY)))) == "申请单位、县级财政统筹"


CAPPED = {
    "place": "inside", "sign_type": "service", "application": "new", "another_removed": False,
}  # fmt: skip


HUNG = {"signboards_inside": 10, "in_city_list": True}


def capped(**by: object) -> Outcome:
    return judge(Facts.from_answers(Kind.SIGNBOARD, "某事项", CAPPED, (), HUNG), Terms(NEWEST, **by)).outcome


def test_a_phrase_that_a_rule_says_is_shown_as_it_is() -> None:
    phrase = Phrase("%(name)s不符", {"name": "甲"})

    assert shown(phrase) is phrase
    assert shown("文") == "文"


def test_only_a_question_that_is_open_is_put_to_the_applicant() -> None:
    verdict = assess(Facts.from_answers(Kind.CERTIFICATION, "某证明", {"village_can_verify": True, "risky": True}))

    assert {each.answer for each in verdict.findings} == set(Answer)
    assert {each.answer for each in verdict.findings if each.asks_applicant} == {Answer.UNKNOWN}
    assert {each.answer for each in verdict.findings if each.missing} == {Answer.UNKNOWN}


def test_a_basis_that_is_known_not_to_be_there_is_not_missing() -> None:
    verdict = assess(Facts.from_answers(Kind.MECHANISM, "某机制", {"application": "new"}))

    (found,) = (each for each in verdict.unknown if each.rule == "new_mechanism_is_ordered_or_consented_to")

    assert (found.facts_used["bases"], found.missing) == ([], ("provincial_consent",))


def test_a_question_is_put_to_the_applicant_if_one_of_its_facts_is_the_applicants() -> None:
    verdict = assess(Facts.from_answers(Kind.REPORT_FORM, "某表", {"survey_approver": "same_level"}))

    (found,) = (each for each in verdict.unknown if each.rule == "survey_is_approved_by_the_right_organ")

    assert (found.missing, found.asks_applicant) == (("is_statistical_survey", "applicant"), True)


def test_words_that_have_a_translation_are_kept_apart_from_those_that_have_none() -> None:
    facts = Facts.from_answers(Kind.WORK_AFFAIR, "某事务", {"payer": "village"})

    (found,) = (each for each in assess(facts).findings if each.rule == "whoever_entrusts_pays")

    assert (set(found.words), set(found.words_to_translate)) == ({"payer", "name"}, {"payer"})
    assert found.told(lambda key: "%(payer)s pays" if "%(payer)s" in key else "the village") == "the village pays"
    assert found.remedy(lambda _key: "Pay yourself.") == "Pay yourself."


def test_outcome_alone_is_that_of_the_verdict() -> None:
    usual = Terms(NEWEST)
    asked = [{}, {"village_can_verify": False}, {"risky": True, "other_ways": [], "village_can_verify": True}]
    for answers in asked:
        facts = Facts.from_answers(Kind.CERTIFICATION, "某证明", answers, [Basis(title="某法", level=Level.LAW)])
        assert outcome_of(facts, usual) is judge(facts, usual).outcome
    bare = Facts(kind=Kind.FACILITY, name="某设施", households=100, floor_area=Decimal(350), activity_area=Decimal(350))
    assert outcome_of(bare, usual) is judge(bare, usual).outcome is Outcome.COUNTY
    assert outcome_of(Facts.from_answers(Kind.SIGNBOARD, "某事项", CAPPED, (), HUNG), usual) is Outcome.CAP


def test_outcome_alone_knows_open_questions_from_those_that_only_a_register_answers() -> None:
    open_facts = Facts(kind=Kind.FACILITY, name="某设施")
    register = Facts(
        kind=Kind.FACILITY, name="某设施", households=1, floor_area=Decimal(350), activity_area=Decimal(350)
    )

    assert outcome_of(open_facts, Terms(NEWEST)) is Outcome.JUDGE
    assert outcome_of(register, Terms(NEWEST)) is Outcome.COUNTY


def test_a_clause_that_an_edition_does_not_have_binds_nobody() -> None:
    key = "三（三）内部标牌数量"
    without = replace(NEWEST, clauses={name: each for name, each in NEWEST.clauses.items() if name != key})
    facts = Facts.from_answers(Kind.SIGNBOARD, "某事项", CAPPED, (), HUNG)

    assert key not in {each.citation for each in judge(facts, Terms(without)).findings}


def test_an_edition_in_force_binds_whatever_is_read_into_a_draft() -> None:
    final = replace(NEWEST, edition=replace(NEWEST.edition, in_force_from=date(2027, 3, 1)))
    facts = Facts.from_answers(Kind.SIGNBOARD, "某事项", CAPPED, (), HUNG)

    assert judge(facts, Terms(final, {"draft_binds": "no"})).outcome is Outcome.CAP


def test_terms_name_every_reading_that_is_held() -> None:
    held = judge(Facts(kind=Kind.FACILITY, name="某设施"), Terms(NEWEST, {"militia_signboard": "yes"})).readings

    assert held == {name: each.chosen for name, each in NEWEST.readings.items()} | {"militia_signboard": "yes"}
    assert set(held) & set(NEWEST.limits) == set()


def test_readings_and_limits_that_are_handed_in_come_before_those_of_the_edition() -> None:
    assert capped() is Outcome.CAP
    assert capped(limits={"inside_signboards": 11}) is not Outcome.CAP
    assert capped(readings={"automatic_rejection": "by_a_person"}) is not Outcome.CAP
    assert capped(without=frozenset({"inside_signboards_stay_within_ten"})) is not Outcome.CAP


def test_a_draft_that_does_not_bind_forbids_nothing_but_still_returns() -> None:
    by = Terms(NEWEST, {"draft_binds": "no"})
    bare = judge(Facts.from_answers(Kind.CERTIFICATION, "健在证明", {"village_can_verify": False}), by)
    usual = judge(Facts.from_answers(Kind.CERTIFICATION, "健在证明", {"village_can_verify": False}), Terms(NEWEST))

    assert {each.citation for each in bare.forbidden} == {"优化营商环境条例第四十四条", "辽宁五个一律取消"}
    assert {each.rule for each in bare.to_correct} == {each.rule for each in usual.to_correct} != set()
    assert {each.rule for each in usual.forbidden} <= {each.rule for each in (*bare.forbidden, *bare.to_judge)}


def test_terms_that_cannot_be_are_refused_each_by_itself() -> None:
    wrong = [
        {"readings": {"no_such_reading": "yes"}}, {"readings": {"guide_board_counts": "perhaps"}},
        {"limits": {"no_such_limit": 1}}, {"limits": {"inside_signboards": "10"}},
    ]  # fmt: skip
    for each in wrong:
        try:
            Terms(NEWEST, **each)
        except ValueError:
            continue
        raise AssertionError(each)


def test_the_rules_of_a_day_are_those_whose_source_was_in_force() -> None:
    facts = Facts.from_answers(Kind.REPORT_FORM, "某程序", {"form_type": "app", "app_filed": False})
    before, on = assess(facts, on=date(2026, 1, 24)), assess(facts, on=date(2026, 1, 25))

    assert "app_is_filed" not in {each.rule for each in before.findings}
    assert "app_is_filed" in {each.rule for each in on.forbidden}
    assert "app_is_filed" in {each.rule for each in assess(facts).forbidden}
    assert "app_is_filed" in {each.rule for each in assess(facts, limits={"inside_signboards": 9}).forbidden}
    assert "app_is_filed" not in {
        each.rule for each in assess(facts, {"sudden_below_hours": 1}, on=date(2026, 1, 24)).findings
    }
