"""逐项比对: fields that ask the same are found however they are put, and what only looks alike is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bench.overlap import PRECISION, RECALL, measure, pairs
from policy.choices import Frequency
from policy.facts import Facts, Kind
from policy.form_fields import FormField, names
from policy.overlap import Index, proposal, read, same
from policy.standing_forms import StandingForm


def form(title, *fields, organ="县民政局", frequency=Frequency.MONTHLY):
    return StandingForm(title=title, organ=organ, frequency=frequency, fields=tuple(map(FormField.read, fields)))


def alike(one, other):
    return same(FormField.read(one), FormField.read(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("户数（户）", "总户数"),
        ("户數", "户数"),
        ("联系电话", "手机号码"),
        ("耕地面积（亩）", "耕地总面积"),
        ({"name": "人口", "definition": "户口在本村的人数"}, {"name": "在册人数", "definition": "户口在本村的人数"}),
        ({"name": "户数", "period": "monthly"}, {"name": "户数", "period": "yearly", "scope": "脱贫村"}),
    ],
)
def test_the_same_datum_is_found_however_it_is_put(one, other):
    assert alike(one, other)
    assert alike(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("户籍人口数", "常住人口数"),
        ("低保户数", "低保人数"),
        ("60岁以上老年人数", "80岁以上老年人数"),
        ("应参保人数", "参保人数"),
        ("党员数", "预备党员数"),
        ({"name": "人口数", "definition": "户籍人口"}, {"name": "人口数", "definition": "常住人口"}),
    ],
)
def test_what_only_looks_alike_is_another_datum(one, other):
    assert not alike(one, other)
    assert not alike(other, one)


def test_precision_and_recall_on_the_development_pairs():
    found = [(pair, same(pair.one, pair.other)) for pair in pairs("development")]
    precision, recall = measure(found)
    assert (precision >= PRECISION, recall >= RECALL) == (True, True)


def test_there_are_two_hundred_pairs_and_no_topic_stands_in_both_halves():
    every = [*pairs("development"), *pairs("test")]
    assert len(every) >= 200
    assert {pair.same for pair in pairs("test")} == {True, False}


NAMES = st.text(st.sampled_from("户人口数面积低保已应女村总金额日期（亩）()0689 岁A級"), max_size=14)


@given(NAMES, NAMES)
def test_likeness_is_mutual_and_every_field_is_like_itself(one, other):
    first, second = read(one), read(other)
    assert first == read(one)
    if one.strip() and other.strip():
        assert alike(one, one)
        assert alike(one, other) == alike(other, one)
    assert second.measure in {*"", "", "persons", "households", "count", "area", "money", "times", "length", "weight",
                              "date", "name", "phone", "id"}  # fmt: skip


@given(st.lists(st.sampled_from([each.one.name for each in pairs("development")]), unique=True, max_size=6))
def test_the_index_finds_what_comparing_each_with_each_finds(asked):
    forms = [form("甲表", *[p.other.name for p in list(pairs("development"))[::3]]), form("乙表", "户数", "身份证号")]
    fields = [FormField(name) for name in asked]

    found = {(each.form.title, held.field) for each in Index(forms).overlaps(fields) for held in each.held}

    expected = {
        (standing.title, field)
        for standing in forms
        for field in fields
        if any(same(field, theirs) for theirs in standing.fields)
    }
    assert found == expected


def test_a_new_form_is_told_how_much_of_it_stands_and_where():
    index = Index([form("甲表", "户数", "人口", "低保户数"), form("乙表", "户籍人口数", "户数"), form("丙表", "电话")])
    fields = [FormField("总户数"), FormField("户籍人口（人）"), FormField("林地面积"), FormField("低保户数")]

    overlaps = index.overlaps(fields)

    assert [(each.form.title, len(each.held), each.of) for each in overlaps] == [("乙表", 2, 4), ("甲表", 2, 4)]


def test_the_merge_takes_the_fullest_form_first_and_leaves_what_nobody_has():
    index = Index([form("甲表", "户数", "低保户数", "耕地面积"), form("乙表", "户籍人口数", "户数")])
    fields = [FormField(each) for each in ("总户数", "户籍人口（人）", "林地面积", "低保户数")]

    proposed = proposal(index.overlaps(fields), fields)

    taken = [(each.form.title, [held.field.name for held in each.held]) for each in proposed.sources]
    assert sorted(name for _title, held in taken for name in held) == ["低保户数", "总户数", "户籍人口（人）"]
    assert [each.name for each in proposed.left] == ["林地面积"]
    assert proposal([], fields) is None


@pytest.mark.parametrize("kept", [["户数"], [{"name": "户数", "definition": "年末", "period": "yearly", "scope": ""}]])
def test_fields_are_read_from_names_and_from_tables(kept):
    facts = Facts.from_answers(Kind.REPORT_FORM, "表", {"indicators": kept})
    assert [each.name for each in facts.indicators] == ["户数"]
    assert names(kept) == ("户数",)


@pytest.mark.parametrize(
    "wrong", ["户数", [3], [""], [{"name": ""}], [{"nom": "户数"}], [{"name": "甲", "period": "hourly"}]]
)
def test_what_is_no_field_is_no_fact(wrong):
    with pytest.raises(ValueError):
        Facts.from_answers(Kind.REPORT_FORM, "表", {"indicators": wrong})


def test_a_field_is_stored_as_it_is_read():
    field = FormField("户数", "年末户籍户数", Frequency.YEARLY, "全村")
    assert FormField.read(field.as_json()) == field
    assert FormField("户数").as_json() == {"name": "户数"}
