"""办理程序: the default procedure, a county's own, and what is said when a file is wrong."""

from datetime import date, time

import pytest

from accounts import rights
from accounts.models import Function
from policy import notice, procedure
from policy.choices import Kind
from policy.procedure import FOLDER, ProcedureError

COUNTY = "210302000000"
DEFAULT = (FOLDER / "default.toml").read_text(encoding="utf-8")


@pytest.fixture
def folder(tmp_path):
    """A folder of procedures that so far holds the default one."""
    (tmp_path / "default.toml").write_text(DEFAULT, encoding="utf-8")
    return tmp_path


def county_file(folder, text, name="county.toml", effective_from="2026-06-01", version="1"):
    head = f'county = "{COUNTY}"\nversion = "{version}"\neffective_from = {effective_from}\n'
    (folder / name).write_text(head + text, encoding="utf-8")


def default_with(folder, old, new):
    assert old in DEFAULT
    (folder / "default.toml").write_text(DEFAULT.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("desk", "days", "who"),
    [
        ("screen", 2, "screen"),
        ("correct", 10, "submit"),
        ("re_examine", 5, "re_examine"),
        ("consultation", 5, "township"),
        ("legality", 7, "justice"),
        ("funding", 5, "finance"),
        ("technical", 5, "statistics"),
        ("civil_affairs", 3, "civil_affairs"),
        ("organization", 3, "organization"),
        ("rural_affairs", 3, "rural_affairs"),
        ("provincial_consent", None, "consent"),
        ("decide", 5, "decide"),
        ("publish", 3, "publish"),
        ("file", 10, "publish"),
    ],
)
def test_each_desk_of_the_default_procedure_has_its_days(desk, days, who):
    terms = procedure.load(COUNTY).desks[desk]
    assert (terms.working_days, terms.right or terms.function) == (days, who)


def test_only_the_applicants_days_and_the_provinces_are_not_counted_against_the_county():
    desks = procedure.load(COUNTY).desks.values()
    assert {desk.name for desk in desks if not desk.counted} == {"correct", "provincial_consent"}
    assert {desk.name: desk.remind_every_days for desk in desks if desk.remind_every_days} == {"provincial_consent": 20}


def test_only_forms_go_to_the_technical_desk_and_only_mechanisms_and_posts_to_the_province():
    used = {kind: {desk.name for desk in procedure.load(COUNTY).desks_for(kind)} for kind in Kind}
    assert {kind for kind in Kind if "technical" in used[kind]} == {Kind.REPORT_FORM}
    asking_the_province = {kind for kind in Kind if "provincial_consent" in used[kind]}
    assert asking_the_province == {Kind.MECHANISM, Kind.DEDICATED_POST}
    decisions = procedure.load(COUNTY).decisions
    assert {kind for kind in Kind if decisions[kind].consent_of == "province"} == asking_the_province


def test_every_basis_is_a_clause_of_the_notice_or_owned_to_be_local():
    found = procedure.load(COUNTY)
    bases = {term.basis for term in [*found.desks.values(), *found.decisions.values()]}
    assert bases - {"local"} <= set(notice.CLAUSES)
    assert all(desk.source for desk in found.desks.values())


def test_the_words_of_a_procedure_are_those_of_the_office():
    assert set(procedure.FUNCTIONS) == set(Function) - {Function.DEPARTMENT}
    assert set(procedure.RIGHTS) <= rights.ON_REGIONS | rights.ON_ORGANS


def test_a_county_differs_only_where_its_file_says_so(folder):
    county_file(
        folder,
        '[lead]\nfunction = "organization"\n[clock]\ncloses_at = "17:30"\n'
        '[desks.screen]\nworking_days = 3\n[desks.decide]\nfunction = "authority"\n',
    )

    own, default = procedure.load(COUNTY, None, folder), procedure.load("210303000000", None, folder)

    assert (own.desks["screen"].working_days, own.desks["screen"].title) == (3, "形式审查")
    assert (own.desks["decide"].function, own.desks["decide"].right) == ("authority", "")
    assert (own.lead_function, own.closes_at) == ("organization", time(17, 30))
    assert own.desks["legality"] == default.desks["legality"]
    assert (default.lead_function, default.closes_at, default.version) == ("civil_affairs", None, "default 2026-1")
    assert own.version == f"default 2026-1 + {COUNTY} 1"


