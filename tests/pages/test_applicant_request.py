"""The page of one request: where it stands, what was found, said and done, and the letters that follow."""

import pytest
from django.urls import reverse

from tests.requests import MEDIATION, OUTSIDE_BOARD, STATION, draft
from workflows.models import AdmissionRequest, Desk, RequestEvent
from workflows.pages.drawing import Status
from workflows.pages.request_page import Followed
from workflows.services import drafting
from workflows.services.letters import existing

ALL = ["提交", "形式审查", "并行审查", "联合审核", "审定", "公布", "备案"]


def drawn(request, officer):
    """The steps of the way: name → status, and the desks below a step."""
    subject = AdmissionRequest.objects.select_related("county", "department", "applicant").get(pk=request.pk)
    steps = Followed(subject, officer).way.flow.steps
    return {str(step.name): step.status for step in steps}, {str(step.name): step.desks for step in steps}


def letters(request):
    subject = AdmissionRequest.objects.select_related("county", "department").get(pk=request.pk)
    return [each.name for each in existing(subject, list(subject.events.all()))]


def read(office, officer, request, name):
    return office.sees(officer, "document", request.pk, name)


def test_the_way_is_drawn_with_each_desk_that_is_asked(office, county):
    request = office.submits(MEDIATION)
    office.accepts(request)

    steps, desks = drawn(request, county.clerk)

    assert list(steps) == ALL
    assert steps["形式审查"] is Status.DONE
    assert steps["并行审查"] is Status.CURRENT
    assert steps["联合审核"] is Status.WAITING
    township = county.townships[0].region.name
    assert {str(desk.name) for desk in desks["并行审查"]} == {f"征求意见：{township}", "合法性审查", "经费审核"}
    assert all("到期" in desk.note for desk in desks["并行审查"])


def test_what_was_returned_stands_below_the_counter_from_which_it_came(office, county):
    request = office.submits(MEDIATION)
    office.does(county.screener, "return_for_correction", request, points="补充依据")

    steps, desks = drawn(request, county.clerk)

    assert steps["形式审查"] is Status.RESTING
    assert [(str(desk.name), desk.status) for desk in desks["形式审查"]] == [("退回补正", Status.CURRENT)]
    assert letters(request) == ["correction-1"]
    assert "补充依据" in read(office, county.clerk, request, "correction-1")


def returned(office, county, *points):
    """A request sent back with these points; the day until which the applicant has it."""
    request = office.submits(MEDIATION)
    office.does(county.screener, "return_for_correction", request, points="\n".join(points))
    return request, Desk.objects.get(process__request=request, name="correct", finished=None).due_on.isoformat()


def test_what_was_returned_has_the_applicants_own_date_and_the_offices_clock_rests(office, county):
    request, day = returned(office, county, "补充依据")
    for officer in (county.clerk, county.screener):
        page = office.sees(officer, "request", request.pk)
        assert "申请单位补正期限" in page and "受理机关的时限中止计算" in page
        assert f'datetime="{day}"' in page and "还剩" in page
        assert "中止计时</span>" not in page


def test_the_points_to_put_right_and_the_date_stand_on_each_form_that_puts_them_right(office, county):
    request, day = returned(office, county, "补充依据", "写明经费标准")
    for name, args in (("part_edit", [request.pk, 1]), ("request_edit", [request.pk])):
        page = office.sees(county.clerk, name, *args)
        assert "补充依据" in page and "写明经费标准" in page, name
        assert f'datetime="{day}"' in page, name
    assert f'datetime="{day}"' in office.sees(county.clerk, "start")
    office.does(county.clerk, "resubmit", request)
    office.does(county.screener, "return_for_correction", request, points="附会议纪要")
    page = office.sees(county.clerk, "part_edit", request.pk, 1)
    assert "附会议纪要" in page and "补充依据" not in page


def test_a_draft_has_nothing_to_put_right(office, county):
    request = draft(county, MEDIATION)
    assert "须补正之处" not in office.sees(county.clerk, "part_edit", request.pk, 1)


@pytest.mark.parametrize(("act", "who", "says"), [("withdraw", "clerk", "已撤回"), ("terminate", "screener", "已终止")])
def test_a_part_ends_with_its_request(office, county, act, who, says):
    request = office.submits(MEDIATION)
    office.accepts(request)
    office.does(getattr(county, who), act, request, reason="另行安排")
    part = request.parts.get()
    for page in (
        office.sees(county.clerk, "request", request.pk),
        office.sees(county.screener, "act", request.pk, "accept"),
    ):
        shown = page[page.index('id="part-1"') :]
        shown = shown[: shown.index("card-body")]
        assert says in shown
        assert "办理中" not in shown and "县级可定" not in shown
    assert part.decision == "pending", "what is on record stays"


