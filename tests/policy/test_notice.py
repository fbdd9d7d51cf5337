"""The notice is quoted word for word, sentence by sentence, and nothing in it is passed over in silence."""

import re
from pathlib import Path

import pytest

from policy import (
    assessment,  # noqa: F401  registers the rules
    notice,
)
from policy.__main__ import table
from policy.certificates import LIAONING, cancelled, find, is_complete
from policy.rulebook import RULES, Consequence

APPLIED = {rule.clause.key for rule in RULES}
LEFT_OUT = re.compile(r"\[bookmark: [^\]]*\]|[\s，；、。：]")


def test_every_quotation_is_in_the_notice() -> None:
    assert [key for key, clause in notice.CLAUSES.items() if clause.quote not in notice.TEXT] == []


def test_the_quotations_leave_out_no_word_of_the_notice() -> None:
    covered = [False] * len(notice.TEXT)
    for clause in notice.CLAUSES.values():
        for found in re.finditer(re.escape(clause.quote), notice.TEXT):
            covered[found.start() : found.end()] = [True] * len(clause.quote)
    for found in LEFT_OUT.finditer(notice.TEXT):
        covered[found.start() : found.end()] = [True] * len(found.group())

    assert "".join(char for char, quoted in zip(notice.TEXT, covered, strict=True) if not quoted) == ""


def test_every_sentence_is_wholly_quoted() -> None:
    """Not only each word somewhere: the pieces of a sentence are clauses that stand in that sentence."""
    for sentence in re.findall(r"[^。\n]+。", re.sub(r"\[bookmark: [^\]]*\]", "", notice.TEXT)):
        assert any(clause.quote in sentence.strip() or sentence.strip() in clause.quote
                   for clause in notice.CLAUSES.values()), sentence  # fmt: skip


def test_every_clause_is_applied_or_has_a_reason_and_never_both() -> None:
    reasons = [*notice.NOT_AUTOMATED, *notice.OTHER_PLACE]

    assert set(notice.CLAUSES) == (APPLIED & set(notice.CLAUSES)) | set(reasons)
    assert APPLIED & set(reasons) == set()
    assert len(reasons) == len(set(reasons))


def test_every_reason_is_a_sentence() -> None:
    reasons = {**notice.NOT_AUTOMATED, **notice.OTHER_PLACE}
    assert [key for key, reason in reasons.items() if not re.search(r"[一-龥].*。$", reason)] == []


def test_every_outside_source_is_applied() -> None:
    assert set(notice.OUTSIDE) - APPLIED == set()


@pytest.mark.parametrize("limit", notice.LIMITS.values(), ids=lambda limit: limit.name)
def test_a_limit_stands_in_its_clause(limit: notice.Limit) -> None:
    quote = notice.CLAUSES[limit.clause].quote
    values = limit.value if isinstance(limit.value, list) else [str(limit.value)]

    assert [value for value in values if value not in quote] == []


def test_a_doubtful_point_is_read_in_one_of_its_ways() -> None:
    for reading in notice.READINGS.values():
        assert reading.chosen in reading.options or (not reading.options and isinstance(reading.chosen, int))


def test_a_rule_that_stands_under_a_reading_names_one_of_its_options() -> None:
    for rule in RULES:
        assert rule.when is None or rule.when[1] in notice.READINGS[rule.when[0]].options


# What these change is the consequence of every rule that forbids: policy/terms.py.
OF_THE_CONSEQUENCE = {"draft_binds", "automatic_rejection"}


def test_every_reading_and_every_limit_is_used_by_a_rule() -> None:
    handed = {name for rule in RULES for name in (*rule.given, *rule.words_given)}
    standing = {rule.when[0] for rule in RULES if rule.when}

    assert set(notice.READINGS) - handed - standing == OF_THE_CONSEQUENCE
    assert set(notice.LIMITS) - handed == set()


def test_no_reading_bears_the_name_of_a_limit() -> None:
    assert set(notice.READINGS) & set(notice.LIMITS) == set()


def test_what_binds_besides_the_notice_is_applied_or_has_a_reason() -> None:
    assert set(notice.OUTSIDE) & set(notice.OUTSIDE_NOT_AUTOMATED) == set()
    assert all(re.search(r"[一-龥].*。$", why) for _, why in notice.OUTSIDE_NOT_AUTOMATED.values())


def test_a_rule_says_its_sentence_in_chinese_and_forbidding_ones_say_the_cure() -> None:
    for rule in RULES:
        assert re.fullmatch(r".*[一-龥].*。", rule.says), rule.name
        assert rule.cure, rule.name


def test_twenty_certificates_are_on_the_list_of_the_ministries() -> None:
    assert [each.number for each in cancelled()] == list(range(1, 21))


@pytest.mark.parametrize("listed", cancelled(), ids=lambda each: each.name)
def test_a_listed_certificate_is_found_under_each_of_its_names(listed) -> None:
    for name in listed.names:
        found = find(f"某村{name}")
        assert found is not None and found.number == listed.number, name


@pytest.mark.parametrize(
    "name", ["居住证明", "农业户口宅基地建房意见", "监护人指定证明", "农产品自产自销证明", "务农证明"]
)
def test_a_certificate_that_is_not_listed_is_not_found(name: str) -> None:
    assert find(name) is None


def test_the_provincial_list_is_not_known_yet() -> None:
    assert (cancelled(LIAONING), is_complete(LIAONING)) == ((), False)


def test_the_document_for_jurists_is_up_to_date() -> None:
    """Else: python -m policy > docs/clauses.md"""
    assert (Path(__file__).parents[2] / "docs" / "clauses.md").read_text(encoding="utf-8") == table()


def test_every_consequence_is_met_by_some_rule() -> None:
    assert {rule.consequence for rule in RULES} == set(Consequence)
