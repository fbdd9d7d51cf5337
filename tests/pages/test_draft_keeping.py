"""暂存、复制、模板: what is typed is not lost, and what was asked for once need not be typed again."""

import re
from datetime import date

import pytest
from django.urls import reverse
from django.utils.timezone import localtime

from laws.models import LegalVersion
from policy.choices import Kind
from tests.requests import MEDIATION, OUTSIDE_BOARD, draft
from workflows.models import AdmissionRequest, Citation, KeptDraft, RequestTemplate, State
from workflows.services import drafting, templates

HTMX = {"HX-Request": "true"}
HALF = {
    "title": "",
    "content": "调解\x00",
    "cite-TOTAL_FORMS": "1",
    "cite-INITIAL_FORMS": "0",
    "cite-0-text": "《人民调",
}


def at(name, request, **query):
    return reverse(name, args=[request.pk, 1])


def keeps(client, request, *, kept=0, seen=None, htmx=True, **typed):
    sent = HALF | typed | {"kept": kept, "seen": request.revision if seen is None else seen}
    return client.post(at("part_keep", request), sent, headers=HTMX if htmx else {})


@pytest.fixture
def writing(client, county):
    client.force_login(county.clerk)
    return draft(county, MEDIATION)


def test_what_is_typed_is_kept_though_it_could_not_be_saved(client, writing):
    answer = keeps(client, writing)

    kept = KeptDraft.objects.get()
    assert f"已自动保存 {localtime(kept.kept_at):%H:%M}" in answer.content.decode()
    assert kept.typed["content"] == ["调解"]
    assert writing.parts.get().answers == MEDIATION["answers"]


def test_b26_after_signing_in_again_the_page_opens_with_what_was_typed(client, county, writing):
    keeps(client, writing, content="写了一半的内容")
    client.logout()
    asked = client.get(at("part_edit", writing))
    assert asked.url == f"{reverse('login')}?next={at('part_edit', writing)}"
    client.force_login(county.clerk)

    page = client.get(asked.url.partition("next=")[2]).content.decode()
    assert "写了一半的内容" in page
    assert "《人民调" in page
    assert "暂存、尚未保存的内容" in page
    stored = client.get(at("part_edit", writing), {"stored": "yes"}).content.decode()
    assert "写了一半的内容" not in stored


def test_it_is_nobody_elses(client, county, writing):
    keeps(client, writing, content="写了一半的内容")
    client.force_login(county.neighbour_clerk)
    assert keeps(client, writing).status_code == 404
    client.force_login(county.screener)
    assert keeps(client, writing).status_code == 403
    assert client.post(at("part_let_go", writing)).status_code == 403
    assert KeptDraft.objects.count() == 1


def test_b24_two_windows_do_not_undo_each_other(client, writing):
    keeps(client, writing, content="甲窗口")
    answer = keeps(client, writing, content="乙窗口")

    assert answer.status_code == 422
    assert "另一个窗口已于" in answer.content.decode()
    assert "两边都没有丢失" in answer.content.decode()
    assert KeptDraft.objects.get().typed["content"] == ["甲窗口"]

    answer = keeps(client, writing, content="乙窗口", instead="yes")
    assert answer.status_code == 200
    kept = KeptDraft.objects.get()
    assert (kept.typed["content"], kept.version) == (["乙窗口"], 2)
    assert keeps(client, writing, kept=1, content="甲窗口再写").status_code == 422


def test_a_window_opened_before_another_saved_is_told(client, writing):
    before = writing.revision
    drafting.rename(writing, by=writing.applicant, title="另一名称")

    answer = keeps(client, writing, seen=before)

    assert answer.status_code == 422
    assert "已在别处保存过" in answer.content.decode()
    assert not KeptDraft.objects.exists()


def test_the_same_words_twice_are_kept_once(client, writing):
    keeps(client, writing)
    keeps(client, writing)
    assert KeptDraft.objects.get().version == 1


def test_without_script_a_button_keeps_it(client, writing):
    answer = keeps(client, writing, htmx=False, content="没有脚本")
    assert answer.url == at("part_edit", writing)
    assert "没有脚本" in client.get(answer.url).content.decode()

    refused = keeps(client, writing, htmx=False, content="另一窗口")
    assert refused.status_code == 422
    page = refused.content.decode()
    assert "另一个窗口已于" in page
    assert "另一窗口" in page
    client.post(at("part_let_go", writing))
    assert "没有脚本" not in client.get(answer.url).content.decode()


