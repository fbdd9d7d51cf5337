"""日程订阅: due dates in a calendar program, by a token that only reads, and ends when a new one is made."""

from datetime import date

from django.urls import reverse
from icalendar import Calendar

from tests.requests import MEDIATION
from workflows.models import CalendarFeed, Desk
from workflows.services import due_dates


def read(client, token):
    return client.get(reverse("calendar", args=[token]))


def events(client, token):
    return [each for each in Calendar.from_ical(read(client, token).content).walk("VEVENT")]


def test_what_lies_on_my_desk_stands_in_my_calendar_on_the_day_it_is_due(office, county, client):
    request = office.submits(MEDIATION | {"title": "甲，乙；丙\\机制"})
    Desk.objects.update(due_on=date(2027, 1, 7), due_is_provisional=True)
    token = due_dates.subscribe(county.screener)
    client.logout()

    (event,) = events(client, token)

    assert event["summary"] == f"形式审查：{request.title}（暂定）"
    assert event["dtstart"].dt == date(2027, 1, 7)
    assert event["url"].endswith(reverse("request", args=[request.pk]))
    assert events(client, due_dates.subscribe(county.decider)) == []


def test_a_token_is_shown_once_kept_as_a_digest_and_ended_by_the_next(office, county, client):
    client.force_login(county.screener)
    shown = client.post(reverse("calendar_feed"))
    token = shown.context["address"].rpartition("/")[2].removesuffix(".ics")
    assert token
    assert token not in CalendarFeed.objects.get().digest
    assert token not in client.get(reverse("calendar_feed")).content.decode()
    assert read(client, token).status_code == 200

    client.post(reverse("calendar_feed"))
    assert read(client, token).status_code == 404


def test_an_address_ends_when_asked_and_with_its_officer(county, client):
    token = due_dates.subscribe(county.screener)
    county.screener.is_active = False
    county.screener.save()
    assert read(client, token).status_code == 404

    other = due_dates.subscribe(county.decider)
    client.force_login(county.decider)
    client.post(reverse("calendar_feed"), {"end": "1"})
    assert read(client, other).status_code == 404


def test_a_guess_is_not_answered(db, client):
    for guess in ("x", "%00", "a" * 500, "..%2f"):
        assert client.get(f"/calendar/{guess}.ics").status_code == 404
