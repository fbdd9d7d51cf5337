"""半年、年度报告: what the tables hold, in a span of time; as a page, a spreadsheet, a letter."""

import zipfile
from datetime import date, timedelta
from io import BytesIO

import pytest
import time_machine
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


@time_machine.travel(f"{YEAR}-12-31 10:00+08:00", tick=False)
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

    at_first, came, went, at_last, changed = rows(reports.report(county.region, WHOLE), "catalogue")["工作机制"]

    assert (at_first, came, went, at_last, changed) == (3, 3, 3, 3, 0)
    assert at_first + came - went == at_last


def asked_of(county, period):
    return rows(reports.report(county.region, period), "catalogue").get("工作机制", (0, 0, 0, 0, 0))


def test_what_is_changed_neither_enters_nor_leaves(county):
    before = date(YEAR - 1, 5, 1)
    day = date(YEAR, 1, 1)
    for number, more in (
        ("changed", {}),
        ("changed the day after its last", {"valid_until": day - timedelta(days=1)}),
        ("came back", {"valid_until": day - timedelta(days=2)}),
    ):
        old = entry(county.region, number, entered_on=before, left_on=day, left_because="变更", **more)
        entry(county.region, f"{number}（变更1）", entered_on=day, supersedes=old, check_code=old.check_code)
    other = entry(county.region, "another kind", entered_on=before, left_on=day, left_because="变更")
    entry(
        county.region,
        "another kind（变更1）",
        "signboard",
        entered_on=day,
        supersedes=other,
        check_code=other.check_code,
    )

    assert asked_of(county, WHOLE) == (3, 1, 1, 3, 2)
    assert rows(reports.report(county.region, WHOLE), "catalogue")["牌子"] == (0, 1, 0, 1, 0)


@time_machine.travel("2026-05-10 10:00+08:00", tick=False)
def test_what_is_still_to_come_has_not_happened(county):
    before = date(2025, 5, 1)
    for number, days in (
        ("leaves in June", {"left_on": date(2026, 6, 1)}),
        ("ends today", {"valid_until": date(2026, 5, 10)}),
        ("ended yesterday", {"valid_until": date(2026, 5, 9)}),
        ("left today", {"left_on": date(2026, 5, 10)}),
    ):
        entry(county.region, number, entered_on=before, **days)

    assert asked_of(county, Period(2026, "1")) == (4, 0, 2, 2, 0)
    assert asked_of(county, Period(2026, "")) == (4, 0, 2, 2, 0)
    assert asked_of(county, Period(2026, "2")) == (2, 0, 0, 2, 0)
    assert asked_of(county, Period(2025, "")) == (0, 4, 0, 4, 0)
    assert asked_of(county, Period(2024, "")) == (0, 0, 0, 0, 0)


@pytest.mark.parametrize("half", reports.HALVES)
@pytest.mark.parametrize("year", [2020, YEAR, YEAR + 4])
def test_a_county_in_which_nothing_happened_has_a_report_that_says_so(office, county, year, half):
    query = {"county": county.region.pk, "year": year, "half": half}

    page = asks(office, county.supervisor, **query)
    assert office.answer.status_code == 200
    assert page.count("期内没有。") == 5
    book = load_workbook(BytesIO(taken(office, county, "xlsx", year, half)))
    assert [cell.value for cell in book["各类事项办理结果"]["A"]] == ["类别", "期内没有。"]
    assert taken(office, county, "pdf", year, half).startswith(b"%PDF-")
    with zipfile.ZipFile(BytesIO(taken(office, county, "docx", year, half))) as file:
        assert file.read("word/document.xml").decode().count("期内没有。") == 5


def test_the_whole_year_is_called_so_in_english(office, county):
    office.client.cookies["django_language"] = "en"
    assert "In the year" not in asks(office, county.supervisor)


def asks(office, officer, **query):
    return office.sees(officer, "reports", **query)


def test_the_page_shows_tables_and_drawings(office, county):
    office.submits(OUTSIDE_BOARD)
    page = asks(office, county.supervisor, county=county.region.pk, year=YEAR, half="")

    assert f"台安县{YEAR}年度村级组织事务准入工作情况报告" in page
    assert "三（三）外部标牌" in page
    assert page.count("<svg") > 5


def taken(office, county, ending, year=YEAR, half=""):
    office.client.force_login(county.supervisor)
    query = {"county": county.region.pk, "year": year, "half": half, "as": ending}
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
