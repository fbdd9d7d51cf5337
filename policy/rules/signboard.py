"""三（三）: signboards 牌子"""

import tomllib
from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from pathlib import Path
from typing import cast

from policy import official_names, signboards, sufficiency
from policy.characters import Severity
from policy.choices import Application, Kind, Orientation, Place, SignType
from policy.facts import Facts
from policy.legal import modality
from policy.official_names import Standing
from policy.rulebook import Consequence, Holds, Step, rule
from policy.three_valued import all_of, any_of, negate
from policy.words import gettext_noop as _

_LISTS = Path(__file__).parents[1] / "lists"
MILITIA = tuple(tomllib.loads((_LISTS / "militia.toml").read_text(encoding="utf-8"))["names"])
STANDING = frozenset({Application.CHANGE, Application.EXTENSION})
NAMED_BY_OTHERS = frozenset({SignType.AWARD, SignType.MODEL, SignType.NOTICE})


def _is(value: object, *wanted: object) -> Holds:
    return None if value is None else value in wanted


def hangs_elsewhere(facts: Facts, *places: Place) -> Holds:
    """The board hangs in none of the places, or is an award or a notice, which have places of their own."""
    return any_of((negate(_is(facts.place, *places)), negate(_is(facts.sign_type, SignType.SERVICE))))


def next_change(changed: date | None, years: int) -> Mapping[str, object]:
    return {"next": signboards.years_after(cast(date, changed), years).isoformat()}


def is_due(changed: date | None, today: date | None, years: int) -> Holds:
    return today >= signboards.years_after(changed, years) if changed and today else None


@rule(
    "三（三）外部标牌", Consequence.REJECT, Step.BANS, Kind.SIGNBOARD,
    reason=_("外部仅限6块标牌。所引依据未明文规定悬挂标牌，不予受理；可改为内部标牌（须在市定清单内）或列入集合式指引牌。"),
    cure=_("改为内部标牌（须在市定清单内）或者列入集合式指引牌。"),
)  # fmt: skip
def outside_signboard_is_one_of_the_six_or_ordered(
    facts: Facts, outside_signboard_basis: str, militia_signboard: str, outside_signboards: Sequence[str]
) -> Holds:
    """外部只可悬挂规定的6块标牌，党中央、国务院明确要求或者法律明文规定的除外。

    Read as: the text must order the hanging, not only the body behind it. A name with nonstandard characters is not
    read before it is put right.
    """
    enough = (
        sufficiency.central_or_law if outside_signboard_basis == "law" else sufficiency.central_or_law_or_regulation
    )
    ordered = sufficiency.says(facts.bases, enough, partial(modality.orders_hanging, name=facts.name))
    if signboards.one_of_the_six(facts.name) in outside_signboards:
        return True
    if militia_signboard == "yes" and any(each in facts.name for each in MILITIA):
        return True
    legible = None if signboards.nonstandard_characters(facts.name) else False
    return any_of((hangs_elsewhere(facts, Place.OUTSIDE), ordered, legible))


@rule(
    "三（三）六块标牌", Consequence.REJECT, Step.BANS, Kind.SIGNBOARD,
    reason=_("“%(name)s”外部已悬挂，不得重复悬挂。"),
    cure=_("保留一块，撤回本项。"),
)  # fmt: skip
def each_of_the_six_hangs_once(facts: Facts) -> Holds:
    """6块外部标牌各悬挂一块。"""
    board = signboards.one_of_the_six(facts.name)
    if board is None:
        return True
    hung = facts.signboards_outside
    once = None if hung is None else board not in {signboards.one_of_the_six(each) for each in hung}
    return any_of((hangs_elsewhere(facts, Place.OUTSIDE), _is(facts.application, *STANDING), once))


@rule(
    "三（三）式样", Consequence.RETURN, Step.CONTENT, Kind.SIGNBOARD,
    reason=_("“%(name)s”为%(colours)s，应为%(wanted)s，退回补正。"),
    cure=_("党组织改为白底红字，其他组织改为白底黑字。"),
    words=lambda facts: {"wanted": signboards.colours_wanted(facts.name)},
)  # fmt: skip
def outside_signboard_has_its_colours(facts: Facts) -> Holds:
    """外部标牌党组织白底红字，其他组织白底黑字。"""
    return any_of((hangs_elsewhere(facts, Place.OUTSIDE), _is(facts.colours, signboards.colours_wanted(facts.name))))


