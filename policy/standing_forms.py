"""在用报表: a form that villages fill in already, and how much of a new one it holds."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from policy.choices import Frequency


@dataclass(frozen=True, kw_only=True)
class StandingForm:
    """An admitted form: its title, the organ that collects it, and the indicators (field names) it asks for."""

    title: str
    organ: str
    frequency: Frequency
    indicators: tuple[str, ...]

    def __str__(self) -> str:
        return f"《{self.title}》（{self.organ}，{self.frequency.label}）"

    def holds(self, indicators: Iterable[str]) -> tuple[str, ...]:
        """Those of `indicators` that this form collects already, in their order."""
        held = {plain(name) for name in self.indicators}
        return tuple(name for name in indicators if plain(name) in held)


def plain(indicator: str) -> str:
    """An indicator without spaces, brackets and full-width forms, so that 户数（户） and 户数(户) are one."""
    return re.sub(r"[\s()\[\]【】〔〕:：]", "", unicodedata.normalize("NFKC", indicator))
