"""签发: who issues which letter, in whose name, under which number; and that what was issued stays as it was."""

import io
import re
import threading

import docx as word
import pypdfium2
import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.urls import reverse

from accounts.models import Function, Organ
from tests.requests import MEDIATION, OUTSIDE_BOARD, STATION
from tests.ways import before_the_authority
from workflows.models import (
    OF_AN_EXIT,
    OF_AN_ORDER,
    AdmissionRequest,
    Body,
    IssuedLetter,
    Letterhead,
    LetterKind,
    LetterTemplate,
    NumberSeries,
    RequestPart,
)
from workflows.pages.letters.writing import write
from workflows.services import issuers, issuing, letters
from workflows.services.matters import OfRequest


def issues(office, officer, request, name, issued=0):
    office.client.force_login(officer)
    office.answer = office.client.post(reverse("document_issue", args=[request.pk, name]), {"issued": issued})
    return office.answer.status_code


def previewed(office, officer, request, name):
    office.client.force_login(officer)
    return office.client.get(reverse("document_preview", args=[request.pk, name]))


def fetched(office, officer, letter, ending="pdf"):
    office.client.force_login(officer)
    office.answer = office.client.get(reverse("document_file", args=[letter.request_id, letter.pk, ending]))
    return office.answer


def said(file):
    """What is printed, without the breaks of lines and the numbers of pages."""
    pages = pypdfium2.PdfDocument(bytes(file))
    text = "".join("".join(page.get_textpage().get_text_range() for page in pages).split())
    return re.sub("—\\d+—", "", text)


def admitted(office, county, **more):
    request = office.comes_to_decision(MEDIATION | more)
    office.does(county.decider, "decide", request, decision_1="admitted", reason_1="职能明确")
    return request


def test_the_story_of_an_approval_from_preview_to_the_second_version(office, county):
    request = admitted(office, county)
    page = office.sees(county.decider, "document", request.pk, "approval")
    assert "尚未签发" in page
    assert "中共台安县委员会" in page

    assert "未签发" in said(previewed(office, county.clerk, request, "approval").content)

    assert issues(office, county.decider, request, "approval") == 302
    first = IssuedLetter.objects.get()
    assert first.number == "台安政准〔2026〕1号"
    text = said(fetched(office, county.clerk, first).content)
    assert request.parts.get().admission_number in text
    assert "台安县人民政府" in text
    assert first.number in text
    assert word.Document(io.BytesIO(fetched(office, county.clerk, first, "docx").content))

    assert issues(office, county.decider, request, "approval", issued=1) == 302
    assert list(IssuedLetter.objects.values_list("version", "serial")) == [(1, 1), (2, 2)]
    page = office.sees(county.clerk, "document", request.pk, "approval")
    assert "已由新版代替" in page
    assert "签发文书" in office.sees(county.clerk, "request", request.pk)


def test_a_double_click_issues_once_and_says_who_did(office, county):
    request = admitted(office, county)
    issues(office, county.decider, request, "approval")

    assert issues(office, county.decider, request, "approval") == 409
    assert "周审定" in office.answer.content.decode()
    assert "台安政准〔2026〕1号" in office.answer.content.decode()
    assert IssuedLetter.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "post"), [("acceptance", "clerk"), ("acceptance", "decider"), ("approval", "screener")]
)
def test_who_has_not_the_right_issues_nothing(office, county, name, post):
    request = admitted(office, county)

    assert issues(office, getattr(county, post), request, name) == 403
    assert not IssuedLetter.objects.exists()
    assert not NumberSeries.objects.filter(name__startswith="letter").exists()


def test_a_neighbour_reads_previews_issues_and_fetches_nothing(office, county):
    request = admitted(office, county)
    issues(office, county.decider, request, "approval")
    letter = IssuedLetter.objects.get()

    assert issues(office, county.neighbour_screener, request, "acceptance") == 404
    assert fetched(office, county.neighbour_screener, letter).status_code == 404
    assert previewed(office, county.neighbour_screener, request, "approval").status_code == 404


@pytest.mark.parametrize("issued", ["", "-1", "x", "99", "1e9"])
def test_a_broken_form_is_answered_and_changes_nothing(office, county, issued):
    request = admitted(office, county)

    assert issues(office, county.decider, request, "approval", issued=issued) in (409, 422)
    assert not IssuedLetter.objects.exists()


