"""Entries of the catalogue that stories about it begin with."""

from datetime import date
from typing import Any

from accounts.models import Organ, Region
from catalogues import register
from catalogues.models import Entry

VILLAGE = "210321001221"
TOWNSHIP = "210321001000"
OTHER_TOWNSHIP = "210321101000"
NEIGHBOUR_VILLAGE = "210323001001"


def entry(county: Any, title: str = "困难群众救助情况表", **more: Any) -> Entry:
    """A form that the county admitted at the beginning of 2026, unless something else is said."""
    given: dict[str, Any] = {
        "number": register.admission_number(county.region, 2026, Entry.objects.count() + 1),
        "region": county.region,
        "kind": "report_form",
        "title": title,
        "organ": Organ.objects.get(name="台安县民政局"),
        "entered_on": date(2026, 1, 5),
        "published_on": date(2026, 1, 8),
        "answers": {"content": "报送困难群众名单", "frequency": "monthly", "form_type": "form"},
    }
    return Entry.objects.create(**given | more)


def village(code: str = VILLAGE) -> Region:
    return Region.objects.get(pk=code)
