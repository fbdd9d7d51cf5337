"""Where a part is to apply, and what happens when two write the same part."""

import pytest
from django.urls import reverse

from accounts.models import Region
from tests.requests import OUTSIDE_BOARD, draft


@pytest.fixture
def village(county):
    return Region.objects.within(county.region).filter(level=12).first()


def writes(office, county, request, **answers):
    part = request.parts.get()
    office.client.force_login(county.clerk)
    answers = {"do": "save", "title": part.title, **ROWS, **answers}
    office.answer = office.client.post(reverse("part_edit", args=[request.pk, part.position]), answers)
    return request.parts.get()


ROWS = {"cite-TOTAL_FORMS": "0", "cite-INITIAL_FORMS": "0"}


def test_a_part_can_be_for_one_village(office, county, village):
    written = writes(office, county, draft(county, OUTSIDE_BOARD), where=village.code)

    assert written.where == village
    assert village.name in office.sees(county.clerk, "part_edit", written.request_id, 1)


def test_left_open_it_is_for_the_whole_county(office, county):
    assert writes(office, county, draft(county, OUTSIDE_BOARD)).where == county.region


def test_a_village_of_another_county_is_refused_at_its_field(office, county):
    elsewhere = Region.objects.filter(level=12, code__startswith="210323").first()

    written = writes(office, county, draft(county, OUTSIDE_BOARD), where=elsewhere.code)

    assert office.answer.status_code == 422
    assert written.scope is None


def test_who_writes_on_an_old_page_is_told_and_undoes_nothing(office, county):
    request = draft(county, OUTSIDE_BOARD)
    writes(office, county, request, title="先写的名称", seen="0")

    written = writes(office, county, request, title="后写的名称", seen="0")

    assert office.answer.status_code == 409
    assert written.title == "先写的名称"
    assert "后写的名称" in office.answer.content.decode()
