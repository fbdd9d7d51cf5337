"""Stories of what is reported without an account: it reaches who must act, and never says who told it."""

import io
from datetime import date
from uuid import uuid4

import pytest
from django.contrib import admin
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image

from accounts.models import Delegation, User
from catalogues import sealing
from catalogues.models import ContactLook, DemandPicture, DemandReport, ReporterContact
from catalogues.pictures import LARGEST
from notifications.models import Outgoing
from policy import check_codes
from tests.catalogues.standing_things import TOWNSHIP, VILLAGE, entry
from tests.requests import OUTSIDE_BOARD
from workflows.pages.public import report as page
from workflows.services import demands

CONTACT = "某村某某13912345678"
ADDRESS = "203.0.113.77"
ROLES = (
    "clerk", "screener", "reexaminer", "civil", "organization", "rural", "justice", "finance", "statistics", "decider",
    "supervisor", "confidant", "province", "neighbour_screener", "neighbour_clerk",
)  # fmt: skip


@pytest.fixture(autouse=True)
def fresh_limits():
    page.REPORTS.forget()
    page.RECEIPTS.forget()


@pytest.fixture
def villager(db) -> Client:
    return Client(REMOTE_ADDR=ADDRESS, HTTP_USER_AGENT="秘密浏览器")


def filled(**more):
    given = {"place": VILLAGE, "title": "安全生产日报表", "told": "要求每天报表并上传截图", "once": str(uuid4())}
    return given | more


def reports(villager, **more):
    answer = villager.post(reverse("demand_report"), filled(**more))
    assert answer.status_code == 200, answer.content.decode()
    return DemandReport.objects.latest("pk"), answer.context["receipt"]


def picture(kind="JPEG", size=(60, 40), **more):
    written = io.BytesIO()
    Image.new("RGB", size, "white").save(written, kind, **more)
    return written.getvalue()


def everybody(county):
    people = {name: getattr(county, name) for name in ROLES}
    return people | {"township": county.township_officers[0], "admin": User.objects.get(username="t-admin")}


def test_a_report_reaches_supervision_and_the_township_and_its_answer_the_reporter(villager, office, county):
    made, receipt = reports(villager, asked_by="某局")
    told = set(Outgoing.objects.filter(event="demand_reported").values_list("recipient__username", flat=True))
    township = next(each for each in county.township_officers if each.organ.region_id == TOWNSHIP)
    office.sees(township, "demands")
    office.client.post(reverse("demand_answer", args=[made.pk]), {"text": "已与该局联系，请勿报送。"})
    office.sees(county.supervisor, "demand", made.pk)
    office.client.post(reverse("demand_close", args=[made.pk]), {"outcome": "withdrawn", "reason": "已责令停止。"})
    shown = villager.post(reverse("demand_receipt"), {"receipt": receipt.lower().replace("-", " ")}).content.decode()

    assert told == {"t-supervisor", township.username}
    assert "已与该局联系" in shown and township.organ.name in shown and "已责令停止。" in shown
    assert str(township) not in shown and str(county.supervisor) not in shown


@pytest.mark.parametrize(
    ("stands", "more", "standing"),
    [
        ({}, {}, "admitted"),
        ({"valid_until": "2026-03-01"}, {}, "expired"),
        ({"left_on": "2026-03-01"}, {}, "left"),
        ({"scope_id": "210321101000"}, {}, "elsewhere"),
        ({"title": "完全两样的东西"}, {}, "not_admitted"),
    ],
)
def test_a_report_is_matched_to_the_register(villager, county, stands, more, standing):
    made = entry(county, **({"title": "安全生产日报表"} | stands))
    report, _receipt = reports(villager, **more)

    assert report.standing == standing
    assert report.entry == (None if standing == "not_admitted" else made)


def test_its_code_goes_before_its_title(villager, county):
    made = entry(county, "另一张表", valid_until="2026-03-01")
    report, _receipt = reports(villager, code=check_codes.shown(made.check_code))

    assert (report.entry, report.standing, report.kind) == (made, "expired", "report_form")


