"""The applying organ writes, looks over and hands in, all by the browser's door."""

import pytest
from django.urls import reverse

from policy.facts import AnswerType, Facts, Kind, questions
from tests.requests import MEDIATION, OUTSIDE_BOARD, draft
from workflows.models import AdmissionRequest, Citation, State
from workflows.pages.field_rows import PASTED
from workflows.pages.part_form import NONE, PartForm
from workflows.services import drafting, screening

NOTHING_CITED = {"cite-TOTAL_FORMS": "1", "cite-INITIAL_FORMS": "0", "cite-0-text": ""}


def typed(part, *cited):
    """The part as a browser sends it, with rows of citations."""
    form = PartForm(part["kind"], title=part["title"], answers=part["answers"])
    said = {name: value for name, value in form.initial.items() if value != ""}
    rows = {f"cite-{number}-text": text for number, text in enumerate(cited)}
    return said | rows | {"cite-TOTAL_FORMS": str(len(cited) + 1), "cite-INITIAL_FORMS": "0", "do": "save"}


def begun(client, county, **more):
    client.force_login(county.clerk)
    asked = {"department": county.department.pk, "county": county.region.pk, "kind": "mechanism", "title": "调解"}
    return client.post(reverse("request_new"), asked | more)


def test_a_request_is_begun_written_and_handed_in(client, county):
    answer = begun(client, county, title="人民调解委员会")
    request = AdmissionRequest.objects.get()
    assert answer.url == reverse("part_edit", args=[request.pk, 1])

    saved = client.post(answer.url, typed(MEDIATION, "《人民调解法》第八条第一款"))
    assert saved.url == reverse("request_edit", args=[request.pk])
    overview = client.get(saved.url).content.decode()
    assert "人民调解委员会" in overview
    assert "县级可定" in overview
    request.refresh_from_db()
    client.post(reverse("act", args=[request.pk, "submit"]), {"seen": request.revision})

    request = AdmissionRequest.objects.get()
    assert request.state == State.SCREENING
    part = request.parts.get()
    assert part.answers == MEDIATION["answers"]
    assert [(each.title, each.article, each.paragraph) for each in part.citations.all()] == [("人民调解法", 8, 1)]


def test_where_there_is_no_choice_of_organ_and_county_none_is_asked(client, county):
    client.force_login(county.clerk)

    page = client.get(reverse("request_new"))

    form = page.context["form"]
    assert form["department"].is_hidden
    assert form["county"].is_hidden
    assert form["county"].value() == county.region.pk


def test_nobody_begins_a_request_for_an_organ_that_is_not_his(client, county):
    client.force_login(county.neighbour_clerk)

    answer = client.post(
        reverse("request_new"),
        {"department": county.department.pk, "county": county.region.pk, "kind": "mechanism", "title": "调解"},
    )

    assert answer.status_code == 422
    assert not AdmissionRequest.objects.exists()


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("", "请填写。"),
        ("   ", "请填写。"),
        ("长" * 101, "最多 100 个字，现有 101 个。"),
        ("调\x00解", "含有看不见的控制字符"),
        ("调\x1b解", "含有看不见的控制字符"),
        ("调\u202e解", "含有看不见的控制字符"),
        ("调\n解", "请写在一行内。"),
    ],
)
def test_a_title_that_cannot_stand_is_answered_with_a_sentence(client, county, title, sentence):
    answer = begun(client, county, title=title)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not AdmissionRequest.objects.exists()


def test_a_title_is_kept_without_the_blanks_around_it(client, county):
    begun(client, county, title="  人民调解委员会 ")

    assert AdmissionRequest.objects.get().title == "人民调解委员会"


def test_a_half_written_part_can_be_saved_but_not_handed_in(client, county):
    begun(client, county)
    request = AdmissionRequest.objects.get()
    client.post(reverse("part_edit", args=[request.pk, 1]), {"title": "调解", "do": "save"} | NOTHING_CITED)

    request.refresh_from_db()
    answer = client.post(reverse("act", args=[request.pk, "submit"]), {"seen": request.revision})

    assert answer.status_code == 422
    assert "“调解”还没有填写：申请类型、事项内容和村级需做的具体动作。" in answer.content.decode()
    request = AdmissionRequest.objects.get()
    assert (request.state, request.number) == (State.DRAFT, None)


