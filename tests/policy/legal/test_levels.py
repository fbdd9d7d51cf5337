"""文号 and the level it shows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.legal import document_numbers
from policy.legal.levels import Level, of_document_number

LEVELS = {
    "厅字〔2022〕28号": Level.CENTRAL_DOCUMENT,
    "中办发〔2024〕1号": Level.CENTRAL_DOCUMENT,
    "国发〔2025〕9号": Level.STATE_COUNCIL_DECISION,
    "国办函〔2026〕12号": Level.STATE_COUNCIL_OFFICE_DOCUMENT,
    "国办发〔2019〕1号": Level.STATE_COUNCIL_OFFICE_DOCUMENT,
    "国务院令第722号": Level.ADMINISTRATIVE_REGULATION,
    "主席令第二十号": Level.LAW,
    "辽宁省人民政府令第300号": Level.LOCAL_GOVERNMENT_RULE,
    "农业农村部令2022年第4号": Level.DEPARTMENTAL_RULE,
    "民发〔2020〕20号": Level.DEPARTMENT_DOCUMENT,
    "国统制〔2024〕3号": Level.DEPARTMENT_DOCUMENT,
    "辽委发〔2022〕1号": Level.PROVINCIAL_DOCUMENT,
    "辽政办发〔2017〕3号": Level.PROVINCIAL_DOCUMENT,
    "吉字〔2023〕13号": Level.PROVINCIAL_DOCUMENT,
    "辽民发〔2022〕41号": Level.DEPARTMENT_DOCUMENT,
    "甘民发〔2020〕99号": Level.DEPARTMENT_DOCUMENT,
    "辽农领办〔2021〕37号": Level.DEPARTMENT_DOCUMENT,
    "鞍政发〔2020〕1号": Level.CITY_DOCUMENT,
    "鞍民发〔2021〕18号": Level.DEPARTMENT_DOCUMENT,
    "台政发〔2020〕1号": Level.COUNTY_DOCUMENT,
    "县委〔2024〕5号纪要": Level.INTERNAL,
    "工作群通知": Level.INTERNAL,
    "宁政发〔2020〕1号": None,
    "天民发〔2021〕90号": None,
    "国函〔2020〕1号": None,
    "": None,
}


@pytest.mark.parametrize(("number", "level"), LEVELS.items())
def test_a_number_shows_the_level_of_its_document(number, level):
    assert of_document_number(number) is level


@pytest.mark.parametrize(
    "written",
    [
        "民发[2020]20号",
        "民发（2020）20号",
        "民发(2020) 20号",
        "民发【2020】20号",
        "民发﹝2020﹞20号",
        "民发〔2020〕第20号",
        "民发〔2020〕020号",
        "民发〔２０２０〕２０号",
        " 民发〔2020〕20号 ",
    ],
)
def test_every_way_of_writing_a_number_is_one_number(written):
    assert document_numbers.normalise(written) == "民发〔2020〕20号"


@pytest.mark.parametrize(
    "text", ["", "民发", "民发20号", "民发〔1820〕20号", "令第3号", "民发〔2020〕20号和国发〔2025〕9号"]
)
def test_what_is_no_number_stays_as_it_is(text):
    assert document_numbers.read(text) is None
    assert document_numbers.normalise(text) == text


@given(st.text(max_size=80))
def test_normalising_twice_changes_nothing_more(text):
    once = document_numbers.normalise(text)
    assert document_numbers.normalise(once) == once


def test_rules_of_ministries_are_no_law_or_regulation():
    enough = {level for level in Level if level.is_law_or_regulation}
    assert enough == {
        Level.CONSTITUTION,
        Level.LAW,
        Level.ADMINISTRATIVE_REGULATION,
        Level.LOCAL_REGULATION,
    }


def test_the_office_of_the_state_council_alone_is_not_the_centre():
    assert Level.CENTRAL_DOCUMENT.is_central and Level.STATE_COUNCIL_DECISION.is_central
    assert not Level.STATE_COUNCIL_OFFICE_DOCUMENT.is_central


def test_every_level_has_a_chinese_name():
    assert len({level.label for level in Level}) == len(Level)
