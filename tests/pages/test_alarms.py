"""预警: each is a query and a list; what villagers reported leads to an order, and the order never to who reported it."""

import csv
from datetime import date, timedelta
from io import BytesIO
from uuid import uuid4

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from openpyxl import load_workbook

from accounts.models import Level, Organ, Region
from catalogues.lists import CatalogueList, ListName
from catalogues.models import DemandReport, Entry, ExitCase, ExitDesk, ExitReview, ListFiling, Signboard
from catalogues.walls import hang, take_down
from notifications.models import Outgoing
from policy.choices import Place
from tests.catalogues.standing_things import TOWNSHIP, VILLAGE, entry, village
from tests.requests import OUTSIDE_BOARD
from workflows.errors import NotNow
from workflows.models import Cause, OrderState, SupervisionOrder
from workflows.pages.problem_lists import LISTS
from workflows.services import alarms, demands, exits, list_keeping, ordering, oversight
from workflows.services.demands import Told
from workflows.services.list_keeping import Content

OTHER_VILLAGE = "210321001222"
SECRET = ("黑鱼沟", "我是三组老王", "13912345678")


def reports(**more):
    given = {"place": village(), "title": "安全生产日报表", "told": f"{SECRET[1]}，每天要截图", "once": uuid4()}
    return demands.report(Told(**given | more | {"contact": SECRET[2]}))[0]


def orders(office, officer, about, **given):
    office.client.force_login(officer)
    given = {"demand": "停止索要。", "working_days_given": "5"} | given
    office.answer = office.client.post(reverse("order_new") + f"?about={about}", given)
    return SupervisionOrder.objects.order_by("pk").last()


@pytest.mark.parametrize(
    ("stands", "cause"),
    [
        ({"valid_until": date(2026, 3, 1)}, Cause.STILL_RUNNING),
        ({"left_on": date(2026, 3, 1)}, Cause.STILL_RUNNING),
        ({"scope_id": "210321101000"}, Cause.STILL_DEMANDED),
        ({"title": "完全两样的东西"}, Cause.STILL_DEMANDED),
        ({}, None),
    ],
)
def test_what_a_report_alarms_of(county, stands, cause):
    entry(county, **({"title": "安全生产日报表"} | stands))
    report = reports()
    found = list(oversight.still_demanded([county.region]))
    problem = alarms.find(f"report-{report.pk}")

    assert [each.cause for each in found] == ([cause] if cause else [])
    assert (problem.cause if problem else None) == cause


@pytest.mark.parametrize(
    ("asked", "stands", "alarms_of"),
    [
        ("weekly", {}, True),
        ("monthly", {}, False),
        ("", {}, False),
        ("weekly", {"answers": {}}, False),
        ("weekly", {"valid_until": date(2026, 3, 1)}, False),
    ],
)
def test_what_is_asked_for_oftener_than_admitted_alarms(office, county, asked, stands, alarms_of):
    entry(county, **({"title": "安全生产日报表", "answers": {"frequency": "monthly"}} | stands))
    report = reports(frequency=asked)
    problem = alarms.find(f"report-{report.pk}")

    assert (problem is not None and problem.cause == Cause.TOO_OFTEN) == alarms_of
    page = office.sees(county.supervisor, "demand", report.pk)
    assert ("要求的次数超过准入的频次" in page) == alarms_of
    assert ("签发督办单" in page) == (problem is not None)
    if problem and alarms_of:
        order = orders(office, county.supervisor, f"report-{report.pk}")
        assert (order.cause, order.title) == (Cause.TOO_OFTEN, "“安全生产日报表”超过准入频次")
        assert ["准入的频次", "每月"] in order.evidence
        assert not any(secret in str(order.evidence) for secret in SECRET)


