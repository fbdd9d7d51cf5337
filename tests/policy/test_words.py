"""What a finding says can be told in another language, down to the words that fill its places."""

from policy.assessment import Finding
from policy.words import Phrase, plain, told
from tests.policy.tried import RuleCase, found

ENGLISH = {
    "、": ", ",
    "该信息可通过%(other_ways)s核验，依据《通知》四（一），不得要求村级组织出具证明。": "It can be verified by %(other_ways)s.",
    "网上核验": "an online check",
    "告知承诺": "a declaration",
    "改用%(other_ways)s。": "Use %(other_ways)s.",
    "经核，%(found)s，不属于法律、法规或国务院决定。依据《通知》四（一），该证明不得要求村级组织出具。": "Checked: %(found)s.",
    "所列依据为%(listed)s，属%(levels)s": "it rests on %(listed)s (%(levels)s)",
    "部门文件": "a department's paper",
    "尚不清楚：%(facts)s。%(rule)s": "Not known: %(facts)s. %(rule)s",
    "能够采信的其他方式": "other ways",
    "网上核验、主动调查、信息共享、告知承诺能够采信的，不得要求出具证明。": "What can be verified is not certified.",
}


def english(sentence: str) -> str:
    return ENGLISH[sentence]


def finding(rule: str, **facts: object) -> Finding:
    return found(rule, RuleCase(rule, None, {"kind": "certification", **facts}).facts, {})


def test_the_labels_that_fill_a_sentence_are_translated_one_by_one() -> None:
    told_of = finding("nothing_else_can_be_relied_on", other_ways=["online", "promise"])

    assert told_of.told(english) == "It can be verified by an online check, a declaration."
    assert told_of.remedy(english) == "Use an online check, a declaration."


def test_a_phrase_within_a_sentence_is_translated_and_a_title_is_not() -> None:
    told_of = finding("certification_rests_on_law", bases=[{"title": "某通知", "level": "department_document"}])

    assert told_of.told(english) == "Checked: it rests on 《某通知》 (a department's paper)."


def test_an_open_question_is_translated_with_its_rule_and_the_names_of_its_facts() -> None:
    told_of = finding("nothing_else_can_be_relied_on")

    assert told_of.told(english) == "Not known: other ways. What can be verified is not certified."


def test_what_the_applicant_wrote_is_never_taken_for_a_place_to_fill() -> None:
    odd = plain(Phrase("“%(name)s”没有%(which)s。", {"name": "100%(x)s", "which": (Phrase("依据"), "50%")}))

    assert told(odd) == "“100%(x)s”没有依据、50%。"
