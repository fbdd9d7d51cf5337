"""What could be otherwise in a request: for each fact the values that its field allows and somebody may choose.

Facts from registers are never among them, nor facts that are as they are (Power.GIVEN), save that they may be filled in.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any

from policy import responsibility, signboards
from policy.answers import Slot, slots
from policy.choices import Choice, Frequency, Kind, Place, SignType
from policy.facts import Facts
from policy.form_fields import FormField
from policy.questions import Power, Source
from policy.rules.report_form import overlap, resources_held
from policy.three_valued import all_of
from policy.witness import shown
from policy.words import Phrase
from policy.words import gettext_noop as _

TO_FILL_IN = _("（待填写）")
# Where a board of each type may hang besides the outside wall.
PLACES = {
    SignType.SERVICE: (Place.INSIDE, Place.GUIDE),
    SignType.AWARD: (Place.DISPLAY,),
    SignType.MODEL: (Place.DISPLAY,),
    SignType.NOTICE: (Place.BULLETIN,),
}


@dataclass(frozen=True)
class Change:
    """One fact made another. `template` says how, with places label, before, after and removed."""

    field: str
    before: Any
    after: Any
    template: str
    is_obtained: bool = False

    @property
    def phrase(self) -> Phrase:
        slot = slots(Facts).get(self.field)
        label = slot.mark.label if slot else {"bases": _("设立依据"), "name": _("事项名称")}[self.field]
        before, after = shown(self.before), shown(self.after)
        words = {"label": Phrase(label), "before": before, "after": after, "removed": _removed(self.before, self.after)}
        return Phrase(self.template, words)


SET = _("将“%(label)s”由“%(before)s”改为“%(after)s”")
REMOVE = _("从“%(label)s”中删去：%(removed)s")
FILL_IN = _("填写“%(label)s”")
CHOOSE = _("在“%(label)s”中选择“%(after)s”")
OBTAIN = _("经有权机关同意，使“%(label)s”成为“%(after)s”")
OBTAIN_IT = _("取得并填写“%(label)s”")
REWORD = _("删去“%(label)s”中使村级组织成为责任主体的文字")


def _removed(before: Any, after: Any) -> Any:
    if isinstance(before, tuple) and isinstance(after, tuple):
        return shown(tuple(each for each in before if each not in after))
    return ""


def of(name: str, facts: Facts, limits: Mapping[str, Any]) -> Iterator[Change]:
    """The changes that the fact called `name` allows, the smallest first. `limits`: those the rule goes by."""
    value = getattr(facts, name)
    if name == "name":
        yield from _official_name(facts)
    elif name == "bases":
        yield from _bases(facts)
    elif (slot := slots(Facts).get(name)) and slot.mark.source is Source.ANSWER and facts.kind in slot.mark.kinds:
        yield from _of_answer(slot, value, facts, limits)


def _official_name(facts: Facts) -> Iterator[Change]:
    proposed = signboards.proposed_name(facts)
    if facts.kind is Kind.SIGNBOARD:
        names = dict.fromkeys((facts.official_name, proposed))
        yield from (Change("name", facts.name, each, SET) for each in names if each and each != facts.name)


def _bases(facts: Facts) -> Iterator[Change]:
    """The bases without those that do not stand, if one is left."""
    bases = facts.bases or ()
    standing = tuple(each for each in bases if all_of((each.exists, each.in_force)) is not False)
    if standing and standing != bases:
        yield Change("bases", bases, standing, REMOVE)


def _of_answer(slot: Slot, value: Any, facts: Facts, limits: Mapping[str, Any]) -> Iterator[Change]:
    obtained = slot.mark.power is Power.OBTAINED
    if value is None:
        yield from _filled_in(slot, obtained)
    elif slot.mark.power is not Power.GIVEN:
        template = OBTAIN if obtained else SET
        for after in _others(slot, value, facts, limits):
            smaller = isinstance(after, tuple) and len(after) < len(value)
            how = REMOVE if smaller else REWORD if slot.type is str else template
            yield Change(slot.name, value, after, how, obtained)


def _filled_in(slot: Slot, obtained: bool) -> Iterator[Change]:
    if slot.type is str and not slot.many:
        yield Change(slot.name, None, TO_FILL_IN, OBTAIN_IT if obtained else FILL_IN, obtained)
    elif issubclass(slot.type, Choice) and not slot.many:
        for each in slot.type:
            yield Change(slot.name, None, each, OBTAIN if obtained else CHOOSE, obtained)


def _others(slot: Slot, value: Any, facts: Facts, limits: Mapping[str, Any]) -> Iterator[Any]:
    if slot.name == "indicators":
        yield from _without_what_is_held(facts)
    elif slot.many:
        yield from _fewer(value)
        yield _all(slot.type)
    elif slot.type is bool:
        # Nobody obtains the contrary of a consent.
        yield from () if value and slot.mark.power is Power.OBTAINED else (not value,)
    elif slot.type is str:
        yield from (each for each in (responsibility.without_responsibility(value),) if each not in {"", value})
    elif slot.type is date:
        yield from (each for each in (facts.today,) if each and each != value)
    elif issubclass(slot.type, Choice):
        yield from _other_choices(slot, value, facts)
    else:
        yield from (each for each in limits.values() if isinstance(each, int) and each != value)


def _other_choices(slot: Slot, value: Choice, facts: Facts) -> Iterator[Choice]:
    if slot.name == "place":
        allowed: tuple[Choice, ...] = PLACES[facts.sign_type] if facts.sign_type else ()
    elif slot.name == "frequency":
        allowed = tuple(reversed(list(Frequency)[: list(Frequency).index(Frequency(value))]))
    else:
        allowed = _all(slot.type)
    return (each for each in allowed if each is not value)


def _all(choices: type) -> tuple[Choice, ...]:
    return tuple(choices) if issubclass(choices, Choice) else ()


def _fewer(value: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    for left in range(len(value) - 1, -1, -1):
        yield from combinations(value, left)


def _without_what_is_held(facts: Facts) -> Iterator[tuple[FormField, ...]]:
    """The indicators without those that the organ's own form, another's, or the county's data hold already."""
    held = [set(overlap(facts, own=own)[1]) for own in (True, False)] + [set(resources_held(facts))]
    indicators = facts.indicators or ()
    without = [tuple(each for each in indicators if each not in known) for known in (*held, set.union(*held))]
    yield from (left for left in dict.fromkeys(without) if left and left != indicators)
