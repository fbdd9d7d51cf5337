"""办理程序, 签署, 加签: as people read and do it on the pages."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.timezone import localdate

from accounts.models import User
from notifications.models import Outgoing
from tests.cast import CODE
from tests.requests import MEDIATION
from tests.steps import lies
from workflows.models import CountyProcedure, Desk, RequestEvent, State
from workflows.seats import desks_of

HEAD = f'county = "{CODE}"\nversion = "{{version}}"\neffective_from = {{day}}\n'


@pytest.fixture
def admin(db):
    return User.objects.get(username="t-admin")


def text(tables, version="2026-1"):
    return HEAD.format(version=version, day=localdate().isoformat()) + tables


def sends(office, officer, answers):
    office.client.force_login(officer)
    office.answer = office.client.post(f"{reverse('procedure_new')}?county={CODE}", answers)
    return office.answer.content.decode()


def test_an_administrator_previews_what_changes_and_puts_it_in_force(office, admin):
    wanted = text("[desks.screen]\nworking_days = 4\n")
    seen = sends(office, admin, {"text": wanted, "preview": ""})
    assert "预览：与前一版的差别" in seen and "<strong>4</strong>" in seen
    assert not CountyProcedure.objects.exists()

    sends(office, admin, {"text": wanted, "save": ""})
    version = CountyProcedure.objects.get()
    assert (version.version, version.set_by, office.answer.status_code) == ("2026-1", admin, 302)
    assert "2026-1" in office.sees(office.county.screener, "procedure")
    shown = office.sees(office.county.clerk, "procedure_version", version.pk)
    assert "working_days = 4" in shown and "形式审查" in shown


def test_every_mistake_stands_at_the_text_and_nothing_is_set(office, admin):
    wrong = text("[desks.screen]\nworking_days = 0\n[desks.party]\n")
    for button in ("preview", "save"):
        seen = sends(office, admin, {"text": wrong, button: ""})
        assert office.answer.status_code in (200, 422)
        assert "从 1 起的整数" in seen and "party 不是可用的键" in seen
    assert not CountyProcedure.objects.exists()


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"county = [", b"", b"x" * 200_000])
def test_a_file_that_is_none_is_told_in_a_sentence(office, admin, content):
    sends(office, admin, {"text": "", "file": SimpleUploadedFile("p.toml", content), "preview": ""})
    assert office.answer.status_code in (200, 422)
    assert not CountyProcedure.objects.exists()


def test_a_file_can_be_uploaded_instead_of_typing(office, admin):
    upload = SimpleUploadedFile("p.toml", text("[desks.screen]\nworking_days = 4\n").encode())
    sends(office, admin, {"text": "", "file": upload, "save": ""})
    assert CountyProcedure.objects.get().text.endswith("working_days = 4\n")


def test_nobody_else_sets_it_and_another_countys_is_not_shown(office, county):
    for officer in (county.screener, county.decider, county.clerk):
        sends(office, officer, {"text": text(""), "save": ""})
        assert office.answer.status_code == 403
    office.sees(county.screener, "procedure", county="210323000000")
    assert office.answer.status_code == 404


def test_a_request_says_which_version_it_follows_and_is_moved_with_a_preview(office, admin, county):
    request = office.submits(MEDIATION)
    sends(office, admin, {"text": text("[desks.screen]\nworking_days = 4\n"), "save": ""})
    page = office.sees(county.screener, "request", request.pk)
    assert "通用办理程序 2026-1" in page and "转用现行程序" in page
    assert "转用现行程序" not in office.sees(county.clerk, "request", request.pk)
    assert request.title in office.sees(county.screener, "procedure")

    preview = office.sees(county.screener, "move_procedure", request.pk)
    assert "照旧的" in preview and "<strong>4</strong>" in preview
    address = reverse("move_procedure", args=[request.pk])
    office.answer = office.client.post(address, {"seen": request.revision, "reason": " "})
    assert office.answer.status_code == 422
    office.client.post(address, {"seen": request.revision, "reason": "统一时限"})
    assert Desk.objects.get(process__request=request).budget == 4
    again = office.client.post(address, {"seen": request.revision, "reason": "统一时限"})
    assert again.status_code == 409
    assert RequestEvent.objects.filter(request=request, act="move_procedure").count() == 1
    assert "统一时限" in office.sees(county.clerk, "request", request.pk)
    office.sees(county.clerk, "move_procedure", request.pk)
    assert office.answer.status_code == 403


def test_who_signed_who_is_asked_and_what_is_missing_stands_on_the_page(office, county):
    request = office.submits(MEDIATION)
    office.accepts(request)
    asked = f"o{county.rural.organ_id}"
    answers = {"desk": "legality", "asked": asked, "when": "after", "days": 3, "reason": "涉及农业农村事项"}
    office.does(county.justice, "add_signer", request, **answers)
    page = office.sees(county.clerk, "request", request.pk)
    assert "签署情况" in page and "前一方签署后再签" in page and "还差：" in page
    assert "涉及农业农村事项" in page

    office.does(county.justice, "give_opinion", request, conclusion="supports")
    assert Outgoing.objects.filter(event="signer_added").count() == 0, "asked only when his turn comes"
    office.does(county.rural, "give_opinion", request, conclusion="objects", text="与农业农村部门职责重复")
    page = office.sees(county.clerk, "request", request.pk)
    assert "未通过" in page
    assert "legality" not in desks_of(request)


def test_who_is_asked_before_is_told_and_a_double_click_adds_nobody_twice(office, county):
    request = office.submits(MEDIATION)
    office.accepts(request)
    answers = {"desk": "legality", "asked": f"u{county.rural.pk}", "when": "before", "days": 2, "reason": "先核实"}
    office.does(county.screener, "add_signer", request, **answers)
    assert Outgoing.objects.get(event="signer_added").recipient == county.rural
    office.does(county.screener, "add_signer", request, **answers)
    assert office.answer.status_code == 422
    assert RequestEvent.objects.filter(act="add_signer").count() == 1
    office.does(
        county.screener,
        "remove_signer",
        request,
        member=f"legality {county.rural.organ_id}/{county.rural.pk}",
        reason="已核实",
    )
    assert {desk for desk in lies(request)[1]} == {"consultation", "legality", "funding"}
    assert request.state == State.UNDER_REVIEW


def test_ones_own_name_is_not_offered_to_be_added(office, county):
    request = office.submits(MEDIATION)
    office.accepts(request)
    page = office.sees(county.justice, "act", request.pk, "add_signer")
    assert f'value="u{county.justice.pk}"' not in page
    assert f'value="u{county.rural.pk}"' in page


def board(office, county, request, desk):
    """Of one desk of the signing board: (name, what it says) of each signer."""
    office.sees(county.clerk, "request", request.pk)
    [station] = [each for each in office.answer.context["stations"] if each.title == desk]
    return [(each.name, each.says) for each in station.signers]


@pytest.mark.parametrize(("in_person", "for_the_office"), [("supports", "objects"), ("objects", "supports")])
@pytest.mark.parametrize("when", ["before", "after"])
def test_an_office_and_its_officer_who_sign_at_one_desk_each_show_their_own_conclusion(
    office, county, in_person, for_the_office, when
):
    request = office.submits(MEDIATION)
    office.accepts(request)
    answers = {"desk": "legality", "asked": f"u{county.justice.pk}", "when": when, "days": 2, "reason": "须本人核实"}
    office.does(county.screener, "add_signer", request, **answers)
    turns = [in_person, for_the_office] if when == "before" else [for_the_office, in_person]
    for conclusion in turns:
        office.does(county.justice, "give_opinion", request, conclusion=conclusion, text="见附件")
    words = {"supports": "同意", "objects": "不同意"}
    seen = dict(board(office, county, request, "合法性审查"))
    assert seen == {
        "台安县司法局": words[for_the_office],
        f"台安县司法局 · {county.justice}": words[in_person],
    }


def test_two_officers_of_an_office_show_their_own_conclusions_after_one_took_his_back(office, county):
    request = office.submits(MEDIATION)
    office.accepts(request)
    answers = {
        "desk": "legality",
        "asked": f"u{county.justice.pk}",
        "when": "before",
        "days": 2,
        "reason": "须本人核实",
    }
    office.does(county.screener, "add_signer", request, **answers)
    office.does(county.justice, "give_opinion", request, conclusion="supports")
    office.does(county.justice, "take_back", request)
    office.does(county.justice, "give_opinion", request, conclusion="objects", text="另行核实")
    office.does(county.justice, "give_opinion", request, conclusion="supports")
    seen = dict(board(office, county, request, "合法性审查"))
    assert seen == {"台安县司法局": "同意", f"台安县司法局 · {county.justice}": "不同意"}


def test_an_organ_that_signs_at_two_desks_is_listed_with_the_desk(office, county):
    request = office.submits(MEDIATION)
    office.accepts(request)
    answers = {"desk": "legality", "asked": f"u{county.finance.pk}", "when": "before", "days": 2, "reason": "涉及经费"}
    office.does(county.screener, "add_signer", request, **answers)
    for _each in range(2):
        office.does(county.finance, "give_opinion", request, conclusion="supports")
    office.everybody_supports(request)
    office.everybody_supports(request)
    page = office.sees(county.decider, "decide", request.pk)
    assert '<span class="organ">台安县财政局（经费审核）</span>' in page
    assert f'<span class="organ">台安县财政局 · {county.finance}（合法性审查）</span>' in page
    assert '<span class="organ">台安县司法局</span>' in page


@pytest.mark.parametrize(
    "answers",
    [
        {"asked": "x1"},
        {"days": "0"},
        {"days": "一"},
        {"days": "1000"},
        {"when": "never"},
        {"desk": "decide"},
        {"reason": " "},
        {"asked": "o999999"},
        {"asked": ""},
    ],
)
def test_what_is_filled_in_badly_is_told_at_its_place(office, county, answers):
    request = office.submits(MEDIATION)
    office.accepts(request)
    good = {"desk": "legality", "asked": f"o{county.rural.organ_id}", "when": "after", "days": 3, "reason": "涉及农村"}
    office.does(county.justice, "add_signer", request, **good | answers)
    assert office.answer.status_code == 422
    assert not RequestEvent.objects.filter(act="add_signer").exists()
