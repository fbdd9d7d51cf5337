"""The characters of a name: what is wrong is named and put right, what is right is left alone, and nothing raises."""

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy import characters, standard_forms
from policy.characters import Severity, Trouble, corrected, examine
from policy.choices import Kind
from policy.facts import Facts
from policy.standard_forms import AMBIGUOUS, TABLE, forms

ACCOUNTS = Path(__file__).parents[2] / "accounts" / "data"


def troubles(name: str, places: tuple[str, ...] = ()) -> list[str]:
    return [each.trouble.value for each in examine(name, places)]


def test_the_table_has_its_8105_characters_in_three_levels():
    assert len(TABLE) == 8105
    assert [list(TABLE.values()).count(level) for level in (1, 2, 3)] == [3500, 3000, 1605]
    assert (TABLE["一"], TABLE["卅"], TABLE["䶮"]) == (1, 2, 3)


def test_a_standard_form_is_in_the_table_and_what_it_stands_for_is_not():
    assert len(forms()) > 2900
    assert not [pair for pair in forms().items() if pair[0] in TABLE or pair[1] not in TABLE]


def test_twenty_five_standard_characters_are_traditional_elsewhere():
    assert len(AMBIGUOUS) == 25
    assert not [pair for pair in AMBIGUOUS.items() if pair[0] not in TABLE or pair[1].standard not in TABLE]


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("某村新時代文明實踐站", "某村新时代文明实践站"),
        ("村務監督委員會", "村务监督委员会"),
        ("黨群服務中心", "党群服务中心"),
        ("便民服務站（東區）", "便民服务站（东区）"),
        ("羣衆閱覽室", "群众阅览室"),
        ("気象信息站", "气象信息站"),
        ("麵粉加工點", "面粉加工点"),
        ("鐘錶維修點", "钟表维修点"),
        ("裏村後街網格", "里村后街网格"),
        ("歺饮服务点", "餐饮服务点"),
        ("食品安全工\u200b作站", "食品安全工作站"),
        ("食品\x00安全\u202e站", "食品安全站"),
        ("<b>党建</b>工作站&nbsp;", "党建工作站"),
        ("党建😀工作站🏠", "党建工作站"),
        ("АВС便民站", "ABC便民站"),
        ("ΒΟΧ快递站", "BOX快递站"),
        ("ＡＢＣ便民站", "ABC便民站"),
        ("⼯作站", "工作站"),
        ("豈有此站", "岂有此站"),
    ],
)
def test_what_is_surely_wrong_is_named_and_put_right(name, right):
    assert examine(name)
    assert corrected(name) == right
    assert [each for each in examine(right) if each.severity is Severity.WRONG] == []


@pytest.mark.parametrize(
    "name",
    [
        "后里村只系发面台斗谷干松丑冲卷折松万与云",
        "乾安县", "乾隆碑亭", "乾坤湾", "著名村落", "土著居民点", "编著室", "显著位置", "毕昇纪念馆", "慰藉驿站",
        "覆盖率公示", "於潜镇", "哪吒庙", "氾水镇", "瞭望塔", "彷徨", "狼藉", "阪田", "苏甦",
        "祎祎书屋", "䶮家村", "㛃村", "玥玥便民点",
        "12345便民点（ABC）", "“四好农村路”·养护站", "党群服务中心　", "Wi-Fi 站", "二〇二六年度", "50％", "１２３站",
    ],
)  # fmt: skip
def test_what_is_standard_raises_no_alarm(name):
    assert examine(name) == ()
    assert corrected(name) == name.strip()


@pytest.mark.parametrize(
    ("name", "doubtful", "instead"),
    [
        ("意味著", "著", "着"),
        ("穿著展示", "著", "着"),
        ("葡萄乾加工点", "乾", "干"),
        ("藉口镇", "藉", "借"),
        ("一目瞭然", "瞭", "了"),
        ("反覆宣传", "覆", "复"),
        ("毕业於此", "於", "于"),
        ("昇旗台", "昇", "升"),
    ],
)
def test_a_standard_character_used_as_a_traditional_one_is_for_a_person_to_see(name, doubtful, instead):
    (remark,) = examine(name)

    assert (remark.trouble, remark.severity) == (Trouble.AMBIGUOUS, Severity.DOUBTFUL)
    assert (remark.found, remark.instead) == ((doubtful,), (instead,))
    assert corrected(name) == name


