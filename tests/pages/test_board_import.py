"""The boards of a county come in from a file: previewed, wrong rows named, all of them hung or none; and go out again."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Region
from catalogues import board_intake, sheets, walls
from catalogues.models import Intake, Signboard
from policy.choices import Place
from tests.cast import CODE

TOWNSHIP, OTHER_TOWNSHIP = "210321001000", "210321101000"
HEADS = ["村（区划代码）", "悬挂位置", "名称"]
INSIDE, OUTSIDE = "综合服务设施内部", "综合服务设施外部"


@pytest.fixture
def villages(county):
    return list(Region.objects.within(Region.objects.get(pk=TOWNSHIP)).filter(level=12))


@pytest.fixture
def township_officer(county):
    return next(officer for officer in county.township_officers if officer.organ.region_id == TOWNSHIP)


def sent(office, officer, content, name="牌子.csv"):
    office.client.force_login(officer)
    given = {"file": SimpleUploadedFile(name, content)}
    office.answer = office.client.post(reverse("board_intake_new", args=[CODE]), given, follow=True)
    return office.answer.content.decode()


def csv_of(rows, heads=HEADS):
    return sheets.to_csv([heads, *rows])


def confirmed(office, officer, taken):
    office.client.force_login(officer)
    office.answer = office.client.post(reverse("board_intake", args=[taken.pk]), follow=True)
    return office.answer.content.decode()


def exported(office, officer, form):
    office.client.force_login(officer)
    return office.client.get(reverse("board_export", args=[CODE, form])).content


def as_they_hang():
    rows = Signboard.objects.hanging().order_by("village", "place", "title")
    return list(rows.values_list("village", "place", "slot", "title", "orientation", "colours", "hung_on"))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_hangs_goes_out_and_comes_back_the_same(office, county, villages, form):
    for village in villages[:3]:
        for title in walls.SIX:
            walls.hang(
                village, by=county.screener, place=Place.OUTSIDE, title=title, on=localdate(), orientation="vertical"
            )
        walls.hang(village, by=county.screener, place=Place.INSIDE, title="=服务室", on=localdate(), colours="other")
        walls.hang(village, by=county.screener, place=Place.DISPLAY, title="文明村", on=localdate())
    before, content = as_they_hang(), exported(office, county.clerk, form)
    Signboard.objects.all().delete()

    shown = sent(office, county.screener, content, f"牌子.{form}")
    assert "没有发现错误" in shown and villages[0].name in shown and not Signboard.objects.exists()
    assert "已导入24条" in confirmed(office, county.screener, Intake.objects.get())
    assert as_they_hang() == before


@pytest.mark.parametrize(
    ("row", "column", "sentence"),
    [
        (["999", INSIDE, "助餐点"], "村（区划代码）", "没有代码为“999”的村"),
        ([TOWNSHIP, INSIDE, "助餐点"], "村（区划代码）", "没有代码"),
        (["{village}", "房顶", "助餐点"], "悬挂位置", "没有“房顶”这一选项"),
        (["{village}", INSIDE, ""], "名称", "请填写名称"),
        (["{village}", OUTSIDE, "食品安全工作站"], "名称", "不在其中"),
        (["{village}", INSIDE, "村务監督室"], "名称", "不规范的字"),
        (["{village}", INSIDE, "已经挂着的"], "名称", "已经悬挂在这里"),
    ],
)
def test_each_fault_is_told_at_its_row_and_nothing_hangs(office, county, villages, row, column, sentence):
    walls.hang(villages[0], by=county.screener, place=Place.INSIDE, title="已经挂着的", on=localdate())
    row = [cell.format(village=villages[0].pk) for cell in row]
    shown = sent(office, county.screener, csv_of([[villages[1].pk, INSIDE, "便民服务室"], row]))

    (fault,) = Intake.objects.get().faults
    assert (fault["row"], fault["column"]) == (3, column) and sentence in fault["says"] and sentence in shown
    assert "还有错误" in confirmed(office, county.screener, Intake.objects.get())
    assert Signboard.objects.count() == 1


def test_the_eleventh_inside_is_told_at_its_row(office, county, villages):
    rows = [[villages[0].pk, INSIDE, f"服务室{number}"] for number in range(11)]
    sent(office, county.screener, csv_of([*rows, [villages[1].pk, INSIDE, "服务室0"]]))

    (fault,) = Intake.objects.get().faults
    assert fault["row"] == 12 and "第11块" in fault["says"]


@pytest.mark.parametrize(
    ("heads", "row", "column"),
    [
        (["村（区划代码）", "名称"], ["{village}", "助餐点"], "悬挂位置"),
        ([*HEADS, "备注"], ["{village}", INSIDE, "助餐点", ""], "备注"),
        ([*HEADS, "村名"], ["{village}", INSIDE, "助餐点", "别的村"], "村名"),
        ([*HEADS, "悬挂日期"], ["{village}", INSIDE, "助餐点", "2099-01-01"], "悬挂日期"),
        ([*HEADS, "悬挂日期"], ["{village}", INSIDE, "助餐点", "去年"], "悬挂日期"),
        ([*HEADS, "横竖"], ["{village}", INSIDE, "助餐点", "斜写"], "横竖"),
    ],
)
def test_each_column_is_looked_at(office, county, villages, heads, row, column):
    sent(office, county.screener, csv_of([[cell.format(village=villages[0].pk) for cell in row]], heads))

    assert {fault["column"] for fault in Intake.objects.get().faults} == {column}


def test_a_file_is_taken_over_once_and_not_beside_what_was_hung_since(office, county, villages):
    content = csv_of([[villages[0].pk, INSIDE, "助餐点"], [villages[1].pk, INSIDE, "助餐点"]])
    sent(office, county.screener, content)
    sent(office, county.screener, content)
    first, second = Intake.objects.order_by("pk")
    confirmed(office, county.screener, first)
    assert "没有重复导入" in confirmed(office, county.screener, first)
    assert "第2行" in confirmed(office, county.screener, second) and office.answer.status_code == 409
    assert Signboard.objects.count() == 2


def test_a_township_takes_over_its_own_villages_and_no_others(office, county, villages, township_officer):
    other = Region.objects.within(Region.objects.get(pk=OTHER_TOWNSHIP)).filter(level=12)[0]
    sent(office, township_officer, csv_of([[villages[0].pk, INSIDE, "助餐点"], [other.pk, INSIDE, "助餐点"]]))
    (fault,) = Intake.objects.get().faults
    assert fault["row"] == 3 and "不由您登记" in fault["says"]

    sent(office, county.screener, csv_of([[other.pk, INSIDE, "助餐点"]]))
    confirmed(office, township_officer, Intake.objects.first())
    assert office.answer.status_code == 404 and not Signboard.objects.exists()


def test_strangers_take_over_nothing_and_a_keeper_finds_no_list_in_it(office, county, villages):
    sent(office, county.clerk, csv_of([[villages[0].pk, INSIDE, "助餐点"]]))
    assert office.answer.status_code == 403
    sent(office, county.screener, csv_of([[villages[0].pk, INSIDE, "助餐点"]]))
    office.client.force_login(county.keeper)
    assert office.client.get(reverse("intake", args=[Intake.objects.get().pk])).status_code == 404
    assert office.client.get(reverse("board_export", args=[CODE, "pdf"])).status_code == 404


def test_the_page_leads_to_both(office, county, villages):
    page = office.sees(county.screener, "walls_county", CODE)
    assert {reverse("board_intake_new", args=[CODE]), reverse("board_export", args=[CODE, "csv"])} <= {
        *re.findall(r'href="([^"]+)"', page)
    }
    assert reverse("board_intake_new", args=[CODE]) not in office.sees(county.clerk, "walls_county", CODE)


def test_a_whole_township_is_read_in_as_many_queries_as_a_village(county, villages, django_assert_max_num_queries):
    rows = [(n, [village.pk, INSIDE, f"室{b}"]) for b in range(10) for n, village in enumerate(villages, start=2)]
    known = {village.pk: village for village in villages}
    with django_assert_max_num_queries(2):
        read = board_intake.read(known, sheets.Sheet(HEADS, rows), localdate(), guide_counts=True)
    assert not read.faults and len(read.rows) == 10 * len(villages)
