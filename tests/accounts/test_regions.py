"""行政区划: the city that comes along, the whole country from files, and nothing at all from a bad file."""

import csv
import os
import re
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Level, Region
from accounts.progress import Progress
from accounts.regions_import import CITY_FILE, load_city

pytestmark = pytest.mark.django_db

FILES = {
    "provinces.csv": 'code,name\n98,"甲省"\n',
    "cities.csv": 'code,name,provinceCode\n9801,"甲市",98\n9802,"乙市",98\n',
    "areas.csv": 'code,name,cityCode,provinceCode\n980101,"甲县",9801,98\n980200,"乙市",9802,98\n',
    "streets.csv": (
        "code,name,areaCode,provinceCode,cityCode\n"
        '980101100,"甲镇",980101,98,9801\n980101200,"乙乡",980101,98,9801\n980200001,"丙街道",980200,98,9802\n'
    ),
}
HEADER = "code,name,streetCode,provinceCode,cityCode,areaCode"
VILLAGES = [
    '980101100001,"一社区居委会",980101100,98,9801,980101',
    '980101100200,"二村委会",980101100,98,9801,980101',
    '980101200200,"三村委会",980101200,98,9801,980101',
    '980200001001,"四社区居委会",980200001,98,9802,980200',
]


class Folder:
    """A folder with the five files of a small country."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.villages = path / "villages.csv"
        for name, text in FILES.items():
            (path / name).write_text(text, encoding="utf-8")
        self.write(VILLAGES)

    def write(self, lines, *, header=HEADER, end="\n", before=b""):
        self.villages.write_bytes(before + end.join([header, *lines, ""]).encode())


@pytest.fixture
def folder(tmp_path):
    return Folder(tmp_path)


def run(path, **streams):
    out = streams.pop("stdout", None) or StringIO()
    call_command("import_regions", str(path), stdout=out, stderr=streams.pop("stderr", None) or StringIO())
    return out.getvalue()


def refused(path):
    """What the command says when it imports nothing."""
    before = Region.objects.count()
    with pytest.raises(CommandError) as error:
        run(path)
    assert error.value.returncode == 1
    assert Region.objects.count() == before
    return str(error.value)


def imported():
    return dict(Region.objects.filter(code__startswith="98").values_list("code", "name"))


def test_the_city_comes_along_whole_and_twice_is_harmless():
    assert [load_city(), load_city()] == [1298, 1298]
    anshan = Region.objects.get(pk="210300000000")
    inside = Region.objects.within(anshan)
    counts = {level: inside.filter(level=level).count() for level in Level}
    assert (anshan.name, counts) == (
        "鞍山市",
        {Level.PROVINCE: 0, Level.CITY: 1, Level.COUNTY: 7, Level.TOWNSHIP: 96, Level.VILLAGE: 1193},
    )


def test_every_division_of_the_city_lies_in_one_that_is_there():
    with CITY_FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    codes = {row["code"] for row in rows}
    above = {12: 9, 9: 6, 6: 4, 4: 2}
    assert all(row["code"][: above[int(row["level"])]].ljust(12, "0") in codes for row in rows if int(row["level"]) > 2)


def test_a_country_is_imported_with_all_levels(folder):
    said = run(folder.villages)

    assert imported() == {
        "980000000000": "甲省",
        "980100000000": "甲市",
        "980200000000": "乙市",
        "980101000000": "甲县",
        "980101100000": "甲镇",
        "980101200000": "乙乡",
        "980200001000": "丙街道",
        "980101100001": "一社区居委会",
        "980101100200": "二村委会",
        "980101200200": "三村委会",
        "980200001001": "四社区居委会",
    }
    assert re.fullmatch(r"regions: 11 imported in \d+\.\d s, peak \d+ MB", said.splitlines()[-1])


def test_a_city_without_counties_keeps_its_level(folder):
    run(folder.villages)
    assert Region.objects.get(pk="980200000000").level == Level.CITY


def test_importing_again_adds_nothing_and_takes_new_names(folder):
    run(folder.villages)
    folder.write([VILLAGES[0].replace("一社区", "新社区"), *VILLAGES[1:]])
    run(folder.villages)
    assert len(imported()) == 11
    assert imported()["980101100001"] == "新社区居委会"


@pytest.mark.parametrize(
    "form",
    [
        {"end": "\r\n"},
        {"before": b"\xef\xbb\xbf"},
        {"header": '"code","name","streetCode","provinceCode","cityCode","areaCode"'},
        {"lines": [line.replace('"', "") for line in VILLAGES]},
        {"lines": [line.replace(",", " , ") for line in VILLAGES]},
        {"lines": [*VILLAGES, "", "   "]},
        {"lines": VILLAGES[::-1]},
    ],
)
def test_a_file_may_come_in_other_clothes(folder, form):
    folder.write(**{"lines": VILLAGES, **form})
    run(folder.villages)
    assert len(imported()) == 11
    assert imported()["980200001001"] == "四社区居委会"


def test_a_name_may_hold_what_copy_would_take_for_its_own(folder):
    folder.write([VILLAGES[0].replace("一社区", r"一\N社," "区".replace(",", "，")), *VILLAGES[1:]])
    run(folder.villages)
    assert imported()["980101100001"] == "一\\N社，区居委会"


def test_a_quoted_name_may_hold_a_comma_and_a_quote(folder):
    folder.write([VILLAGES[0].replace("一社区", '一,""社""区'), *VILLAGES[1:]])
    run(folder.villages)
    assert imported()["980101100001"] == '一,"社"区居委会'


def changed(number, old, new):
    lines = list(VILLAGES)
    assert old in lines[number]
    lines[number] = lines[number].replace(old, new, 1)
    return lines


@pytest.mark.parametrize(
    ("lines", "line", "chinese", "english"),
    [
        (changed(1, "980101100200", "98010110020"), 3, "代码应为 12 位数字", "must be 12 digits"),
        (changed(1, "980101100200", "9801011002000"), 3, "代码应为 12 位数字", "must be 12 digits"),
        (changed(1, "980101100200", "98010110020X"), 3, "代码应为 12 位数字", "must be 12 digits"),
        (changed(1, "980101100200", "９80101100200"), 3, "代码应为 12 位数字", "must be 12 digits"),
        (changed(2, "三村委会", ""), 4, "名称为空", "name is empty"),
        (changed(2, "三村委会", "　"), 4, "名称为空", "name is empty"),
        (changed(2, "三村委会", "三\x00村委会"), 4, "不可见字符", "cannot be seen"),
        (changed(2, "三村委会", "三" * 101), 4, "名称超过 100 字", "longer than 100"),
        (changed(0, ",980101100,", ",980101200,"), 2, "streetCode 应为 980101100", "streetCode must be 980101100"),
        (changed(0, ",98,", ",97,"), 2, "provinceCode 应为 98", "provinceCode must be 98"),
        (changed(0, ",9801,", ",9802,"), 2, "cityCode 应为 9801", "cityCode must be 9801"),
        (changed(3, "9802,980200", "9802,980101"), 5, "areaCode 应为 980200", "areaCode must be 980200"),
        (changed(3, ",9802,980200", ",9802"), 5, "应有 6 列，实有 5 列", "6 columns are wanted, 5 are there"),
        (changed(3, '居委会"', "居委会"), 5, "应有 6 列，实有 2 列", "6 columns are wanted, 2 are there"),
        ([*VILLAGES, VILLAGES[1]], 6, "代码与第 3 行重复", "already on line 3"),
        (["", *VILLAGES[:2], VILLAGES[0]], 5, "代码与第 3 行重复", "already on line 3"),
        (
            ['980101999001,"五村委会",980101999,98,9801,980101'],
            2,
            "所在区划 980101999 不存在",
            "980101999 it lies in does not exist",
        ),
    ],
)
def test_a_bad_line_is_named_and_nothing_is_imported(folder, lines, line, chinese, english):
    folder.write(lines)
    said = refused(folder.villages)
    told = said.splitlines()
    assert told[0].startswith(f"villages.csv 第 {line} 行：")
    assert chinese in told[0]
    assert told[1].strip().startswith(f"villages.csv line {line}: ")
    assert english in told[1]
    assert "共 1 处错误，未导入任何区划。1 fault, nothing was imported." in told[-1]


def test_a_line_in_another_encoding_is_named(folder):
    good = folder.villages.read_bytes()
    folder.villages.write_bytes(good.replace("二村委会".encode(), "二村委会".encode("gb18030")))
    assert refused(folder.villages).startswith("villages.csv 第 3 行：不是 UTF-8 编码")


def test_a_bad_line_of_the_levels_above_is_named_with_its_file(folder):
    (folder.path / "areas.csv").write_text(FILES["areas.csv"].replace('"甲县"', ""), encoding="utf-8")
    assert "areas.csv 第 2 行：名称为空" in refused(folder.villages)


def test_the_first_twenty_bad_lines_are_named_and_all_are_counted(folder):
    folder.write(['12,"短",1,2,3,4'] * 57)
    said = refused(folder.villages)
    assert [int(n) for n in re.findall(r"第 (\d+) 行", said)] == list(range(2, 22))
    assert "另有 37 处" in said
    assert "共 57 处错误" in said


def test_many_lines_that_come_twice_are_counted(folder):
    folder.write(VILLAGES * 10)
    said = refused(folder.villages)
    assert "共 36 处错误" in said
    assert len(re.findall(r"第 (\d+) 行：", said)) == 20


@pytest.mark.parametrize("content", [b"", b"980101100001,x,980101100,98,9801,980101\n", b"\xff\xfe\x00"])
def test_a_file_without_its_header_is_refused(folder, content):
    folder.villages.write_bytes(content)
    said = refused(folder.villages)
    assert f"第 1 行：第一行应为 {HEADER}" in said


def test_without_the_files_above_their_divisions_must_be_known(folder):
    for name in FILES:
        (folder.path / name).unlink()

    said = refused(folder.villages)

    assert "有 3 个上级区划（如 980101100）在库中没有名称" in said
    assert "provinces.csv, cities.csv, areas.csv, streets.csv" in said


def test_known_divisions_above_need_no_files(folder):
    run(folder.villages)
    for name in FILES:
        (folder.path / name).unlink()
    folder.write([VILLAGES[0].replace("一社区", "新社区")])

    run(folder.villages)

    assert imported()["980101100001"] == "新社区居委会"
    assert imported()["980101100000"] == "甲镇"


@pytest.mark.parametrize("name", ["none.csv", "."])
def test_a_file_that_cannot_be_read_is_told(folder, name):
    assert "无法读取文件，未导入" in refused(folder.path / name)


def test_elsewhere_than_on_a_terminal_progress_is_at_most_ten_lines(folder):
    err = StringIO()
    run(folder.villages, stderr=err)
    assert 1 <= len(err.getvalue().splitlines()) <= 10
    assert err.getvalue().splitlines()[-1] == "regions 100%"


class Terminal(StringIO):
    def isatty(self):
        return True


def test_on_a_terminal_progress_is_one_line_that_ends_full():
    terminal = Terminal()
    progress = Progress(terminal, "regions", 50)
    for done in (0, 25, 50):
        progress.reach(done)
    progress.end()
    assert terminal.getvalue().count("\n") == 1
    assert terminal.getvalue().endswith("100%\n")


@pytest.mark.parametrize(("total", "done"), [(0, 0), (0, 5), (10, 20), (10, -1)])
def test_progress_stays_between_nothing_and_all(total, done):
    out = StringIO()
    Progress(out, "x", total).reach(done)
    assert set(re.findall(r"\d+", out.getvalue())) <= {"100"}


@pytest.mark.skipif("VILLAGES_CSV" not in os.environ, reason="VILLAGES_CSV names no villages.csv of the whole country")
def test_the_whole_country_is_imported():
    said = run(os.environ["VILLAGES_CSV"]).splitlines()[-1]
    found = re.fullmatch(r"regions: (\d+) imported in ([\d.]+) s, peak (\d+) MB", said)
    assert int(found[1]) > 660_000
    assert Region.objects.filter(level=Level.VILLAGE).count() > 620_000