def test_a_save_that_is_refused_is_kept_and_one_that_succeeds_lets_go(client, writing):
    wrong = HALF | {"do": "save", "seen": writing.revision, "kept": 0}
    assert client.post(at("part_edit", writing), wrong).status_code == 422
    assert KeptDraft.objects.get().typed["content"] == ["调解"]

    right = HALF | {"title": "调解", "cite-0-text": "", "content": "调解", "do": "save", "seen": writing.revision}
    saved = client.post(at("part_edit", writing), right)
    assert saved.url == reverse("request_edit", args=[writing.pk])
    assert not KeptDraft.objects.exists()
    part = writing.parts.get()
    assert f'data-saved="kept:{writing.applicant_id}:{part.pk}"' in client.get(saved.url).content.decode()
    assert "data-saved" not in client.get(saved.url).content.decode()


def test_nobody_hands_in_less_than_he_typed(client, office, county, writing):
    keeps(client, writing)
    assert "提交前请先保存或者放弃" in office.sees(county.clerk, "request_edit", writing.pk)

    office.does(county.clerk, "submit", writing)
    assert office.answer.status_code == 422
    assert "有已暂存、尚未保存的内容" in office.answer.content.decode()
    assert writing.state == State.DRAFT

    client.post(at("part_let_go", writing))
    office.does(county.clerk, "submit", writing)
    assert writing.state == State.SCREENING
    assert keeps(client, writing).status_code == 422


def test_too_much_is_said_not_a_fault(client, writing):
    answer = keeps(client, writing, content="长" * 400_001)
    assert answer.status_code == 422
    assert "内容过长" in answer.content.decode()


OF_ITS_DAY = {
    "application": "temporary",
    "ends_on": "2026-12-31",
    "county_deployed": True,
    "county_deployment_number": "台委办发〔2026〕1号",
    "no_such_question": "x",
    "matter": "no_such_choice",
}


def test_a_copy_has_parts_and_citations_and_nothing_of_its_day(office, county):
    earlier = draft(county, MEDIATION | {"answers": MEDIATION["answers"] | OF_ITS_DAY}, OUTSIDE_BOARD)

    office.client.force_login(county.clerk)
    answer = office.client.post(reverse("request_copy", args=[earlier.pk]))

    copy = AdmissionRequest.objects.exclude(pk=earlier.pk).get()
    assert answer.url == reverse("request_edit", args=[copy.pk])
    assert (copy.state, copy.copied_from, copy.number) == (State.DRAFT, earlier, None)
    first, second = copy.parts.order_by("position")
    assert not set(OF_ITS_DAY) & set(first.answers)
    assert first.answers["content"] == MEDIATION["answers"]["content"]
    assert [each.article for each in first.citations.all()] == [8]
    assert second.answers == OUTSIDE_BOARD["answers"]
    assert "与原申请时一致" in office.sees(county.clerk, "request_edit", copy.pk)


def test_the_law_of_a_copy_is_that_of_today(office, county):
    earlier = draft(county, MEDIATION)
    copy = drafting.copy_from(earlier, by=county.clerk)
    Citation.objects.filter(part__request=copy).update(article=999)
    assert "今天查无此文件或者条款" in office.sees(county.clerk, "request_edit", copy.pk)

    Citation.objects.filter(part__request=copy).update(article=8)
    LegalVersion.objects.filter(source__title="中华人民共和国人民调解法").update(
        effective_to=date(2026, 1, 1), ending="repealed"
    )
    assert "今天已不在施行" in office.sees(county.clerk, "request_edit", copy.pk)


def test_nobody_copies_what_is_another_organs(client, county, writing):
    client.force_login(county.screener)
    assert client.post(reverse("request_copy", args=[writing.pk])).status_code in (403, 404)
    assert AdmissionRequest.objects.count() == 1


@pytest.mark.parametrize("key", templates.packaged())
def test_each_packaged_template_begins_a_request_whose_law_stands_today(office, county, key):
    office.client.force_login(county.clerk)
    sent = {"title": "模板起草", "department": county.department.pk, "county": county.region.pk}
    answer = office.client.post(f"{reverse('template_begin')}?key={key}", sent)

    made = AdmissionRequest.objects.get()
    assert answer.url == reverse("request_edit", args=[made.pk])
    page = office.client.get(answer.url).content.decode()
    assert "不得准入" not in page
    cited = [
        each for part in made.parts.all() for each in templates.packaged()[key].parts[0]["citations"] if part.citations
    ]
    assert cited
    for citation in Citation.objects.filter(part__request=made):
        found = drafting_basis(citation)
        assert found.exists is True and found.in_force is True and found.text


