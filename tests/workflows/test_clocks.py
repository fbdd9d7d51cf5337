"""Clocks: what a new calendar does to what lies on the desks, the ladder of reminders, urging, and when a day is over."""

import threading
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.db import connection

from accounts import working_days
from notifications.models import Outgoing
from policy import procedure
from policy.ladder import RungName, ladder
from tests.requests import MEDIATION, STATION, draft
from tests.ways import before_the_authority
from workflows.models import AdmissionRequest, Desk, Pause, RequestEvent, Rung
from workflows.services import clocks, oversight, screening, submission
from workflows.services.escalation import escalate

SHANGHAI = ZoneInfo("Asia/Shanghai")
NOTICE = "国办发明电〔2026〕99号"
# New Year of 2027 with the Monday off, and the Saturday worked for it.
YEAR_2027 = """\
date,is_working,name
2027-01-01,0,元旦
2027-01-02,0,元旦
2027-01-04,0,元旦
2027-05-01,0,劳动节
2027-05-02,0,劳动节
2027-10-01,0,国庆节
2027-10-02,0,国庆节
2027-10-03,0,国庆节
"""


def at(year, month, day, hour=10, minute=0):
    return time_machine.travel(datetime(year, month, day, hour, minute, tzinfo=SHANGHAI), tick=False)


@pytest.fixture
def announced(tmp_path):
    path = tmp_path / "calendar.csv"
    path.write_text(YEAR_2027, encoding="utf-8")
    return path


def waiting(county, title=""):
    """A request of the last day of December 2026, before the counter: its two working days are in the year ahead."""
    with at(2026, 12, 31):
        request = draft(county, MEDIATION | {"title": title or MEDIATION["title"]})
        submission.submit(request, by=county.clerk)
    return AdmissionRequest.objects.get(pk=request.pk)


def lying(request):
    return Desk.objects.get(process__request=request, finished__isnull=True)


def told(event=None, **about):
    rows = Outgoing.objects.filter(**about)
    rows = rows.filter(event=event) if event else rows.filter(event__startswith="desk_")
    return sorted(rows.values_list("event", "recipient__first_name"))


# -- a calendar arrives


def test_b19_a_year_that_is_announced_moves_what_lies_on_the_desks(county, announced):
    request = waiting(county)
    assert (lying(request).due_on, lying(request).due_is_provisional) == (date(2027, 1, 5), True)

    call_command("publish_calendar", str(announced), "--notice", NOTICE, verbosity=0)

    assert (lying(request).due_on, lying(request).due_is_provisional) == (date(2027, 1, 6), False)


def test_b19_the_move_is_written_down_with_both_dates_and_the_notice_and_told_once(county, announced):
    request = waiting(county)
    call_command("publish_calendar", str(announced), "--notice", NOTICE, verbosity=0)
    event = RequestEvent.objects.get(request=request, act="deadline_recomputed")

    assert event.officer is None
    assert event.source == event.target == request.state
    assert event.record["notice"] == NOTICE
    assert event.record["desks"] == [{"desk": "screen", "old": "2027-01-05", "new": "2027-01-06", "provisional": False}]
    assert told("deadline_recomputed") == [("deadline_recomputed", "李受理"), ("deadline_recomputed", "陈经办")]


def test_a_second_time_nothing_moves_and_nobody_is_told(county, announced):
    request = waiting(county)
    for _time in range(2):
        call_command("publish_calendar", str(announced), "--notice", NOTICE, verbosity=0)
    call_command("recompute_deadlines", verbosity=0)

    assert clocks.recompute(range(2004, 2031)) == 0
    assert RequestEvent.objects.filter(request=request, act="deadline_recomputed").count() == 1
    assert len(told("deadline_recomputed")) == 2


def test_what_looked_at_no_day_of_the_year_is_left_alone(county, announced):
    with at(2026, 11, 2):
        request = draft(county, MEDIATION)
        submission.submit(request, by=county.clerk)
    Desk.objects.update(due_on=date(2026, 11, 30))  # wrong on purpose: counting anew would show
    call_command("publish_calendar", str(announced), "--notice", NOTICE, verbosity=0)

    assert lying(request).due_on == date(2026, 11, 30)


def test_a_file_that_cannot_be_read_changes_neither_calendar_nor_desks(county, tmp_path):
    request = waiting(county)
    path = tmp_path / "calendar.csv"
    path.write_text("date,is_working,name\n2027-13-01,0,元旦\n", encoding="utf-8")
    with pytest.raises(CommandError):
        call_command("publish_calendar", str(path), "--notice", NOTICE, verbosity=0)

    assert lying(request).due_on == date(2027, 1, 5)
    assert not RequestEvent.objects.filter(act="deadline_recomputed").exists()


def test_a_desk_that_moves_to_a_later_day_climbs_its_ladder_anew(county, announced):
    request = waiting(county)
    with at(2027, 1, 5):
        assert escalate() == 1
    call_command("publish_calendar", str(announced), "--notice", NOTICE, verbosity=0)
    assert not Rung.objects.exists()
    with at(2027, 1, 6):
        assert escalate() == 1

    assert told(event="desk_due_today") == [("desk_due_today", "李受理")] * 2
    assert lying(request).rungs.count() == 2


def test_counting_anew_gives_what_was_counted_when_the_desk_was_laid(county):
    request = before_the_authority(county)
    for desk in Desk.objects.filter(process__request=request):
        counted = clocks.of_desk(desk, calendar=working_days.current())
        assert (counted.due_on, counted.provisional) == (desk.due_on, desk.due_is_provisional)


