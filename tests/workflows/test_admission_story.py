"""A department asks for a mechanism: the story from the form to the catalogue."""

import pytest
from django.db import DatabaseError, connection, transaction

from catalogues.models import Entry
from notifications.models import Notice, Outgoing
from notifications.tasks import deliver
from tests.requests import MEDIATION, OUTSIDE_BOARD, STATION, draft
from tests.steps import lies
from workflows.models import AdmissionRequest, Decision, RequestEvent, State

UNDER_REVIEW = {"consultation", "legality", "funding"}
JOINT_REVIEW = {"civil_affairs", "organization", "rural_affairs"}


def acts(request):
    return [event.act for event in request.events.all()]


def test_a_mechanism_that_the_law_orders_is_admitted_published_and_filed(office, county):
    request = office.submits(MEDIATION)
    assert lies(request) == (State.SCREENING, {"screen"})

    office.accepts(request)
    assert lies(request) == (State.UNDER_REVIEW, UNDER_REVIEW)

    office.everybody_supports(request)
    assert lies(request) == (State.JOINT_REVIEW, JOINT_REVIEW)

    office.everybody_supports(request)
    assert lies(request) == (State.AWAITING_DECISION, {"decide"})

    office.does(county.decider, "decide", request, decision_1="admitted", reason_1="依据充分")
    assert lies(request) == (State.PUBLICATION, {"publish"})
    entry = Entry.objects.get()
    assert (entry.title, entry.number) == ("人民调解委员会", request.parts.get().admission_number)

    office.does(county.screener, "publish", request, where="县政府门户网站")
    office.does(county.screener, "file", request, receipt="鞍民备〔2026〕7号")
    assert lies(request) == (State.ADMITTED, set())
    entry.refresh_from_db()
    assert entry.published_on and entry.filed_on and entry.filing_receipt == "鞍民备〔2026〕7号"
    assert acts(request) == [
        "submit",
        "accept",
        *["give_opinion"] * 3,
        "refer_to_joint_review",
        *["give_opinion"] * 3,
        "refer_for_decision",
        "admit",
        "publish",
        "file",
    ]


def test_a_seventh_outside_board_is_declined_in_the_same_breath_with_its_clause(office, county):
    request = office.submits(OUTSIDE_BOARD)

    assert lies(request) == (State.DECLINED, set())
    assert acts(request) == ["submit", "decline_by_rule"]
    by_rule = request.events.last()
    assert by_rule.officer is None
    assert any("三（三）" in clause for clause in by_rule.record["clauses"])
    assert "外部" in office.sees(county.clerk, "request", request.pk)
    assert "外部" in request.parts.get().reason


def test_the_machine_is_not_the_last_word(office, county):
    request = office.submits(OUTSIDE_BOARD)

    office.does(county.clerk, "ask_re_examination", request, reason="设置文件另有规定")
    assert lies(request) == (State.RE_EXAMINATION, {"re_examine"})

    office.does(county.reexaminer, "overturn", request, reason="附件载明的依据成立")
    assert lies(request) == (State.SCREENING, {"screen"})
    assert request.parts.get().decision == Decision.PENDING


def test_what_is_upheld_was_declined_by_a_person(office, county):
    request = office.submits(OUTSIDE_BOARD)
    office.does(county.clerk, "ask_re_examination", request, reason="设置文件另有规定")

    office.does(county.reexaminer, "uphold", request, reason="外部仅限六块")

    assert lies(request) == (State.DECLINED, set())
    assert request.parts.get().decision == Decision.DECLINED
    office.does(county.clerk, "ask_re_examination", request, reason="再申请一次")
    assert lies(request) == (State.DECLINED, set())


def test_one_part_is_declined_and_the_others_go_on(office, county):
    request = office.submits(MEDIATION, OUTSIDE_BOARD)

    assert lies(request) == (State.SCREENING, {"screen"})
    assert [part.decision for part in request.parts.all()] == [Decision.PENDING, Decision.DECLINED_BY_RULE]


def test_a_returned_request_comes_back_to_the_counter_and_its_clock_stood_still(office, county):
    request = office.submits(MEDIATION)

    office.does(county.screener, "return_for_correction", request, points="缺经费文件\n缺实施方案")
    assert lies(request) == (State.RETURNED, {"correct"})
    assert request.corrections.get().points == ["缺经费文件", "缺实施方案"]
    assert request.pauses.get().ended_at is None

    office.does(county.clerk, "resubmit", request)
    assert lies(request) == (State.SCREENING, {"screen"})
    assert request.pauses.get().ended_at is not None


