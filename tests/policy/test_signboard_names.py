"""A name means one of the six boards only if it ends as that board does."""

import pytest

from policy.signboards import nonstandard_characters, one_of_the_six


@pytest.mark.parametrize(
    ("name", "board"),
    [
        ("村党组织", "村党组织"),
        ("中国共产党台安县桑林镇某村总支部委员会", "村党组织"),
        ("中共某村委员会", "村党组织"),
        ("某村党委", "村党组织"),
        ("桑林镇某村村民委员会", "村民委员会"),
        ("某村民委员会", "村民委员会"),
        ("某村经济合作社", "村集体经济组织"),
        ("某村村务监督委员会", "村务监督委员会"),
        ("某村 党群服务中心", "村党群服务中心"),
        ("新时代文明实践站", "村新时代文明实践站"),
        ("某村党支部食品安全工作站", None),
        ("某村新时代文明实践站志愿服务队", None),
        ("村民兵连", None),
        ("某镇经济合作社联合会", None),
        ("某村人民调解委员会", None),
        ("", None),
    ],
)
def test_a_board_is_known_by_its_ending(name: str, board: str | None) -> None:
    assert one_of_the_six(name) == board


def test_each_nonstandard_character_is_named_once() -> None:
    assert nonstandard_characters("實踐站，實踐") == ("實", "踐")
