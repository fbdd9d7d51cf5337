"""What the form sends becomes facts; what a field cannot hold is named by its field."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from policy.answers import WrongAnswer
from policy.choices import Demand, Kind, Payer
from policy.facts import Facts, questions


def facts(kind: Kind, **answers: Any) -> Facts:
    return Facts.from_answers(kind, "某事项", answers)


def test_plain_values_take_the_type_of_their_field() -> None:
    form = facts(Kind.REPORT_FORM, valid_until="2027-01-31", notice_hours="48", demands=["form"], already_demanded=True)
    place = facts(Kind.FACILITY, floor_area="320.50")

    assert (form.valid_until, form.notice_hours, form.demands) == (date(2027, 1, 31), 48, (Demand.FORM,))
    assert (form.already_demanded, place.floor_area) == (True, Decimal("320.50"))


@pytest.mark.parametrize("empty", ["", "  ", None])
def test_an_empty_answer_is_not_known(empty: str | None) -> None:
    assert facts(Kind.WORK_AFFAIR, payer=empty, funding=empty, demands=empty) == facts(Kind.WORK_AFFAIR)


def test_an_empty_list_says_none_of_them() -> None:
    assert facts(Kind.WORK_AFFAIR, demands=[]).demands == ()


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("payer", "someone"),
        ("notice_hours", "soon"),
        ("notice_hours", 1.5),
        ("notice_hours", True),
        ("floor_area", "NaN"),
        ("valid_until", "2027-02-30"),
        ("already_demanded", "yes"),
        ("demands", "form"),
        ("demands", ["form", "nothing"]),
        ("indicators", [1]),
        ("content", 5),
        ("signboards_inside", 3),
        ("no_such_field", 1),
        ("name", "另一名称"),
    ],
)
def test_a_value_that_a_field_cannot_hold_names_the_field(field: str, value: Any) -> None:
    with pytest.raises(WrongAnswer) as wrong:
        facts(Kind.REPORT_FORM, **{field: value})

    assert wrong.value.field == field


def test_a_record_cannot_be_answered_nor_an_answer_recorded() -> None:
    with pytest.raises(WrongAnswer):
        Facts.from_answers(Kind.WORK_AFFAIR, "某事项", {}, records={"payer": Payer.OWN})


def test_no_basis_cited_is_not_the_same_as_not_known() -> None:
    assert Facts.from_answers(Kind.WORK_AFFAIR, "某事项", {}).bases == ()
    assert Facts.from_answers(Kind.WORK_AFFAIR, "某事项", {}, bases=None).bases is None


@pytest.mark.parametrize("kind", Kind, ids=lambda kind: kind.value)
def test_the_form_asks_each_question_once_in_the_order_of_its_groups(kind: Kind) -> None:
    asked = questions(kind)
    groups = [question.group for question in asked]

    assert len({question.name for question in asked}) == len(asked)
    assert [group for at, group in enumerate(groups) if group not in groups[:at]] == sorted(
        set(groups), key=groups.index
    )
    assert all(question.label for question in asked)


def test_only_what_makes_a_request_readable_is_required() -> None:
    assert {kind.value: [each.name for each in questions(kind) if each.required] for kind in Kind} == {
        "work_affair": ["application", "content"],
        "mechanism": ["application", "content"],
        "dedicated_post": ["application", "content"],
        "signboard": ["application", "place", "sign_type"],
        "report_form": ["application", "content", "form_type"],
        "certification": ["application", "certificate_use"],
        "assessment": ["application", "content"],
        "facility": ["households", "floor_area", "activity_area"],
    }