def test_a_reporter_may_say_how_often_and_reads_that_it_is_too_often(office, county):
    entry(county, "安全生产日报表", answers={"frequency": "monthly"})
    sent = {
        "place": "黑鱼沟村",
        "title": "安全生产日报表",
        "told": "要截图",
        "once": str(uuid4()),
        "frequency": "daily",
    }
    office.client.logout()
    page = office.client.post(reverse("demand_report"), sent)
    assert "只按准入的频次办理" in page.content.decode()
    assert DemandReport.objects.get().too_often
    page = office.client.post(reverse("demand_report"), sent | {"frequency": "hourly", "once": str(uuid4())})
    assert page.status_code == 422 and "请从所列频次中选择" in page.content.decode()


@pytest.mark.parametrize(("days", "listed"), [(89, False), (91, True)])
def test_what_nobody_pays_for_is_listed_after_ninety_days_and_ordered(office, county, days, listed):
    unpaid = entry(county, "村级巡查", kind="work_affair", answers={"payer": "nobody"}, organ=county.department)
    with time_machine.travel(timezone.now() - timedelta(days=days), tick=False):
        exits.queue()
    review = unpaid.exit_reviews.get()

    assert (unpaid.number in office.sees(county.supervisor, "supervision_list", "unfunded")) == listed
    assert (alarms.find(f"funds-{review.pk}") is not None) == listed
    if listed:
        order = orders(office, county.supervisor, f"funds-{review.pk}")
        assert (order.cause, order.organ) == (Cause.UNFUNDED, county.department)
        ExitReview.objects.filter(pk=review.pk).update(closed_at=timezone.now())
        assert alarms.find(f"funds-{review.pk}") is None


def test_what_was_refused_and_is_still_demanded_is_ordered_and_closed_with_the_order(office, county):
    refused = office.submits(OUTSIDE_BOARD)
    report = reports(title="食品安全工作站", asked_by="乡里的人")
    row = office.sees(county.supervisor, "supervision_list", "still-demanded")
    assert f"about=report-{report.pk}" in row and refused.number in row and refused.department.name in row
    assert "被拒仍索要" in office.sees(county.supervisor, "order_new", about=f"report-{report.pk}")
    order = orders(office, county.supervisor, f"report-{report.pk}")

    assert (order.cause, order.organ, order.request) == (Cause.REFUSED, county.department, refused)
    assert order.title == "“食品安全工作站”被拒仍索要"
    assert order.number in office.sees(county.supervisor, "demand", report.pk)
    ordering.feed_back(order, by=county.clerk, text="已停止。")
    order.refresh_from_db()
    ordering.close_order(order, by=county.supervisor, text="已到村核查。")
    report.refresh_from_db()
    assert (report.outcome, report.closed_by, report.is_open) == ("withdrawn", county.supervisor, False)
    assert "已到村核查" not in report.reason and "督办" in report.reason
    assert not oversight.still_demanded([county.region]).exists()


def test_nothing_of_the_reporter_is_in_the_alarm_or_the_order(office, county):
    entry(county, "安全生产日报表", valid_until=date(2026, 3, 1))
    report = reports(asked_by="台安县民政局", keep_from_township=True)
    order = orders(office, county.supervisor, f"report-{report.pk}")
    organ = order.organ.officers.first()

    assert order.organ.name == "台安县民政局"
    secrets = [*SECRET, village().name, report.number, report.told, "反映"]
    kept = f"{order.title} {order.demand} {order.evidence} {list(Outgoing.objects.filter(event='order_issued').values_list('context', flat=True))}"
    shown = office.sees(organ, "order", order.pk)
    main = shown[shown.index("<main") : shown.index("</main>")]
    assert [secret for secret in secrets if secret in kept or secret in main] == []
    assert office.client.get(reverse("demand", args=[report.pk])).status_code in {403, 404}


@pytest.mark.parametrize(
    ("more", "organ"),
    [
        ({"asked_by": "台安县财政局"}, "台安县财政局"),
        ({"asked_by": "不知道"}, "台安县民政局"),
        ({"asked_by": "岫岩满族自治县教育局"}, "台安县民政局"),
    ],
)
def test_who_has_to_answer(county, more, organ):
    entry(county, "安全生产日报表", valid_until=date(2026, 3, 1))
    assert alarms.find(f"report-{reports(**more).pk}").organ.name == organ