def drafting_basis(citation):
    from workflows.facts import basis_of

    return basis_of(citation, on=date(2026, 11, 25))


def test_the_packaged_templates_cover_the_kinds_that_a_law_orders():
    kinds = {each.kind for each in templates.packaged().values()}
    assert kinds == {
        Kind.WORK_AFFAIR, Kind.MECHANISM, Kind.SIGNBOARD, Kind.DEDICATED_POST, Kind.REPORT_FORM,
    }  # fmt: skip


def test_an_organ_saves_renames_uses_and_deletes_its_own(office, county, writing):
    client = office.client
    client.post(reverse("template_save", args=[writing.pk]), {"name": "调解"})
    template = RequestTemplate.objects.get()
    assert (template.organ, template.name) == (county.department, "调解")
    assert "county_deployment_number" not in template.parts[0]["answers"]

    again = client.post(reverse("template_save", args=[writing.pk]), {"name": "调解"})
    assert again.status_code == 422
    assert "本单位已有同名模板" in again.content.decode()
    assert client.post(reverse("template_rename", args=[template.pk]), {"name": " "}).status_code == 422
    client.post(reverse("template_rename", args=[template.pk]), {"name": "人民调解"})
    listed = client.get(reverse("templates")).content.decode()
    assert f'own={template.pk}"><strong>人民调解</strong>' in listed

    sent = {"title": "新的调解", "department": county.department.pk, "county": county.region.pk}
    client.post(f"{reverse('template_begin')}?own={template.pk}", sent)
    made = AdmissionRequest.objects.get(title="新的调解")
    assert made.parts.get().citations.get().article == 8

    client.force_login(county.neighbour_clerk)
    assert f"own={template.pk}" not in client.get(reverse("templates")).content.decode()
    for name in ("template_rename", "template_delete"):
        assert client.post(reverse(name, args=[template.pk]), {"name": "x"}).status_code == 404
    assert client.get(f"{reverse('template_begin')}?own={template.pk}").status_code == 404
    client.force_login(county.clerk)
    client.post(reverse("template_delete", args=[template.pk]))
    assert not RequestTemplate.objects.exists()
    assert AdmissionRequest.objects.filter(pk=made.pk).exists()


@pytest.mark.parametrize("query", ["", "?key=nothing", "?own=x", "?own=99999999999"])
def test_a_template_that_is_not_there_is_not_found(client, writing, query):
    assert client.get(reverse("template_begin") + query).status_code == 404


def test_a_page_that_is_out_of_date_is_not_saved_by_pressing_twice(office, county, client):
    request = draft(county, MEDIATION)
    client.force_login(county.clerk)
    address = reverse("part_edit", args=[request.pk, 1])
    old = request.revision
    drafting.write_part(
        request.parts.get(), by=county.clerk, title="另一窗口的名称", answers=MEDIATION["answers"], citations=[]
    )
    rows = {"cite-TOTAL_FORMS": "0", "cite-INITIAL_FORMS": "0"}
    typed = {"do": "save", "title": "本窗口的名称", "seen": old, "application": "new", "content": "调解", **rows}

    for _again in range(2):
        answer = client.post(address, typed)
        shown = answer.content.decode()
        assert answer.status_code == 409 and "已在别处保存" in shown
        typed["seen"] = re.search(r'name="seen" value="(\d+)"', shown)[1]
    assert request.parts.get().title == "另一窗口的名称"

    assert 'name="instead"' in shown and "stored=yes" in shown
    assert client.post(address, typed | {"instead": "yes"}).status_code == 302
    assert request.parts.get().title == "本窗口的名称"


def test_a_request_for_one_thing_is_called_as_the_thing_is(office, county):
    parts = [{"kind": "work_affair", "title": "消防宣传", "answers": {}, "citations": []}]
    given = {"by": county.clerk, "department": county.department, "county": county.region}
    request = templates.begin_from(parts, title="消防宣传甲", **given)
    assert request.parts.get().title == "消防宣传甲"

    drafting.write_part(request.parts.get(), by=county.clerk, title="消防宣传乙", answers={}, citations=[])
    request.refresh_from_db()
    assert request.title == "消防宣传乙"

    drafting.rename(request, by=county.clerk, title="另一名称")
    drafting.write_part(request.parts.get(), by=county.clerk, title="消防宣传丙", answers={}, citations=[])
    request.refresh_from_db()
    assert request.title == "另一名称"
    two = templates.begin_from([*parts, parts[0] | {"title": "防火巡查"}], title="两件事", **given)
    assert [each.title for each in two.parts.order_by("position")] == ["消防宣传", "防火巡查"]
