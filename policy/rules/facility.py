"""三（二）: the village's service facility 综合服务设施"""

from collections.abc import Mapping
from decimal import Decimal
from typing import cast

from policy.choices import Kind
from policy.facilities import area_needed
from policy.facts import Facts
from policy.rulebook import Consequence, Holds, Step, rule
from policy.words import gettext_noop as _


def shortfall(
    facts: Facts, square_metres_per_hundred_households: int, square_metres_at_least: int
) -> Mapping[str, object]:
    households, floor = cast(int, facts.households), cast(Decimal, facts.floor_area)
    needed = area_needed(households, square_metres_per_hundred_households, square_metres_at_least)
    return {"needed": needed, "short": needed - floor}


def share(facts: Facts, percent_for_activities: int) -> Mapping[str, object]:
    floor, activity = cast(Decimal, facts.floor_area), cast(Decimal, facts.activity_area)
    percent = activity * 100 / floor
    return {"percent": percent.quantize(Decimal("0.01")), "needed": floor * percent_for_activities / 100}


@rule(
    "三（二）建设标准", Consequence.JUDGE, Step.LIMITS, Kind.FACILITY,
    reason=_("%(households)s户应不少于%(needed)s平方米，现有%(floor_area)s平方米，差%(short)s平方米，不达标。"),
    cure=_("列入提升工程，补足面积。"), words=shortfall,
)  # fmt: skip
def facility_is_large_enough(
    facts: Facts, square_metres_per_hundred_households: int, square_metres_at_least: int
) -> Holds:
    """综合服务设施每百户不少于30平方米且不少于350平方米。"""
    if facts.households is None or facts.floor_area is None:
        return None
    needed = area_needed(facts.households, square_metres_per_hundred_households, square_metres_at_least)
    return facts.floor_area >= needed


@rule(
    "三（二）活动区域", Consequence.JUDGE, Step.LIMITS, Kind.FACILITY,
    reason=_("群众活动区域%(activity_area)s平方米，占%(percent)s%%，应不少于%(needed)s平方米，不达标。"),
    cure=_("精简办公空间，扩大群众活动场所面积。"), words=share,
)  # fmt: skip
def activities_have_their_share(facts: Facts, percent_for_activities: int) -> Holds:
    """群众活动区域面积占总建筑面积不少于60%。"""
    if facts.activity_area is None or facts.floor_area is None:
        return None
    return facts.activity_area * 100 >= facts.floor_area * percent_for_activities
