"""Stories of the first page and the menu: each finds what he needs first, and nothing that is not for him."""

from itertools import groupby

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import roles
from accounts.models import Organ, User
from accounts.roles import Role
from catalogues.lists import CatalogueList, ListName
from catalogues.models import ListFiling
from tests.catalogues.standing_things import TOWNSHIP
from tests.pages.test_alarms import reports
from tests.requests import MEDIATION, OUTSIDE_BOARD, STATION, draft
from workflows.models import Cause
from workflows.pages.navigation import frame
from workflows.services import demands, exits, list_keeping, ordering
from workflows.services.due_dates import due_to
from workflows.services.list_keeping import Content
from workflows.services.ordering import Problem


def menu(office, officer):
    office.sees(officer, "start")
    return [str(item.label) for item in office.answer.context["nav"]]


def test_the_applicant_sees_where_his_requests_lie_what_came_back_and_his_drafts(office, county):
    lying, returned = office.submits(MEDIATION), office.submits(MEDIATION)
    office.accepts(lying)
    office.does(county.screener, "return_for_correction", returned, points="请附设置文件\n请附经费文件")
    draft(county, MEDIATION, title="还没写完的申请")
    shown = office.sees(county.clerk, "start")

    assert "征求意见、经费审核、合法性审查" in shown or "征求意见、合法性审查、经费审核" in shown
    assert "请附设置文件" in shown and "请附经费文件" in shown
    assert "还没写完的申请" in shown
    assert reverse("request_new") in shown


def test_points_that_were_answered_are_not_shown_again(office, county):
    request = office.submits(MEDIATION)
    office.does(county.screener, "return_for_correction", request, points="请附设置文件")
    office.does(county.clerk, "resubmit", request)

    assert "请附设置文件" not in office.sees(county.clerk, "start")


def test_the_counter_sees_what_waits_and_how_much_of_it(office, county):
    request = office.submits(MEDIATION)
    shown = office.sees(county.screener, "start")

    assert reverse("act", args=[request.pk, "accept"]) in shown
    assert {name: office.answer.context["desks"][name] for name in ("all", "overdue", "today")} == {
        "all": 1,
        "overdue": 0,
        "today": 0,
    }


def test_the_supervisor_sees_numbers_that_lead_to_lists(office, county):
    office.submits(OUTSIDE_BOARD)
    shown = office.sees(county.supervisor, "start")

    assert reverse("supervision_list", args=["declined-by-rule"]) in shown
    tiles = {str(tile.name): tile.number for tile in office.answer.context["watched"]["tiles"]}
    assert tiles.pop("自动不予受理") == 1
    assert set(tiles.values()) == {0}


def test_the_province_sees_what_waits_for_its_consent(office, county):
    request = office.comes_to_decision(STATION)
    shown = office.sees(county.province, "start")

    assert reverse("act", args=[request.pk, "consent"]) in shown
    assert "已等待 0 天" in shown


def test_somebody_of_several_posts_sees_several_sections(office, county):
    roles.appoint(county.screener, Role.SUPERVISOR, county.screener.organ)
    roles.appoint(county.screener, Role.APPLICANT, county.screener.organ)
    office.sees(county.screener, "start")

    assert all(section in office.answer.context for section in ("mine", "desks", "watched"))
    assert "province" not in office.answer.context


def test_somebody_without_a_post_is_told_so(office, county):
    office.sees(User.objects.create_user("newcomer"), "start")

    assert "您还没有任职" in office.answer.content.decode()


def test_the_menu_holds_what_the_post_needs(office, county):
    bound = {"待办", "新建申请", "监督", "依据复查", "系统管理"}

    assert bound & set(menu(office, county.clerk)) == {"待办", "新建申请"}
    assert bound & set(menu(office, county.screener)) == {"待办", "依据复查"}
    assert bound & set(menu(office, county.decider)) == {"待办"}
    assert bound & set(menu(office, county.supervisor)) == {"监督"}
    assert menu(office, county.clerk)[0] == "首页"
    assert menu(office, User.objects.get(username="t-admin"))[-1] == "系统管理"


@pytest.mark.parametrize("who", ["clerk", "screener", "decider", "supervisor", "confidant", "keeper", "province"])
def test_what_belongs_together_stands_under_one_head_of_the_menu(office, county, who):
    office.sees(getattr(county, who), "start")
    heads = [str(group) for group, _lines in groupby(office.answer.context["nav"], key=lambda item: item.group)]

    assert len(heads) == len(set(heads)) >= 4
    assert heads[0] == "我的" and heads[-1] == "规则和设置"


def test_the_menu_counts_what_waits_and_tells_the_place_and_the_posts(office, county):
    office.submits(MEDIATION)
    office.sees(county.screener, "start")
    counts = {str(item.label): item.count for item in office.answer.context["nav"]}

    assert counts["待办"] == 1
    assert str(office.answer.context["place"]) == "台安县"
    assert [str(role) for role in office.answer.context["user_roles"]] == ["受理"]


def test_the_frame_asks_the_database_nothing_until_it_is_shown_and_then_little(county):
    request = RequestFactory().get("/")
    request.user, request.resolver_match = User.objects.get(pk=county.screener.pk), None
    with CaptureQueriesContext(connection) as counted:
        values = frame(request)
        assert len(counted) == 0
        shown = "{% for item in nav %}{{ item.label }}{{ item.count }}{% endfor %}{{ place }}{{ user_roles }}"
        Template(shown + "{{ user.organ }}").render(Context(values | {"user": request.user}))
        assert len(counted) <= 4


def test_what_waits_outside_requests_is_on_the_first_page_of_whoever_has_to_act(office, county):
    which = CatalogueList(county.region, ListName.WORK_AFFAIRS)
    affair = list_keeping.enter(
        which, Content("协助人口登记", "work_affair", organ=county.department), by=county.keeper
    )
    list_keeping.publish(which, by=county.screener, where="县政府网站", seen=0)
    exits.report(affair, by=county.finance, ground="funds", note="没有预算")
    exits.propose(exits.reviews_for(county.keeper), by=county.keeper)
    problem = Problem(Cause.STILL_DEMANDED, "own-1", "要求每日上报照片", county.region, county.department)
    order = ordering.issue(problem, by=county.supervisor, demand="停止。", working_days_given=5)
    report = reports(title="安全生产日报表")

    def waits(officer):
        office.sees(officer, "start")
        shown = office.answer.context["elsewhere"] or {"first": [], "more": []}
        return [(each.step, each.page) for each in [*shown["first"], *shown["more"]]]

    assert set(waits(county.clerk)) == {("督办反馈", "order"), ("陈述意见", "exit_case")}
    assert waits(county.screener) == [("报送备案", "list_edition")] * 3
    assert waits(county.supervisor) == [("办理反映", "demand")]
    township = Organ.objects.get(function="township", region=TOWNSHIP).officers.first()
    assert ("办理反映", "demand") in waits(township)
    ordering.feed_back(order, by=county.clerk, text="已停止。")
    assert ("督办核查", "order") in waits(county.supervisor)
    assert ("督办反馈", "order") not in waits(county.clerk)
    assert {each.key for each in due_to(county.screener)} == {f"filing-{pk}" for pk in filings()}
    demands.answer_demand(report, by=township, text="已核实。")
    assert waits(township) == []


def filings():
    return ListFiling.objects.values_list("pk", flat=True)