def test_every_letter_of_a_case_can_be_issued_by_its_office(office, county):
    request = admitted(office, county)
    office.does(county.screener, "publish", request, where="县政府网站")
    expected = {
        "acceptance": county.screener,
        "consultation": county.screener,
        "legality": county.justice,
        "submission_sheet": county.screener,
        "approval": county.decider,
        "publication": county.screener,
        "filing_report": county.screener,
    }
    assert {each.name for each in letters.existing(request, list(request.events.all()))} == set(expected)

    for name, officer in expected.items():
        assert issues(office, officer, request, name) == 302, name

    kept = {each.name: each for each in IssuedLetter.objects.all()}
    assert kept["legality"].number.startswith("台安司准")
    assert [kept[name].serial for name in ("acceptance", "consultation", "submission_sheet")] == [1, 2, 3]
    assert "不视为同意" in said(kept["consultation"].pdf)
    assert "县政府网站" in said(kept["publication"].pdf)
    assert "鞍山市民政局" in said(kept["filing_report"].pdf)


def test_refusals_declines_corrections_and_petitions_say_why(office, county):
    declined = office.submits(OUTSIDE_BOARD)
    issues(office, county.screener, declined, "decline")
    returned = office.submits(MEDIATION)
    office.does(county.screener, "return_for_correction", returned, points="补充依据\n补充经费")
    issues(office, county.screener, returned, "correction-1")
    referred = office.comes_to_decision(STATION)
    issues(office, county.decider, referred, "petition")
    refused = office.comes_to_decision(MEDIATION)
    office.does(county.decider, "decide", refused, decision_1="refused", reason_1="职能重复")
    issues(office, county.decider, refused, "refusal")

    text = {each.name: said(each.pdf) for each in IssuedLetter.objects.all()}
    assert "外部不得悬挂其他标牌（标识）。" in text["decline"]
    assert "申请复核" in text["decline"]
    assert "补充经费" in text["correction-1"]
    assert "中共辽宁省委员会、辽宁省人民政府" in text["petition"]
    assert "职能重复" in text["refusal"]
    assert "书面反映" in text["refusal"]


HOSTILE = "=HYPERLINK(1)<script>{{申请编号}}\U0001f600\u202e甲|乙\n# 标题"


def test_a_hostile_title_stays_text_in_every_letter(office, county):
    request = admitted(office, county)
    AdmissionRequest.objects.update(title=HOSTILE)
    RequestPart.objects.update(title=HOSTILE)
    for letter in letters.existing(request, list(request.events.all())):
        page = office.sees(county.clerk, "document", request.pk, letter.name)
        assert "<script>" not in page
        assert previewed(office, county.clerk, request, letter.name).status_code == 200
    issues(office, county.decider, request, "approval")

    letter = IssuedLetter.objects.get()
    assert "<script>" in said(letter.pdf)
    paragraphs = word.Document(io.BytesIO(letter.docx)).paragraphs
    assert any("<script>" in each.text for each in paragraphs)
    disposition = fetched(office, county.clerk, letter)["Content-Disposition"]
    assert "\n" not in disposition
    assert "<" not in disposition


# In whose name


def test_no_leading_group_decides_whatever_the_organ_is_called(office, county):
    organ = Organ.objects.get(region=county.region, function=Function.AUTHORITY)
    organ.name = "台安县减负工作领导小组"
    organ.save()
    request = admitted(office, county)
    issues(office, county.decider, request, "approval")

    letter = IssuedLetter.objects.get()
    assert letter.paper["issuers"] == ["中共台安县委员会", "台安县人民政府"]
    assert "领导小组" not in said(letter.pdf)


def test_an_office_of_the_authority_may_sign(office, county):
    organ = Organ.objects.get(region=county.region, function=Function.AUTHORITY)
    Letterhead.objects.create(organ=organ, code="台政办准", signs_as=Body.GOVERNMENT_OFFICE)
    request = admitted(office, county)
    issues(office, county.decider, request, "approval")

    letter = IssuedLetter.objects.get()
    assert letter.number == "台政办准〔2026〕1号"
    assert letter.paper["issuers"] == ["台安县人民政府办公室"]


@pytest.mark.parametrize(
    "name", ["台安县减负工作领导小组", "台安县联席会议", "台安县民政局", "中共台安县委农村工作领导小组办公室", ""]
)
def test_other_names_are_refused(county, name):
    with pytest.raises(ValidationError):
        issuers.require_lawful((name,), county.region)


