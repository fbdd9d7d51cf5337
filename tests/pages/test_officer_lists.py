"""Stories of the lists: what waits, what there is, what a supervisor looks into, what stands."""

import csv
import io
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from accounts.models import Region
from catalogues import register
from catalogues.models import Entry
from tests.cast import CODE
from tests.requests import MEDIATION, OUTSIDE_BOARD, STATION, draft
from workflows.models import AdmissionRequest, Desk
from workflows.services import submission


def due(request, days, name=None):
    """Set the desks of the request (or one of them) due so many days from today."""
    desks = Desk.objects.filter(process__request=request, finished__isnull=True)
    desks = desks.filter(name=name) if name else desks
    desks.update(due_on=localdate() + timedelta(days=days))


def titled(part, title):
    return part | {"title": title}


def queries(office, officer, name, *args):
    office.client.force_login(officer)
    with CaptureQueriesContext(connection) as counted:
        office.answer = office.client.get(reverse(name, args=args))
    assert office.answer.status_code == 200
    return len(counted)


def rows(office):
    return [row.pk for row in office.answer.context["listing"].page]


def exported(office, officer, name, *args, **query):
    office.client.force_login(officer)
    answer = office.client.get(reverse(name, args=args), {**query, "export": "csv"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_the_inbox_begins_with_what_is_due_first(office, county):
    later, late, today = (office.submits(titled(MEDIATION, title)) for title in ("甲机制", "乙机制", "丙机制"))
    due(later, 9)
    due(late, -3)
    due(today, 0)
    shown = office.sees(county.screener, "inbox")

    assert [desk.process.request.title for desk in office.answer.context["listing"].page] == [
        "乙机制",
        "丙机制",
        "甲机制",
    ]
    assert "已逾期 3 天" in shown
    assert "今天到期" in shown
    assert "还剩 9 天" in shown


def test_a_date_beyond_the_announced_calendar_is_marked_provisional(office, county):
    request = office.submits(MEDIATION)
    Desk.objects.filter(process__request=request).update(due_is_provisional=True)

    assert "暂定" in office.sees(county.screener, "inbox")


def test_the_inbox_leads_to_the_usual_act_of_each_desk(office, county):
    request = office.submits(MEDIATION)
    assert reverse("act", args=[request.pk, "accept"]) in office.sees(county.screener, "inbox")

    office.accepts(request)
    assert reverse("act", args=[request.pk, "give_opinion"]) in office.sees(county.justice, "inbox")


def test_the_inbox_is_narrowed_by_search_and_nearness(office, county):
    late, later = office.submits(titled(MEDIATION, "甲机制")), office.submits(titled(MEDIATION, "乙机制"))
    due(late, -1)
    due(later, 5)

    for query, found in (({"nearness": "overdue"}, late), ({"nearness": "later"}, later), ({"q": "乙"}, later)):
        office.sees(county.screener, "inbox", **query)
        assert [desk.process.request for desk in office.answer.context["listing"].page] == [found]


def test_an_inbox_without_anything_says_what_will_appear(office, county):
    assert "申请流转到您的环节后" in office.sees(county.screener, "inbox")


def test_the_inbox_holds_nothing_of_the_neighbour(office, county):
    office.submits(MEDIATION)

    office.sees(county.neighbour_screener, "inbox")

    assert rows(office) == []


def test_b27_the_inbox_asks_the_database_as_often_for_sixty_as_for_three(office, county):
    for number in range(60):
        submission.submit(draft(county, titled(MEDIATION, f"第{number}号机制")), by=county.clerk)
        if number == 2:
            few = queries(office, county.screener, "inbox")
    many = queries(office, county.screener, "inbox")

    assert office.answer.context["listing"].page.paginator.count == 60
    assert many == few <= 25
    assert queries(office, county.screener, "start") <= 25
    assert queries(office, county.clerk, "start") <= 25
    assert queries(office, county.clerk, "request_list") <= 25


def test_the_list_of_requests_shows_each_only_what_he_may_see(office, county):
    request = office.submits(MEDIATION)
    sketch = draft(county, titled(MEDIATION, "尚未提交的机制"))
    for officer, seen in (
        (county.clerk, [sketch.pk, request.pk]),
        (county.screener, [request.pk]),
        (county.supervisor, [request.pk]),
        (county.township_officers[0], []),
        (county.province, []),
        (county.neighbour_screener, []),
    ):
        office.sees(officer, "request_list")
        assert set(rows(office)) == set(seen), officer


def test_the_list_of_requests_is_narrowed_by_state_and_kind_and_exported(office, county):
    mechanism, board = office.submits(MEDIATION), office.submits(OUTSIDE_BOARD)
    office.sees(county.screener, "request_list", state="open")
    assert rows(office) == [mechanism.pk]
    office.sees(county.screener, "request_list", kind="signboard")
    assert rows(office) == [board.pk]

    (line,) = exported(office, county.screener, "request_list", state="declined")
    assert (line["申请编号"], line["状态"]) == (board.number, "不予受理")


@pytest.fixture
def watched(office, county):
    """Two desks late, two parts declined by rule, one part turned down by an officer, one at the province."""
    late, reviewed, turned_down = (office.submits(titled(MEDIATION, f"{sign}机制")) for sign in "甲乙丙")
    due(late, -2)
    office.accepts(reviewed)
    due(reviewed, -5, "funding")
    office.does(county.screener, "decline", turned_down, reason="不在准入范围之内")
    office.submits(OUTSIDE_BOARD)
    office.submits(titled(MEDIATION, "丁机制"), titled(OUTSIDE_BOARD, "平安建设工作站"))
    office.comes_to_decision(STATION)
    return office


def test_each_number_of_the_supervision_is_that_of_the_list_it_leads_to(watched, county):
    watched.sees(county.supervisor, "supervision")
    shown = watched.answer.context
    tiles = {tile.name: tile for tile in shown["tiles"]}
    assert [tile.number for tile in tiles.values()] == [2, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 1, 0, 0, 0, 0, 0]

    for number, url in (
        *((tile.number, tile.url) for tile in shown["tiles"]),
        *((number, url) for _name, number, url in (*shown["by_desk"], *shown["by_clause"])),
    ):
        listing = watched.client.get(url).context["listing"]
        assert listing.page.paginator.count == number, url


def test_the_supervision_counts_late_desks_and_broken_clauses(watched, county):
    watched.sees(county.supervisor, "supervision")

    assert [row[:2] for row in watched.answer.context["by_desk"]] == [("形式审查", 1), ("经费审核", 1)]
    assert ("三（三）外部标牌", 2) in [row[:2] for row in watched.answer.context["by_clause"]]


def test_the_lists_of_the_supervision_say_why_and_how_long(watched, county):
    late = exported(watched, county.supervisor, "supervision_list", "overdue", desk="funding")
    assert [(line["申请事项"], line["逾期天数"]) for line in late] == [("乙机制", "5")]

    declined = exported(watched, county.supervisor, "supervision_list", "declined-by-rule")
    assert {line["所据条款"] for line in declined} == {"三（三）外部标牌"}

    (refused,) = exported(watched, county.supervisor, "supervision_list", "turned-down")
    assert (refused["结果"], refused["理由"]) == ("不予受理", "不在准入范围之内")

    (waiting,) = exported(watched, county.supervisor, "supervision_list", "waiting-for-province")
    assert (waiting["申请事项"], waiting["已等待天数"], waiting["上次催办"]) == ("食品安全工作站", "0", "")
    assert not exported(watched, county.supervisor, "supervision_list", "waiting-for-province", long="20")
    Desk.objects.filter(name="provincial_consent").update(created=timezone.now() - timedelta(days=21))
    (long,) = exported(watched, county.supervisor, "supervision_list", "waiting-for-province", long="20")
    assert long["已等待天数"] == "21"


def test_a_desk_is_late_the_day_after_it_was_due_without_anybody_marking_it(office, county):
    request = office.submits(MEDIATION)
    due(request, 0)
    office.sees(county.supervisor, "supervision_list", "overdue")
    assert rows(office) == []

    due(request, -1)
    office.sees(county.supervisor, "supervision_list", "overdue")
    assert len(rows(office)) == 1


def test_only_a_supervisor_opens_the_supervision(watched, county):
    for officer in (county.clerk, county.screener, county.decider, county.province):
        watched.sees(officer, "supervision")
        assert watched.answer.status_code == 403
        watched.sees(officer, "supervision_list", "overdue")
        assert watched.answer.status_code == 403


def test_a_list_that_does_not_exist_is_not_found(office, county):
    office.sees(county.supervisor, "supervision_list", "ranking")

    assert office.answer.status_code == 404


def test_the_catalogue_holds_what_stands_today(office, county):
    taian, today = Region.objects.get(pk=CODE), localdate()
    stands = register.enter(
        number="准甲", region=taian, kind="mechanism", title="人民调解委员会", organ=None, answers={}, on=today
    )
    gone = register.enter(
        number="准乙", region=taian, kind="mechanism", title="旧机制", organ=None, answers={}, on=today
    )
    Entry.objects.filter(pk=gone.pk).update(left_on=today)
    office.sees(county.clerk, "catalogue")
    assert rows(office) == [stands.pk]

    assert "已退出或者已过期" in office.sees(county.clerk, "entry", gone.pk)


def test_an_entry_shows_what_was_said_when_it_was_asked_for(office, county):
    request = office.comes_to_decision(MEDIATION)
    office.does(county.decider, "decide", request, decision_1="admitted")
    entry = Entry.objects.get()
    shown = office.sees(county.clerk, "entry", entry.pk)

    assert "调解民间纠纷" in shown
    assert reverse("request", args=[request.pk]) in shown
    office.sees(county.clerk, "catalogue", stage="to_publish")
    assert rows(office) == [entry.pk]
    office.does(county.screener, "publish", request, where="县政府门户网站")
    office.sees(county.clerk, "catalogue", stage="to_publish")
    assert rows(office) == []


def test_the_catalogue_does_not_lead_to_a_request_out_of_sight(office, county):
    request = office.comes_to_decision(MEDIATION)
    office.does(county.decider, "decide", request, decision_1="admitted")
    shown = office.sees(county.neighbour_clerk, "entry", Entry.objects.get().pk)

    assert request.number in shown
    assert reverse("request", args=[request.pk]) not in shown
    assert AdmissionRequest.objects.visible_to(county.neighbour_clerk).count() == 0
