"""负担账本: what villages carry is the sum of what stands, on any day, and the database counts as the policy does."""

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import Region
from catalogues import burden, register
from catalogues.models import Entry
from policy.burden import MOST_MINUTES, MOST_TIMES, TAKES_TIME, minutes_a_year
from policy.choices import Frequency, Kind

COUNTY, TOWNSHIP = "210321000000", "210321001000"
START = date(2026, 1, 1)
DAYS = st.integers(0, 60).map(lambda days: START + timedelta(days))
IN_DATABASE = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)


@pytest.fixture
def villages(db):
    """One village of a township, another of it, and one of another township."""
    here, there = Region.objects.within(Region.objects.get(pk=TOWNSHIP)).filter(level=12)[:2]
    far = Region.objects.within(Region.objects.get(pk=COUNTY)).filter(level=12).last()
    assert far.code[:9] != here.code[:9]
    return [here, there, far]


def stand(number, *, place=None, answers=None, kind="work_affair", on=START, until=None, left=None):
    row = register.enter(
        number=number,
        region=Region.objects.get(pk=COUNTY),
        scope=place and Region.objects.get(pk=place),
        kind=kind,
        title=number,
        organ=None,
        answers=answers or {},
        on=on,
    )
    Entry.objects.filter(pk=row.pk).update(valid_until=until, left_on=left)
    return row


NUMBERS = st.integers(-1, MOST_MINUTES + 1)
JUNK = st.none() | st.booleans() | st.sampled_from(["", "30", " 30", "3.5", "三", "30\n", "٣", "1e3"]) | st.just(2.5)
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "minutes_each_time": NUMBERS | JUNK,
        "times_a_year": st.integers(-1, MOST_TIMES + 1) | JUNK,
        "frequency": st.sampled_from([each.value for each in Frequency]) | JUNK,
    },
)


@IN_DATABASE
@given(st.lists(st.tuples(st.sampled_from(Kind), ANSWERS), min_size=1, max_size=20))
def test_the_database_works_out_of_any_answers_what_the_policy_works_out(db, asked):
    county = Region.objects.get(pk=COUNTY)
    rows = Entry.objects.bulk_create(
        Entry(number=f"甲{n}", region=county, kind=kind, title="甲", answers=answers, entered_on=START)
        for n, (kind, answers) in enumerate(asked)
    )
    kept = Entry.objects.in_bulk([row.pk for row in rows])

    assert [kept[row.pk].minutes_a_year for row in rows] == [minutes_a_year(*each) for each in asked]
    Entry.objects.all().delete()


THINGS = st.lists(
    st.tuples(
        st.sampled_from(TAKES_TIME),
        st.integers(0, 4),
        st.none() | st.integers(1, 600),
        st.integers(1, 24),
        DAYS,
        st.none() | st.integers(0, 40),
        st.none() | st.integers(0, 40),
    ),
    max_size=12,
)


@IN_DATABASE
@given(THINGS, DAYS)
def test_on_any_day_a_village_carries_the_sum_of_what_is_in_force_there(villages, things, day):
    here, there, far = villages
    Entry.objects.all().delete()
    places = [None, TOWNSHIP, here.pk, there.pk, far.pk]
    reach = {None: {here, there, far}, TOWNSHIP: {here, there}, here.pk: {here}, there.pk: {there}, far.pk: {far}}
    expected = {village: [0, 0, 0] for village in villages}
    for n, (kind, where, minutes, times, on, valid, stays) in enumerate(things):
        until, left = (None if days is None else on + timedelta(days) for days in (valid, stays))
        answers = {"times_a_year": times} | ({} if minutes is None else {"minutes_each_time": minutes})
        stand(f"甲{n}", place=places[where], answers=answers, kind=kind, on=on, until=until, left=left)
        if on <= day and (until is None or until >= day) and (left is None or left > day):
            for village in reach[places[where]]:
                carried = expected[village]
                carried[0] += (minutes or 0) * times
                carried[1] += 1
                carried[2] += minutes is None

    county = Region.objects.get(pk=COUNTY)
    rows = list(burden.villages(county, day))
    found = {row: [row.minutes, row.carried, row.unknown] for row in rows if row in expected}
    total = burden.total(county, day)

    assert found == expected
    assert total.minutes == sum(row.minutes for row in rows)
    assert total.villages == len(rows)
    for village in villages:
        own = burden.carried_in(village, day)
        assert sum(each.minutes_a_year or 0 for each in own) == expected[village][0]


def test_what_stands_on_the_lists_of_city_and_province_does_not_count_twice(db):
    stand("县", answers={"minutes_each_time": 10, "times_a_year": 2})
    register.enter(
        number="省", region=Region.objects.get(pk="210000000000"), kind="work_affair", title="同一事项", organ=None,
        answers={"minutes_each_time": 10, "times_a_year": 2}, on=START,
    )  # fmt: skip
    county = Region.objects.get(pk=COUNTY)

    total = burden.total(county, START)

    assert (total.entries, total.minutes) == (1, 20 * total.villages)


def test_a_signboard_takes_no_time_and_is_not_called_unknown(db):
    stand("牌", kind="signboard", answers={"place": "inside"})

    assert burden.total(Region.objects.get(pk=COUNTY), START).entries == 0


@pytest.mark.parametrize("number", [3, 60])
def test_however_much_stands_the_county_costs_as_many_queries(db, django_assert_num_queries, number):
    county = Region.objects.get(pk=COUNTY)
    for n in range(number):
        stand(f"甲{n}", answers={"minutes_each_time": 10, "times_a_year": 2})

    with django_assert_num_queries(3):
        list(burden.villages(county, START))
        burden.total(county, START)


def test_in_the_whole_city_every_village_carries_what_stands_and_all_together_is_the_sum(db):
    city = Region.objects.get(pk="210300000000")
    counties = list(Region.objects.within(city).filter(level=6))
    townships = list(Region.objects.within(city).filter(level=9))
    all_villages = list(Region.objects.within(city).filter(level=12))
    assert len(all_villages) == 1193
    scopes = [None, *townships[:40], *all_villages[::30]]
    entries = []
    for n in range(300):
        scope = scopes[n % len(scopes)]
        code = scope.ancestor_code(6) if scope else counties[n % len(counties)].code
        entries.append(
            Entry(
                number=f"甲{n}",
                region_id=code,
                scope=scope,
                kind=TAKES_TIME[n % len(TAKES_TIME)],
                title=f"甲{n}",
                answers={"minutes_each_time": n + 1, "times_a_year": n % 12 + 1},
                entered_on=START,
            )
        )
    Entry.objects.bulk_create(entries)
    ranges = [((each.scope or each.region).code_range, (n + 1) * (n % 12 + 1)) for n, each in enumerate(entries)]

    found = {row.code: row.minutes for row in burden.villages(city, START)}

    expected = {
        village.code: sum(minutes for (first, last), minutes in ranges if first <= village.code <= last)
        for village in all_villages
    }
    assert found == expected
    assert burden.total(city, START).minutes == sum(expected.values())
    assert sum(burden.total(county, START).minutes for county in counties) == sum(expected.values())
