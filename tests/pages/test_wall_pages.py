"""挂牌和设施 on the pages: drawn to the rule, recorded by the township and the county, limits told in a sentence."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Region
from catalogues import walls
from catalogues.models import Facility, Signboard
from policy.choices import Place
from policy.facilities import Standard
from tests.cast import CODE
from tests.requests import draft
from workflows.facts import facts_of
from workflows.pages.walls.wall_drawing import BLACK, RED, Board, Wall

TOWNSHIP = "210321001000"
HEAD = "区划代码,户数,总建筑面积,群众活动区域面积"


@pytest.fixture
def village(db):
    return Region.objects.within(Region.objects.get(pk=TOWNSHIP)).filter(level=12)[0]


@pytest.fixture
def township_officer(county):
    return next(officer for officer in county.township_officers if officer.organ.region_id == TOWNSHIP)


def hang(client, village, **given):
    values = {"place": "inside", "title": "助餐点", "on": localdate().isoformat()}
    return client.post(reverse("board_hang", args=[village.pk]), values | given)


def test_a_township_officer_hangs_a_board_and_everybody_sees_it_drawn(office, county, village, township_officer):
    office.client.force_login(township_officer)
    colours = {"orientation": "vertical", "colours": "white_red"}
    assert hang(office.client, village, place="outside", title="中共庆南村支部委员会", **colours).status_code == 302
    assert hang(office.client, village).status_code == 302

    page = office.sees(county.clerk, "wall", village.pk)

    assert "已挂：中共庆南村支部委员会。空位5个。" in page
    assert RED in page
    assert "助餐点" in page
    assert "登记挂牌" not in page
    board = Signboard.objects.get(title="助餐点")
    assert (board.hung_by, board.slot) == (township_officer, 1)


def test_the_seventh_and_the_eleventh_are_a_sentence_at_the_name(client, county, village):
    client.force_login(county.screener)
    for title in walls.SIX:
        hang(client, village, place="outside", title=title)
    for number in range(10):
        hang(client, village, title=f"服务室{number}")

    seventh = hang(client, village, place="outside", title="食品安全工作站")
    eleventh = hang(client, village, title="助餐点")

    assert (seventh.status_code, eleventh.status_code) == (422, 422)
    assert "外部只挂6块" in seventh.content.decode()
    assert "内部标牌已有10块，“助餐点”是第11块；先摘除一块。" in eleventh.content.decode()
    assert Signboard.objects.count() == 16


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": ""}, "请填写牌子名称。"),
        ({"title": "长" * 101}, "最多 100 个字，现有 101 个。"),
        ({"title": "甲\x07"}, "含有看不见的控制字符"),
        ({"title": "便民服務中心"}, "有不规范的字"),
        ({"place": "roof"}, "请从所列选项中选择。"),
        ({"place": ""}, "请选择悬挂位置。"),
        ({"on": "明天"}, "请填写日期"),
        ({"on": "2999-01-01"}, "日期应在 1978 年以后、今天以前。"),
        ({"colours": "green"}, "请从所列选项中选择。"),
    ],
)
def test_a_wrong_answer_is_a_sentence_and_nothing_hangs(client, county, village, given, sentence):
    client.force_login(county.screener)

    answer = hang(client, village, **given)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Signboard.objects.exists()


def test_a_board_is_taken_down_once_and_stays_on_record(client, county, village):
    client.force_login(county.screener)
    hang(client, village)
    board = Signboard.objects.get()
    address = reverse("board_take_down", args=[board.pk])

    assert client.get(address).status_code == 200
    first, second = (client.post(address, {"removed_on": localdate().isoformat()}) for _time in range(2))

    assert (first.status_code, second.status_code) == (302, 422)
    assert "已经摘除" in second.content.decode()
    assert "已摘除的" in client.get(reverse("wall", args=[village.pk])).content.decode()


def test_strangers_record_nothing(client, county, village):
    client.force_login(county.screener)
    hang(client, village)
    board = Signboard.objects.get()
    other = next(officer for officer in county.township_officers if officer.organ.region_id != TOWNSHIP)
    for stranger in (other, county.clerk, county.decider, county.supervisor, county.neighbour_screener):
        client.force_login(stranger)
        assert hang(client, village, title="另一块").status_code == 403
        assert client.post(reverse("board_take_down", args=[board.pk]), {"removed_on": "2026-11-25"}).status_code == 403
        assert client.post(reverse("facility", args=[village.pk]), {}).status_code == 403
        assert client.get(reverse("facility_import", args=[CODE])).status_code in (403, 200)
    assert Signboard.objects.hanging().count() == 1


def test_colours_and_writing_that_are_not_as_the_rule_has_them_are_marked(office, county, village):
    office.client.force_login(county.screener)
    hang(office.client, village, place="outside", title="村民委员会", colours="white_red", orientation="horizontal")

    page = office.sees(county.clerk, "wall", village.pk)

    assert "应为白底黑字" in page
    assert "一般采用竖写" in page


def test_honours_hang_together_and_the_guide_board_is_drawn_as_one(office, county, village):
    office.client.force_login(county.screener)
    hang(office.client, village, place="display", title="省级文明村")
    hang(office.client, village, place="guide", title="服务指引")

    page = office.sees(county.clerk, "wall", village.pk)

    assert "集中展陈" in page
    assert "指引牌：服务指引" in page
    assert page.count("空位") >= 9


def test_boards_are_drawn_to_the_rule():
    boards = [Board("中共甲村支部委员会"), Board("甲村村民委员会"), Board("村集体经济组织", hangs=False)]
    drawn = Wall("w", "外部标牌", "", boards, vertical=True)
    for sheet in (drawn.broad, drawn.slender):
        party, committee, free = sheet.frames
        assert (party.colour, committee.colour, free.hangs) == (RED, BLACK, False)
        assert all(frame.height > 3 * frame.width for frame in sheet.frames)
        for frame in sheet.frames:
            inside = [s for s in sheet.signs if frame.x <= s.x <= frame.x + frame.width]
            assert inside
        assert all(len(sign.text) == 1 for sign in sheet.signs)
        assert all(0 < sign.y < sheet.height for sign in sheet.signs)


@pytest.mark.parametrize("length", [1, 13, 14, 26, 27, 100])
def test_a_long_name_stays_on_its_board(length):
    sheet = Wall("w", "外部标牌", "", [Board("字" * length)], vertical=True).broad
    frame = sheet.frames[0]
    assert all(frame.x < s.x < frame.x + frame.width and frame.y < s.y <= frame.y + frame.height for s in sheet.signs)


# 综合服务设施


@pytest.mark.parametrize(
    ("households", "floor", "activity", "short", "activity_short"),
    [
        (100, "350", "210", 0, 0),
        (100, "349.99", "210", Decimal("0.01"), 0),
        (2000, "500", "300", 100, 0),
        (100, "400", "200", 0, 40),
        (0, "0", "0", 350, 0),
    ],
)
def test_the_standard_tells_what_is_wanting(households, floor, activity, short, activity_short):
    held = Standard(households, Decimal(floor), Decimal(activity))
    assert (held.short, held.activity_short) == (short, activity_short)
    assert held.meets is (short == 0 and activity_short == 0)
    assert Standard(None, None, None).meets is None


def test_measures_are_recorded_and_the_gap_is_shown(office, county, village, township_officer):
    office.client.force_login(township_officer)
    told = {"households": "2000", "floor": "500", "activity": "200.5"}
    assert office.client.post(reverse("facility", args=[village.pk]), told).status_code == 302

    page = office.sees(county.clerk, "wall", village.pk)
    assert "100" in page
    assert "不足" in page
    office.sees(county.clerk, "walls_county", CODE, state="small")
    assert [row.pk for row in office.answer.context["listing"].page] == [village.pk]
    office.sees(county.clerk, "walls_county", CODE, state="unknown")
    assert village.pk not in [row.pk for row in office.answer.context["listing"].page]
    assert office.answer.context["tiles"][0][0] == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"households": "-1"}, "不能小于 0。"),
        ({"households": "3.5"}, "请填写整数。"),
        ({"households": "100001"}, "数字太大，请核对。"),
        ({"floor": "大"}, "请填写数字。"),
        ({"floor": "1.234"}, "最多两位小数。"),
        ({"floor": "NaN"}, "请填写数字。"),
        ({"activity": "501"}, "群众活动区域面积不能大于总建筑面积。"),
        ({"activity": ""}, "请填写。"),
    ],
)
def test_a_wrong_measure_is_a_sentence_and_nothing_is_recorded(client, county, village, given, sentence):
    client.force_login(county.screener)

    answer = client.post(
        reverse("facility", args=[village.pk]), {"households": "100", "floor": "500", "activity": "300"} | given
    )

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not Facility.objects.exists()


def send(client, content, county=CODE):
    upload = SimpleUploadedFile("面积.csv", content, content_type="text/csv")
    return client.post(reverse("facility_import", args=[county]), {"table": upload})


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_table_is_taken_over_and_over_again(client, county, village, encoding):
    client.force_login(county.screener)
    for area in ("400", "450.5"):
        table = f"{HEAD}\r\n{village.pk},800,{area},300\r\n\r\n"
        assert send(client, table.encode(encoding)).status_code == 302

    facility = Facility.objects.get()
    assert (facility.village, facility.floor_area, facility.told_by) == (village, Decimal("450.50"), county.screener)


def test_of_a_table_with_faults_nothing_is_taken_over_and_each_fault_has_its_line(client, county, village):
    client.force_login(county.screener)
    lines = [
        f"{village.pk},800,400,300", "999999999999,1,400,300", f"{village.pk},1,400,300", f"{village.pk[:-1]},x",
        f"{village.pk},八百,400,300", f"{village.pk},800,100,300", f"{village.pk},8.5,400,300",
        f"{village.pk},800,1e99,300", f"{village.pk},800,inf,300",
    ]  # fmt: skip

    answer = send(client, "\n".join([HEAD, *lines]).encode())

    assert answer.status_code == 422
    page = answer.content.decode()
    for number in (3, 4, 5, 6, 7, 8, 9, 10):
        assert f"第 {number} 行" in page
    assert not Facility.objects.exists()


@pytest.mark.parametrize(
    "content",
    [b"", b"\x00\x01\x02\xff\xfe", b"\xff\xd8\xff\xe0" * 20, HEAD.encode(), b"code,households\n1,2", b'"' * 200_000],
)
def test_what_is_no_table_is_said_and_does_no_harm(client, county, content):
    client.force_login(county.screener)

    answer = send(client, content)

    assert answer.status_code == 422
    assert not Facility.objects.exists()


def test_a_township_takes_over_its_own_villages_and_no_others(client, county, village, township_officer):
    client.force_login(township_officer)
    other = Region.objects.within(county.region).filter(level=12).last()

    refused = send(client, f"{HEAD}\n{other.pk},800,400,300".encode())
    taken = send(client, f"{HEAD}\n{village.pk},800,400,300".encode())

    assert "不由您登记" in refused.content.decode()
    assert taken.status_code == 302
    assert Facility.objects.get().village == village


# The lists, and the rules


@pytest.mark.parametrize("number", [1, 6])
def test_the_pages_ask_as_often_however_much_hangs(client, county, village, number, django_assert_max_num_queries):
    client.force_login(county.screener)
    for each in range(number):
        hang(client, village, title=f"服务室{each}")
    client.force_login(county.clerk)
    for name, code, most in (("walls_county", CODE, 16), ("wall", village.pk, 12)):
        with django_assert_max_num_queries(most):
            assert client.get(reverse(name, args=[code])).status_code == 200


def test_the_list_is_by_code_and_is_carried_away(client, county, village):
    client.force_login(county.clerk)
    for sort in ("short", "-outside"):
        page = client.get(reverse("walls_county", args=[CODE]), {"sort": sort})
        assert page.context["listing"].sort == "code"
    table = client.get(reverse("walls_county", args=[CODE]), {"export": "csv"})
    assert village.name in b"".join(table.streaming_content).decode()


def test_rules_are_told_of_the_real_wall(county, village):
    for number in range(10):
        walls.hang(village, by=county.screener, place=Place.INSIDE, title=f"服务室{number}", on=localdate())
    walls.hang(village, by=county.screener, place=Place.OUTSIDE, title="村民委员会", on=localdate())
    asked = {"kind": "signboard", "title": "助餐点", "answers": {"application": "new", "place": "inside",
             "sign_type": "service"}, "citations": []}  # fmt: skip
    request = draft(county, asked)
    request.parts.update(scope=village)

    facts = facts_of(request.parts.get(), on=localdate())

    assert facts.signboards_inside == 10
    assert facts.signboards_outside == ("村民委员会",)
    assert facts.guide_boards == 0


def test_a_request_for_an_eleventh_board_is_stopped_by_what_hangs(office, county, village):
    for number in range(10):
        walls.hang(village, by=county.screener, place=Place.INSIDE, title=f"服务室{number}", on=localdate())
    request = draft(county, {"kind": "signboard", "title": "助餐点", "answers": {"application": "new",
        "place": "inside", "sign_type": "service", "another_removed": False}, "citations": []})  # fmt: skip
    request.parts.update(scope=village)

    office.does(county.clerk, "submit", request)

    assert request.state == "declined"
    assert "该村内部标牌已达10块" in office.sees(county.clerk, "request", request.pk)