def test_what_no_register_knows_is_said_by_the_supervisor(office, county):
    report = reports(title="老王家的表")
    page = office.sees(county.supervisor, "order_new", about=f"report-{report.pk}")
    assert "请选择" in page and "老王家的表" not in page
    orders(office, county.supervisor, f"report-{report.pk}")
    assert {"organ", "title"} <= set(office.answer.context["form"].errors)
    order = orders(office, county.supervisor, f"report-{report.pk}", organ=county.department.pk, title="未经准入的报表")

    assert (order.title, order.organ, order.cause) == ("未经准入的报表", county.department, Cause.STILL_DEMANDED)
    assert "老王" not in f"{order.evidence}"


def test_the_history_of_a_problem_is_shown_and_a_second_open_order_refused(office, county):
    entry(county, "安全生产日报表", valid_until=date(2026, 3, 1))
    about = f"report-{reports().pk}"
    first = orders(office, county.supervisor, about)
    assert orders(office, county.supervisor, about) == first and office.answer.status_code == 409
    ordering.cancel_order(first, by=county.supervisor, text="责任单位有误。")

    assert first.number in office.sees(county.supervisor, "order_new", about=about)
    assert [each.ordered_before for each in oversight.still_demanded([county.region])] == [1]
    assert orders(office, county.supervisor, about) != first


def test_a_report_that_is_closed_is_no_alarm(office, county):
    report = reports()
    demands.close_demand(report, by=county.supervisor, outcome="unfounded", reason="未发现。")

    assert alarms.find(f"report-{report.pk}") is None
    orders(office, county.supervisor, f"report-{report.pk}")
    assert office.answer.status_code == 409


def test_only_who_watches_the_county_is_shown_its_alarms(office, county):
    report = reports()
    stranger = Organ.objects.filter(region="210323000000", officers__appointments__role="supervisor").first()
    other = stranger.officers.first()
    orders(office, other, f"report-{report.pk}")

    assert office.answer.status_code == 403
    assert report.title not in office.sees(other, "supervision_list", "still-demanded")


@pytest.mark.parametrize("organ", ["department", None])
def test_a_desk_of_an_exit_that_is_late_is_ordered(office, county, organ):
    case = ExitCase.objects.create(number="退-1", title="旧台账", region=county.region, opened_by=county.keeper)
    whose = county.department if organ else None
    desk = ExitDesk.objects.create(case=case, organ=whose, due_on=localdate() - timedelta(days=2))
    assert f"about=exit-desk-{desk.pk}" in office.sees(county.supervisor, "supervision_list", "late-exits")
    order = orders(office, county.supervisor, f"exit-desk-{desk.pk}")

    assert (order.cause, order.organ) == (Cause.OVERDUE, whose or county.decider.organ)
    ExitDesk.objects.update(due_on=localdate())
    assert alarms.find(f"exit-desk-{desk.pk}") is None


def test_a_filing_that_is_late_is_ordered(office, county):
    which = CatalogueList(county.region, ListName.WORK_AFFAIRS)
    content = Content("协助人口登记", "work_affair", basis="《村民委员会组织法》第八条")
    list_keeping.enter(which, content, by=county.keeper)
    list_keeping.publish(which, by=county.screener, where="县政府网站", seen=0)
    filing = ListFiling.objects.first()
    ListFiling.objects.update(due_on=localdate() - timedelta(days=1))
    assert f"about=filing-{filing.pk}" in office.sees(county.supervisor, "supervision_list", "late-filings")
    order = orders(office, county.supervisor, f"filing-{filing.pk}")

    assert (order.cause, order.organ) == (Cause.NOT_PUBLISHED, county.screener.organ)
    assert is_refused_while_it_stands(order, county)
    list_keeping.send(filing, by=county.screener)
    assert alarms.find(f"filing-{filing.pk}") is None
    ListFiling.objects.update(receipt_due_on=localdate() - timedelta(days=1))
    assert f"about=receipt-{filing.pk}" in office.sees(county.supervisor, "supervision_list", "late-filings")
    assert alarms.find(f"receipt-{filing.pk}").organ == filing.organ
    ordering.close_order(order, by=county.supervisor, text="已报送；回执是另一件事。")


