"""By what a request is judged: the edition and the rules of its day, and the readings and limits that are handed in."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from policy import notice, rulebook
from policy.assessment import Consequence, Outcome, assess, judge
from policy.choices import Kind
from policy.facts import Facts
from policy.notice import NEWEST, edition_on, editions
from policy.rulebook import RULES, Step
from policy.terms import Terms, terms
from tests.policy.tried import RuleCase, cases

FINAL_FROM = date(2027, 3, 1)
ELEVENTH = RuleCase("", None, {
    "kind": "signboard", "place": "inside", "sign_type": "service", "application": "new", "signboards_inside": 9,
    "another_removed": False, "in_city_list": True,
}).facts  # fmt: skip
SCREENSHOTS = RuleCase("", None, {"kind": "work_affair", "evidence": ["screenshot"], "judged_by_evidence": True}).facts


@pytest.fixture
def two(tmp_path: Path) -> tuple[notice.Notice, ...]:
    """The draft, and a final text of 1 March 2027 with nine boards inside and without the sentence on screenshots."""
    for name in ("draft", "final"):
        shutil.copytree(notice.HERE / "notices" / NEWEST.edition.key, tmp_path / name)
    clauses = tmp_path / "final" / "clauses.toml"
    kept = [line for line in clauses.read_text().splitlines() if not line.startswith('"二（三）截图录像"')]
    text = "\n".join(kept).replace("[edition]", f"[edition]\nin_force_from = {FINAL_FROM}", 1)
    clauses.write_text(text.replace("value = 10\n", "value = 9\n").replace("（征求意见稿）", ""))
    return editions(tmp_path)


def by(two: tuple[notice.Notice, ...], day: date) -> Terms:
    return Terms(edition_on(day, two), on=day)


@pytest.mark.parametrize(
    ("day", "key"),
    [
        (date(1999, 1, 1), "draft"),
        (FINAL_FROM - timedelta(days=1), "draft"),
        (FINAL_FROM, "final"),
        (date(2100, 1, 1), "final"),
        (None, "final"),
    ],
)
def test_the_edition_in_force_on_the_day_counts(two, day: date | None, key: str) -> None:
    assert edition_on(day, two).edition.key == key


def test_before_all_editions_the_earliest_counts(two) -> None:
    assert edition_on(date(2020, 1, 1), two[1:]).edition.key == "final"


def test_a_request_is_judged_by_the_limits_of_the_edition_of_its_day(two) -> None:
    before = judge(ELEVENTH, by(two, FINAL_FROM - timedelta(days=1)))
    after = judge(ELEVENTH, by(two, FINAL_FROM))

    assert (before.forbidden, after.outcome) == ((), Outcome.CAP)
    assert before.edition != after.edition


def test_a_rule_whose_clause_an_edition_does_not_have_does_not_stand_in_it(two) -> None:
    rule = "work_is_not_judged_by_screenshots"

    assert rule in {each.rule for each in judge(SCREENSHOTS, by(two, date(2026, 1, 1))).forbidden}
    assert rule not in {each.rule for each in judge(SCREENSHOTS, by(two, FINAL_FROM)).findings}


@pytest.mark.parametrize(("day", "stands"), [(date(2026, 1, 24), False), (date(2026, 1, 25), True), (None, True)])
def test_an_outside_source_binds_from_its_day(day: date | None, stands: bool) -> None:
    facts = Facts.from_answers(Kind.REPORT_FORM, "某程序", {"form_type": "app", "app_filed": False})

    found = {each.rule for each in assess(facts, on=day).forbidden}

    assert ("app_is_filed" in found) is stands


@pytest.mark.parametrize(
    ("day", "stands"),
    [
        (date(2026, 4, 30), False),
        (date(2026, 5, 1), True),
        (date(2026, 8, 31), True),
        (date(2026, 9, 1), False),
        (None, False),
    ],
)
def test_a_dated_rule_stands_on_its_days_only(monkeypatch, day: date | None, stands: bool) -> None:
    monkeypatch.setattr(rulebook, "RULES", list(RULES))

    @rulebook.rule(
        "五（二）四项取消", Consequence.REJECT, Step.BANS, Kind.FACILITY, reason="今夏不建。", cure="秋后再报。",
        in_force_from=date(2026, 5, 1), until=date(2026, 8, 31),
    )  # fmt: skip
    def nothing_is_built_this_summer(_facts: Facts) -> bool:
        """今夏不建。"""
        return False

    facts = Facts(kind=Kind.FACILITY, name="某设施")
    found = judge(facts, Terms(NEWEST, on=day)).findings

    assert ("nothing_is_built_this_summer" in {each.rule for each in found}) is stands


@pytest.mark.parametrize("name", notice.READINGS)
def test_each_reading_changes_what_some_rule_answers_or_what_follows(name: str) -> None:
    reading = notice.READINGS[name]
    for option in reading.options or (reading.chosen + 1,):
        if option != reading.chosen:
            assert any(differs(case.facts, {name: option}) for case in cases()), option


def differs(facts: Facts, readings: dict[str, str | int]) -> bool:
    usual, other = assess(facts), assess(facts, readings)
    return {(each.rule, each.answer, each.consequence) for each in usual.findings} != {
        (each.rule, each.answer, each.consequence) for each in other.findings
    }


@pytest.mark.parametrize("reading", [{"automatic_rejection": "by_a_person"}, {"draft_binds": "no"}])
def test_where_the_county_reads_it_so_what_is_forbidden_goes_to_a_person(reading) -> None:
    usual, other = assess(SCREENSHOTS), assess(SCREENSHOTS, reading)

    assert usual.outcome is Outcome.REJECT
    assert not other.forbidden
    assert {each.rule for each in usual.forbidden} <= {each.rule for each in other.to_judge}
    assert {each.rule for each in usual.to_correct} == {each.rule for each in other.to_correct}


def test_a_draft_that_does_not_bind_leaves_what_other_law_forbids() -> None:
    facts = Facts.from_answers(Kind.REPORT_FORM, "某程序", {"form_type": "app", "app_filed": False})

    assert "app_is_filed" in {each.rule for each in assess(facts, {"draft_binds": "no"}).forbidden}


def test_a_final_text_binds_whatever_was_read_into_the_draft(two) -> None:
    final = Terms(two[1], {"draft_binds": "no"})

    assert judge(ELEVENTH, final).outcome is Outcome.CAP


@pytest.mark.parametrize(
    ("readings", "limits"),
    [
        ({"no_such_reading": "yes"}, {}),
        ({"guide_board_counts": "perhaps"}, {}),
        ({"sudden_below_hours": "120"}, {}),
        ({"sudden_below_hours": -1}, {}),
        ({"sudden_below_hours": True}, {}),
        ({}, {"no_such_limit": 1}),
        ({}, {"inside_signboards": "10"}),
        ({}, {"outside_signboards": 6}),
    ],
)
def test_a_reading_or_limit_that_cannot_be_is_refused(readings, limits) -> None:
    with pytest.raises(ValueError, match="is no"):
        assess(ELEVENTH, readings, limits)


def test_a_limit_of_the_same_kind_is_taken() -> None:
    assert assess(ELEVENTH, limits={"inside_signboards": 9}).outcome is Outcome.CAP
    assert assess(ELEVENTH, {"sudden_below_hours": 0}).outcome is assess(ELEVENTH).outcome


def test_a_rule_set_aside_says_nothing() -> None:
    without = Terms(NEWEST, without=frozenset({"work_is_not_judged_by_screenshots"}))

    assert "work_is_not_judged_by_screenshots" not in {each.rule for each in judge(SCREENSHOTS, without).findings}
    assert len(judge(SCREENSHOTS, without).findings) == len(judge(SCREENSHOTS, terms()).findings) - 1


def test_a_rule_that_takes_neither_a_reading_nor_a_limit_is_refused() -> None:
    with pytest.raises(TypeError, match="neither a reading nor a limit"):

        @rulebook.rule("五（二）四项取消", Consequence.REJECT, Step.BANS, Kind.FACILITY, reason="无。")
        def nobody_knows_what_this_is(_facts: Facts, no_such_limit: int) -> bool:
            """无。"""
            return bool(no_such_limit)
