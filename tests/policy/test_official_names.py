"""A known abbreviation is told with its full name, a likely one with the names that may be meant, a full one is let be."""

import pytest

from policy.official_names import OFFICIAL, SHORTENED, Named, Standing, look_up


@pytest.mark.parametrize(
    ("name", "full"),
    [
        ("村委会", "村民委员会"),
        ("某村村委会", "某村村民委员会"),
        ("桑林镇某村委会", "桑林镇某村民委员会"),
        ("村党建办", "村党建工作办公室"),
        ("某村监委会", "某村务监督委员会"),
        ("某村党群中心", "某村党群服务中心"),
        ("某村新时代文明站", "某村新时代文明实践站"),
        ("某村调委会", "某村人民调解委员会"),
        ("村妇联", "村妇女联合会"),
        ("村综治中心", "村社会治安综合治理中心"),
        ("村（退役站）退役站", "村退役军人服务站"),
        ("村 委 会", "村民委员会"),
        ("“村委会”", "村民委员会"),
    ],
)
def test_a_known_abbreviation_has_its_full_name(name, full):
    assert look_up(name) == Named(Standing.SHORTENED, (full,))


@pytest.mark.parametrize("name", list(OFFICIAL))
def test_every_official_name_is_full_with_a_village_before_it_or_not(name):
    assert look_up(name).standing is Standing.FULL
    assert look_up(f"台安县桑林镇某村{name}").standing is Standing.FULL


@pytest.mark.parametrize("short", list(SHORTENED))
def test_every_abbreviation_leads_to_a_full_name(short):
    (full,) = look_up(f"某村{short}").full

    assert look_up(full).standing is Standing.FULL


@pytest.mark.parametrize(
    ("name", "meant"),
    [
        ("某村退役军人站", "某村退役军人服务站"),
        ("村合作社", "村股份经济合作社"),
        ("某村党支部会", "某村党支部委员会"),
        ("便服站", "便民服务站"),
        ("村人调会", "村人民调解委员会"),
    ],
)
def test_a_name_picked_out_of_a_full_one_is_suspected(name, meant):
    found = look_up(name)

    assert found.standing is Standing.SUSPECTED
    assert meant in found.full


@pytest.mark.parametrize(
    "name",
    [
        "扫黄打非工作站", "村民兵连", "某村党支部", "中共某村委员会", "村务公开栏", "乡村振兴工作站", "电商服务点", "快递驿站", "图书室",
        "健身广场", "村史馆", "网格服务站", "志愿服务队", "金融服务站", "邮政代办点", "党员活动室", "会议室", "幸福食堂",
        "应急物资储备点", "微型消防站", "反诈宣传点", "益农信息社", "村供销社", "人民调解室", "村民议事厅", "服务站", "中心", "站", "", "村",
    ],
)  # fmt: skip
def test_another_name_is_no_abbreviation(name):
    assert look_up(name) == Named(Standing.UNKNOWN)


def test_a_registered_organ_is_full_by_its_name_and_suspected_by_its_short_one():
    organ = ("台安县市场监督管理局",)

    assert look_up("台安县市场监督管理局", organ).standing is Standing.FULL
    assert look_up("台安县市监局", organ) == Named(Standing.SUSPECTED, organ)
    assert look_up("台安县市监局").standing is Standing.UNKNOWN


@pytest.mark.parametrize("name", ["村" * 10_000, "\ud800\x00", "<b>村委会</b>", "😀", "（" * 5_000])
def test_any_text_can_be_looked_up(name):
    assert look_up(name).standing in Standing
