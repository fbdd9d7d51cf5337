"""Stories of the decision: one screen with all that is to be weighed, a ruling on each part, once."""

from django.urls import reverse

from catalogues.models import Entry
from tests.requests import MEDIATION, OUTSIDE_BOARD
from tests.steps import lies
from tests.workflows.test_nobody_judges_his_own import asked_by
from workflows.models import RequestEvent, State

SECOND = MEDIATION | {"title": "村人民调解委员会"}


def before_the_authority(office, county, *parts):
    """As in the office, but the finance bureau objects."""
    request = office.submits(*parts)
    office.accepts(request)
    office.does(county.finance, "give_opinion", request, conclusion="objects", text="没有列入预算")
    office.everybody_supports(request)
    office.everybody_supports(request)
    return request


def errors(office):
    return {name: list(sentences) for name, sentences in office.answer.context["form"].errors.items()}


def test_the_screen_shows_what_is_to_be_weighed(office, county):
    request = before_the_authority(office, county, MEDIATION, OUTSIDE_BOARD)
    shown = office.sees(county.decider, "decide", request.pk)

    assert "调解民间纠纷" in shown
    assert "《中华人民共和国人民调解法》" in shown
    assert "村民委员会、居民委员会设立人民调解委员会。" in shown
    assert "县财政预算，每村每年2000元" in shown
    assert shown.index("没有列入预算") < shown.index("台安县司法局")
    assert office.answer.context["heard"].list_before_and_after == [("工作机制", 0, 1)]


def test_an_opinion_desk_that_was_not_laid_because_the_organ_applies_is_named(office, county):
    request = asked_by(county, county.justice.organ)
    office.accepts(request)
    office.everybody_supports(request)
    office.everybody_supports(request)
    assert "合法性审查：申请单位回避，未设" in office.sees(county.decider, "decide", request.pk)
    assert office.answer.context["heard"].recused == ["合法性审查"]


def test_an_entry_of_the_same_name_is_shown_as_a_conflict(office, county):
    first = office.comes_to_decision(MEDIATION)
    office.does(county.decider, "decide", first, decision_1="admitted")
    second = office.submits(MEDIATION)
    shown = office.sees(county.screener, "act", second.pk, "accept")

    entry = Entry.objects.get()
    assert "同名的有效条目" in shown
    assert reverse("entry", args=[entry.pk]) in shown


def test_a_part_declined_by_rule_is_shown_and_cannot_be_decided(office, county):
    request = before_the_authority(office, county, MEDIATION, OUTSIDE_BOARD)
    shown = office.sees(county.decider, "decide", request.pk)

    assert 'name="decision_1"' in shown
    assert 'name="decision_2"' not in shown
    assert "自动不予受理" in shown


def test_parts_are_decided_one_by_one_at_once(office, county):
    request = office.comes_to_decision(MEDIATION, SECOND)
    office.does(county.decider, "decide", request, decision_1="admitted", decision_2="refused", reason_2="已有同类机制")

    assert office.answer.status_code == 302
    admitted, refused = request.parts.all()
    assert (admitted.decision, refused.decision, refused.reason) == ("admitted", "refused", "已有同类机制")
    assert Entry.objects.get().number == admitted.admission_number
    assert lies(request) == (State.PUBLICATION, {"publish"})


def test_a_part_without_a_ruling_is_asked_for_at_its_field_and_nothing_is_kept(office, county):
    request = office.comes_to_decision(MEDIATION, SECOND)
    office.does(county.decider, "decide", request, decision_1="admitted", reason_1="群众需要")

    assert office.answer.status_code == 422
    assert errors(office) == {"decision_2": ["请对“村人民调解委员会”作出决定。"]}
    assert "群众需要" in office.answer.content.decode()
    assert not Entry.objects.exists()
    assert lies(request) == (State.AWAITING_DECISION, {"decide"})


def test_a_refusal_without_a_reason_is_asked_for_at_its_field(office, county):
    request = office.comes_to_decision(MEDIATION)
    office.does(county.decider, "decide", request, decision_1="refused")

    assert office.answer.status_code == 422
    assert errors(office) == {"reason_1": ["不予准入或退回的，请写明理由。"]}


def test_a_ruling_that_does_not_exist_is_refused(office, county):
    request = office.comes_to_decision(MEDIATION)
    office.does(county.decider, "decide", request, decision_1="declined_by_rule")

    assert office.answer.status_code == 422
    assert lies(request) == (State.AWAITING_DECISION, {"decide"})


def test_the_second_decision_is_told_of_the_first_and_changes_nothing(office, county):
    request = office.comes_to_decision(MEDIATION)
    seen = request.revision
    office.does(county.decider, "decide", request, decision_1="admitted")
    acts = RequestEvent.objects.count()
    office.does(county.decider, "decide", request, seen=seen, decision_1="refused", reason_1="改主意了")

    assert office.answer.status_code == 409
    assert f"“审定”已由 {county.decider} 于 " in office.answer.content.decode()
    assert RequestEvent.objects.count() == acts
    assert Entry.objects.count() == 1


def test_only_the_county_authority_opens_the_screen(office, county):
    request = office.comes_to_decision(MEDIATION)
    for officer in (county.screener, county.justice, county.supervisor, county.clerk):
        office.sees(officer, "decide", request.pk)
        assert office.answer.status_code == 403


def test_before_its_time_the_screen_says_where_the_request_is(office, county):
    request = office.submits(MEDIATION)
    shown = office.sees(county.decider, "decide", request.pk)

    assert office.answer.status_code == 409
    assert "现为“形式审查”，不在“审定”环节。" in shown
