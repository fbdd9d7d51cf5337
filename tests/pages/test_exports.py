"""导出: every list as CSV and XLSX, long ones in the background; nobody fetches what he may not see."""

import csv
import io
from datetime import timedelta

import openpyxl
import pytest
from django.core import signing
from django.urls import reverse
from django.utils import timezone

from accounts import rights
from tests.requests import MEDIATION, draft
from workflows.models import AdmissionRequest, Export, ExportState
from workflows.pages import spreadsheet
from workflows.pages.exports import rows, writing

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "＝1", '=HYPERLINK("x")', "a\x00b", "a\x0bb"]
LISTS = ["request_list", "inbox", "catalogue", "law_reviews"]


@pytest.fixture(autouse=True)
def own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def long_lists(monkeypatch):
    monkeypatch.setattr(rows, "LONG", 2)


def book(content):
    return [[cell for cell in row] for row in openpyxl.load_workbook(io.BytesIO(content)).active.iter_rows()]


def body(answer):
    return b"".join(answer) if answer.streaming else answer.content


def exported(office, officer, name, **query):
    office.client.force_login(officer)
    office.answer = office.client.get(reverse(name), query)
    return office.answer


def begins(office, officer, count=3, **query):
    """`officer` asks for a long list and says yes."""
    for _each in range(count):
        draft(office.county, MEDIATION)
    exported(office, officer, "request_list", export="xlsx", **query)
    token = office.answer.context["token"]
    office.answer = office.client.post(reverse("exports"), {"token": token})
    return Export.objects.latest("pk")


@pytest.mark.parametrize("text", FORMULAS)
@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_no_cell_is_run_as_a_formula(text, ending):
    file = io.BytesIO()
    spreadsheet.write(file, [[text, 3]], ending)

    if ending == "xlsx":
        ((cell, number),) = book(file.getvalue())
        assert cell.data_type == "s"
        value = cell.value
        assert number.value == 3
    else:
        ((value, _number),) = csv.reader(io.StringIO(file.getvalue().decode().removeprefix("\ufeff"), newline=""))
    assert not value.startswith(tuple("=+-@＝\t\r"))


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
@pytest.mark.parametrize("name", LISTS)
def test_a_hostile_title_goes_through_every_list(office, county, name, ending):
    request = office.submits(MEDIATION)
    AdmissionRequest.objects.update(title='=cmd|" /C calc"!A0')
    assert request

    answer = exported(office, county.screener, name, export=ending)

    content = body(answer)
    cells = [c.value for row in book(content) for c in row] if ending == "xlsx" else content.decode().split(",")
    assert not any(str(cell).strip('"').startswith("=") for cell in cells if cell)


def test_csv_and_xlsx_say_the_same(office, county):
    office.submits(MEDIATION)

    sheet = book(exported(office, county.screener, "request_list", export="xlsx").content)
    lines = list(
        csv.reader(io.StringIO(body(exported(office, county.screener, "request_list", export="csv")).decode()))
    )

    assert [[str(cell.value or "") for cell in row] for row in sheet][1:] == lines[1:]
    assert len(lines) == 2


def test_an_export_holds_only_what_its_officer_may_see(office, county):
    office.submits(MEDIATION)

    assert len(book(exported(office, county.screener, "request_list", export="xlsx").content)) == 2
    assert len(book(exported(office, county.neighbour_screener, "request_list", export="xlsx").content)) == 1


def test_the_story_of_a_long_export(office, county, long_lists):
    export = begins(office, county.clerk)
    assert "排队" in office.sees(county.clerk, "export", export.pk)
    assert exported_file(office, county.clerk, export).status_code == 404

    assert writing.write(export.pk)

    page = office.sees(county.clerk, "export", export.pk)
    assert "已生成" in page
    assert "3 / 3" in page
    answer = exported_file(office, county.clerk, export)
    assert len(book(body(answer))) == 4
    assert answer["Content-Disposition"].startswith("attachment")
    assert "准入申请" in office.sees(county.clerk, "exports")


def exported_file(office, officer, export):
    office.client.force_login(officer)
    return office.client.get(reverse("export_file", args=[export.pk]))


def test_a_short_list_is_sent_at_once_and_a_long_one_asks(office, county, long_lists):
    draft(county, MEDIATION)
    assert exported(office, county.clerk, "request_list", export="xlsx")["Content-Disposition"]
    draft(county, MEDIATION)
    draft(county, MEDIATION)

    assert "后台" in exported(office, county.clerk, "request_list", export="csv").content.decode()
    assert not Export.objects.exists()


def test_writing_twice_and_a_double_click_make_one_file(office, county, long_lists):
    export = begins(office, county.clerk)
    again = begins(office, county.clerk, count=0)
    assert again == export
    assert Export.objects.count() == 1

    assert writing.write(export.pk) is True
    assert writing.write(export.pk) is False
    assert len(list(writing.folder().iterdir())) == 1


def test_only_its_owner_sees_and_fetches_it(office, county, long_lists):
    export = begins(office, county.clerk)
    writing.write(export.pk)

    for name in ("export", "export_file"):
        office.client.force_login(county.screener)
        assert office.client.get(reverse(name, args=[export.pk])).status_code == 404


def test_b13_who_lost_a_post_fetches_nothing_any_more(office, county, long_lists):
    export = begins(office, county.clerk)
    writing.write(export.pk)

    rights.revoke(county.clerk, rights.SUBMIT, county.department)

    assert exported_file(office, county.clerk, export).status_code == 403


def test_who_lost_his_post_before_it_was_written_gets_nothing(office, county, long_lists):
    export = begins(office, county.clerk)
    county.clerk.is_active = False
    county.clerk.save()

    assert writing.write(export.pk) is False
    export.refresh_from_db()
    assert export.status == ExportState.FAILED
    assert list(writing.folder().iterdir()) == []


def test_it_expires_and_its_file_with_it(office, county, long_lists):
    export = begins(office, county.clerk)
    writing.write(export.pk)
    Export.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert exported_file(office, county.clerk, export).status_code == 404

    writing.sweep()

    assert not Export.objects.exists()
    assert list(writing.folder().iterdir()) == []


def test_what_a_lost_worker_left_is_taken_over_and_a_living_one_left_alone(office, county, long_lists):
    export = begins(office, county.clerk)
    Export.objects.update(status=ExportState.RUNNING, lease_until=timezone.now() + timedelta(minutes=5))
    assert writing.sweep() == 0

    Export.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert writing.sweep() == 1
    export.refresh_from_db()
    assert (export.status, export.done, export.total) == (ExportState.DONE, 3, 3)


FOREIGN = signing.dumps({"path": "/admin/"}, salt="another")


# The name is given: what is signed holds the second, and workers that collect in different seconds must agree.
@pytest.mark.parametrize("token", ["", "x", "x:y:z", pytest.param(FOREIGN, id="signed for something else")])
def test_what_no_list_offered_is_not_exported(office, county, token):
    office.client.force_login(county.clerk)

    office.client.post(reverse("exports"), {"token": token})

    assert not Export.objects.exists()


def test_an_address_that_is_no_list_fails_and_harms_nothing(office, county):
    export = Export.objects.create(
        owner=county.clerk, path=reverse("start"), ending="csv", title="x", language="zh-hans",
        expires_at=timezone.now() + timedelta(days=1),
    )  # fmt: skip

    assert writing.write(export.pk) is False
    assert Export.objects.get().status == ExportState.FAILED
