"""半年、年度报告: what the tables hold, in a span of time; as a page, a spreadsheet, a letter."""

import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from catalogues.models import Entry
from tests.cast import NEIGHBOUR
from tests.requests import MEDIATION, OUTSIDE_BOARD
from workflows.models import AdmissionRequest
from workflows.services import reports
from workflows.services.reports import Period

YEAR = timezone.localdate().year
WHOLE = Period(YEAR, "")


def rows(report, key):
    (section,) = [each for each in report.sections if each.key == key]
    return {row[0]: tuple(row[1:]) for row in section.rows}


def entry(region, number, kind="mechanism", **days):
    return Entry.objects.create(number=number, region=region, kind=kind, title=number, **days)


@pytest.mark.parametrize(
    ("half", "first", "last"),
    [("1", (1, 1), (6, 30)), ("2", (7, 1), (12, 31)), ("", (1, 1), (12, 31))],
)
def test_a_period_has_its_days(half, first, last):
    period = Period(2026, half)
    assert (period.first, period.last) == (date(2026, *first), date(2026, *last))
    assert period.bounds[1] - period.bounds[0] == timedelta(days=(period.last - period.first).days + 1)


def test_what_came_in_and_what_became_of_it(office, county):
    office.submits(MEDIATION)
    office.submits(OUTSIDE_BOARD)
    report = reports.report(county.region, WHOLE)

    assert rows(report, "requests") == {"收到申请": (2,), "办结": (1,), "期末在办": (1,)}
    assert rows(report, "outcomes") == {"工作机制": (1, 0), "牌子": (0, 1)}
    assert "三（三）外部标牌" in rows(report, "clauses")
    assert rows(reports.report(county.region, Period(YEAR - 1, "")), "requests") == {
        "收到申请": (0,), "办结": (0,), "期末在办": (0,),
    }  # fmt: skip


def test_a_request_counts_on_the_day_of_beijing(office, county):
    request = office.submits(MEDIATION)
    new_year = timezone.make_aware(timezone.datetime(YEAR, 1, 1))
    for moment, counted in ((new_year, 1), (new_year - timedelta(seconds=1), 0)):
        AdmissionRequest.objects.filter(pk=request.pk).update(submitted_at=moment)
        assert rows(reports.report(county.region, WHOLE), "requests")["收到申请"] == (counted,)


def test_the_catalogue_adds_up(county):
    day = date(YEAR, 3, 1)
    before = date(YEAR - 1, 5, 1)
    entry(county.region, "stood", entered_on=before)
    entry(county.region, "left", entered_on=before, left_on=day)
    entry(county.region, "ended", entered_on=before, valid_until=day)
    entry(county.region, "ended before", entered_on=before, valid_until=before + timedelta(days=9), left_on=day)
    entry(county.region, "came", entered_on=day)
    entry(county.region, "came and left", entered_on=day, left_on=day + timedelta(days=1))
    entry(county.region, "ends with the year", entered_on=day, valid_until=date(YEAR, 12, 31))

    at_first, came, went, at_last = rows(reports.report(county.region, WHOLE), "catalogue")["工作机制"]

    assert (at_first, came, went, at_last) == (3, 3, 3, 3)
    assert at_first + came - went == at_last


def asks(office, officer, **query):
    return office.sees(officer, "reports", **query)


def test_the_page_shows_tables_and_drawings(office, county):
    office.submits(OUTSIDE_BOARD)
    page = asks(office, county.supervisor, county=county.region.pk, year=YEAR, half="")

    assert f"台安县{YEAR}年度村级组织事务准入工作情况报告" in page
    assert "三（三）外部标牌" in page
    assert page.count("<svg") > 5


def taken(office, county, ending):
    office.client.force_login(county.supervisor)
    query = {"county": county.region.pk, "year": YEAR, "half": "", "as": ending}
    office.answer = office.client.get("/reports/", query)
    assert office.answer.status_code == 200
    return office.answer.content


def test_it_is_taken_away_as_a_spreadsheet(office, county):
    office.submits(OUTSIDE_BOARD)
    book = load_workbook(BytesIO(taken(office, county, "xlsx")))

    assert [cell.value for cell in book["申请办理情况"]["B"]] == ["件数", 1, 1, 0]
    assert "filename*=utf-8''" in office.answer["Content-Disposition"]


def test_it_is_taken_away_as_a_letter(office, county):
    assert taken(office, county, "pdf").startswith(b"%PDF-")
    with zipfile.ZipFile(BytesIO(taken(office, county, "docx"))) as file:
        assert "申请办理情况" in file.read("word/document.xml").decode()


@pytest.mark.parametrize(
    "given", [{"year": "今年"}, {"year": "1999"}, {"half": "3"}, {"county": NEIGHBOUR}, {"county": "x"}]
)
def test_what_cannot_be_counted_is_told_at_its_field(office, county, given):
    asks(office, county.supervisor, **({"county": county.region.pk, "year": YEAR, "half": ""} | given))

    assert office.answer.status_code == 422
    assert set(office.answer.context["form"].errors) == set(given)


def test_an_applicant_makes_none(office, county):
    asks(office, county.clerk)
    assert office.answer.status_code == 403