@rule(
    "三（三）式样", Consequence.JUDGE, Step.CONTENT, Kind.SIGNBOARD,
    reason=_("“%(name)s”为%(orientation)s；式样一般采用竖写，请说明理由。"),
    cure=_("改为竖写。"),
)  # fmt: skip
def outside_signboard_is_written_downwards(facts: Facts) -> Holds:
    """外部标牌一般采用竖写。"""
    return any_of((hangs_elsewhere(facts, Place.OUTSIDE), _is(facts.orientation, Orientation.VERTICAL)))


@rule(
    "三（三）内部标牌内容", Consequence.JUDGE, Step.CONTENT, Kind.SIGNBOARD,
    reason=_("“%(name)s”的工作内容与直接服务群众没有密切关系，请研判。"),
    cure=_("不悬挂；需要公布的信息改用村务公开栏。"),
)  # fmt: skip
def inside_signboard_serves_villagers_directly(facts: Facts) -> Holds:
    """内部标牌的工作内容须与直接服务群众密切相关。"""
    return any_of((hangs_elsewhere(facts, Place.INSIDE), facts.serves_villagers_directly))


@rule(
    "三（三）内部标牌数量", Consequence.CAP, Step.LIMITS, Kind.SIGNBOARD,
    reason=_("该村内部标牌已达%(signboards_inside)s块，须先明确摘除一块。"),
    cure=_("写明摘除哪一块；或者不另挂牌，在集合式服务功能指引标牌上增加一行。"),
)  # fmt: skip
def inside_signboards_stay_within_ten(facts: Facts, guide_board_counts: str, inside_signboards: int) -> Holds:
    """内部悬挂标牌总量不得超过10块。

    Read as: a new board takes the place of one that is removed; a change or an extension adds none.
    """
    counted = (Place.INSIDE, Place.GUIDE) if guide_board_counts == "yes" else (Place.INSIDE,)
    hung = facts.signboards_inside
    if guide_board_counts == "no" and hung is not None:
        hung = None if facts.guide_boards is None else hung - facts.guide_boards
    room = None if hung is None else hung < inside_signboards
    removed = all_of((facts.another_removed, None if hung is None else hung <= inside_signboards))
    return any_of((hangs_elsewhere(facts, *counted), room, removed, _is(facts.application, *STANDING)))


@rule(
    "三（三）名称式样", Consequence.REDIRECT, Step.LEVEL, Kind.SIGNBOARD,
    reason=_("“%(name)s”不在市定挂牌清单，名称和式样由市统一确定，县级不能增设。"),
    cure=_("向市级申请变更挂牌清单；或者列入集合式指引牌。"),
)  # fmt: skip
def inside_signboard_is_in_the_city_list(facts: Facts) -> Holds:
    """内部标牌的名称和式样由市统一确定。"""
    return any_of((hangs_elsewhere(facts, Place.INSIDE), facts.in_city_list))


@rule(
    "三（三）每2年变更", Consequence.REJECT, Step.LIMITS, Kind.SIGNBOARD,
    reason=_("挂牌清单上次变更为%(city_list_changed_on)s，%(next)s前原则上不再变更。"),
    cure=_("到期后再向市级申请变更挂牌清单。"), when=("list_change_interval", "list"),
    words=lambda facts, years_between_changes_of_the_list: next_change(
        facts.city_list_changed_on, years_between_changes_of_the_list
    ),
)  # fmt: skip
def city_list_may_be_changed_again(facts: Facts, years_between_changes_of_the_list: int) -> Holds:
    """挂牌清单原则上每2年可以变更1次。

    Read as: counted for the whole list, from its last change; it concerns boards that are not in the list.
    """
    due = is_due(facts.city_list_changed_on, facts.today, years_between_changes_of_the_list)
    return any_of((hangs_elsewhere(facts, Place.INSIDE), facts.in_city_list, due))


@rule(
    "三（三）每2年变更", Consequence.REJECT, Step.LIMITS, Kind.SIGNBOARD,
    reason=_("“%(name)s”上次变更为%(signboard_changed_on)s，%(next)s前原则上不再变更。"),
    cure=_("到期后再申请变更。"), when=("list_change_interval", "signboard"),
    words=lambda facts, years_between_changes_of_the_list: next_change(
        facts.signboard_changed_on, years_between_changes_of_the_list
    ),
)  # fmt: skip
def signboard_may_be_changed_again(facts: Facts, years_between_changes_of_the_list: int) -> Holds:
    """同一块牌子原则上每2年可以变更1次。"""
    changes = _is(facts.application, Application.CHANGE)
    return any_of((negate(changes), is_due(facts.signboard_changed_on, facts.today, years_between_changes_of_the_list)))