def test_what_was_refused_before_is_named(villager, office, county):
    refused = office.submits(OUTSIDE_BOARD)
    report, _receipt = reports(villager, title="食品安全工作站")

    assert refused.number in report.refused_before
    assert refused.number in office.sees(county.supervisor, "demand", report.pk)


def test_a_form_sent_twice_is_one_report_with_one_receipt(villager, county):
    once = str(uuid4())
    first, second = (reports(villager, once=once) for _each in range(2))

    assert first == second
    assert DemandReport.objects.count() == 1


@pytest.mark.parametrize(
    ("more", "says"),
    [
        ({"place": ""}, "请填写。"),
        ({"place": "没有这个地方"}, "没有找到这个地方"),
        ({"place": "东"}, "不止一处"),
        ({"title": "甲" * 101}, "最多 100 个字"),
        ({"told": "一\x00二"}, "看不见的控制字符"),
        ({"asked_on": "2999-01-01"}, "日期不能晚于今天"),
        ({"asked_on": "昨天"}, "请填写日期"),
        ({"kind": "x"}, "请从所列类别中选择"),
        ({"once": "x"}, "请刷新页面后再填"),
    ],
)
def test_what_is_filled_in_badly_is_told_at_its_field_and_nothing_is_kept(villager, county, more, says):
    answer = villager.post(reverse("demand_report"), filled(**more))

    assert answer.status_code == 422
    assert says in answer.content.decode()
    assert not DemandReport.objects.exists()


@pytest.mark.parametrize(
    "bad",
    [
        b"",
        b"MZ\x90\x00",
        b"<html>",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        picture()[:200],
        picture("GIF"),
        b"\xff\xd8\xff",
    ],
)
def test_what_only_calls_itself_a_picture_is_refused(villager, county, bad):
    file = SimpleUploadedFile("照片.jpg", bad, "image/jpeg")
    answer = villager.post(reverse("demand_report"), filled(picture=file))

    assert answer.status_code == 422
    assert not DemandReport.objects.exists()


def test_a_picture_that_is_too_large_is_refused(villager, county):
    file = SimpleUploadedFile("a.jpg", picture() + b"\0" * LARGEST, "image/jpeg")

    assert "超过5MB" in villager.post(reverse("demand_report"), filled(picture=file)).content.decode()


def test_a_picture_keeps_nothing_of_camera_place_and_hour(villager, office, county):
    told = Image.Exif()
    told[0x010F], told[0x9003] = "秘密相机".encode(), "2026:11:25 08:00:00"
    file = SimpleUploadedFile("IMG_13912345678.jpg", picture(exif=told, comment=CONTACT.encode()), "image/jpeg")
    made, _receipt = reports(villager, picture=file)
    kept = bytes(DemandPicture.objects.get().jpeg)
    office.client.force_login(county.supervisor)
    answer = office.client.get(reverse("demand_picture", args=[made.pk]))

    assert not Image.open(io.BytesIO(kept)).getexif()
    assert CONTACT.encode() not in kept and "秘密相机".encode() not in kept
    assert (answer.status_code, answer["Content-Type"], answer.content) == (200, "image/jpeg", kept)


def test_the_database_holds_no_address_browser_contact_or_receipt_in_clear(villager, county):
    _made, receipt = reports(villager, contact=CONTACT)
    secrets = [CONTACT, "13912345678", ADDRESS, "秘密浏览器", receipt, receipt.replace("-", "")]
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.django_table_names(only_existing=True):
            for secret in secrets:
                cursor.execute(f'SELECT count(*) FROM "{table}" each WHERE each::text LIKE %s', [f"%{secret}%"])
                found += [(table, secret)] if cursor.fetchone()[0] else []

    assert found == []
    assert sealing.unseal(ReporterContact.objects.get().sealed) == CONTACT