# -- the ladder

# 2026-03-02 is a Monday; the procedure of the tests: soon 2, very overdue 5 working days.
CLIMBS = [
    (date(2026, 2, 27), None),
    (date(2026, 3, 2), None),
    (date(2026, 3, 3), None),
    (date(2026, 3, 4), None),
    (date(2026, 3, 5), "due_soon"),
    (date(2026, 3, 6), "due_today"),
    (date(2026, 3, 7), "overdue"),
    (date(2026, 3, 9), "overdue"),
    (date(2026, 3, 13), "overdue"),
    (date(2026, 3, 14), "very_overdue"),
    (date(2026, 9, 1), "very_overdue"),
]


@pytest.mark.parametrize(("today", "rung"), CLIMBS)
def test_what_is_due_on_a_friday_climbs(db, today, rung):
    rungs = ladder(today, calendar=working_days.current(), soon=2, very=5)
    assert rungs.reached(date(2026, 3, 6)) == rung


def due(county, day):
    """A request before the authority whose desk is due on that day."""
    request = before_the_authority(county)
    Desk.objects.filter(process__request=request, finished__isnull=True).update(due_on=day)
    Outgoing.objects.all().delete()
    return request


def test_each_rung_is_told_once_however_often_the_sweep_runs(county):
    request = due(county, date(2026, 3, 6))
    for today, _rung in CLIMBS:
        for _time in range(3):
            with at(today.year, today.month, today.day):
                escalate()

    assert told() == [
        ("desk_due_soon", "周审定"),
        ("desk_due_today", "周审定"),
        ("desk_overdue", "周审定"),
        ("desk_overdue", "褚监督"),
        ("desk_very_overdue", "周审定"),
        ("desk_very_overdue", "褚监督"),
    ]
    assert list(lying(request).rungs.values_list("rung", flat=True)) == list(RungName)


def test_after_a_downtime_only_the_highest_rung_is_told_and_all_are_recorded(county):
    request = due(county, date(2026, 3, 6))
    with at(2026, 3, 9):
        assert (escalate(), escalate()) == (1, 0)

    assert told() == [("desk_overdue", "周审定"), ("desk_overdue", "褚监督")]
    assert set(lying(request).rungs.values_list("rung", flat=True)) == {"due_soon", "due_today", "overdue"}


def test_a_desk_that_is_done_with_is_told_of_no_more(county):
    request = due(county, date(2026, 3, 6))
    screening.terminate(request, by=county.screener, reason="政策变化")
    with at(2026, 3, 9):
        assert escalate() == 0


def test_while_a_pause_is_open_no_rung_is_reached_but_on_the_applicants_own_desk(county):
    stopped = due(county, date(2026, 3, 6))
    Pause.objects.create(request=stopped, reason="province")
    returned = draft(county, MEDIATION)
    submission.submit(returned, by=county.clerk)
    screening.return_for_correction(returned, by=county.screener, points=["缺件"])
    Desk.objects.filter(process__request=returned, name="correct").update(due_on=date(2026, 3, 6))
    with at(2026, 3, 9):
        assert escalate() == 1

    assert told() == [("desk_overdue", "陈经办")]


def test_what_has_no_limit_is_never_late(county):
    request = before_the_authority(county, part=STATION)
    assert lying(request).due_on is None
    with at(2030, 1, 1):
        assert escalate() == 0


def test_a_county_says_itself_how_soon_is_soon(tmp_path):
    default = (procedure.FOLDER / "default.toml").read_text(encoding="utf-8")
    (tmp_path / "default.toml").write_text(
        default.replace("very_overdue_working_days = 5", "very_overdue_working_days = 0"), encoding="utf-8"
    )
    with pytest.raises(procedure.ProcedureError, match="very_overdue_working_days"):
        procedure.load("", folder=tmp_path)


@pytest.mark.django_db(transaction=True)
@pytest.mark.race
def test_b06_two_sweeps_at_once_tell_each_desk_once():
    from tests.cast import County

    county = County()
    for _number in range(8):
        before_the_authority(county)
    Desk.objects.filter(finished__isnull=True).update(due_on=date(2026, 1, 6))
    Outgoing.objects.all().delete()
    gate, counted = threading.Barrier(4), []

    def sweep():
        gate.wait()
        counted.append(escalate())
        connection.close()

    threads = [threading.Thread(target=sweep) for _number in range(4)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert sum(counted) == 8
    assert len(told()) == 16


# -- midnight in Shanghai


@pytest.mark.parametrize(("hour", "minute", "late"), [(0, 1, 0), (23, 59, 0)])
def test_due_today_is_not_overdue_before_midnight_in_shanghai(county, hour, minute, late):
    due(county, date(2026, 3, 6))
    with at(2026, 3, 6, hour, minute):
        assert oversight.overdue([county.region]).count() == late
        escalate()

    assert {event for event, _who in told()} == {"desk_due_today"}


def test_at_one_minute_past_midnight_it_is_overdue(county):
    due(county, date(2026, 3, 6))
    with at(2026, 3, 6, 23, 59):
        escalate()
        assert oversight.overdue([county.region]).count() == 0
    with at(2026, 3, 7, 0, 1):
        escalate()
        assert oversight.overdue([county.region]).count() == 1

    assert {event for event, _who in told()} == {"desk_due_today", "desk_overdue"}
