"""临时: whoever writes, weighs or decides a temporary item reads its last day, and a day that cannot be is told at its field."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.urls import reverse

from tests.letters.test_issuing import previewed, said
from tests.pages.test_applicant_drafts import typed
from tests.requests import MEDIATION, draft
from tests.steps import lies
from workflows.models import State

NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)
HTMX = {"HTTP_HX_REQUEST": "true"}
LAST_DAY = "临时，至 2027-03-31"
BETWEEN = "结束日期须在 2026-11-25 至 2027-05-27 之间"


@pytest.fixture(autouse=True)
def that_day():
    with time_machine.travel(NOON, tick=False):
        yield


def temporary(**more):
    return MEDIATION | {"answers": MEDIATION["answers"] | {"application": "temporary", "ends_on": "2027-03-31"} | more}


def test_every_desk_reads_that_it_is_temporary_and_until_when(office, county):
    request = office.submits(temporary(frequency="weekly", minutes_each_time=60, times_a_year=52))
    assert LAST_DAY in office.sees(county.screener, "act", request.pk, "accept")
    assert LAST_DAY in office.sees(county.clerk, "request", request.pk)
    office.accepts(request)
    assert LAST_DAY in office.sees(county.justice, "act", request.pk, "give_opinion")
    office.everybody_supports(request)
    office.everybody_supports(request)

    page = office.sees(county.decider, "decide", request.pk)
    assert LAST_DAY in page
    assert "一年的量，施行至 2027-03-31 止" in page

    office.does(county.decider, "decide", request, decision_1="admitted", reason_1="同意")
    for name, officer in (
        ("consultation", county.screener),
        ("submission_sheet", county.screener),
        ("approval", county.decider),
    ):
        assert "临时，至2027年3月31日" in said(previewed(office, officer, request, name).content), name


def test_what_lasts_is_not_called_temporary(office, county):
    request = office.submits(MEDIATION | {"answers": MEDIATION["answers"] | {"ends_on": "2027-03-31"}})

    assert "临时，至" not in office.sees(county.screener, "act", request.pk, "accept")


@pytest.mark.parametrize("day", ["2026-11-24", "2027-05-28"])
def test_an_impossible_last_day_is_refused_at_its_field_and_told_by_the_check(office, county, day):
    request = draft(county, MEDIATION)
    office.client.force_login(county.clerk)
    sent = typed(temporary(ends_on=day), "《人民调解法》第八条第一款")

    panel = office.client.post(reverse("part_check", args=[request.pk, 1]), sent, **HTMX).content.decode()
    assert BETWEEN in panel
    assert "县级可定" not in panel
    answer = office.client.post(reverse("part_edit", args=[request.pk, 1]), sent)
    assert answer.status_code == 422
    assert BETWEEN in str(answer.context["form"].errors["ends_on"])
    assert request.parts.get().answers["application"] == "new"


@pytest.mark.parametrize("day", ["2026-11-25", "2027-05-27"])
def test_the_first_and_the_last_possible_day_are_saved(office, county, day):
    request = draft(county, MEDIATION)
    office.client.force_login(county.clerk)
    edit = reverse("part_edit", args=[request.pk, 1])
    assert "2026-11-25 至 2027-05-27" in office.client.get(edit).content.decode()

    assert office.client.post(edit, typed(temporary(ends_on=day), "《人民调解法》第八条第一款")).status_code == 302


def test_a_day_that_went_by_in_the_drawer_is_told_at_submission_with_the_way_to_its_form(office, county):
    request = draft(county, temporary())
    edit = reverse("part_edit", args=[request.pk, 1])
    with time_machine.travel(NOON + timedelta(days=200), tick=False):
        page = office.sees(county.clerk, "request_edit", request.pk)
        assert "结束日期 2027-03-31 已不可行" in page
        office.does(county.clerk, "submit", request)
        page = office.answer.content.decode()
        assert office.answer.status_code == 422
        assert "写的结束日期是 2027-03-31" in page
        assert "须写明结束日期" not in page
        assert f'href="{edit}"' in page
        assert lies(request) == (State.DRAFT, set())
