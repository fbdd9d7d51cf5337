"""Who reported a demand is reached by one role alone: tried at every address there is, by everybody, read and sent."""

import copy
import io
import logging
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import Appointment, Delegation, User
from accounts.roles import Role
from catalogues.models import DemandReport, ReporterContact
from notifications.outbox import deliver_waiting
from policy import check_codes
from tests import addresses
from tests.cast import County
from tests.catalogues.standing_things import OTHER_TOWNSHIP, TOWNSHIP, VILLAGE
from tests.disclosure import Secret, found
from tests.everything import TODAY, one_of_everything
from workflows.models import Export, ExportState
from workflows.pages.acting import NOT_COMPLETE, NOT_NOW
from workflows.pages.exports import rows, writing
from workflows.pages.public import check, report

NAME, TELEPHONE, ACCOUNT = "某村某某", "13912345678", "ReporterWx-77"
ADDRESS, BROWSER = "203.0.113.77", "SecretBrowser/9.9 秘密浏览器"
CAMERA, HOUR, FILE = "SecretCamera", "2026:11:24 08:07:06", "IMG_4711_secret.jpg"
ONCE = "6b9f3c52-52f0-4f0e-9d0e-0f9f1f0c7a11"
TOLD = "独一无二的原话"

# What is reported is read by those it concerns; who reported it, by one of them, and only by asking with a reason.
CONCERNED = {"supervisor", "confidant", "township", "t-admin"}
THE_ONE = {("confidant", "demand_contact")}

# Addresses that nobody enters here, and why that proves nothing less.
NOT_ENTERED = {
    "logout": "its answer leads to the sign-in page, as that to a stranger does",
    "admin:autocomplete": "answers only to a field that asks; the field's own page is entered",
    "admin:view_on_site": "no model of ours has a public page of its own, so that the redirect finds none",
    "admin:(?P<url>.*)$": "answers that there is nothing",
    "admin:viewflow_process_change": "the base of our own processes, of which no row is made",
    "admin:viewflow_process_history": "as above",
    "admin:viewflow_process_delete": "as above",
    "admin:viewflow_task_change": "as above",
    "admin:viewflow_task_history": "as above",
    "admin:viewflow_task_delete": "as above",
}
# Most of what the administration shows it neither adds nor deletes.
SHUT = re.compile(r"admin:\w+_(add|delete)$")
# A form that opens what can be opened: sent wherever an address takes nothing but a form.
SENT = {"reason": "核实", "text": "已与该单位联系", "outcome": "unfounded", "receipt": "33333333333", "issued": "9"}


@dataclass
class Round:
    """Everybody at every address: which marks each of them met where, and at which addresses somebody came in."""

    secrets: list[Secret]
    met: set[tuple[str, str, str]] = field(default_factory=set)
    entered: dict[str, bool] = field(default_factory=lambda: defaultdict(bool))

    def goes(self, who: str, client: Client, everywhere: list[tuple[str, list[str]]]) -> None:
        for name, each in ((name, each) for name, all_of_it in everywhere for each in all_of_it):
            answer = client.get(each)
            self._note(who, name, answer)
            if answer.status_code == 405:
                self._note(who, name, sends(client, each, SENT))
            if (answer.context or {}).get("listing"):
                self._takes_away(who, name, client, each)

    def _takes_away(self, who: str, name: str, client: Client, listed: str) -> None:
        """A list as a file, at once and written in the background."""
        mark = "&" if "?" in listed else "?"
        self._note(who, name, client.get(f"{listed}{mark}export=csv"))
        asked = client.get(f"{listed}{mark}export=xlsx")
        self._note(who, name, asked)
        if token := (asked.context or {}).get("token"):
            self._note(who, name, background(client, token))

    def _note(self, who: str, name: str, answer: HttpResponseBase) -> None:
        assert answer.status_code < 500 and answer.status_code != 429, (who, name, answer.status_code)
        led_away = 300 <= answer.status_code < 400 and reverse("login") in answer["Location"]
        came_in = (answer.status_code < 400 and not led_away) or answer.status_code in (NOT_NOW, NOT_COMPLETE)
        self.entered[name] |= came_in
        self.met |= {(mark, who, name) for mark in found(self.secrets, answer)}


def sends(client: Client, to: str, form: dict[str, Any]) -> HttpResponseBase:
    """The answer to a form; what it did is taken back, and the session stays."""
    kept = copy.deepcopy(client.cookies)
    with transaction.atomic():
        answer = client.post(to, form)
        transaction.set_rollback(True)
    client.cookies = kept
    return answer


