"""What a sentence orders. The sentences are those of statutes (named in the id) or built from them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.legal import modality
from policy.legal.modality import Modality

MEDIATION = "村民委员会、居民委员会设立人民调解委员会。企业事业单位根据需要设立人民调解委员会。"
FAMILY = "居民委员会、村民委员会可以依托城乡社区公共服务设施，设立社区家长学校等家庭教育指导服务站点。"
FIRE = "村民委员会、居民委员会应当确定消防安全管理人，组织制定防火安全公约，进行防火安全检查。"
FRAUD = (
    "教育行政、市场监管、民政等有关部门和村民委员会、居民委员会，应当结合电信网络诈骗受害群体的分布等特征，"
    "加强对老年人、青少年等群体的宣传教育"
)
MINORS = "居民委员会、村民委员会应当设置专人专岗负责未成年人保护工作，协助政府有关部门宣传未成年人保护方面的法律法规"
MINORS_TOWNSHIP = (
    "乡镇人民政府和街道办事处应当设立未成年人保护工作站或者指定专门人员，及时办理未成年人相关事务；"
    "支持、指导居民委员会、村民委员会设立专人专岗，做好未成年人保护工作。"
)
RELIEF = "村民委员会、居民委员会和企业事业单位应当设立专职或者兼职的自然灾害信息员。"
EMERGENCY = "县级人民政府应当在居民委员会、村民委员会和有关单位建立专职或者兼职信息报告员制度。"
VETERANS = (
    "县级以上人民政府设立退役军人服务中心，乡镇、街道、农村和城市社区设立退役军人服务站点，提升退役军人服务保障能力。"
)
VETERANS_PLAQUE = "地方人民政府应当为退役军人家庭悬挂光荣牌，定期开展走访慰问活动。"
RELICS = (
    "使用单位应当设立群众性文物保护组织；没有使用单位的，文物保护单位所在地的村民委员会或者居民委员会"
    "可以设立群众性文物保护组织。"
)
ENCOURAGED = "鼓励有条件的地方在村民委员会建立公共法律服务工作室，深入开展法治宣传教育和人民调解工作。"
AS_NEEDED = "村民委员会根据需要设人民调解、治安保卫、公共卫生、人居环境、老年人和妇女儿童工作等委员会。"
SUPERVISION = "村应当建立村务监督委员会或者其他形式的村务监督机构，负责村民民主理财。"
NOT_SET_UP = "未设立农村集体经济组织的，村民委员会、村民小组可以依法代行农村集体经济组织的职能。"
ASSISTING = "村民委员会应当协助组织村民参与群防群治。"
ASSISTING_PLAINLY = "村民委员会协助乡、民族乡、镇的人民政府开展工作。"
VOLUNTEERS = "机关、团体、企业、事业等单位以及村民委员会、居民委员会根据需要，建立志愿消防队等多种形式的消防组织。"
BOARD = "村民委员会应当设立村务公开栏，可以采用现代信息技术进行村务公开。"
FORM = "统计调查表应当标明表号、制定机关、批准或者备案文号、有效期限等标志。"
RIVERS = "全面建立省、市、县、乡四级河长体系。"
MEMBERS = "居民委员会设立的人民调解委员会的委员由居民会议推选产生。"
FORBIDDEN = "党政群机构不得新设村级工作机制，不得要求专人专岗。"
HANGING = "村级组织应当在村党群服务中心悬挂“退役军人服务站”标牌。"

STRENGTHS = {
    "人民调解法8": (MEDIATION, Modality.ESTABLISHES),
    "家庭教育促进法38": (FAMILY, Modality.ALLOWS),
    "消防法32": (FIRE, Modality.REQUIRES),
    "反电信网络诈骗法8": (FRAUD, Modality.REQUIRES),
    "未成年人保护法43": (MINORS, Modality.ESTABLISHES),
    "自然灾害救助条例": (RELIEF, Modality.REQUIRES),
    "鼓励": (ENCOURAGED, Modality.ENCOURAGES),
    "村委会组织法9": (AS_NEEDED, Modality.ALLOWS),
    "村委会组织法37": (SUPERVISION, Modality.ESTABLISHES),
    "未设立": (NOT_SET_UP, Modality.ALLOWS),
    "村委会组织法11": (ASSISTING, Modality.ASSISTS),
    "村委会组织法6": (ASSISTING_PLAINLY, Modality.ASSISTS),
    "消防法41": (VOLUNTEERS, Modality.ALLOWS),
    "统计法17": (FORM, Modality.REQUIRES),
    "设立的": (MEMBERS, Modality.STATES),
    "不得": (FORBIDDEN, Modality.STATES),
    "空": ("", Modality.STATES),
}
BODIES = {
    "declared": (MEDIATION, "村人民调解委员会", True),
    "allowed": (FAMILY, "社区家长学校", False),
    "another level": (VETERANS, "村退役军人服务中心", False),
    "reaches the village": (VETERANS, "村退役军人服务站", True),
    "the township's": (MINORS_TOWNSHIP, "未成年人保护工作站", False),
    "allowed to villages, ordered of others": (RELICS, "群众性文物保护组织", False),
    "encouraged": (ENCOURAGED, "公共法律服务工作室", False),
    "ordered": (SUPERVISION, "村务监督委员会", True),
    "as needed": (VOLUNTEERS, "志愿消防队", False),
    "does not reach the village": (RIVERS, "村级河长办公室", False),
    "not named": (MEDIATION, "食品安全工作站", False),
    "no name": (MEDIATION, "", False),
    "only a name": (MEDIATION, "村", False),
}
POSTS = {
    "未成年人保护法43": (MINORS, True),
    "only supported": (MINORS_TOWNSHIP, False),
    "either way": (RELIEF, False),
    "either way, in a system": (EMERGENCY, False),
    "a person in charge": (FIRE, False),
    "somebody": ("村民委员会应当指定专人负责秸秆禁烧工作。", None),
    "full-time": ("村应当配备专职护林员。", True),
    "forbidden": (FORBIDDEN, False),
    "allowed": ("村民委员会可以设置专人专岗。", False),
}


@pytest.mark.parametrize(("text", "strength"), STRENGTHS.values(), ids=STRENGTHS)
def test_the_strongest_word_of_a_text_counts(text, strength):
    assert modality.of(text) is strength


@pytest.mark.parametrize(("text", "name", "ordered"), BODIES.values(), ids=BODIES)
def test_a_body_is_ordered_only_where_villages_must_set_it_up(text, name, ordered):
    assert modality.orders_body(text, name) is ordered


def test_what_is_ordered_of_a_township_is_found_when_asked_for():
    assert modality.orders_body(MINORS_TOWNSHIP, "未成年人保护工作站", of_villages=False)


@pytest.mark.parametrize(("text", "ordered"), POSTS.values(), ids=POSTS)
def test_a_dedicated_post_must_be_ordered_in_so_many_words(text, ordered):
    assert modality.orders_dedicated_post(text) is ordered


def test_setting_up_a_body_is_no_order_to_hang_a_signboard():
    assert not any(map(modality.orders_hanging, (MEDIATION, VETERANS, MINORS, BOARD, VETERANS_PLAQUE)))


def test_an_order_to_hang_names_the_signboard():
    assert modality.orders_hanging(HANGING)
    assert modality.orders_hanging(HANGING, "村退役军人服务站")
    assert not modality.orders_hanging(HANGING, "村民兵连")


def test_hanging_that_is_only_allowed_or_forbidden_is_not_ordered():
    assert not modality.orders_hanging("村级组织可以悬挂“退役军人服务站”标牌。")
    assert not modality.orders_hanging("外部不得悬挂其他标牌。")


@given(st.sampled_from(sorted(text for text, _ in STRENGTHS.values() if text)))
def test_a_weaker_sentence_beside_it_takes_nothing_from_a_text(text):
    assert modality.of(f"{text}。鼓励社会各界参与。") is (
        modality.of(text) if text not in {MEMBERS, FORBIDDEN} else Modality.ENCOURAGES
    )


@given(st.text(max_size=300), st.text(max_size=20))
def test_no_text_breaks_the_reading(text, name):
    assert modality.of(text) in Modality
    assert modality.orders_dedicated_post(text) in {True, False, None}
    assert modality.orders_body(text, name) in {True, False}
    assert modality.orders_hanging(text, name) in {True, False}


def test_every_strength_has_a_chinese_name():
    assert len({strength.label for strength in Modality}) == len(Modality)
