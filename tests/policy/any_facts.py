"""Any request there could be: what its form asks and what the registers hold, each known or not."""

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from policy.answers import Slot, slots
from policy.basis import Basis
from policy.choices import Choice, Frequency, Kind
from policy.facts import Facts
from policy.form_fields import FormField
from policy.legal.levels import Level
from policy.standing_forms import StandingForm

NAMES = st.sampled_from(
    ["村人民调解委员会", "健在证明", "某村党支部", "扫黄打非工作站", "新時代文明實踐站", "秸秆禁烧责任书", "农家书屋"]
)
TEXTS = st.sampled_from(
    ["村民委员会设立人民调解委员会。", "可以设立工作站。", "签订安全生产责任状", "协助宣传", "专职1人"]
)
DAYS = st.dates(date(2020, 1, 1), date(2030, 12, 31))
FORMS = st.builds(
    StandingForm,
    title=NAMES,
    organ=st.sampled_from(["甲局", "乙局"]),
    frequency=st.sampled_from(Frequency),
    fields=st.lists(st.sampled_from("甲乙丙丁").map(FormField), unique=True).map(tuple),
)
BASES = st.builds(
    Basis,
    title=NAMES,
    level=st.none() | st.sampled_from(Level),
    text=st.just("") | TEXTS,
    exists=st.none() | st.booleans(),
    in_force=st.none() | st.booleans(),
    repealed_on=st.none() | DAYS,
)


def values(slot: Slot) -> st.SearchStrategy[Any]:
    one: dict[type, st.SearchStrategy[Any]] = {
        bool: st.booleans(),
        str: TEXTS | st.sampled_from(["甲局", "甲", "乙"]),
        int: st.integers(*(slot.mark.within or (0, 2000))),
        Decimal: st.decimals(0, 1000, places=2),
        date: DAYS,
        StandingForm: FORMS,
        FormField: st.sampled_from("甲乙丙丁").map(FormField),
    }
    each = st.sampled_from(slot.type) if issubclass(slot.type, Choice) else one[slot.type]
    return st.lists(each, max_size=3, unique=True).map(tuple) if slot.many else each


def facts_of(kind: Kind) -> st.SearchStrategy[Facts]:
    """Any facts of a kind: what its form asks and what the registers hold, each known or not."""
    looked_at = [slot for slot in slots(Facts).values() if not slot.mark.kinds or kind in slot.mark.kinds]
    given = {slot.name: st.none() | values(slot) for slot in looked_at}
    bases = st.none() | st.lists(BASES, max_size=2).map(tuple)
    return st.builds(Facts, kind=st.just(kind), name=NAMES, bases=bases, **given)


FACTS = st.sampled_from(Kind).flatmap(facts_of)
