"""在用报表: a form that villages fill in already, and how much of a new one it holds."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from policy.choices import Frequency
from policy.form_fields import FormField


@dataclass(frozen=True, kw_only=True)
class StandingForm:
    """An admitted form: its title, the organ that collects it, how often, and the fields it asks for."""

    title: str
    organ: str
    frequency: Frequency
    fields: tuple[FormField, ...]

    def __str__(self) -> str:
        return f"《{self.title}》（{self.organ}，{self.frequency.label}）"

    def holds(self, fields: Iterable[FormField]) -> tuple[FormField, ...]:
        """Those of `fields` that this form collects already under the same name, in their order."""
        held = {plain(each.name) for each in self.fields}
        return tuple(each for each in fields if plain(each.name) in held)


def plain(indicator: str) -> str:
    """An indicator without spaces, brackets and full-width forms, so that 户数（户） and 户数(户) are one."""
    return re.sub(r"[\s()\[\]【】〔〕:：]", "", unicodedata.normalize("NFKC", indicator))