def test_a_version_holds_from_its_day_until_the_next(folder):
    county_file(folder, "[desks.screen]\nworking_days = 3\n", "a.toml", "2026-06-01", "1")
    county_file(folder, "[desks.screen]\nworking_days = 4\n", "b.toml", "2027-01-01", "2")

    def days_on(*day):
        return procedure.load(COUNTY, date(*day), folder).desks["screen"].working_days

    assert [days_on(2026, 5, 31), days_on(2026, 6, 1), days_on(2026, 12, 31), days_on(2027, 1, 1)] == [2, 3, 3, 4]
    assert procedure.load(COUNTY, None, folder).version.endswith(" 2")


def test_before_the_first_day_there_is_no_procedure():
    with pytest.raises(ProcedureError, match="default"):
        procedure.load(COUNTY, date(2025, 12, 31))


def test_a_procedure_cannot_be_changed_by_who_reads_it():
    with pytest.raises(TypeError):
        procedure.load(COUNTY).desks["screen"] = None


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("\nworking_days = 2\n", "\nworking_days = 0\n", "[desks.screen] working_days 应为从 1 起的整数，实为“0”"),
        ("\nworking_days = 2\n", '\nworking_days = "two"\n', "[desks.screen] working_days 应为从 1 起的整数"),
        ("\nworking_days = 2\n", "\nworking_days = true\n", "[desks.screen] working_days 应为从 1 起的整数"),
        ("\nworking_days = 2\n", "\n", "[desks.screen] working_days 缺少"),
        ("\nworking_days = 2\n", "\nworkingdays = 2\n", "[desks.screen] workingdays 不是可用的键"),
        ('title = "形式审查"\n', "", "[desks.screen] title 缺少"),
        ('title = "形式审查"\n', 'title = " "\n', "[desks.screen] title 应为文字"),
        ('right = "screen"\n', "", "[desks.screen] right 与 function 应有且只有一个"),
        ('right = "screen"\n', 'right = "screen"\nfunction = "justice"\n', "right 与 function 应有且只有一个"),
        ('right = "screen"\n', 'right = "approve"\n', "[desks.screen] right 应为"),
        ('function = "justice"\n', 'function = "court"\n', "[desks.legality] function 应为"),
        ("counted = false\n", 'counted = "no"\n', "[desks.correct] counted 应为 true 或 false"),
        ('kinds = ["report_form"]\n', 'kinds = ["form"]\n', "[desks.technical] kinds 中的“form”不可用"),
        ('kinds = ["report_form"]\n', "kinds = []\n", "[desks.technical] kinds 应为列表，且不能为空"),
        ("[decisions.facility]\n", "[decisions.road]\n", "[decisions] road 不是可用的键"),
        ('[decisions.facility]\nby = "county"\nbasis = "local"\n', "", "[decisions] facility 缺少"),
        ("[clock]\n", '[clock]\ncloses_at = "half past five"\n', "[clock] closes_at 应为时刻"),
        ('function = "civil_affairs"\n', "", "[lead] function 缺少"),
        ("effective_from = 2026-01-01\n", "", "effective_from 应为日期"),
        ("effective_from = 2026-01-01\n", 'effective_from = "soon"\n', "effective_from 应为日期"),
        ('county = "default"\n', 'county = "210302"\n', "county 应为 12 位区划代码或 default，实为“210302”"),
        ("[reminders]\n", "[reminder]\n", "reminder 不是可用的键"),
        ("[lead]\n", "[lead\n", "不是有效的 TOML 文件"),
    ],
)
def test_what_is_wrong_is_told_with_its_file_and_key(folder, old, new, told):
    default_with(folder, old, new)
    with pytest.raises(ProcedureError) as error:
        procedure.load(COUNTY, None, folder)
    assert str(error.value).startswith("default.toml：")
    assert told in str(error.value)


def test_the_countys_file_is_named_when_the_fault_is_the_countys(folder):
    county_file(folder, "[desks.screen]\nworking_days = -1\n", "tiedong.toml")
    with pytest.raises(ProcedureError, match=r"^tiedong\.toml：\[desks\.screen\] working_days"):
        procedure.load(COUNTY, None, folder)


def test_a_county_cannot_add_a_desk_that_the_engine_does_not_know(folder):
    county_file(folder, "[desks.party]\nworking_days = 1\n")
    with pytest.raises(ProcedureError, match=r"^county\.toml：\[desks\] party 不是可用的键"):
        procedure.load(COUNTY, None, folder)


def test_two_files_cannot_hold_from_the_same_day(folder):
    county_file(folder, "", "a.toml")
    county_file(folder, "", "b.toml")
    with pytest.raises(ProcedureError, match=r"^b\.toml.*a\.toml"):
        procedure.load(COUNTY, None, folder)
