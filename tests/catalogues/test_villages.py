"""三（三）: limits hold in each village, so what counts is the village in which most stands."""

from datetime import date

import pytest

from accounts.models import Region
from catalogues import register

COUNTY, TOWNSHIP = "210321000000", "210321001000"
ON = date(2026, 11, 25)


@pytest.fixture
def hang(db):
    def board(title, scope=None):
        return register.enter(
            number=title,
            region=Region.objects.get(pk=COUNTY),
            kind="signboard",
            title=title,
            organ=None,
            answers={"place": "inside"},
            on=ON,
            scope=scope and Region.objects.get(pk=scope),
        )

    return board


def villages():
    return list(Region.objects.within(Region.objects.get(pk=TOWNSHIP)).filter(level=12)[:2])


def most(where):
    return register.most_in_one_village(register.standing(Region.objects.get(pk=COUNTY), "signboard", ON), where)


def test_boards_of_the_county_the_township_and_the_village_hang_together(hang):
    here, there = villages()
    hang("全县"), hang("全乡", TOWNSHIP), hang("本村", here.pk)

    assert most(here) == 3
    assert most(there) == 2
    assert most(Region.objects.get(pk=COUNTY)) == 3


def test_boards_of_neighbours_are_not_added_up(hang):
    here, there = villages()
    hang("一村", here.pk), hang("二村", there.pk)

    assert most(Region.objects.get(pk=TOWNSHIP)) == 1


def test_where_nothing_hangs_there_is_nothing(db):
    assert most(Region.objects.get(pk=COUNTY)) == 0
