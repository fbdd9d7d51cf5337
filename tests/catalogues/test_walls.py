"""牌子墙: six outside, ten inside, by the service and by the database itself; what rules are told of real walls."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Region, User
from catalogues import register, walls
from catalogues.models import Entry, Signboard
from catalogues.walls import SIX, WallRefuses, hang, take_down
from policy.choices import Place
from tests.cast import County

COUNTY, TOWNSHIP = "210321000000", "210321001000"
DAY = date(2026, 11, 20)
IN_DATABASE = settings(
    max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


def village(number=0):
    return Region.objects.within(Region.objects.get(pk=TOWNSHIP)).filter(level=12)[number]


@pytest.fixture
def by(county):
    return county.screener


def admitted(title, *, place="outside", scope=None):
    return register.enter(
        number=title, region=Region.objects.get(pk=COUNTY), kind="signboard", title=title, organ=None,
        answers={"place": place}, on=date(2026, 1, 1), scope=scope,
    )  # fmt: skip


def full_inside(by, where, boards=10):
    for number in range(boards):
        hang(where, by=by, place=Place.INSIDE, title=f"服务室{number}", on=DAY)


@pytest.mark.parametrize("title", ["中共庆南村支部委员会", "庆南村村民委员会", "庆南村股份经济合作社", *SIX])
def test_each_of_the_six_takes_its_own_place(by, title):
    board = hang(village(), by=by, place=Place.OUTSIDE, title=title, on=DAY)

    assert 1 <= board.slot <= 6


def test_the_seventh_outside_is_refused_with_the_six_named(by):
    for title in SIX:
        hang(village(), by=by, place=Place.OUTSIDE, title=title, on=DAY)

    with pytest.raises(WallRefuses, match="外部只挂6块：村党组织、.*“食品安全工作站”不在其中"):
        hang(village(), by=by, place=Place.OUTSIDE, title="食品安全工作站", on=DAY)
    with pytest.raises(WallRefuses, match="位置已挂“村民委员会”"):
        hang(village(), by=by, place=Place.OUTSIDE, title="庆南村村民委员会", on=DAY)
    assert Signboard.objects.count() == 6


def test_what_law_orders_hangs_beside_the_six_by_its_admission(by):
    entry = admitted("人民武装部", scope=village())

    board = hang(village(), by=by, place=Place.OUTSIDE, title="人民武装部", on=DAY)

    assert (board.entry, board.slot) == (entry, None)
    with pytest.raises(WallRefuses):
        hang(village(1), by=by, place=Place.OUTSIDE, title="人民武装部", on=DAY)


def test_what_the_city_admits_hangs_in_its_villages(by):
    city = Region.objects.get(pk="210300000000")
    entry = register.enter(
        number="市", region=city, kind="signboard", title="人民武装部", organ=None, answers={"place": "outside"},
        on=date(2026, 1, 1),
    )  # fmt: skip

    assert hang(village(), by=by, place=Place.OUTSIDE, title="人民武装部", on=DAY).entry == entry


def test_the_eleventh_inside_is_refused_until_one_is_taken_down(by):
    full_inside(by, village())
    with pytest.raises(WallRefuses, match="已有10块，“助餐点”是第11块"):
        hang(village(), by=by, place=Place.INSIDE, title="助餐点", on=DAY)
    with pytest.raises(WallRefuses):
        hang(village(), by=by, place=Place.GUIDE, title="服务指引", on=DAY)

    take_down(Signboard.objects.get(title="服务室3"), by=by, on=DAY)

    assert hang(village(), by=by, place=Place.INSIDE, title="助餐点", on=DAY).slot == 4
    assert hang(village(1), by=by, place=Place.INSIDE, title="助餐点", on=DAY).slot == 1


def test_a_guide_board_stands_beside_the_ten_where_the_county_does_not_count_it(by):
    full_inside(by, village())

    board = hang(village(), by=by, place=Place.GUIDE, title="服务指引", on=DAY, guide_counts=False)

    assert board.slot == 0


def test_honours_are_displayed_together_as_many_as_there_are(by):
    for number in range(15):
        hang(village(), by=by, place=Place.DISPLAY, title=f"文明村{number}", on=DAY)

    assert Signboard.objects.filter(wall="display", slot__isnull=True).count() == 15


def test_a_board_hangs_once_in_one_place_and_is_taken_down_once(by):
    board = hang(village(), by=by, place=Place.INSIDE, title="助餐点", on=DAY)
    with pytest.raises(WallRefuses, match="已经悬挂"):
        hang(village(), by=by, place=Place.INSIDE, title=" 助餐点 ", on=DAY)

    take_down(board, by=by, on=DAY)
    with pytest.raises(WallRefuses, match="已经摘除"):
        take_down(board, by=by, on=DAY)
    with pytest.raises(WallRefuses, match="不能早于"):
        take_down(board, by=by, on=date(2026, 1, 1))


def test_a_name_in_nonstandard_characters_does_not_hang(by):
    with pytest.raises(WallRefuses, match="应为“村务监督委员会”"):
        hang(village(), by=by, place=Place.OUTSIDE, title="村務監督委員會", on=DAY)


def test_who_may_record(county):
    own = next(officer for officer in county.township_officers if officer.organ.region_id == TOWNSHIP)
    other = next(officer for officer in county.township_officers if officer.organ.region_id != TOWNSHIP)

    assert walls.may_record(county.screener, village())
    assert walls.may_record(own, village())
    for stranger in (other, county.clerk, county.decider, county.neighbour_screener, county.province):
        assert not walls.may_record(stranger, village())
        with pytest.raises(PermissionDenied):
            hang(village(), by=stranger, place=Place.INSIDE, title="助餐点", on=DAY)
    assert not Signboard.objects.exists()


# The database itself, whoever writes


def raw(by, **given):
    values = {"village": village(), "place": "inside", "wall": "inside", "slot": 1, "title": "甲", "hung_on": DAY}
    return Signboard(**(values | {"hung_by": by} | given))


@pytest.mark.parametrize(
    "given",
    [
        {"slot": 11},
        {"slot": None},
        {"slot": 0},
        {"place": "outside", "wall": "outside", "slot": 7},
        {"place": "outside", "wall": "outside", "slot": 0},
        {"place": "outside", "wall": "outside", "slot": None},
        {"place": "outside", "wall": "inside"},
        {"place": "inside", "wall": "display", "slot": None},
        {"place": "bulletin", "wall": "display", "slot": None},
        {"removed_on": date(2026, 1, 1)},
    ],
)
def test_the_database_has_no_place_for_a_board_too_many(by, given):
    with pytest.raises(IntegrityError), transaction.atomic():
        raw(by, **given).save()


def test_the_database_gives_a_place_once_as_long_as_the_board_hangs(by):
    raw(by).save()
    with pytest.raises(IntegrityError, match="a_place_on_a_wall_is_taken_once"), transaction.atomic():
        raw(by, title="乙").save()
    Signboard.objects.update(removed_on=DAY)
    raw(by, title="乙").save()


STEPS = st.lists(
    st.tuples(
        st.sampled_from([Place.OUTSIDE, Place.INSIDE, Place.GUIDE, Place.DISPLAY]),
        st.sampled_from([*SIX, "庆南村村民委员会", *"甲乙丙丁戊己庚辛壬癸子丑"]),
        st.booleans(),
    ),
    max_size=40,
)


@IN_DATABASE
@given(STEPS, st.booleans())
def test_no_path_of_hanging_and_taking_down_leads_past_six_and_ten(by, steps, guide_counts):
    Signboard.objects.all().delete()
    for place, title, down in steps:
        known = Signboard.objects.hanging().filter(place=place, title=title).first()
        if known and down:
            take_down(known, by=by, on=DAY)
            continue
        try:
            hang(village(), by=by, place=place, title=title, on=DAY, guide_counts=guide_counts)
        except WallRefuses as refusal:
            assert str(refusal)
    hanging = Signboard.objects.hanging()
    assert hanging.filter(wall="outside").count() <= 6
    counted = hanging.filter(wall="inside") if guide_counts else hanging.filter(place="inside")
    assert counted.count() <= 10


def test_in_the_whole_city_no_village_gets_an_eleventh(by):
    """1,193 villages of ten boards each, written at once; an eleventh for each is refused by the database as one."""
    everywhere = list(Region.objects.filter(level=12, code__startswith="2103"))
    assert len(everywhere) == 1193
    Signboard.objects.bulk_create(
        [raw(by, village=each, slot=slot, title=f"牌{slot}") for each in everywhere for slot in range(1, 11)],
        batch_size=2000,
    )
    for slot in (10, 11):
        with pytest.raises(IntegrityError), transaction.atomic():
            Signboard.objects.bulk_create(raw(by, village=each, slot=slot, title="又一块") for each in everywhere)

    assert Signboard.objects.count() == 11930
    rows = walls.with_walls(Region.objects.filter(level=12, code__startswith="2103"))
    assert {row.inside for row in rows} == {10}


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_many_who_hang_at_once_only_as_many_hang_as_there_is_room():
    by = County().screener
    full_inside(by, village(), 8)

    def try_one(number):
        try:
            hang(village(), by=User.objects.get(pk=by.pk), place=Place.INSIDE, title=f"同时{number}", on=DAY)
        except WallRefuses as refusal:
            return str(refusal)
        finally:
            connection.close()
        return ""

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(try_one, range(8)))

    assert said.count("") == 2
    assert all("已有10块" in each for each in said if each)
    assert Signboard.objects.hanging().filter(wall="inside").count() == 10


# What rules are told


def test_rules_count_what_hangs_and_what_was_admitted_and_is_yet_to_hang(by):
    full_inside(by, village(), 3)
    entries = [admitted("服务室1", place="inside"), admitted("助餐点", place="inside", scope=village())]

    def most(where):
        return walls.most_inside(where, entries, (Place.INSIDE, Place.GUIDE))

    assert most(village()) == 4  # three hang, one of them admitted; one admitted is yet to hang
    assert most(village(1)) == 1
    assert most(Region.objects.get(pk=COUNTY)) == 4
    assert walls.most_inside(village(1), [], (Place.INSIDE,)) == 0


def test_what_hangs_outside_is_known_only_where_the_wall_was_recorded(by):
    assert walls.outside_in_every_village(village()) is None
    hang(village(), by=by, place=Place.OUTSIDE, title="庆南村村民委员会", on=DAY)
    assert walls.outside_in_every_village(village()) == ("村民委员会",)
    assert walls.outside_in_every_village(Region.objects.get(pk=TOWNSHIP)) is None
    take_down(Signboard.objects.get(), by=by, on=DAY)
    assert walls.outside_in_every_village(village()) == ()


def test_an_entry_of_another_place_is_no_admission_to_hang_outside(by):
    admitted("人民武装部", place="inside")
    with pytest.raises(WallRefuses):
        hang(village(), by=by, place=Place.OUTSIDE, title="人民武装部", on=DAY)
    assert Entry.objects.count() == 1
