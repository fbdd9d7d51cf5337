"""A form is its fields: typed row by row or pasted, and held against all that villages report already."""

from datetime import date

import pytest
from django.urls import reverse

from accounts.models import Organ, Region
from catalogues import register
from tests.cast import CODE
from tests.requests import draft
from workflows.models import RequestPart

HTMX = {"HTTP_HX_REQUEST": "true"}
FORM = {
    "kind": "report_form",
    "title": "困难群众统计表",
    "answers": {"application": "new", "form_type": "form", "content": "统计困难群众", "frequency": "monthly"},
    "citations": [],
}


def rows(*names, **more):
    filled = {f"fields-{n}-name": name for n, name in enumerate(names)}
    counts = {"fields-TOTAL_FORMS": str(len(names) + 1), "fields-INITIAL_FORMS": "0"}
    return {"title": FORM["title"], "cite-TOTAL_FORMS": "1", "cite-INITIAL_FORMS": "0"} | counts | filled | more


@pytest.fixture
def writing(client, county):
    request = draft(county, FORM)
    client.force_login(county.clerk)
    return request, reverse("part_edit", args=[request.pk, 1]), reverse("part_check", args=[request.pk, 1])


@pytest.fixture
def standing(county):
    register.enter(
        number="甲1", region=Region.objects.get(pk=CODE), kind="report_form", title="低保对象情况表",
        organ=Organ.objects.get(name="台安县民政局"), on=date(2026, 1, 1),
        answers={"frequency": "monthly", "indicators": ["低保户数", "低保人口数（人）", {"name": "低保金额", "definition": "实发"}]},
    )  # fmt: skip


def kept():
    return RequestPart.objects.get().answers.get("indicators")


def test_fields_are_stored_with_all_that_is_said_of_them_and_shown_again(client, writing):
    _request, edit, _check = writing
    more = {"fields-0-definition": "年末在册", "fields-0-period": "yearly", "fields-0-scope": "脱贫村", "do": "save"}

    assert client.post(edit, rows("低保户数", "  低保人数 ", **more)).status_code == 302

    assert kept() == [
        {"name": "低保户数", "definition": "年末在册", "period": "yearly", "scope": "脱贫村"},
        {"name": "低保人数"},
    ]
    page = client.get(edit).content.decode()
    assert page.count('value="低保人数"') == 1
    assert "年末在册" in page


def test_two_columns_of_a_table_are_names_and_definitions(client, writing):
    _request, edit, _check = writing
    pasted = "低保户数\t月末在册户数\n低保人数\t月末在册人数\t按户籍\n低保户数\t又一次\n"

    client.post(edit, rows(fields_pasted=pasted, do="save"))

    assert [(each["name"], each["definition"]) for each in kept()] == [
        ("低保户数", "月末在册户数"),
        ("低保人数", "月末在册人数；按户籍"),
    ]


def test_what_was_pasted_is_kept_though_only_save_was_pressed(client, writing):
    _request, edit, _check = writing

    client.post(edit, rows("低保户数", fields_pasted="低保人数\n\n低保户数\n 低保金额 ", do="save"))

    assert [each["name"] for each in kept()] == ["低保户数", "低保人数", "低保金额"]


def test_rows_are_added_and_removed_without_script_and_nothing_typed_is_lost_or_stored(client, writing):
    _request, edit, _check = writing

    page = client.post(edit, rows("低保户数", do="more_fields", content="写到一半")).content.decode()
    assert 'name="fields-1-name"' in page
    assert "写到一半" in page
    less = client.post(edit, rows("低保户数", "低保人数", drop_field="0")).content.decode()
    assert 'value="低保户数"' not in less
    assert 'value="低保人数"' in less
    assert kept() is None