def is_refused_while_it_stands(order, county):
    ordering.feed_back(order, by=order.organ.officers.first(), text="已办理。")
    order.refresh_from_db()
    with pytest.raises(NotNow, match="仍在监督名单中"):
        ordering.close_order(order, by=county.supervisor, text="已核查。")
    return SupervisionOrder.objects.get(pk=order.pk).state == OrderState.ANSWERED


def test_a_board_that_hangs_on_after_its_admission_is_ordered_down(office, county):
    admitted = entry(county, "食品安全工作站", kind="signboard", answers={"place": "inside"})
    board = hang(village(), by=county.screener, place=Place.INSIDE, title="食品安全工作站", on=date(2026, 2, 1))
    assert board.entry == admitted and alarms.find(f"board-{board.pk}") is None
    Entry.objects.filter(pk=admitted.pk).update(left_on=localdate() - timedelta(days=3))
    assert f"about=board-{board.pk}" in office.sees(county.supervisor, "supervision_list", "stale-boards")
    order = orders(office, county.supervisor, f"board-{board.pk}")

    assert (order.cause, order.organ.region_id) == (Cause.SIGNBOARDS, TOWNSHIP)
    assert is_refused_while_it_stands(order, county)
    take_down(board, by=county.screener, on=localdate())
    assert alarms.find(f"board-{board.pk}") is None
    ordering.close_order(order, by=county.supervisor, text="已摘除。")


def test_orders_on_boards_name_the_village_and_lead_to_its_wall(office, county):
    ordered = []
    for code in (VILLAGE, OTHER_VILLAGE):
        board = hang(village(code), by=county.screener, place=Place.INSIDE, title="农家书屋", on=date(2026, 2, 1))
        ordered.append(orders(office, county.supervisor, f"unlisted-board-{board.pk}"))
        name = village(code).name
        assert ordered[-1].title == f"{name}“农家书屋”不在挂牌清单而悬挂"
        for officer in (county.supervisor, ordered[-1].organ.officers.first()):
            assert reverse("wall", args=[code]) in office.sees(officer, "order", ordered[-1].pk)

    over = entry(county, "农家书屋", kind="signboard", answers={"place": "inside"}, left_on=date(2026, 3, 1))
    Signboard.objects.update(entry=over)
    assert alarms.find(f"board-{board.pk}").title == f"{name}“农家书屋”准入终止后仍悬挂"
    take_down(board, by=county.screener, on=localdate())
    assert reverse("wall", args=[OTHER_VILLAGE]) in office.sees(county.supervisor, "order", ordered[1].pk)


def test_a_title_within_a_title_has_single_quotation_marks(county):
    unpaid = entry(county, "“平安”巡查", kind="work_affair", organ=county.department)
    review = ExitReview.objects.create(entry=unpaid, ground="funds", occasion="x", note="无人负担")

    assert alarms.of_unfunded(review).title == "“‘平安’巡查”经费未到位"


def test_an_order_on_what_nobody_answers_for_any_more_is_not_closed_while_it_stands(office, county):
    admitted = entry(county, "食品安全工作站", kind="signboard", answers={"place": "inside"})
    board = hang(village(), by=county.screener, place=Place.INSIDE, title="食品安全工作站", on=date(2026, 2, 1))
    Entry.objects.filter(pk=admitted.pk).update(left_on=localdate() - timedelta(days=3))
    order = orders(office, county.supervisor, f"board-{board.pk}")
    Organ.objects.filter(pk=order.organ_id).update(function="department")

    assert alarms.find(f"board-{board.pk}") is None
    assert is_refused_while_it_stands(order, county)


