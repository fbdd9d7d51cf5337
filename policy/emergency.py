"""应急命令: whose order may let a thing run at once. Pure reading of a name; whether the order exists, people check."""

from collections.abc import Iterable

from policy.characters import corrected

# 突发事件应对法（2024）: governments from the county up, and the commands they set up, give orders in an emergency.
BODIES = (
    "人民政府",
    "指挥部",
    "委员会",
    "县委",
    "市委",
    "区委",
    "旗委",
    "省委",
    "县委办公室",
    "市委办公室",
    "人民政府办公室",
)
NATIONAL = ("国务院", "国家", "中共中央", "党中央")
BELOW = ("镇人民政府", "乡人民政府", "街道办事处", "村民委员会", "居民委员会")


def may_order(authority: str, places: Iterable[str]) -> bool:
    """Whether a body of that full name may give the order. `places`: the county, its city and its province, by name."""
    name = corrected("".join(authority.split()))
    if any(word in name for word in BELOW):
        return False
    if name.startswith(NATIONAL):
        return True
    named = name.removeprefix("中共")
    return any(named.startswith(place) for place in places) and named.endswith(BODIES)