def test_the_database_refuses_an_approval_in_an_organs_name(office, county):
    request = admitted(office, county)
    issues(office, county.decider, request, "approval")
    row = IssuedLetter.objects.get()
    row.pk, row.version, row.serial, row.body = None, 2, 2, Body.ORGAN

    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_what_was_issued_is_never_changed_or_deleted(office, county):
    request = admitted(office, county)
    issues(office, county.decider, request, "approval")

    for change in (lambda: IssuedLetter.objects.update(title="别的"), lambda: IssuedLetter.objects.all().delete()):
        with pytest.raises(IntegrityError), transaction.atomic():
            change()


# Numbers


def test_offices_count_for_themselves_and_each_year_anew(office, county):
    first, second = admitted(office, county), admitted(office, county)
    issues(office, county.screener, first, "acceptance")
    issues(office, county.decider, first, "approval")
    issues(office, county.screener, second, "acceptance")

    numbers = list(IssuedLetter.objects.values_list("number", flat=True))
    assert numbers == ["台安民准〔2026〕1号", "台安政准〔2026〕1号", "台安民准〔2026〕2号"]


def test_what_fails_takes_no_number(office, county, monkeypatch):
    request = admitted(office, county)
    with monkeypatch.context() as broken:
        broken.setattr(issuing.docx, "made", lambda paper: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            issuing.issue_letter(OfRequest(request), by=county.decider, name="approval", write=write, issued=0)

    issues(office, county.decider, request, "approval")
    assert IssuedLetter.objects.get().serial == 1


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_letters_issued_at_once_are_numbered_without_gaps_or_doubles(county):
    requests = [before_the_authority(county) for _each in range(4)]

    def issue(request):
        issuing.issue_letter(OfRequest(request), by=county.screener, name="acceptance", write=write, issued=0)
        connection.close()

    threads = [threading.Thread(target=issue, args=[request]) for request in requests]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(IssuedLetter.objects.values_list("serial", flat=True)) == [1, 2, 3, 4]


# Templates of administrators


@pytest.fixture
def admin(client, county):
    from accounts.models import User

    client.force_login(User.objects.get(username="t-admin"))
    return client


ADD = "/admin/workflows/lettertemplate/add/"


def test_an_administrator_changes_a_template_and_looks_at_it_first(admin, office, county):
    begun = admin.get(ADD, {"kind": "acceptance"}).content.decode()
    assert "{{申请事项}}" in begun
    changed = {
        "kind": "acceptance",
        "text": "标题：受理《{{申请事项}}》\n主送：{{申请单位}}\n\n已受理，特此通知。",
        "note": "从简",
    }
    preview = admin.post(ADD, changed | {"_preview": "1"})
    assert "已受理，特此通知。" in said(preview.content)
    assert not LetterTemplate.objects.exists()

    assert admin.post(ADD, changed).status_code == 302

    request = office.submits(MEDIATION)
    office.accepts(request)
    issues(office, county.screener, request, "acceptance")
    letter = IssuedLetter.objects.get()
    assert "已受理，特此通知。" in said(letter.pdf)
    assert letter.template == LetterTemplate.objects.get()
    assert letter.template.set_by.username == "t-admin"


@pytest.mark.parametrize("button", [{}, {"_preview": "1"}])
@pytest.mark.parametrize(
    "text", ["标题：甲\n{{申请事项.__class__}}", "标题：甲\n{{#事项}}", "没有标题", "标题：{{7*7}}"]
)
def test_an_escape_is_refused_at_the_field(admin, text, button):
    answer = admin.post(ADD, {"kind": "approval", "text": text, "note": ""} | button)

    assert answer.status_code == 200
    assert "第" in str(answer.context["errors"])
    assert not LetterTemplate.objects.exists()


def test_only_administrators_reach_the_templates(client, county):
    client.force_login(county.screener)

    assert client.get(ADD).status_code == 302
    assert client.post(ADD, {"kind": "approval", "text": "标题：甲", "note": ""}).status_code == 302
    assert not LetterTemplate.objects.exists()


def test_a_template_does_not_choose_the_issuer(office, county, admin):
    admin.post(ADD, {"kind": "approval", "text": "标题：台安县领导小组文件\n\n内容", "note": ""})
    request = admitted(office, county)
    issues(office, county.decider, request, "approval")

    assert IssuedLetter.objects.get().paper["issuers"] == ["中共台安县委员会", "台安县人民政府"]


@pytest.mark.parametrize("kind", sorted({*LetterKind.values} - {*OF_AN_ORDER, *OF_AN_EXIT}))
def test_each_kind_of_a_request_has_an_issuer(county, office, kind):
    request = office.submits(MEDIATION)

    assert issuers.issuer_of(LetterKind(kind), request).names
