"""A county's own procedure holds for lists, exits and letters too, not only for the desks of requests."""

from datetime import date

import pytest
import time_machine
from django.utils.timezone import localdate

from accounts.models import User
from catalogues.lists import CatalogueList, ListName
from catalogues.models import ExitReview, Ground
from tests.catalogues.standing_things import entry
from tests.requests import MEDIATION, draft
from workflows.models import LetterKind
from workflows.services import escalation, exits, issuers, list_keeping, procedures, submission
from workflows.services.list_keeping import Content

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_a_monday")]


@pytest.fixture
def on_a_monday():
    with time_machine.travel("2026-03-02T10:00:00+08:00", tick=False):
        yield


def county_sets(county, text: str) -> None:
    head = f'county = "{county.region.pk}"\nversion = "own"\neffective_from = {localdate().isoformat()}\n'
    procedures.set_procedure(county.region, head + text, by=User.objects.get(username="t-admin"))


def test_a_filing_is_due_in_the_days_that_the_county_gives_it(county):
    county_sets(county, "[desks.file]\nworking_days = 3\n")
    which = CatalogueList(county.region, ListName.WORK_AFFAIRS)
    list_keeping.enter(which, Content("人口登记", "work_affair"), by=county.keeper)
    edition = list_keeping.publish(which, by=county.screener, where="县政府网站", seen=0)
    filing = edition.filings.first()
    assert filing.due_on == date(2026, 3, 5)
    list_keeping.send(filing, by=county.screener)
    filing.refresh_from_db()
    assert filing.receipt_due_on == date(2026, 3, 5)


def test_an_exit_is_heard_in_the_days_that_the_county_gives_a_consultation(county):
    county_sets(county, "[desks.consultation]\nworking_days = 2\n")
    review = ExitReview.objects.create(
        entry=entry(county, organ=county.department), ground=Ground.USE, occasion="x", note="没有实效"
    )
    case = exits.propose([review], by=county.keeper)
    assert {desk.due_on for desk in case.desks.all()} == {date(2026, 3, 4)}


def test_an_exit_is_reminded_of_as_early_as_the_county_says(county):
    review = ExitReview.objects.create(
        entry=entry(county, organ=county.department), ground=Ground.USE, occasion="x", note="没有实效"
    )
    exits.propose([review], by=county.keeper)
    assert escalation.escalate_standing() == 0
    county_sets(county, "[reminders]\ndue_soon_working_days = 9\n")
    assert escalation.escalate_standing() == 1


def test_a_letter_is_written_by_the_lead_organ_of_the_version_that_the_case_follows(county):
    before = draft(county, MEDIATION)
    submission.submit(before, by=county.clerk)
    county_sets(county, '[lead]\nfunction = "organization"\n')
    after = draft(county, MEDIATION | {"title": "另一个委员会"})
    submission.submit(after, by=county.clerk)

    leads = [issuers.issuer_of(LetterKind.ACCEPTANCE, each).names for each in (before, after)]
    assert leads == [("台安县民政局",), ("台安县委组织部",)]
    assert issuers.lead_of(after) == "台安县委组织部"
