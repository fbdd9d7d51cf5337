"""Stories of the messages: told once, in words, to those it concerns; read when they say so."""

import ast
from datetime import timedelta
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone

from notifications import reading
from notifications.models import Notice
from notifications.outbox import deliver_waiting
from policy.ladder import RungName
from tests.requests import MEDIATION, STATION
from workflows.models import Desk
from workflows.services import sweeps

SERVICES = Path(__file__).parents[2] / "workflows" / "services"


def told_events():
    """Every event that a service tells, by whatever function of its own, and one for each rung of the ladder."""
    calls = (node for path in SERVICES.glob("*.py") for node in ast.walk(ast.parse(path.read_text("utf-8"))))
    return sorted({f"desk_{rung}" for rung in RungName} | {event for call in calls for event in _told_by(call)})


def _told_by(node):
    named = getattr(getattr(node, "func", None), "attr", "") or getattr(getattr(node, "func", None), "id", "")
    if named in {"tell", "_tell", "_tell_of"} and len(node.args) > 1 and isinstance(node.args[1], ast.Constant):
        yield node.args[1].value


def test_the_services_tell_something():
    assert {"submitted", "admitted", "province_reminded"} <= set(told_events())


@pytest.mark.parametrize("event", told_events())
def test_each_event_that_is_told_has_its_sentence(event):
    context = {"request": 1, "number": "210321-2026-00001", "title": "甲<乙>机制", "since": "2026-01-05"}
    sentence = get_template(f"notifications/{event}.txt").render(context)

    assert "甲<乙>机制" in sentence
    assert "210321-2026-00001" in sentence


def test_no_sentence_is_left_without_its_event():
    named = {path.stem for path in (SERVICES.parents[1] / "templates" / "notifications").glob("*.txt")}

    assert named == set(told_events())


def test_the_applicant_reads_what_happened_the_unread_first(office, county):
    request = office.submits(MEDIATION)
    deliver_waiting()
    old = Notice.objects.get()
    office.accepts(request)
    deliver_waiting()
    reading.mark_read(county.clerk, Notice.objects.latest("pk").pk)
    shown = office.sees(county.clerk, "notices")

    assert shown.index(f"《{request.title}》已提交，编号 {request.number}") < shown.index("已受理，正在并行审查")
    assert [notice.pk for notice, _words in office.answer.context["lines"]][:1] == [old.pk]


def test_opening_a_message_marks_it_read_and_leads_to_the_request(office, county):
    request = office.submits(MEDIATION)
    deliver_waiting()
    notice = Notice.objects.get()
    office.client.force_login(county.clerk)
    answer = office.client.post(reverse("notice_read", args=[notice.pk]), {"open": "1"})

    assert answer.url == reverse("request", args=[request.pk])
    assert reading.notices_of(county.clerk).get().read_at <= timezone.now()


def test_reading_twice_keeps_the_first_time(office, county):
    office.submits(MEDIATION)
    deliver_waiting()
    assert reading.mark_read(county.clerk) == 1
    first = Notice.objects.get().read_at

    assert reading.mark_read(county.clerk) == 0
    assert Notice.objects.get().read_at == first


def test_all_are_marked_at_once_and_only_ones_own(office, county):
    office.submits(MEDIATION)
    office.submits(MEDIATION)
    deliver_waiting()
    Notice.objects.filter(pk=Notice.objects.latest("pk").pk).update(recipient=county.screener)
    office.client.force_login(county.clerk)
    office.client.post(reverse("notices_read"))

    assert not reading.has_unread(county.clerk)
    assert reading.has_unread(county.screener)


def test_somebody_elses_message_is_not_found(office, county):
    office.submits(MEDIATION)
    deliver_waiting()
    office.client.force_login(county.screener)
    answer = office.client.post(reverse("notice_read", args=[Notice.objects.get().pk]))

    assert answer.status_code == 404
    assert Notice.objects.get().read_at is None


def test_a_message_is_not_marked_read_by_a_link(office, county):
    office.submits(MEDIATION)
    deliver_waiting()
    office.client.force_login(county.clerk)

    assert office.client.get(reverse("notice_read", args=[Notice.objects.get().pk])).status_code == 405
    assert office.client.get(reverse("notices_read")).status_code == 405


def test_the_province_is_reminded_of_the_same_request_again_and_again_each_time_once(office, county):
    request = office.comes_to_decision(STATION)
    deliver_waiting()
    desk = Desk.objects.filter(process__request=request, name="provincial_consent")
    for days in (100, 50):
        desk.update(created=timezone.now() - timedelta(days=days), reminded_at=None)
        assert (sweeps.remind_province(), sweeps.remind_province()) == (1, 0)
    deliver_waiting()
    reminders = [reading.words(notice) for notice in Notice.objects.filter(event="province_reminded")]

    assert len(reminders) == 2
    assert all("起等待省级同意，请尽快答复" in words for words in reminders)


def test_without_messages_the_page_says_what_will_come(office, county):
    assert "与您有关的申请有了进展" in office.sees(county.clerk, "notices")