def test_with_script_only_the_rows_come_back(client, writing):
    _request, edit, _check = writing

    answer = client.post(edit, rows("低保户数", fields_pasted="甲\n乙", do="more_fields"), **HTMX)

    assert "<html" not in answer.content.decode()
    assert 'value="乙"' in answer.content.decode()
    assert answer["HX-Trigger"] == "rowschanged"


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        (rows("字" * 61), "最多 60 个字，现有 61 个。"),
        (rows("甲\x07"), "含有看不见的控制字符"),
        (rows("甲", "甲"), "指标“甲”写了两次。"),
        (rows("甲", **{"fields-0-period": "hourly"}), "请从所列选项中选择。"),
        (rows("", **{"fields-0-definition": "只有口径"}), "请填写指标名称。"),
        (rows(fields_pasted="\n".join(f"指标{n}" for n in range(201))), "指标最多 200 项。"),
    ],
)
def test_a_wrong_row_is_a_sentence_and_nothing_is_stored(client, writing, sent, sentence):
    _request, edit, _check = writing

    answer = client.post(edit, sent | {"do": "save"})

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert kept() is None


@pytest.mark.parametrize("count", ["x", "-1", "99999999999", "", "²"])
def test_a_count_of_rows_that_nobody_sent_does_no_harm(client, writing, count):
    _request, edit, _check = writing

    answer = client.post(edit, rows("甲") | {"fields-TOTAL_FORMS": count, "do": "save"})

    assert answer.status_code in (302, 422)


def test_while_it_is_written_the_form_is_held_against_those_in_force(client, writing, standing):
    _request, _edit, check = writing

    panel = client.post(check, rows("低保户数（户）", "享受低保人数", "林地面积"), **HTMX).content.decode()

    assert "3项指标中有2项已由《低保对象情况表》（台安县民政局，每月）采集。" in panel
    assert "称“低保人口数（人）”" in panel
    assert "只需另报林地面积。" in panel
    assert "台安县民政局已有低保户数（户）、享受低保人数。" in panel


def test_where_the_county_asks_who_has_the_data_it_is_led_to_the_forms_in_force(office, county, standing):
    answers = FORM["answers"] | {"indicators": [{"name": "享受低保人数"}, {"name": "林地面积"}]}
    request = office.comes_to_decision(FORM | {"answers": answers})

    page = office.sees(county.decider, "decide", request.pk)
    part = request.parts.get()
    assert f'href="#reported-{part.pk}"' in page and f'id="reported-{part.pk}"' in page
    assert "台安县民政局已有享受低保人数" in page


def test_a_form_that_asks_nothing_new_need_not_be(client, writing, standing):
    _request, _edit, check = writing

    panel = client.post(check, rows("低保户数", "低保金额"), **HTMX).content.decode()

    assert "各项均可取用，不必另报。" in panel


def test_likeness_alone_forbids_nothing(client, writing, standing):
    """The rules compare names; what is only like a standing field is for people to weigh."""
    _request, _edit, check = writing

    panel = client.post(check, rows("享受低保人数"), **HTMX).content.decode()

    assert "1项指标中有1项已由" in panel
    assert "项指标已由《低保对象情况表》（台安县民政局，每月）采集（" not in panel


def test_a_change_of_a_form_is_not_held_against_itself(client, writing, standing):
    _request, _edit, check = writing
    sent = rows("低保户数", application="change") | {"title": "低保对象情况表"}

    assert "在用报表都没有采集" in client.post(check, sent, **HTMX).content.decode()


def test_counter_and_applicant_read_it_on_the_request(office, county, standing):
    answers = FORM["answers"] | {"indicators": [{"name": "低保户数"}, {"name": "林地面积", "definition": "年末"}]}
    request = office.submits(FORM | {"answers": answers})

    page = office.sees(county.clerk, "request", request.pk)
    assert "2项指标中有1项已由《低保对象情况表》" in page
    assert "林地面积（年末）" in page
    if request.state == "screening":
        assert "2项指标中有1项已由" in office.sees(county.screener, "act", request.pk, "accept")


def test_an_entry_of_earlier_days_and_one_that_holds_nonsense_do_not_break_the_page(client, writing):
    for number, kept_ in enumerate((["户数"], "户数", [3, None, {"x": 1}], None)):
        register.enter(
            number=f"旧{number}", region=Region.objects.get(pk=CODE), kind="report_form", title=f"旧表{number}",
            organ=None, on=date(2026, 1, 1), answers={"frequency": "monthly", "indicators": kept_},
        )  # fmt: skip
    _request, _edit, check = writing

    panel = client.post(check, rows("总户数"), **HTMX).content.decode()

    assert "1项指标中有1项已由《旧表0》" in panel
