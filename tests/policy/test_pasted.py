"""粘贴通知: what is demanded is found, when it is due is counted, and each demand is answered by the register."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.pasted import LEAST, labelled, score
from policy.calendar import Weekdays
from policy.choices import Frequency, Kind
from policy.pasted import LONGEST, Answer, Demand, DemandKind, Known, answer, find, kinds

# A Wednesday.
CAME = datetime(2026, 11, 25, 9, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
FORM = Known("困难群众摸底统计表", "准〔2026〕210321-0001号", "K7MC-4XRD", Kind.REPORT_FORM, True, Frequency.MONTHLY)


def only(text):
    found = [each for each in find(text, CAME, Weekdays()) if each.kind is DemandKind.FORM]
    assert len(found) == 1
    return found[0]


def test_sentences_are_read_as_a_reader_reads_them():
    found = score()

    assert len(labelled()) >= 60
    assert {kind for _text, wanted in labelled() for kind in wanted} == {kind.value for kind in DemandKind}
    assert min(found.precision, found.recall) >= LEAST, found.misread


@pytest.mark.parametrize(
    ("words", "due", "hours", "working_days"),
    [
        ("请于2小时内报送统计表。", "2026-11-25 11:30", 2, 0),
        ("请于3个工作日内报送统计表。", "2026-11-30 17:30", 128, 3),
        ("请于两天内报送统计表。", "2026-11-27 09:30", 48, 2),
        ("请于11月28日17时前报送统计表。", "2026-11-28 17:00", 79, 2),
        ("请于1月5日前报送统计表。", "2027-01-05 17:30", 992, 29),
        ("请每月5日前报送统计表。", "2026-12-05 17:30", 248, 7),
        ("请于今天下午4点前报送统计表。", "2026-11-25 16:00", 6, 0),
        ("请于明天中午12点前报送统计表。", "2026-11-26 12:00", 26, 1),
        ("请于本周五前报送统计表。", "2026-11-27 17:30", 56, 2),
        ("请立即报送统计表。", "2026-11-25 09:30", 0, 0),
    ],
)
def test_when_it_is_due(words, due, hours, working_days):
    found = only(words)

    assert f"{found.due:%Y-%m-%d %H:%M}" == due
    assert (found.hours, found.working_days) == (hours, working_days)


@pytest.mark.parametrize(
    "words", ["请报送统计表。", "请于13月40日前报送统计表。", "请于2月30日前报送统计表。", "请于99日前报送统计表。"]
)
def test_no_day_is_made_up(words):
    assert only(words).due is None


@pytest.mark.parametrize(
    ("words", "frequency"),
    [
        ("每日报送统计表。", "daily"),
        ("报送月报统计表。", "monthly"),
        ("按季度更新统计台账。", "quarterly"),
        ("随时报送统计表。", "on_call"),
    ],
)
def test_how_often(words, frequency):
    assert only(words).frequency == frequency


@pytest.mark.parametrize(
    ("words", "answers"),
    [
        ("请每月报送困难群众摸底统计表。", [Answer.ADMITTED]),
        ("请每周报送困难群众摸底统计表。", [Answer.TOO_OFTEN]),
        ("请今天下班前报送困难群众摸底统计表。", [Answer.TOO_SUDDEN]),
        ("请今天下班前报送另一张统计表。", [Answer.NOT_ADMITTED, Answer.TOO_SUDDEN]),
        ("请报送附表材料（准入编号：准〔2026〕210321-0001号）。", [Answer.ADMITTED]),
        ("请报送附表材料（查验码 k7mc-4xrd）。", [Answer.ADMITTED]),
    ],
)
def test_each_demand_is_held_against_the_register(words, answers):
    assert list(answer(only(words), [FORM], 120).answers) == answers


def test_what_is_gone_and_what_needs_no_admission():
    gone = Known(FORM.title, FORM.number, FORM.code, FORM.kind, False)
    meeting = Demand(DemandKind.MEETING, "请参加会议。")

    assert answer(only("请报送困难群众摸底统计表。"), [gone], 120).answers == (Answer.EXPIRED,)
    assert answer(meeting, [], 120).answers == (Answer.TO_ARRANGE,) and not answer(meeting, [], 120).is_refused


def test_a_picture_is_never_admitted_as_proof_and_its_clause_is_quoted():
    found = answer(Demand(DemandKind.PICTURE, "请上传困难群众摸底统计表截图。"), [FORM], 120)

    assert found.answers == (Answer.NOT_ADMITTED,)
    assert "截图" in found.clauses[0].quote


@pytest.mark.parametrize("kind", list(DemandKind))
def test_every_refusal_rests_on_a_clause(kind):
    found = answer(Demand(kind, "某句。"), [], 120)

    assert found.is_refused == bool(found.clauses)


@given(st.text(max_size=300))
def test_any_text_is_read(text):
    find(text, CAME, Weekdays())


@pytest.mark.parametrize("piece", ["报", "请于今天报送统计表。", "表报送", "上传照片", "建立" * 3, "各村", "日", "9"])
def test_a_long_text_is_read_and_no_pattern_runs_wild(piece):
    import time

    begun = time.process_time()
    find(piece * (LONGEST // len(piece)), CAME, Weekdays())

    assert time.process_time() - begun < 20


def test_a_sentence_that_forbids_is_no_demand():
    assert kinds("不得要求村级组织填报表格，不得要求上传截图。") == ()