def test_a_board_whose_admission_was_only_changed_is_no_alarm(county):
    admitted = entry(county, "食品安全工作站", kind="signboard", answers={"place": "inside"})
    board = hang(village(), by=county.screener, place=Place.INSIDE, title="食品安全工作站", on=date(2026, 2, 1))
    Entry.objects.filter(pk=admitted.pk).update(left_on=localdate())
    entry(
        county, "食品安全工作站", kind="signboard", number=f"{admitted.number}（变更1）", entered_on=localdate(),
        supersedes=admitted, check_code=admitted.check_code, answers={"place": "inside"},
    )  # fmt: skip

    assert alarms.find(f"board-{board.pk}") is None


def test_a_board_inside_that_is_on_no_list_is_ordered_down_or_comes_onto_the_list(office, county):
    board = hang(village(), by=county.screener, place=Place.INSIDE, title="食品安全工作站", on=date(2026, 2, 1))
    guide = hang(village(), by=county.screener, place=Place.GUIDE, title="服务指引", on=date(2026, 2, 1))
    outside = hang(village(), by=county.screener, place=Place.OUTSIDE, title="村民委员会", on=date(2026, 2, 1))
    assert alarms.find(f"unlisted-board-{guide.pk}") is alarms.find(f"unlisted-board-{outside.pk}") is None
    assert f"about=unlisted-board-{board.pk}" in office.sees(county.supervisor, "supervision_list", "unlisted-boards")
    assert "挂牌清单内没有" in office.sees(county.supervisor, "wall", VILLAGE)
    order = orders(office, county.supervisor, f"unlisted-board-{board.pk}")

    assert (order.cause, order.organ.region_id) == (Cause.SIGNBOARDS, TOWNSHIP)
    city = Region.objects.get(pk=county.region.ancestor_code(Level.CITY))
    entry(county, "食品安全工作站", kind="signboard", region=city, answers={"place": "inside"})
    assert alarms.find(f"unlisted-board-{board.pk}") is None
    assert "挂牌清单内没有" not in office.sees(county.supervisor, "wall", VILLAGE)


@pytest.mark.parametrize("answers", [{}, {"place": ""}, {"place": None}, {"sign_type": "service"}])
def test_a_board_whose_entry_on_the_list_names_no_place_is_no_alarm(county, answers):
    board = hang(village(), by=county.screener, place=Place.INSIDE, title="食品安全工作站", on=date(2026, 2, 1))
    city = Region.objects.get(pk=county.region.ancestor_code(Level.CITY))
    elsewhere = entry(county, "食品安全工作站", kind="signboard", region=city, answers={"place": "outside"})
    assert alarms.find(f"unlisted-board-{board.pk}")
    Entry.objects.filter(pk=elsewhere.pk).update(answers=answers)

    assert alarms.find(f"unlisted-board-{board.pk}") is None


def test_a_list_that_changed_and_is_not_published_anew_is_ordered_until_it_is(office, county):
    which = CatalogueList(county.region, ListName.WORK_AFFAIRS)
    kept = [list_keeping.enter(which, Content(title, "work_affair"), by=county.keeper) for title in ("登记", "普查")]
    assert not oversight.unpublished([county.region]).exists()
    Entry.objects.update(entered_on=localdate() - timedelta(days=11))
    first = kept[0]
    page = office.sees(county.supervisor, "supervision_list", "unpublished")
    assert f"about=unpublished-{first.pk}" in page and f"unpublished-{kept[1].pk}" not in page
    order = orders(office, county.supervisor, f"unpublished-{first.pk}")

    assert (order.cause, order.organ) == (Cause.NOT_PUBLISHED, county.screener.organ)
    list_keeping.publish(which, by=county.screener, where="县政府网站", seen=0)
    assert alarms.find(f"unpublished-{first.pk}") is None
    list_keeping.strike(first, by=county.keeper, reason="不再需要")
    Entry.objects.filter(pk=first.pk).update(left_on=localdate() - timedelta(days=11))
    assert alarms.find(f"unpublished-{first.pk}").evidence[0][1].startswith("退出")
    list_keeping.publish(which, by=county.screener, where="县政府网站", seen=1)
    assert not oversight.unpublished([county.region]).exists()


