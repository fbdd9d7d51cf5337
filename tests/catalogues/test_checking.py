"""查验: each code is given by the database, and answered as the entry stands where it is asked for."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Region
from catalogues.checking import check, reaches
from catalogues.models import Entry
from policy import check_codes
from policy.refusals import Standing, refusal
from tests.catalogues.standing_things import OTHER_TOWNSHIP, TOWNSHIP, VILLAGE, entry, village

TODAY = date(2026, 11, 25)


def test_every_entry_has_its_code_however_it_came_in(county):
    made = entry(county)
    many = Entry.objects.bulk_create(
        Entry(number=f"b-{n}", region=county.region, kind="signboard", title=f"牌{n}", entered_on=TODAY)
        for n in range(500)
    )
    codes = [made.check_code, *(each.check_code for each in many)]

    assert all(check_codes.read(code).is_well_formed for code in codes)
    assert len(set(codes)) == 501
    assert codes == [*Entry.objects.order_by("pk").values_list("check_code", flat=True)]


def test_codes_follow_no_sequence(county):
    codes = [entry(county, f"表{n}").check_code for n in range(60)]

    assert codes != sorted(codes)
    assert len({code[0] for code in codes}) > 8


def test_no_two_entries_share_a_code(county):
    first, second = entry(county), entry(county, "另一张表")
    with pytest.raises(IntegrityError), transaction.atomic():
        Entry.objects.filter(pk=second.pk).update(check_code=first.check_code)


@pytest.mark.parametrize(
    ("more", "place", "standing"),
    [
        ({}, VILLAGE, Standing.ADMITTED),
        ({}, None, Standing.ADMITTED),
        ({"valid_until": TODAY}, VILLAGE, Standing.ADMITTED),
        ({"valid_until": date(2026, 11, 24)}, VILLAGE, Standing.EXPIRED),
        ({"left_on": TODAY}, VILLAGE, Standing.LEFT),
        ({"left_on": date(2026, 11, 26)}, VILLAGE, Standing.ADMITTED),
        ({"entered_on": date(2026, 11, 26)}, VILLAGE, Standing.NOT_YET),
        ({}, "210323000000", Standing.ELSEWHERE),
        ({"scope_id": OTHER_TOWNSHIP}, VILLAGE, Standing.ELSEWHERE),
        ({"scope_id": TOWNSHIP}, VILLAGE, Standing.ADMITTED),
        ({"scope_id": VILLAGE}, TOWNSHIP, Standing.ADMITTED),
        ({"region_id": "210300000000"}, VILLAGE, Standing.ADMITTED),
        ({"region_id": "210300000000"}, "210323000000", Standing.ADMITTED),
    ],
)
def test_the_answer_follows_day_and_place(county, more, place, standing):
    made = entry(county, **more)
    found = check(made.check_code.lower(), Region.objects.get(pk=place) if place else None, TODAY)

    assert (found.standing, found.entry) == (standing, made)


def test_a_code_that_was_never_given_out_is_not_admitted(county):
    entry(county)
    unknown = check_codes.checked("3333333")

    assert check(unknown, village(), TODAY).standing is Standing.NOT_ADMITTED


@pytest.mark.parametrize("slip", ["{0}{1}{3}{2}{4}{5}{6}{7}", "{0}{1}{2}{3}{4}{5}{6}", "O{1}{2}{3}{4}{5}{6}{7}"])
def test_a_slip_is_told_from_a_lie_and_led_on(county, slip):
    made = entry(county)
    while made.check_code[2] == made.check_code[3]:
        made = entry(county, f"表{made.pk}")
    found = check(slip.format(*made.check_code), None, TODAY)

    assert found.standing is None
    assert found.suggested == (made,)


@pytest.mark.parametrize("typed", ["", "   ", "-", "你好", "'; DROP TABLE--", "\x00", "0" * 1000])
def test_nothing_that_is_typed_is_taken_for_a_code(county, typed):
    entry(county)

    assert check(typed, None, TODAY).entry is None


def test_a_look_up_costs_one_query_and_help_a_second(county, django_assert_num_queries):
    code = entry(county).check_code
    with django_assert_num_queries(1):
        check(code, county.region, TODAY)
    with django_assert_num_queries(1):
        check("33333334", county.region, TODAY)
    with django_assert_num_queries(1):
        check(check_codes.checked("3333333"), county.region, TODAY)


def test_words_to_refuse_rest_on_quoted_clauses():
    told = [refusal(standing, kind) for standing in Standing for kind in (None, "report_form", "signboard")]

    assert [each for each in told if each is None] == [None] * 3
    assert all(each.clauses and all(clause.quote for clause in each.clauses) for each in told if each)


def test_an_entry_of_a_village_reaches_its_county_page(county):
    assert reaches(entry(county, scope_id=VILLAGE), county.region)
