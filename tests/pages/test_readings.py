"""Stories of the doubtful points: a county reads one otherwise, from a day on, and is judged so from then on."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import Region, User
from policy import notice
from tests.cast import NEIGHBOUR
from tests.requests import MEDIATION, OUTSIDE_BOARD, draft
from workflows.models import CountyReading, PartVerdict, State
from workflows.services import judgement
from workflows.services.readings import Chosen, readings_of

ADD = reverse("admin:workflows_countyreading_add")


def reads(county, name, choice, effective_from=None):
    return CountyReading.objects.create(
        county=county, name=name, choice=choice, effective_from=effective_from or localdate()
    )


def sets(client, place, /, **given):
    """What an administrator types into the form of a reading."""
    client.force_login(User.objects.get(username="t-admin"))
    tomorrow = localdate() + timedelta(days=1)
    typed = {"county": place.region.pk, "effective_from": tomorrow.isoformat(), "number": ""}
    return client.post(ADD, typed | given)


def errors(answer):
    return {name: list(said) for name, said in answer.context["adminform"].form.errors.items()}


def test_every_reading_that_can_be_chosen_has_a_name_for_people():
    nameless = [(each.name, option) for each in notice.READINGS.values() for option in each.options
                if not each.labels.get(option)]  # fmt: skip

    assert nameless == []


def test_an_administrator_sets_how_a_county_reads_a_point_and_stands_behind_it(client, county):
    answer = sets(client, county, reads="automatic_rejection:by_a_person")
    row = CountyReading.objects.get()

    assert answer.status_code == 302
    assert (row.county, row.name, row.choice, row.set_by.username) == (
        county.region,
        "automatic_rejection",
        "by_a_person",
        "t-admin",
    )
    assert "先由人确认" in client.get(reverse("admin:workflows_countyreading_changelist")).content.decode()


def test_a_number_is_set_where_the_point_asks_for_one(client, county):
    assert sets(client, county, reads="sudden_below_hours:number", number="72").status_code == 302
    assert readings_of(county.region, localdate() + timedelta(days=1))["sudden_below_hours"] == 72


@pytest.mark.parametrize(
    ("given", "field", "says"),
    [
        ({"reads": "sudden_below_hours:number"}, "number", "该读法须填写整数。"),
        ({"reads": "guide_board_counts:no", "number": "3"}, "number", "所选读法不须填写整数，请留空。"),
        ({"reads": "sudden_below_hours:number", "number": "-1"}, "number", "确保该值大于或等于0。"),
        ({"reads": "guide_board_counts:perhaps"}, "reads", "guide_board_counts:perhaps 不在可用的选项中。"),
        ({"reads": "guide_board_counts:no", "effective_from": "2020-01-01"}, "effective_from", "读法不溯及既往"),
        ({"reads": "guide_board_counts:no", "county": "210300000000"}, "county", "选择一个有效的选项"),
    ],
)  # fmt: skip
def test_what_cannot_be_set_is_told_at_its_field_and_nothing_is_kept(client, county, given, field, says):
    answer = sets(client, county, **given)

    assert answer.status_code == 200
    assert any(says.rstrip("。") in said for said in errors(answer)[field]), errors(answer)
    assert not CountyReading.objects.exists()


def test_a_point_is_set_once_a_day(client, county):
    sets(client, county, reads="guide_board_counts:no")
    answer = sets(client, county, reads="guide_board_counts:yes")

    assert errors(answer)["__all__"] == ["该县已设置过自同一天起用的读法；请改用另一天。"]


def test_what_was_set_can_be_neither_changed_nor_deleted(client, county):
    row = reads(county.region, "guide_board_counts", "no")
    client.force_login(User.objects.get(username="t-admin"))

    assert client.post(reverse("admin:workflows_countyreading_change", args=[row.pk]), {}).status_code == 403
    assert (
        client.post(reverse("admin:workflows_countyreading_delete", args=[row.pk]), {"post": "yes"}).status_code == 403
    )
    for touch in (lambda: CountyReading.objects.update(choice="yes"), row.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            touch()


def test_the_newest_that_has_begun_holds_and_another_county_is_not_bound(county):
    reads(county.region, "guide_board_counts", "no", date(2026, 1, 1))
    reads(county.region, "guide_board_counts", "yes", date(2026, 6, 1))
    reads(Region.objects.get(pk=NEIGHBOUR), "guide_board_counts", "no", date(2026, 1, 1))
    read = {day: readings_of(county.region, day)["guide_board_counts"]
            for day in (date(2025, 12, 31), date(2026, 1, 1), date(2026, 5, 31), date(2026, 6, 1))}  # fmt: skip

    assert list(read.values()) == ["yes", "no", "no", "yes"]
    assert Chosen().on(county.region.pk, date(2026, 5, 31)) == {"guide_board_counts": "no"}


def test_a_reading_that_the_edition_no_longer_has_is_passed_over(county):
    reads(county.region, "gone", "yes")
    reads(county.region, "guide_board_counts", "perhaps")

    assert readings_of(county.region, localdate()) == dict(notice.DEFAULT_READINGS)


def test_all_readings_of_a_county_are_one_query(county):
    for name in ("guide_board_counts", "militia_signboard", "party_bodies"):
        reads(county.region, name, notice.READINGS[name].options[1])

    with CaptureQueriesContext(connection) as queries:
        assert len(readings_of(county.region, localdate())) == len(notice.READINGS)
    assert len(queries) == 1


def test_a_county_that_wants_a_person_first_declines_nothing_by_machine(office, county):
    reads(county.region, "automatic_rejection", "by_a_person")
    request = office.submits(OUTSIDE_BOARD)
    kept = PartVerdict.objects.get(part__request=request)

    assert request.state == State.SCREENING
    assert kept.readings["automatic_rejection"] == "by_a_person"
    assert kept.verdict.readings == kept.readings
    assert kept.readings.keys() == notice.READINGS.keys()


def test_the_request_page_tells_how_the_county_reads_the_notice(office, county):
    request = office.submits(OUTSIDE_BOARD)
    assert "按本县读法" not in office.sees(county.clerk, "request", request.pk)

    reads(county.region, "automatic_rejection", "by_a_person")
    request = office.submits(OUTSIDE_BOARD)
    shown = office.sees(county.clerk, "request", request.pk)

    assert "按本县读法" in shown and "先由人确认" in shown and "通常为：当即不予受理" in shown


def test_whoever_has_submitted_is_judged_to_the_end_as_on_the_day_of_submission(office, county):
    with time_machine.travel(datetime(2026, 3, 2, 10, tzinfo=ZoneInfo("Asia/Shanghai")), tick=True):
        earlier = office.submits(MEDIATION, OUTSIDE_BOARD)
    reads(county.region, "automatic_rejection", "by_a_person", date(2026, 3, 3))
    reads(county.region, "outside_signboard_basis", "law_or_regulation", date(2026, 3, 3))
    with time_machine.travel(datetime(2026, 3, 4, 10, tzinfo=ZoneInfo("Asia/Shanghai")), tick=True):
        judged = judgement.judge(earlier.parts.get(position=2))
        later = draft(county, OUTSIDE_BOARD)
        drafted = judgement.judge(later.parts.get())

    assert judged.verdict.forbidden and judged.verdict.readings["outside_signboard_basis"] == "law"
    assert not drafted.verdict.forbidden and drafted.verdict.readings["outside_signboard_basis"] == "law_or_regulation"


def test_the_check_while_writing_goes_by_the_readings_of_the_county(office, county):
    reads(county.region, "automatic_rejection", "by_a_person")
    request = draft(county, OUTSIDE_BOARD)
    client = office.client
    client.force_login(county.clerk)
    typed = {"title": OUTSIDE_BOARD["title"], **OUTSIDE_BOARD["answers"], "citations-TOTAL_FORMS": 0,
             "citations-INITIAL_FORMS": 0}  # fmt: skip
    shown = client.post(
        reverse("part_check", args=[request.pk, 1]), typed, headers={"HX-Request": "true"}
    ).content.decode()

    assert "先由人确认" in shown
    assert "将被自动不予受理" not in shown