@rule(
    "三（三）挂牌名称", Consequence.RETURN, Step.COMPLETENESS, Kind.SIGNBOARD,
    reason=_("“%(name)s”与机构设置文件规定的名称“%(proposed)s”不一致，不能使用简称，退回补正。"),
    cure=_("改用“%(proposed)s”。"),
    words=lambda facts: {"proposed": signboards.proposed_name(facts)},
)  # fmt: skip
def signboard_bears_its_official_name(facts: Facts) -> Holds:
    """挂牌名称须与机构设置文件规定的名称一致，不能使用简称。

    Read as: a known abbreviation (村委会, 党建办) is none the less one where the applicant calls it the official name.
    """
    if facts.sign_type in NAMED_BY_OTHERS:
        return True
    if official_names.look_up(facts.name).standing is Standing.SHORTENED:
        return False
    if facts.official_name is not None:
        return "".join(facts.name.split()) == "".join(facts.official_name.split())
    return True if facts.registered_name and signboards.named(facts).standing is Standing.FULL else None


@rule(
    "三（三）挂牌名称", Consequence.JUDGE, Step.COMPLETENESS, Kind.SIGNBOARD,
    reason=_("“%(name)s”疑似简称，可能应为“%(candidates)s”，请对照机构设置文件核对。"),
    cure=_("改用机构设置文件规定的全称。"),
    words=lambda facts: {"candidates": signboards.named(facts).full},
)  # fmt: skip
def signboard_name_does_not_look_shortened(facts: Facts) -> Holds:
    """挂牌名称不得由全称顺次取字而成。

    Read as: a likeness proves nothing; a person holds the name against the founding document.
    """
    return facts.sign_type in NAMED_BY_OTHERS or signboards.named(facts).standing is not Standing.SUSPECTED


@rule(
    "三（三）挂牌用字", Consequence.RETURN, Step.COMPLETENESS, Kind.SIGNBOARD,
    reason=_("“%(name)s”用字须改：%(remarks)s。退回补正。"),
    cure=_("改为“%(proposed)s”。"),
    words=lambda facts: {
        "remarks": tuple(each.phrase for each in signboards.remarks(facts, Severity.WRONG)),
        "proposed": signboards.proposed_name(facts),
    },
)  # fmt: skip
def signboard_uses_standard_characters(facts: Facts) -> Holds:
    """挂牌名称不得使用繁体字或者不规范的简化字。

    Read as: standard are the 8105 characters of 《通用规范汉字表》. Wrong is what stands outside it for a character in
    it, and what is no character of a board at all. Registered place names keep theirs.
    """
    return not signboards.remarks(facts, Severity.WRONG)


@rule(
    "三（三）挂牌用字", Consequence.JUDGE, Step.COMPLETENESS, Kind.SIGNBOARD,
    reason=_("“%(name)s”用字请核对：%(remarks)s。"),
    cure=_("核对后改用规范字；地名用字以登记为准。"),
    words=lambda facts: {"remarks": tuple(each.phrase for each in signboards.remarks(facts, Severity.DOUBTFUL))},
)  # fmt: skip
def signboard_characters_are_beyond_doubt(facts: Facts) -> Holds:
    """挂牌名称中的表外字、可能的繁体用法和已废止的简化字须核对。

    Read as: 乾, 著, 藉 and 22 others are standard in some words and traditional in others; only a person can tell.
    """
    return not signboards.remarks(facts, Severity.DOUBTFUL)


@rule(
    "三（三）集中展陈", Consequence.REDIRECT, Step.BANS, Kind.SIGNBOARD,
    reason=_("“%(name)s”属%(sign_type)s标牌，采取集中展陈形式展示，不在%(place)s悬挂。"),
    cure=_("改为集中展陈。"),
)  # fmt: skip
def award_is_shown_with_the_others(facts: Facts) -> Holds:
    """评比达标表彰类和创建活动示范类的标牌集中展陈。"""
    return any_of((negate(_is(facts.sign_type, SignType.AWARD, SignType.MODEL)), _is(facts.place, Place.DISPLAY)))


@rule(
    "三（三）村务公开栏", Consequence.REDIRECT, Step.BANS, Kind.SIGNBOARD,
    reason=_("“%(name)s”属需要发布并定期更新的信息，依托村务公开栏或者新型载体展示，不另挂牌。"),
    cure=_("改用村务公开栏或者新型载体。"),
)  # fmt: skip
def notice_goes_to_the_bulletin_board(facts: Facts) -> Holds:
    """需要发布并定期更新的信息依托村务公开栏或者新型载体展示。"""
    return any_of((negate(_is(facts.sign_type, SignType.NOTICE)), _is(facts.place, Place.BULLETIN)))