@pytest.mark.parametrize(
    ("name", "trouble"),
    [("垅上便民点", "unlisted"), ("鸡旦合作社", "second_scheme"), ("仃车场", "second_scheme"), ("ア村", "foreign"), ("한국", "foreign")],
)  # fmt: skip
def test_what_only_a_person_can_tell_is_doubtful(name, trouble):
    assert troubles(name) == [trouble]
    assert examine(name)[0].severity is Severity.DOUBTFUL


def test_a_registered_place_keeps_its_characters():
    assert troubles("曹砦村便民點", ("曹砦村",)) == ["nonstandard"]
    assert corrected("鳳城村便民點", ("鳳城村",)) == "鳳城村便民点"
    assert corrected("鳳城村便民點") == "凤城村便民点"


def test_none_of_the_divisions_that_ship_raises_an_alarm():
    names = [row["name"] for row in csv.DictReader((ACCOUNTS / "anshan.csv").open(encoding="utf-8"))]

    assert [name for name in names if any(each.severity is Severity.WRONG for each in examine(name))] == []


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("", "名称为空，请填写名称"),
        (" \u3000", "名称为空，请填写名称"),
        ("村" * 10_000, "名称有10000个字符，请控制在100个以内"),
        ("村" * 101, "名称有101个字符，请控制在100个以内"),
        ("А村", "“А”（U+0410）是形似的外文字母，应为“A”"),
        ("党建😀站", "含有图形符号“😀”，请删除"),
        ("党建\x07站", "含有不可见字符（U+0007），请删除后重新输入"),
        ("党建\ud800站", "含有不可见字符（U+D800），请删除后重新输入"),
        ("<script>站", "含有网页代码“<script>”，请只填写文字"),
        ("時站", "“時”不是规范字，应为“时”"),
        ("垅站", "“垅”（U+5785）不在《通用规范汉字表》内，请核对"),
        ("⼯站", "“⼯”（U+2F2F）是兼容字符，宜改为“工”"),
    ],
)
def test_every_trouble_is_told_in_a_clear_sentence(name, says):
    assert [each.says for each in examine(name)] == [says]


def test_a_name_of_exactly_the_longest_length_is_not_too_long():
    assert examine("村" * characters.LONGEST) == ()


def test_of_very_many_wrong_characters_the_first_are_named():
    (remark,) = examine("".join(list(forms())[:60]))

    assert remark.says.count("、") == 2 * (characters.SHOWN - 1)


def test_the_gravest_is_told_first():
    assert troubles("⼯垅時") == ["nonstandard", "unlisted", "compatible"]


@given(st.text(st.characters(), max_size=300))
def test_no_text_raises_and_a_corrected_name_has_nothing_wrong_but_its_length(name):
    examine(name)
    left = {each.trouble for each in examine(corrected(corrected(name))) if each.severity is Severity.WRONG}

    assert left <= {Trouble.LONG, Trouble.EMPTY}


@given(st.text(st.sampled_from("&#<>;xamp123lt \u200b時村"), max_size=60))
def test_markup_of_any_nesting_is_taken_out_or_named(name):
    assert isinstance(corrected(name), str)
    assert all(each.says for each in examine(name))


def test_a_name_of_a_million_characters_is_read_in_a_moment():
    assert troubles("<" * 1_000_000)[-1] == "long"


def test_without_the_dictionaries_a_name_is_still_held_against_the_table(monkeypatch):
    monkeypatch.setattr(standard_forms, "PACKAGE", "no_such_package")
    for each in (standard_forms.forms, standard_forms.phrases, examine):
        each.cache_clear()
    try:
        assert troubles("新時代") == ["unlisted"]
        assert troubles("乾安县毕昇") == []
    finally:
        for each in (standard_forms.forms, standard_forms.phrases, examine):
            each.cache_clear()


def test_any_fact_may_hold_such_a_name():
    assert Facts(kind=Kind.SIGNBOARD, name="\ud800" * 10_000).name
