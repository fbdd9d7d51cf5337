"""Stories of the replay: a supervisor tries another reading, limit, date or rule on what was, and nothing is changed."""

import csv
import io
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from policy.assessment import Outcome
from tests.pages.test_readings import reads
from tests.requests import MEDIATION, OUTSIDE_BOARD, STATION
from workflows.models import AdmissionRequest, CountyReading, PartVerdict, RequestEvent, RequestPart
from workflows.pages import replayed
from workflows.services import replaying
from workflows.services.replaying import Changed

OUTSIDE = "outside_signboard_is_one_of_the_six_or_ordered"
BY_A_PERSON = {"county": "", "reading_automatic_rejection": "by_a_person"}


@pytest.fixture
def past(office, county):
    """Four parts: two boards outside, a committee and a station."""
    for parts in ([MEDIATION, OUTSIDE_BOARD], [STATION], [OUTSIDE_BOARD]):
        office.submits(*parts)
    return office


def found(county, **changed):
    return replaying.run(replaying.past([county.region.pk]), Changed(**changed))


def test_another_reading_turns_the_requests_that_it_concerns_and_says_by_which_clause(past, county):
    page = past.sees(county.supervisor, "replay", **BY_A_PERSON)

    assert "重放 4 项，2 项结果改变" in page
    assert past.answer.context["found"].by_clause == [("三（三）外部标牌", 2)]
    assert page.count(">食品安全工作站</a>") == 2