@pytest.mark.parametrize(
    "more", [{"kind": "report_form"}, {"kind": "signboard"}, {"request_number": "210321-2026-00001"}, {"term": "emergency"}]
)  # fmt: skip
def test_what_is_published_by_itself_or_not_at_all_is_no_alarm(county, more):
    entry(county, "登记", published_on=None, **{"kind": "work_affair"} | more)

    assert not oversight.unpublished([county.region]).exists()


def test_each_number_of_the_supervision_equals_its_list(office, county):
    entry(county, "安全生产日报表", valid_until=date(2026, 3, 1))
    reports()
    case = ExitCase.objects.create(number="退-1", title="旧台账", region=county.region, opened_by=county.keeper)
    ExitDesk.objects.create(case=case, organ=county.department, due_on=localdate() - timedelta(days=2))
    office.sees(county.supervisor, "supervision")
    told = {tile.url: tile.number for tile in office.answer.context["tiles"]}
    counted = {}
    for name in LISTS:
        office.sees(county.supervisor, "supervision_list", name)
        counted[reverse("supervision_list", args=[name])] = office.answer.context["listing"].page.paginator.count

    assert counted == told
    assert {name for name in LISTS if told[reverse("supervision_list", args=[name])]} == {
        "still-demanded",
        "late-exits",
    }


@pytest.mark.parametrize("name", LISTS)
def test_each_list_is_sorted_searched_and_exported(office, county, name):
    entry(county, "安全生产日报表", valid_until=date(2026, 3, 1))
    reports()
    office.sees(county.supervisor, "supervision_list", name)
    for column in office.answer.context["listing"].columns:
        office.sees(county.supervisor, "supervision_list", name, sort=column.key, q="x")
        assert office.answer.status_code == 200
    export = office.client.get(reverse("supervision_list", args=[name]), {"export": "csv"})
    assert export.status_code == 200 and SECRET[1] not in b"".join(export).decode()


def test_the_export_tells_the_number_of_the_order_and_of_none_nothing(office, county):
    for code in (VILLAGE, OTHER_VILLAGE):
        board = hang(village(code), by=county.screener, place=Place.INSIDE, title="农家书屋", on=date(2026, 2, 1))
    order = orders(office, county.supervisor, f"unlisted-board-{board.pk}")
    page = office.sees(county.supervisor, "supervision_list", "unlisted-boards")
    assert ">督办</a>" in page and f">{order.number}</a>" in page

    for ending, read in (("csv", rows_of_csv), ("xlsx", rows_of_xlsx)):
        answer = office.client.get(reverse("supervision_list", args=["unlisted-boards"]), {"export": ending})
        heads, *found = read(b"".join(answer))
        assert {row[heads.index("督办")] or "" for row in found} == {"", order.number}


def rows_of_csv(content):
    return list(csv.reader(content.decode("utf-8-sig").splitlines()))


def rows_of_xlsx(content):
    return [list(row) for row in load_workbook(BytesIO(content)).worksheets[0].values]


def test_the_township_of_a_report_that_it_may_not_see_finds_nothing_in_an_order_on_it(office, county):
    entry(county, "安全生产日报表", valid_until=date(2026, 3, 1))
    township = Organ.objects.get(function="township", region=TOWNSHIP)
    report = reports(asked_by=township.name, keep_from_township=True)
    order = orders(office, county.supervisor, f"report-{report.pk}")
    page = office.sees(township.officers.first(), "order", order.pk)

    assert order.organ == township
    assert VILLAGE not in page and village().name not in page and report.number not in page
    assert DemandReport.objects.get().number not in str(order.evidence)
