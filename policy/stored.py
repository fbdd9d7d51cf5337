"""Facts as they were kept with a verdict (asdict, as JSON), made facts again, so that they can be judged anew."""

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from typing import Any

from policy.answers import slots
from policy.basis import Basis
from policy.choices import Frequency, Kind
from policy.facts import Facts
from policy.form_fields import FormField
from policy.legal.levels import Level
from policy.questions import Source
from policy.standing_forms import StandingForm


def facts(kept: Mapping[str, Any]) -> Facts:
    """The facts of `dataclasses.asdict(facts)` after JSON. A fact that the policy no longer asks for is left out.

    Raises KeyError or ValueError for what was not kept so.
    """
    known = slots(Facts)
    of = {source: {name: kept[name] for name in known if name in kept and known[name].mark.source is source}
          for source in (Source.ANSWER, Source.RECORD)}  # fmt: skip
    records = of[Source.RECORD]
    if records.get("standing_forms") is not None:
        records["standing_forms"] = [_form(each) for each in records["standing_forms"]]
    bases = kept.get("bases")
    return Facts.from_answers(
        Kind(kept["kind"]), kept["name"], of[Source.ANSWER],
        None if bases is None else [_basis(each) for each in bases], records,
    )  # fmt: skip


def _form(kept: Mapping[str, Any]) -> StandingForm:
    """Verdicts of earlier days kept the names of its fields alone."""
    fields = tuple(FormField.read(each) for each in kept.get("fields", kept.get("indicators", ())))
    return StandingForm(title=kept["title"], organ=kept["organ"], frequency=Frequency(kept["frequency"]), fields=fields)


def _basis(kept: Mapping[str, Any]) -> Basis:
    given = {each.name: kept[each.name] for each in fields(Basis) if each.name in kept}
    if given.get("level"):
        given["level"] = Level(given["level"])
    if isinstance(given.get("repealed_on"), str):
        given["repealed_on"] = date.fromisoformat(given["repealed_on"])
    return Basis(**given)
