"""Stories at the desks: what an officer is shown, what he does, and what he is told when it is too late."""

from django.urls import reverse

from tests.requests import MEDIATION, OUTSIDE_BOARD
from tests.steps import lies
from workflows.models import Correction, Opinion, RequestEvent, State


def without(part, *names):
    return part | {"answers": {name: value for name, value in part["answers"].items() if name not in names}}


def page(office):
    return office.answer.content.decode()


def test_the_counter_accepts_and_is_told_what_was_done(office, county):
    request, other = office.submits(MEDIATION), office.submits(MEDIATION)
    office.accepts(request)

    assert lies(request) == (State.UNDER_REVIEW, {"consultation", "legality", "funding"})
    assert office.answer.url == reverse("inbox")
    assert f"《{request.title}》：已办理“受理”。" in office.sees(county.screener, "inbox")
    assert lies(other) == (State.SCREENING, {"screen"})


def test_with_nothing_left_to_do_the_officer_is_led_to_the_request(office, county):
    request = office.submits(MEDIATION)
    office.accepts(request)

    assert office.answer.url == reverse("request", args=[request.pk])


def test_a_second_click_is_told_who_acted_and_changes_nothing(office, county):
    request = office.submits(MEDIATION)
    before = request.revision
    office.accepts(request)
    acts = RequestEvent.objects.count()
    office.does(county.screener, "accept", request, seen=before, townships=[county.townships[0].pk])

    assert office.answer.status_code == 409
    assert f"“形式审查”已由 {county.screener} 于 " in page(office)
    assert RequestEvent.objects.count() == acts
    assert lies(request)[0] == State.UNDER_REVIEW


def test_a_page_that_was_opened_before_another_act_is_refused_and_keeps_what_was_typed(office, county):
    request = office.submits(MEDIATION, OUTSIDE_BOARD)
    stale = request.revision
    office.does(county.clerk, "ask_re_examination", request, reason="牌子另有依据")
    office.does(county.reexaminer, "uphold", request, reason="没有依据")
    office.does(county.screener, "decline", request, seen=stale, reason="不在准入范围之内")

    assert office.answer.status_code == 409
    assert f"“复核维持”已由 {county.reexaminer} 于 " in page(office)
    assert "不在准入范围之内" in page(office)
    assert lies(request) == (State.SCREENING, {"screen"})
    assert f'name="seen" value="{request.revision}"' in page(office)


def test_an_act_whose_time_is_over_answers_with_a_sentence_and_a_way_back(office, county):
    request = office.submits(MEDIATION)
    office.accepts(request)
    shown = office.sees(county.screener, "act", request.pk, "accept")

    assert office.answer.status_code == 409
    assert f"“形式审查”已由 {county.screener} 于 " in shown
    assert reverse("request", args=[request.pk]) in shown
    assert 'name="townships"' not in shown


def test_an_opinion_cannot_be_given_twice_while_the_other_township_is_still_asked(office, county):
    request = office.submits(MEDIATION)
    both = [township.pk for township in county.townships[:2]]
    office.does(county.screener, "accept", request, townships=both)
    first = county.township_officers[0]
    office.does(first, "give_opinion", request, conclusion="supports")
    office.does(first, "give_opinion", request, conclusion="objects", text="改主意了")

    assert office.answer.status_code == 409
    assert f"“征求意见”已由 {first} 于 " in page(office)
    assert Opinion.objects.get(officer=first).conclusion == "supports"


def test_a_township_that_was_not_asked_does_not_see_the_request(office, county):
    request = office.submits(MEDIATION)
    office.accepts(request)
    office.does(county.township_officers[1], "give_opinion", request, conclusion="supports")

    assert office.answer.status_code == 404


def test_a_supervisor_sees_the_request_and_may_not_act_on_it(office, county):
    request = office.submits(MEDIATION)
    office.does(county.supervisor, "accept", request, townships=[county.townships[0].pk])

    assert office.answer.status_code == 403
    assert lies(request) == (State.SCREENING, {"screen"})


def test_the_neighbours_counter_does_not_see_the_request(office, county):
    request = office.submits(MEDIATION)
    office.does(county.neighbour_screener, "accept", request, townships=[county.townships[0].pk])

    assert office.answer.status_code == 404


def test_another_desks_act_is_forbidden(office, county):
    request = office.submits(MEDIATION)
    office.does(county.justice, "accept", request, townships=[county.townships[0].pk])

    assert office.answer.status_code == 403


