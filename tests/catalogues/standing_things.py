"""Entries of the catalogue that stories about it begin with."""

from datetime import date
from typing import Any

from accounts.models import Organ, Region
from catalogues import register
from catalogues.lists import CatalogueList, ListName
from catalogues.models import Entry, FilingPackage
from workflows.services import list_keeping
from workflows.services.list_keeping import Content

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


def two_filed_editions(county: Any) -> list[bytes]:
    """The packages of two editions of the county's list: in the second one was changed, one entered, one was struck."""
    which = CatalogueList(county.region, ListName.WORK_AFFAIRS)

    def put(title: str, **more: Any) -> Entry:
        return list_keeping.enter(which, Content(title, "work_affair", **more), by=county.keeper)

    def published(seen: int) -> bytes:
        made = list_keeping.publish(which, by=county.screener, where="县政府网站", seen=seen)
        return bytes(FilingPackage.objects.get(edition=made).content)

    changed, struck = put("人口登记", basis="《村民委员会组织法》第八条"), put("防汛值守\n台账")
    first = published(0)
    list_keeping.change(changed, Content("人口登记", "work_affair", source="市清单"), by=county.keeper)
    list_keeping.strike(struck, by=county.keeper, reason="不再需要")
    put("农业普查")
    return [first, published(1)]