def test_b11_a_mechanism_without_basis_waits_for_the_province_and_no_county_can_admit_it(office, county):
    request = office.comes_to_decision(STATION)
    assert lies(request) == (State.PROVINCIAL_CONSENT, {"provincial_consent"})
    assert request.process.task_set.get(name="provincial_consent").due_on is None

    office.does(county.decider, "decide", request, decision_1="admitted", reason_1="县里同意")
    assert lies(request) == (State.PROVINCIAL_CONSENT, {"provincial_consent"})

    office.does(county.province, "withhold_consent", request, reason="无中央要求和法律法规依据")
    assert lies(request) == (State.REFUSED, set())
    assert not Entry.objects.exists()


def test_with_the_consent_of_the_province_the_county_decides(office, county):
    request = office.comes_to_decision(STATION)

    office.does(county.province, "consent", request, number="辽委办函〔2026〕8号")
    assert lies(request) == (State.AWAITING_DECISION, {"decide"})

    office.does(county.decider, "decide", request, decision_1="admitted", reason_1="省级已同意")
    assert lies(request) == (State.PUBLICATION, {"publish"})


@pytest.mark.parametrize("stage", ["submitted", "accepted", "reviewed"])
def test_a_withdrawn_request_lies_on_no_desk(office, county, stage):
    request = office.submits(MEDIATION)
    if stage != "submitted":
        office.accepts(request)
    if stage == "reviewed":
        office.does(county.justice, "give_opinion", request, conclusion="supports")

    office.does(county.clerk, "withdraw", request, reason="不再需要")

    assert lies(request) == (State.WITHDRAWN, set())


def test_an_act_out_of_turn_is_refused_with_the_reason(office, county):
    request = office.submits(MEDIATION)

    office.does(county.decider, "decide", request, decision_1="admitted", reason_1="同意")

    assert office.answer.status_code == 409
    assert "不在“审定”环节" in office.answer.content.decode()
    assert lies(request) == (State.SCREENING, {"screen"})


def test_a_second_click_is_told_who_did_it(office, county):
    request = office.submits(MEDIATION)
    before = request.revision
    office.accepts(request)

    office.does(county.screener, "accept", request, seen=before, townships=[county.townships[0].pk])

    assert office.answer.status_code == 409
    assert "已由 李受理" in office.answer.content.decode()
    assert acts(request) == ["submit", "accept"]


def test_b04_a_stale_page_changes_nothing(office, county):
    request = office.submits(MEDIATION)
    stale = request.revision
    office.does(county.screener, "return_for_correction", request, points="缺经费文件")
    office.does(county.clerk, "resubmit", request)

    office.does(county.screener, "accept", request, seen=stale, townships=[county.townships[0].pk])

    assert office.answer.status_code == 409
    assert "页面已过时" in office.answer.content.decode()
    assert lies(request) == (State.SCREENING, {"screen"})


def test_what_fails_half_way_leaves_no_trace(office, county, monkeypatch):
    request = office.submits(MEDIATION)
    monkeypatch.setattr("workflows.services.screening.outbox.tell", lambda *a, **k: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        office.does(county.screener, "return_for_correction", request, points="缺经费文件")

    fresh = AdmissionRequest.objects.get(pk=request.pk)
    assert lies(fresh) == (State.SCREENING, {"screen"})
    assert fresh.events.count() == 1
    assert not fresh.corrections.exists()


@pytest.mark.parametrize("act", ["update", "delete"])
def test_what_is_on_record_stays_as_it_is(office, county, act):
    request = office.submits(OUTSIDE_BOARD)
    events = RequestEvent.objects.filter(request=request)

    with pytest.raises(DatabaseError, match="only added"), transaction.atomic():
        events.update(reason="x") if act == "update" else events._raw_delete(using="default")

    assert events.count() == 2


def test_b05_each_act_is_told_once_however_often_the_worker_runs(office, county):
    office.submits(OUTSIDE_BOARD)

    assert deliver() == 2
    assert deliver() == 0
    assert [notice.event for notice in Notice.objects.order_by("pk")] == ["submitted", "declined_by_rule"]
    assert not Outgoing.objects.filter(delivered_at__isnull=True).exists()


def test_a_county_without_a_justice_bureau_is_told_what_to_do(office, county):
    request = office.submits(MEDIATION)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE accounts_organ SET function = 'department' WHERE name = '台安县司法局'")

    office.accepts(request)

    assert office.answer.status_code == 409
    assert "管理员" in office.answer.content.decode()
    assert lies(request) == (State.SCREENING, {"screen"})


def test_a_draft_lies_on_no_desk(county):
    assert lies(draft(county, MEDIATION)) == (State.DRAFT, set())