def test_a_replay_changes_nothing(past, county):
    models = (AdmissionRequest, RequestPart, PartVerdict, RequestEvent, CountyReading)
    before = [list(model.objects.order_by("pk").values()) for model in models]
    with CaptureQueriesContext(connection) as queries:
        past.sees(county.supervisor, "replay", **BY_A_PERSON, without=[OUTSIDE])
    written = [each["sql"] for each in queries if each["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]

    assert [list(model.objects.order_by("pk").values()) for model in models] == before
    assert [sql for sql in written if "workflows_" in sql] == []


def test_a_rule_switched_off_forbids_nothing(past, county):
    turned = found(county, without=frozenset({OUTSIDE})).turned

    assert [each.old for each in turned] == [Outcome.REJECT, Outcome.REJECT]
    assert all(each.new is not Outcome.REJECT for each in turned)


def test_a_rule_that_begins_later_stands_only_for_what_was_submitted_from_then_on(office, county):
    for day in (2, 20):
        with time_machine.travel(datetime(2026, 3, day, 10, tzinfo=ZoneInfo("Asia/Shanghai")), tick=True):
            office.submits(OUTSIDE_BOARD)
    first = RequestPart.objects.order_by("pk")[0]

    assert [each.part for each in found(county, begins={OUTSIDE: date(2026, 3, 10)}).turned] == [first.pk]


def test_another_limit_turns_what_it_forbids(office, county):
    answers = OUTSIDE_BOARD["answers"] | {"official_name": "村民委员会"}
    office.submits(OUTSIDE_BOARD | {"title": "村民委员会", "answers": answers})

    assert found(county, limits={"inside_signboards": 3}).turned == []
    assert [each.new for each in found(county, limits={"outside_signboards": ["村党组织"]}).turned] == [Outcome.REJECT]


def test_the_first_verdict_of_a_part_is_replayed_and_by_the_readings_of_its_day(office, county):
    request = office.submits(STATION)
    office.does(county.screener, "return_for_correction", request, points="请写明")
    office.does(county.clerk, "resubmit", request)
    reads(county.region, "automatic_rejection", "by_a_person")
    office.submits(OUTSIDE_BOARD)
    result = found(county, readings={"automatic_rejection": "at_once"})

    assert result.total == 2
    assert [each.new for each in result.turned] == [Outcome.REJECT]


def test_what_nobody_changed_is_what_it_was(past, county):
    assert found(county).turned == []
    assert "没有改变任何读法" in past.sees(county.supervisor, "replay", county="")


def test_only_the_days_and_the_counties_asked_for_are_replayed(past, county):
    assert "重放 0 项" in past.sees(county.supervisor, "replay", **BY_A_PERSON, last="2020-01-01")
    past.sees(county.supervisor, "replay", **BY_A_PERSON | {"county": "210323000000"})
    assert past.answer.context["form"].errors["county"]
    assert "重放 0 项" in past.sees(county.neighbour_screener, "replay", **BY_A_PERSON)


def test_the_matrix_leads_to_the_parts_that_went_that_way(past, county):
    past.sees(county.supervisor, "replay", **BY_A_PERSON)
    links = [url for _old, cells, _all in past.answer.context["drawn"].rows for _n, url in cells if url]
    past.client.force_login(county.supervisor)
    page = past.client.get(reverse("replay") + links[0].partition("#")[0]).content.decode()

    assert len(links) == 1
    assert "共 2 条" in page


def test_the_parts_that_turned_can_be_taken_along_as_a_table(past, county):
    past.client.force_login(county.supervisor)
    answer = past.client.get(reverse("replay"), BY_A_PERSON | {"export": "csv"})
    rows = list(csv.reader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig"))))

    assert rows[0][-3:] == ["原结果", "新结果", "改变结果的条款"]
    assert [row[-3] for row in rows[1:]] == ["不予受理", "不予受理"]


def test_organs_stand_by_name_and_not_by_number(past, county):
    page = past.sees(county.supervisor, "replay", **BY_A_PERSON)
    result = past.answer.context["found"]
    result.by_organ.update({"乙局": 90, "甲局": 1})

    assert [name for name, _all, _turned in result.organs] == sorted(result.by_organ)
    assert "不是排名" in page


def test_more_than_a_page_can_bear_is_refused_with_the_way_to_do_it(past, county, monkeypatch):
    monkeypatch.setattr(replayed, "MOST", 3)
    page = past.sees(county.supervisor, "replay", **BY_A_PERSON)

    assert "超过网页一次能重放的 3 项" in page and "manage.py replay" in page
    assert "重放 4 项" not in page


@pytest.mark.parametrize(
    ("asked", "field"),
    [
        ({"first": "someday"}, "first"),
        ({"first": "2026-03-02", "last": "2026-03-01"}, "last"),
        ({"reading_automatic_rejection": "never"}, "reading_automatic_rejection"),
        ({"limit_inside_signboards": "-1"}, "limit_inside_signboards"),
        ({"reading_sudden_below_hours": "9" * 50}, "reading_sudden_below_hours"),
        ({"without": ["no_such_rule"]}, "without"),
        ({"begins": OUTSIDE}, "begins_on"),
        ({"begins_on": "2026-01-01"}, "begins"),
    ],
)
def test_what_cannot_be_tried_is_told_at_its_field(office, county, asked, field):
    office.sees(county.supervisor, "replay", **{"county": ""} | asked)

    assert office.answer.status_code == 200
    assert list(office.answer.context["form"].errors) == [field]


def test_a_clerk_is_shown_the_door(office, county):
    office.sees(county.clerk, "replay")

    assert office.answer.status_code == 403


def test_the_page_asks_the_database_no_more_the_more_there_is(past, county):
    def queries():
        with CaptureQueriesContext(connection) as asked:
            past.sees(county.supervisor, "replay", **BY_A_PERSON)
        return len(asked)

    few = queries()
    for _more in range(5):
        past.submits(OUTSIDE_BOARD)

    assert queries() == few <= 27


def test_the_command_replays_as_the_page_does(past, county, tmp_path):
    printed, file = io.StringIO(), tmp_path / "turned.csv"
    call_command("replay", county=[county.region.pk], reading=["automatic_rejection=by_a_person"], csv=file,
                 stdout=printed, stderr=io.StringIO())  # fmt: skip

    assert "replayed: 4, other outcome: 2, unreadable: 0" in printed.getvalue()
    assert len(file.read_text(encoding="utf-8-sig").splitlines()) == 3


@pytest.mark.parametrize(
    "wrong", [{"reading": ["nonsense=1"]}, {"limit": ["inside_signboards=many"]}, {"without": ["no_rule"]}, {"begins": ["x"]}]
)  # fmt: skip
def test_the_command_says_what_it_cannot_read(past, wrong):
    with pytest.raises(CommandError):
        call_command("replay", stderr=io.StringIO(), **wrong)
