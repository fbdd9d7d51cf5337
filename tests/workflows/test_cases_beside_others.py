"""The worked cases are played in a county where people work already: nothing that stands there is in their way, or changed."""

from datetime import date
from io import StringIO

from django.core.management import call_command

from accounts.models import Level, Region
from catalogues import walls
from catalogues.lists import CatalogueList, ListName
from catalogues.models import Entry
from policy.choices import Place
from tests.catalogues.standing_things import entry, village
from workflows.services import exits, list_keeping


def test_the_cases_are_played_beside_what_stands_hangs_and_is_reviewed(county):
    city = Region.objects.get(pk=county.region.ancestor_code(Level.CITY))
    board = entry(county, "食品安全工作站", kind="signboard", region=city, answers={"place": "inside"})
    walls.hang(village(), by=county.screener, place=Place.INSIDE, title=board.title, on=date(2026, 2, 1))
    exits.report(entry(county, "防汛值守", kind="work_affair"), by=county.finance, ground="funds", note="没有预算")
    affairs = CatalogueList(county.region, ListName.WORK_AFFAIRS)
    list_keeping.publish(affairs, by=county.screener, where="县政府网站", seen=0)
    before = list(Entry.listed.order_by("pk").values())

    for code in (county.region.pk, "210381000000"):
        said = StringIO()
        call_command("run_cases", "--county", code, stdout=said)
        assert said.getvalue().splitlines()[-1] == "cases: 26/26"

    assert list(Entry.listed.order_by("pk").values()) == before