def test_what_is_forbidden_is_said_before_it_is_handed_in(office, county):
    request = draft(county, OUTSIDE_BOARD)

    overview = office.sees(county.clerk, "request_edit", request.pk)

    assert "该项将被自动不予受理" in overview
    assert "照此提交" in overview


def test_a_draft_that_was_changed_since_is_not_handed_in_unseen(client, county):
    request = draft(county, MEDIATION)
    drafting.rename(request, by=county.clerk, title="另一个名称")
    client.force_login(county.clerk)

    answer = client.post(reverse("act", args=[request.pk, "submit"]), {"seen": 0})

    assert answer.status_code == 409
    assert AdmissionRequest.objects.get().state == State.DRAFT


def test_a_request_is_renamed(client, county):
    request = draft(county, MEDIATION)
    client.force_login(county.clerk)

    client.post(reverse("request_edit", args=[request.pk]), {"title": " 村人民调解委员会 "})

    assert AdmissionRequest.objects.get().title == "村人民调解委员会"


def test_things_are_asked_for_one_more_and_one_less(client, county):
    request = draft(county, MEDIATION)
    client.force_login(county.clerk)

    client.post(reverse("part_new", args=[request.pk]), {"title": "专职调解员", "kind": "dedicated_post"})
    client.post(reverse("part_remove", args=[request.pk, 1]))
    client.post(reverse("part_new", args=[request.pk]), {"title": "调解室", "kind": "signboard"})

    assert list(request.parts.values_list("position", "title")) == [(2, "专职调解员"), (3, "调解室")]


def test_a_copy_asks_for_the_same_and_nothing_is_decided_of_it(office, client, county):
    request = office.submits(MEDIATION, OUTSIDE_BOARD)

    answer = client.post(reverse("request_copy", args=[request.pk]))

    copy = AdmissionRequest.objects.exclude(pk=request.pk).get()
    assert answer.url == reverse("request_edit", args=[copy.pk])
    assert (copy.state, copy.number, copy.events.count()) == (State.DRAFT, None, 0)
    kept = ["position", "kind", "title"]
    assert list(copy.parts.values(*kept)) == list(request.parts.values(*kept))
    first, second = copy.parts.order_by("position")
    of_its_day = {"county_deployed", "county_deployment_number", "already_demanded", "emergency"}
    assert first.answers == {name: said for name, said in MEDIATION["answers"].items() if name not in of_its_day}
    assert second.answers == OUTSIDE_BOARD["answers"]
    assert all(part.is_pending for part in copy.parts.all())
    assert Citation.objects.filter(part__request=copy).values_list("title", "article", "paragraph").get() == (
        "中华人民共和国人民调解法",
        8,
        1,
    )


def test_a_draft_can_be_thrown_away_but_nothing_that_was_handed_in(office, client, county):
    request = draft(county, MEDIATION)
    client.force_login(county.clerk)
    client.post(reverse("request_discard", args=[request.pk]))
    assert not AdmissionRequest.objects.exists()

    submitted = office.submits(MEDIATION)
    answer = client.post(reverse("request_discard", args=[submitted.pk]))

    assert answer.status_code == 409
    assert AdmissionRequest.objects.get() == submitted


def test_what_was_handed_in_cannot_be_written_in(office, client, county):
    request = office.submits(MEDIATION)

    answer = client.post(reverse("part_edit", args=[request.pk, 1]), typed(MEDIATION | {"title": "改名"}))

    assert answer.status_code == 409
    assert "不能修改" in answer.content.decode()
    assert request.parts.get().title == MEDIATION["title"]


def test_what_was_returned_is_put_right_and_handed_in_again(office, client, county):
    request = office.submits(MEDIATION, OUTSIDE_BOARD)
    screening.return_for_correction(request, by=county.screener, points=["写明经费标准", "补充依据"])

    overview = office.sees(county.clerk, "request_edit", request.pk)
    assert "写明经费标准" in overview
    assert "补正重报" in overview
    put_right = MEDIATION | {"answers": MEDIATION["answers"] | {"funding": "县财政预算，每村每年3000元"}}
    client.post(reverse("part_edit", args=[request.pk, 1]), typed(put_right, "《人民调解法》第八条第一款"))
    request.refresh_from_db()
    client.post(reverse("act", args=[request.pk, "resubmit"]), {"seen": request.revision})

    request = AdmissionRequest.objects.get()
    assert request.state == State.SCREENING
    assert request.parts.get(position=1).answers["funding"] == "县财政预算，每村每年3000元"