def test_the_reporter_is_unreachable_by_every_page_and_file_for_each_role(villager, office, county):
    """Every address that takes no key or the key of a report, by every role, read and written; the administration too."""
    made, receipt = reports(villager, contact=CONTACT, told="每天报表")
    listed = [
        reverse(name)
        for name in ("start", "demands", "supervision", "orders", "catalogue", "notices", "figures", "register")
    ]
    models = [model for model in admin.site._registry if model._meta.app_label in {"catalogues", "notifications"}]
    kept = [reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist") for model in models]
    own = [reverse(f"admin:catalogues_demandreport_{what}", args=[made.pk]) for what in ("change", "history")]
    pages = [*listed, reverse("demands") + "?export=csv", reverse("demand", args=[made.pk]), *kept, *own]
    leaks = []
    for name, officer in everybody(county).items():
        office.client.force_login(officer)
        for address in pages:
            answer = office.client.get(address)
            text = (b"".join(answer) if answer.streaming else answer.content).decode()
            leaks += [(name, address) for secret in (CONTACT, receipt, made.receipt_digest) if secret in text]
        answer = office.client.post(reverse("demand_contact", args=[made.pk]), {"reason": "核实"})
        leaks += [(name, "contact")] if CONTACT in answer.content.decode() else []

    assert leaks == [("confidant", "contact")]
    assert ReporterContact not in admin.site._registry and DemandPicture not in admin.site._registry


def test_only_the_confidant_reads_the_contact_with_a_reason_on_record(villager, office, county):
    made, _receipt = reports(villager, contact=CONTACT)
    office.client.force_login(county.confidant)
    without = office.client.post(reverse("demand_contact", args=[made.pk]), {"reason": ""})
    with_one = office.client.post(reverse("demand_contact", args=[made.pk]), {"reason": "核实情况"})

    assert without.status_code == 422 and CONTACT not in without.content.decode()
    assert CONTACT in with_one.content.decode()
    assert [(look.officer, look.reason) for look in ContactLook.objects.all()] == [(county.confidant, "核实情况")]
    assert CONTACT not in office.sees(county.confidant, "demand", made.pk)


def test_whoever_stands_in_for_the_confidant_does_not_reach_the_reporter(villager, office, county):
    made, _receipt = reports(villager, contact=CONTACT)
    Delegation.objects.create(
        principal=county.confidant,
        substitute=county.supervisor,
        starts_on=made.made_on,
        ends_on=made.made_on,
        reason="外出",
    )
    office.client.force_login(county.supervisor)
    answer = office.client.post(reverse("demand_contact", args=[made.pk]), {"reason": "核实"})

    assert answer.status_code == 403
    assert not ContactLook.objects.exists()


def test_whoever_stands_in_for_the_confidant_reads_no_report_either(villager, office, county):
    made, _receipt = reports(villager)
    deputy = User.objects.create(username="t-deputy", organ=county.confidant.organ)
    Delegation.objects.create(
        principal=county.confidant, substitute=deputy, starts_on=made.made_on, ends_on=made.made_on, reason="外出"
    )
    for name, args in (("demands", []), ("demand", [made.pk])):
        assert made.title not in office.sees(deputy, name, *args)
        assert office.answer.status_code == 403
    assert made.title in office.sees(county.confidant, "demand", made.pk)


def test_a_contact_sealed_with_another_key_is_told_not_a_fault(villager, office, county, settings):
    made, _receipt = reports(villager, contact=CONTACT)
    settings.CONTACT_KEY = "another"
    office.client.force_login(county.confidant)
    answer = office.client.post(reverse("demand_contact", args=[made.pk]), {"reason": "核实"})

    assert answer.status_code == 409
    assert "CONTACT_KEY" in answer.content.decode()


def test_a_township_that_is_kept_out_sees_nothing(villager, office, county):
    made, _receipt = reports(villager, keep_from_township="on")
    township = next(each for each in county.township_officers if each.organ.region_id == TOWNSHIP)
    other = next(each for each in county.township_officers if each.organ.region_id != TOWNSHIP)
    for officer in (township, other, county.neighbour_screener, county.clerk):
        office.client.force_login(officer)
        assert office.client.get(reverse("demand", args=[made.pk])).status_code in {403, 404}
        assert office.client.post(reverse("demand_answer", args=[made.pk]), {"text": "好"}).status_code in {403, 404}
    assert not Outgoing.objects.filter(recipient=township, event="demand_reported").exists()
    assert made.title in office.sees(county.supervisor, "demands")


def test_what_is_closed_stays_closed_and_says_by_whom(villager, office, county):
    made, _receipt = reports(villager)
    office.client.force_login(county.supervisor)
    closing = {"outcome": "unfounded", "reason": "未发现。"}
    answers = [office.client.post(reverse("demand_close", args=[made.pk]), closing).status_code for _each in range(2)]
    late = office.client.post(reverse("demand_answer", args=[made.pk]), {"text": "再说一句"})

    assert answers == [302, 409] and late.status_code == 409
    assert "已由 褚监督" in late.content.decode()
    made.refresh_from_db()
    assert made.answers.count() == 0 and made.outcome == "unfounded"


@pytest.mark.parametrize("data", [{}, {"outcome": "x", "reason": "好"}, {"outcome": "unfounded", "reason": " "}])
def test_nothing_is_closed_without_outcome_and_reason(villager, office, county, data):
    made, _receipt = reports(villager)
    office.client.force_login(county.supervisor)

    assert office.client.post(reverse("demand_close", args=[made.pk]), data).status_code == 422
    assert DemandReport.objects.get().is_open


def test_a_township_answers_and_does_not_close(villager, office, county):
    made, _receipt = reports(villager)
    township = next(each for each in county.township_officers if each.organ.region_id == TOWNSHIP)
    office.client.force_login(township)

    assert office.client.post(reverse("demand_answer", args=[made.pk]), {"text": ""}).status_code == 422
    assert (
        office.client.post(
            reverse("demand_close", args=[made.pk]), {"outcome": "unfounded", "reason": "好"}
        ).status_code
        == 403
    )


def test_the_list_is_searched_filtered_exported_and_counts_compare_no_unit(villager, office, county):
    entry(county, "安全生产日报表")
    first, _receipt = reports(villager)
    reports(villager, title="某某台账", asked_by="=某局")
    shown = office.sees(county.supervisor, "demands", q="日报", standing="admitted", state="open")

    assert [row.pk for row in office.answer.context["listing"].page] == [first.pk]
    assert office.answer.context["counted"] == [("已准入", 1, 0), ("未准入", 1, 0)]
    assert "某局" not in str(office.answer.context["counted"]) and first.number in shown
    office.client.force_login(county.supervisor)
    export = b"".join(office.client.get(reverse("demands"), {"export": "csv"})).decode()
    assert "'=某局" in export


def test_one_address_and_one_village_can_report_only_so_much(villager, county, monkeypatch):
    monkeypatch.setattr(page.REPORTS, "tries", 2)
    monkeypatch.setattr(demands, "MOST_A_DAY", 3)
    sent = [villager.post(reverse("demand_report"), filled()).status_code for _each in range(3)]
    page.REPORTS.forget()
    more = [villager.post(reverse("demand_report"), filled()).status_code for _each in range(2)]

    assert sent == [200, 200, 429]
    assert more == [200, 409]
    assert DemandReport.objects.count() == 3


@pytest.mark.parametrize("receipt", ["", "x", "33333333333X", "'; --", "3" * 500])
def test_a_receipt_of_nothing_opens_nothing(villager, county, receipt):
    reports(villager)
    answer = villager.post(reverse("demand_receipt"), {"receipt": receipt})

    assert answer.status_code == 422
    assert "report" not in answer.context or not answer.context.get("report")


def test_reporting_needs_no_session_and_a_token_against_forged_forms(county):
    strict = Client(enforce_csrf_checks=True)
    strict.get(reverse("demand_report"))

    assert "sessionid" not in strict.cookies
    assert strict.post(reverse("demand_report"), filled()).status_code == 403


@pytest.mark.parametrize(("stands", "closes"), [({}, True), ({"valid_until": date(2026, 3, 1)}, False), (None, False)])
def test_only_what_stands_on_a_list_is_closed_as_admitted(office, county, villager, stands, closes):
    if stands is not None:
        entry(county, "安全生产日报表", **stands)
    reports(villager, title="安全生产日报表")
    report = DemandReport.objects.get()
    office.client.force_login(county.supervisor)
    answer = office.client.post(reverse("demand_close", args=[report.pk]), {"outcome": "admitted", "reason": "已核实"})

    report.refresh_from_db()
    assert (answer.status_code, report.is_open) == ((302, False) if closes else (422, True))
    assert closes or "不能按“已经准入”办结" in answer.content.decode()