def test_an_act_that_does_not_exist_is_not_found(office, county):
    request = office.submits(MEDIATION)
    office.sees(county.screener, "act", request.pk, "delete")

    assert office.answer.status_code == 404


def test_what_is_missing_is_said_at_its_field(office, county):
    request = office.submits(MEDIATION)
    for act, field, sentence in (
        ("accept", "townships", "请至少选择一个征求意见的乡镇（街道）。"),
        ("return_for_correction", "points", "请一次性写明全部须补正之处。"),
        ("decline", "reason", "请写明理由。"),
    ):
        office.does(county.screener, act, request)

        assert office.answer.status_code == 422
        assert office.answer.context["form"].errors[field] == [sentence]
    assert lies(request) == (State.SCREENING, {"screen"})


def test_a_form_without_the_revision_it_showed_is_refused(office, county):
    request = office.submits(MEDIATION)
    office.does(county.screener, "decline", request, seen="", reason="不予受理")

    assert office.answer.status_code == 422
    assert lies(request) == (State.SCREENING, {"screen"})


def test_an_objection_must_be_explained(office, county):
    request = office.submits(MEDIATION)
    office.accepts(request)
    office.does(county.finance, "give_opinion", request, conclusion="objects")

    assert office.answer.status_code == 422
    assert office.answer.context["form"].errors["text"] == ["不同意或者修改后同意的，请写明意见。"]


def test_the_points_to_correct_are_filled_in_from_the_verdict_and_go_out_as_edited(office, county):
    request = office.submits(without(MEDIATION, "payer", "funding"))
    shown = office.sees(county.screener, "act", request.pk, "return_for_correction")
    found = office.answer.context["form"]["points"].value()
    assert found.splitlines()
    assert found.splitlines()[0] in shown

    office.does(county.screener, "return_for_correction", request, points=f"{found}\n\n请附样表")

    assert Correction.objects.get().points == [*found.splitlines(), "请附样表"]
    assert lies(request) == (State.RETURNED, {"correct"})


def test_a_part_can_be_left_out_of_the_review(office, county):
    request = office.submits(MEDIATION, MEDIATION | {"title": "治安巡逻机制"})
    office.does(
        county.screener, "accept", request, townships=[county.townships[0].pk], send_back_2="请另行申请，附巡逻方案"
    )

    kept, sent_back = request.parts.all()
    assert (kept.decision, sent_back.decision) == ("pending", "sent_back")
    assert sent_back.reason == "请另行申请，附巡逻方案"


def test_the_legality_desk_reads_the_article_beside_what_is_claimed(office, county):
    claimed = [{"title": "中华人民共和国人民调解法", "article": 8, "paragraph": 1, "claimed_text": "每村设专人"}]
    request = office.submits(MEDIATION | {"citations": claimed})
    office.accepts(request)
    shown = office.sees(county.justice, "act", request.pk, "give_opinion")

    assert "村民委员会、居民委员会设立人民调解委员会。" in shown
    assert "现行有效" in shown
    assert "申请单位摘录的文字与登记库不一致" in shown


def test_the_funding_desk_reads_who_pays_first(office, county):
    request = office.submits(MEDIATION)
    office.accepts(request)
    shown = office.sees(county.finance, "act", request.pk, "give_opinion")

    assert shown.index("县财政预算，每村每年2000元") < shown.index("《中华人民共和国人民调解法》")


def test_publication_and_filing_close_the_case(office, county):
    request = office.comes_to_decision(MEDIATION)
    office.does(county.decider, "decide", request, decision_1="admitted")
    office.does(county.screener, "publish", request, where="县政府门户网站")
    office.does(county.screener, "file", request, receipt="鞍民备〔2026〕9号")

    assert lies(request) == (State.ADMITTED, set())


def test_the_townships_in_which_a_thing_is_to_apply_are_proposed_for_consultation(office, county):
    request = office.submits(MEDIATION)
    request.parts.update(scope=county.townships[1].region)
    office.sees(county.screener, "act", request.pk, "accept")

    assert list(office.answer.context["form"]["townships"].value()) == [county.townships[1].pk]


def test_text_longer_than_a_page_or_with_hidden_signs_is_refused(office, county):
    request = office.submits(MEDIATION)
    for reason in ("长" * 5001, "看不见的\x07符号"):
        office.does(county.screener, "decline", request, reason=reason)
        assert office.answer.status_code == 422
    assert lies(request) == (State.SCREENING, {"screen"})