def test_in_what_was_returned_a_decided_part_stays_as_it_is_and_a_judged_one_is_not_removed(office, client, county):
    request = office.submits(MEDIATION, OUTSIDE_BOARD)
    screening.return_for_correction(request, by=county.screener, points=["补充依据"])
    client.force_login(county.clerk)

    changed = client.post(reverse("part_edit", args=[request.pk, 2]), typed(OUTSIDE_BOARD | {"title": "另一块"}))
    removed = client.post(reverse("part_remove", args=[request.pk, 1]))

    assert (changed.status_code, removed.status_code) == (409, 409)
    assert list(request.parts.values_list("title", flat=True)) == ["人民调解委员会", "食品安全工作站"]


PLACES = ["request_edit", "request_discard", "part_new"]


@pytest.mark.parametrize("name", PLACES)
def test_a_draft_is_for_its_own_organ_alone(office, county, name):
    request = draft(county, MEDIATION)

    for stranger in (county.neighbour_clerk, county.screener, county.supervisor):
        office.sees(stranger, name, request.pk)
        assert office.answer.status_code in (403, 404)


ANSWERS = {
    AnswerType.BOOL: [("true", True), ("false", False), ("", None)],
    AnswerType.STR: [("  一句话 ", "一句话"), ("", None)],
    AnswerType.INT: [("0", 0), ("12", 12), ("", None)],
    AnswerType.DECIMAL: [("320.5", "320.5"), ("", None)],
    AnswerType.DATE: [("2026-12-31", "2026-12-31"), ("", None)],
    AnswerType.LINES: [("甲\n\n 乙 ", ["甲", "乙"]), ("", None)],
    AnswerType.FIELDS: [("甲\n\n 乙 ", [{"name": "甲"}, {"name": "乙"}]), ("", None)],
}
ASKED = [(kind, question) for kind in Kind for question in questions(kind)]


@pytest.mark.parametrize(("kind", "question"), ASKED, ids=lambda each: getattr(each, "name", str(each)))
def test_every_question_is_asked_and_its_answer_kept_as_it_was_given(kind, question):
    values = [value for value, _label in question.choices]
    given = ANSWERS.get(question.type) or [(values[0], values[0]), ("", None)]
    if question.within:
        given = [(str(value), value) for value in question.within]
    if question.type is AnswerType.CHOICES:
        given = [(values, values), ([NONE], []), ([], None)]

    name = PASTED if question.type is AnswerType.FIELDS else question.name
    for sent, kept in given:
        form = PartForm(kind, {"title": "名称", name: sent})
        assert form.is_valid(), form.errors
        assert form.cleaned_answers.get(question.name) == kept
        Facts.from_answers(kind, "名称", form.cleaned_answers)
        again = PartForm(kind, answers=form.cleaned_answers)
        if question.type is AnswerType.FIELDS:
            assert [row["name"].value() for row in again.rows][:-1] == [each["name"] for each in kept or []]
            continue
        shown = again[question.name].value()
        assert PartForm(kind, {"title": "名称", question.name: shown}).is_valid()


WRONG = [
    ("report_form", "notice_hours", "3.5", "请填写整数。"),
    ("report_form", "notice_hours", "-1", "不能小于 0。"),
    ("report_form", "notice_hours", "9" * 30, "数字太大，请核对。"),
    ("report_form", "valid_until", "2026-02-30", "请按“年-月-日”填写日期。"),
    ("report_form", "frequency", "hourly", "请从所列选项中选择。"),
    ("report_form", "demands", ["form", NONE], "选了“以上都没有”，就不能再选其他各项。"),
    ("facility", "floor_area", "NaN", "请填写数字。"),
    ("facility", "floor_area", "1.234", "最多两位小数。"),
    ("mechanism", "separate_office", "maybe", "请从所列选项中选择。"),
    ("mechanism", "content", "字" * 5001, "最多 5000 个字，现有 5001 个。"),
    ("mechanism", "content", "甲\x07乙", "含有看不见的控制字符，请删去后重新填写。"),
]


@pytest.mark.parametrize(("kind", "name", "sent", "sentence"), WRONG)
def test_a_wrong_answer_is_a_sentence_at_its_field(kind, name, sent, sentence):
    form = PartForm(kind, {"title": "名称", name: sent})

    assert not form.is_valid()
    assert sentence in [str(wrong) for wrong in form.errors[name]]
