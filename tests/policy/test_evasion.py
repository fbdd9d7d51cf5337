"""A refused thing in another guise is likened to it and the likeness explained; two different things are not."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench import evasion as bench
from bench.evasion_items import GUISES, WORDS, generate
from policy.choices import Kind
from policy.evasion import SHOWN_FROM, Item, resemblance
from policy.sameness import core, likeness, overlap, pairs, share

BURNING = Item.of(
    "signboard",
    "某村秸秆禁烧巡查工作站",
    {
        "content": "各村每日到田间巡查，发现火点拍照上传，与农户签订禁烧承诺书，填写巡查记录。",
        "indicators": ["巡查次数", "火点数", "承诺书份数"],
        "evidence": ["photo"],
        "demands": ["traces"],
    },
    "台安县农业农村局",
)


def like(kind: str, title: str, content: str = "", organ: str = "台安县农业农村局", **answers) -> Item:
    return Item.of(kind, title, {"content": content, **answers}, organ)


@pytest.mark.parametrize(
    ("title", "about"),
    [
        ("台安县桑林镇某村反诈宣传工作站", "诈骗宣传"),
        ("关于建立村级秸秆禁烧巡查工作机制的通知", "秸秆禁烧检查"),
        ("2026年度反电信网络诈骗宣傳台账", "诈骗宣传"),
        ("防溺水巡查工作群", "防溺水检查"),
        ("秸秆禁烧巡\u200b查 APP", "秸秆禁烧检查"),
        ("赡养情况说明", "赡养"),
        ("工作站", "工作站"),
        ("牌", "牌"),
        ("", ""),
    ],
)
def test_the_core_of_a_title_is_what_it_is_about(title, about):
    assert core(title) == about


def test_likeness_counts_what_stands_in_both_in_the_same_order():
    assert likeness("秸秆禁烧", "秸秆禁烧") == 1
    assert likeness("秸秆禁烧", "禁烧秸秆") == 0.5
    assert likeness("秸秆禁烧", "防溺水") == 0
    assert likeness("", "防溺水") == 0


def test_overlap_and_share_are_between_nothing_and_all():
    whole, part = pairs("入户发放宣传单"), pairs("入户发放")
    assert share(part, whole) == 1
    assert 0 < overlap(part, whole) < 1
    assert overlap(whole, whole) == 1
    assert overlap(frozenset(), whole) == share(frozenset(), whole) == 0


def test_synonyms_are_read_as_one():
    assert pairs("每日巡查并上报") == pairs("每天检查并报送")


@pytest.mark.parametrize(
    ("again", "says"),
    [
        (like("mechanism", "秸秆禁烧巡查工作机制", BURNING.content), "类别由牌子改为工作机制。"),
        (like("mechanism", "秸秆禁烧巡查工作机制"), "去掉地名和类别用语，名称与“某村秸秆禁烧巡查工作站”说的是同一件事：秸秆禁烧检查。"),
        (like("signboard", "秸秆禁烧日常巡查点", BURNING.content), "名称与“某村秸秆禁烧巡查工作站”几乎相同。"),
        (like("signboard", "秸秆焚烧管控工作站", BURNING.content), "名称与“某村秸秆禁烧巡查工作站”相近。"),
        (like("report_form", "田间防火台账", "每日到田间巡查，发现火点拍照上传，与农户签订承诺书，填写巡查记录。"), "内容与原事项相近"),
        (like("report_form", "田间防火台账", "每日到田间巡查，发现火点拍照上传。", indicators=["火点数", "巡查次数"]), "有2个指标相同：检查次数、火点数。"),
        (like("work_affair", "秸秆禁烧", BURNING.content, evidence=["photo", "video"]), "要求村级组织做的相同：照片。"),
        (like("signboard", "秸秆禁烧巡查工作站", organ="台安县生态环境局"), "原由台安县农业农村局申请，现由台安县生态环境局申请。"),
        (like("signboard", "秸稈禁燒巡查工作站", ""), "说的是同一件事"),
    ],
)  # fmt: skip
def test_a_comeback_is_shown_and_says_why(again, says):
    found = resemblance(again, BURNING)

    assert found.is_shown, found
    assert says in found.says


@pytest.mark.parametrize(
    "new",
    [
        like("mechanism", "人民调解委员会", "调解民间纠纷，每月上报调解情况。"),
        like("report_form", "防汛物资台账", "登记编织袋、水泵数量，每月报送。"),
        like("certification", "居住证明", "核实居住年限，盖村委会公章。"),
        like("work_affair", "", ""),
        like("report_form", "巡查台账", "河长巡河，清理漂浮物。"),
        like("work_affair", "秸秆综合利用补贴申领", "农户自愿申报秸秆离田面积，县局核定后发放补贴。"),
    ],
)
def test_another_thing_is_not_shown(new):
    assert not resemblance(new, BURNING).is_shown


def test_small_parts_are_likened_together_and_named():
    parts = [
        like("work_affair", "田间巡查", "各村每日到田间巡查，填写记录。"),
        like("work_affair", "火点拍照", "各村巡查中发现火点拍照上传。"),
        like("report_form", "承诺书", "与农户签订禁烧承诺书，填写巡查记录。"),
    ]

    alone = resemblance(parts[0], BURNING)
    together = resemblance(parts[0], BURNING, siblings=parts)

    assert together.score > alone.score
    assert together.is_shown
    assert "“田间巡查”、“火点拍照”、“承诺书”这3项合起来，与“某村秸秆禁烧巡查工作站”相当。" in together.says


def test_a_sibling_about_something_else_is_no_part_of_a_split():
    other = like("mechanism", "人民调解委员会", "调解民间纠纷，每月上报调解情况。")
    part = like("work_affair", "田间巡查", "每日到田间巡查，发现火点拍照上传。")

    assert resemblance(part, BURNING, siblings=[other]) == resemblance(part, BURNING)


def test_an_honest_part_is_not_shown_for_what_its_siblings_are():
    honest = like("mechanism", "人民调解委员会", "调解民间纠纷，每月上报调解情况。")
    comeback = like("work_affair", "秸秆禁烧", BURNING.content)

    assert not resemblance(honest, BURNING, siblings=[comeback]).is_shown


def test_the_days_since_the_refusal_are_told():
    found = resemblance(BURNING, BURNING, refused_on=date(2026, 1, 1), today=date(2026, 11, 25))

    assert "原事项2026-01-01未予准入，距今328天。" in found.says
    assert "未予准入" not in resemblance(BURNING, BURNING).says


def test_the_same_again_scores_nearly_one():
    assert resemblance(BURNING, BURNING).score > 0.99


def test_answers_of_the_wrong_shape_are_passed_over():
    odd = Item.of("report_form", "台账", {"content": 7, "indicators": "x", "demands": None, "evidence": [1, {}]})

    assert (odd.content, odd.indicators, odd.acts) == ("", frozenset(), frozenset())


@given(st.text(max_size=400), st.text(max_size=400), st.sampled_from(list(Kind)))
def test_any_two_texts_can_be_compared_and_explain_themselves(title, content, kind):
    new = Item.of(kind, title, {"content": content, "indicators": [content]})
    found = resemblance(new, BURNING, siblings=[new])

    assert 0 <= found.score <= 1
    assert found.says == "".join(str(each) for each in found.why)


def test_a_title_of_ten_thousand_characters_is_compared_in_a_moment():
    assert not resemblance(like("signboard", "牌" * 10_000, "字" * 10_000), BURNING).is_shown


def test_the_same_seed_gives_the_same_world():
    assert generate(3, "development", 20, 20) == generate(3, "development", 20, 20)
    assert generate(3, "development", 20, 20) != generate(4, "development", 20, 20)


def test_the_words_of_the_two_halves_are_not_the_same():
    names = [{subject["name"] for subject in WORDS[half]} for half in ("development", "unseen")]

    assert len(names[0]) == len(names[1]) == 20
    assert not names[0] & names[1]


def test_most_comebacks_in_the_words_of_development_are_shown_and_few_honest_ones():
    found, honest = bench.measure(generate(1, "development", 90, 90))
    everything = [score for scores in found.values() for score in scores]

    assert set(found) == set(GUISES)
    assert bench.share_above(everything, SHOWN_FROM) > 0.8
    assert bench.share_above(honest, SHOWN_FROM) <= 0.1
    assert bench.share_above(honest, bench.threshold(honest)) <= bench.ALLOWED