def test_what_was_declined_goes_no_further_and_may_be_re_examined(office, county):
    request = office.submits(OUTSIDE_BOARD)
    steps, _desks = drawn(request, county.clerk)
    assert (steps["形式审查"], steps["并行审查"]) == (Status.STOPPED, Status.SKIPPED)

    office.does(county.clerk, "ask_re_examination", request, reason="有法律依据")

    steps, desks = drawn(request, county.clerk)
    assert steps["形式审查"] is Status.CURRENT
    assert [(str(desk.name), desk.status) for desk in desks["形式审查"]] == [("复核", Status.CURRENT)]


def test_the_page_says_what_was_found_word_for_word_and_that_the_machine_did_it(office, county):
    request = office.submits(OUTSIDE_BOARD)

    page = office.sees(county.clerk, "request", request.pk)

    assert "除党中央、国务院明确要求或法律明文规定外，外部不得悬挂其他标牌（标识）。" in page
    assert "可改为内部标牌" in page
    assert "自动不予受理" in page
    assert "系统" in page
    assert "申请复核" in page


def test_the_province_has_its_own_step_where_it_is_needed(office, county):
    request = office.comes_to_decision(STATION)

    steps, _desks = drawn(request, county.clerk)

    assert steps["省级同意"] is Status.CURRENT
    assert "petition" in letters(request)
    petition = read(office, county.province, request, "petition")
    assert "中共辽宁省委员会、辽宁省人民政府" in petition
    assert "中共台安县委员会" in petition


def test_a_decided_request_has_its_letters(office, county):
    request = office.comes_to_decision(MEDIATION, OUTSIDE_BOARD, MEDIATION)
    office.does(
        county.decider, "decide", request,
        decision_1="admitted", decision_3="refused", reason_3="职能重复",
    )  # fmt: skip

    assert letters(request) == [
        "decline",
        "acceptance",
        "consultation",
        "legality",
        "submission_sheet",
        "approval",
        "refusal",
    ]
    number = request.parts.get(position=1).admission_number
    approval = read(office, county.clerk, request, "approval")
    assert number in approval
    assert "台安县人民政府" in approval
    assert approval.count("<td>") == 12
    assert "职能重复" in read(office, county.clerk, request, "refusal")
    decline = read(office, county.clerk, request, "decline")
    assert "外部不得悬挂其他标牌（标识）。" in decline
    assert "申请复核" in decline
    assert "食品安全工作站" not in read(office, county.clerk, request, "acceptance")


@pytest.mark.parametrize("name", ["approval", "refusal", "petition", "correction-1", "nonsense"])
def test_there_is_no_letter_that_the_case_does_not_bear_out(office, county, name):
    request = office.submits(MEDIATION)

    read(office, county.clerk, request, name)

    assert office.answer.status_code == 404


def test_what_others_said_stands_on_the_page(office, county):
    request = office.submits(MEDIATION)
    office.accepts(request)
    office.does(county.finance, "give_opinion", request, conclusion="objects", text="经费没有落实")

    page = office.sees(county.clerk, "request", request.pk)

    assert "经费没有落实" in page
    assert "台安县财政局" in page


def test_each_officer_is_led_to_what_he_may_do_and_to_nothing_else(office, county):
    request = office.submits(MEDIATION)

    def led(officer):
        office.sees(officer, "request", request.pk)
        return [act.name for act, _url in office.answer.context["acts"]]

    assert led(county.screener) == ["accept", "return_for_correction", "decline", "suspend", "copy", "terminate"]
    assert led(county.clerk) == ["urge", "take_back", "withdraw"]
    assert led(county.supervisor) == ["urge"]
    assert led(county.decider) == ["suspend", "copy"]


def test_a_draft_is_led_to_its_writing_and_has_no_letters(office, county):
    request = draft(county, MEDIATION)

    page = office.sees(county.clerk, "request", request.pk)

    assert reverse("request_edit", args=[request.pk]) in page
    assert letters(request) == []


def test_drafts_leave_no_trace_in_the_record(county):
    request = drafting.begin(
        by=county.clerk, department=county.department, county=county.region, title="调解", kind="mechanism"
    )
    drafting.add_part(request, by=county.clerk, kind="signboard", title="牌子")

    assert not RequestEvent.objects.exists()


@pytest.mark.parametrize("page", ["request", "document"])
def test_b15_who_has_nothing_to_do_with_a_request_does_not_see_it(office, county, page):
    request = office.submits(OUTSIDE_BOARD)
    args = [request.pk, "decline"] if page == "document" else [request.pk]

    for stranger in (county.neighbour_clerk, county.neighbour_screener, county.province, county.township_officers[0]):
        office.sees(stranger, page, *args)
        assert office.answer.status_code == 404


def test_the_page_asks_the_database_the_same_however_long_the_record_is(office, county, django_assert_max_num_queries):
    request = office.comes_to_decision(MEDIATION, STATION)
    office.client.force_login(county.supervisor)

    with django_assert_max_num_queries(37):
        office.client.get(reverse("request", args=[request.pk]))