def background(client: Client, token: str) -> HttpResponseBase:
    """The file that the worker writes for the owner."""
    client.post(reverse("exports"), {"token": token})
    export = Export.objects.latest("pk")
    writing.write(export.pk)
    export.refresh_from_db()
    assert export.status == ExportState.DONE
    return client.get(reverse("export_file", args=[export.pk]))


@pytest.fixture(autouse=True)
def own_folder_and_no_limits(settings, tmp_path, monkeypatch):
    settings.MEDIA_ROOT = tmp_path
    monkeypatch.setattr(rows, "LONG", 1)
    for limit in (report.REPORTS, report.RECEIPTS, check.WRONG_CODES):
        limit.forget()
        monkeypatch.setattr(limit, "tries", 10**6)


@pytest.fixture
def reported(county) -> list[Secret]:
    """One of everything, and a report that says as much of the reporter as one can."""
    one_of_everything(county)
    told = Image.Exif()
    told[0x010F], told[0x9003] = CAMERA, HOUR
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "white").save(picture, "JPEG", exif=told, comment=NAME.encode())
    given = {
        "place": VILLAGE, "title": "安全生产日报表", "told": TOLD, "once": ONCE,
        "contact": f"{NAME} {ACCOUNT} {TELEPHONE}",
        "picture": SimpleUploadedFile(FILE, picture.getvalue(), "image/jpeg"),
    }  # fmt: skip
    answer = Client(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT=BROWSER).post(reverse("demand_report"), given)
    receipt, made = answer.context["receipt"], DemandReport.objects.get()
    deliver_waiting()
    writing.write(Export.objects.get().pk)
    sealed = bytes(ReporterContact.objects.get(report=made).sealed).decode()
    marks = [NAME, TELEPHONE, ACCOUNT, ADDRESS, BROWSER, CAMERA, HOUR, FILE, ONCE, sealed, made.receipt_digest]
    return [Secret(mark) for mark in (*marks, receipt, *map(check_codes.shown, [receipt]), TOLD)]


def everybody(county: County) -> Iterator[tuple[str, User | None]]:
    """Who holds each role there is, the county's own before others; who watches next door; who stands in; nobody."""
    held = Appointment.objects.exclude(officer__username__regex="^(n-|t-township)").order_by("-officer__username")
    for role in Role:
        somebody = held.filter(role=role).select_related("officer")[0].officer
        yield role.value, county.justice if role is Role.REVIEWER else somebody
    for name in ("t-admin", "n-supervisor", "n-confidant"):
        yield name, User.objects.get(username=name)
    townships = {each.organ.region_id: each for each in county.township_officers}
    yield "township", townships[TOWNSHIP]
    yield "other township", townships[OTHER_TOWNSHIP]
    yield "stands in for the confidant", stand_in(county)
    yield "nobody", None


def stand_in(county: County) -> User:
    deputy = User.objects.create(username="deputy", organ=county.confidant.organ)
    Delegation.objects.create(
        principal=county.confidant, substitute=deputy, starts_on=TODAY, ends_on=TODAY, reason="外出"
    )
    return deputy


def test_every_address_is_filled_with_what_exists(reported):
    all_of_them = [
        (name, whole, addresses.filled(name, whole, pattern)) for name, whole, pattern in addresses.patterns()
    ]

    assert [whole for _name, whole, each in all_of_them if each is None] == []
    empty = {name for name, whole, each in all_of_them if each == [] and not whole.startswith("admin/viewflow/")}
    assert empty <= set(NOT_ENTERED)


def test_the_reporter_is_unreachable_at_every_address_for_each_role_but_one(county, client, reported, caplog):
    caplog.set_level(logging.CRITICAL, "django.request")
    everywhere = [(name, addresses.filled(name, whole, pattern) or []) for name, whole, pattern in addresses.patterns()]
    round_ = Round(reported)
    for who, officer in list(everybody(county)):
        client.logout()
        if officer:
            client.force_login(officer)
        round_.goes(who, client, everywhere)

    assert {(who, where) for mark, who, where in round_.met if mark != TOLD} == THE_ONE
    assert {who for mark, who, _where in round_.met if mark == TOLD} == CONCERNED
    shut = {name for name, somebody in round_.entered.items() if not somebody and not SHUT.match(name)}
    assert shut <= set(NOT_ENTERED)
