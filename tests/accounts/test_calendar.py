"""工作日历: what is announced, what is provisional, and how a year is brought in."""

from datetime import date

import chinese_calendar
import pytest
from django.core.management import CommandError, call_command

from accounts import calendar_file, calendars, working_days
from accounts.calendar_sources import dates_of, packaged_years
from accounts.models import CalendarDay, CalendarEdition
from policy.clock import deadline

pytestmark = pytest.mark.django_db

NOTICE = "国办发明电〔2026〕99号"
PACKAGED = list(packaged_years())
YEAR_2027 = """\
date,is_working,name
2026-12-31,0,元旦
2027-01-01,0,元旦
2027-01-02,0,元旦
2027-01-09,1,元旦
2027-05-01,0,劳动节
2027-05-02,0,劳动节
2027-10-01,0,国庆节
2027-10-02,0,国庆节
2027-10-03,0,国庆节
"""


@pytest.fixture
def loaded(db):
    """The packaged years as they are."""
    calendars.load(PACKAGED)


@pytest.fixture
def file(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "calendar.csv"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def publish(path, *options):
    call_command("load_calendar", "--file", str(path), "--notice", NOTICE, *options, verbosity=0)


def test_the_stored_days_are_the_announced_days(loaded):
    stored = dict(CalendarDay.objects.filter(edition__provisional=False).values_list("date", "is_working"))
    assert stored == {day: chinese_calendar.is_workday(day) for year in range(2004, 2027) for day in dates_of(year)}


def test_the_years_ahead_are_provisional_and_know_the_statutory_holidays(loaded):
    assert list(CalendarEdition.objects.filter(provisional=True).values_list("year", flat=True)) == [
        2027,
        2028,
        2029,
        2030,
    ]
    calendar = working_days.current()
    labour_day = calendar.day(date(2028, 5, 1))
    assert (labour_day.is_working, labour_day.published) == (False, False)
    assert labour_day.name
    assert calendar.day(date(2028, 5, 3)).is_working


def test_a_day_beyond_the_table_is_monday_to_friday_and_provisional(loaded):
    calendar = working_days.current()
    assert [calendar.day(date(2099, 5, day)).is_working for day in (1, 2, 3, 4)] == [True, False, False, True]
    assert not calendar.day(date(2099, 5, 1)).published


def test_loading_again_changes_nothing(loaded):
    before = working_days.version()
    assert calendars.load(PACKAGED) == []
    assert working_days.version() == before


def test_a_year_that_was_altered_is_put_right_and_told(loaded):
    CalendarDay.objects.filter(date=date(2026, 10, 10)).update(is_working=False)
    assert calendars.load(PACKAGED) == [2026]
    assert CalendarDay.objects.get(date=date(2026, 10, 10)).is_working


def test_the_kept_calendar_costs_one_query_and_follows_every_change(loaded, file, django_assert_num_queries):
    working_days.current()
    with django_assert_num_queries(1):
        before = working_days.current()
    assert not before.day(date(2027, 1, 9)).is_working

    publish(file(YEAR_2027), "--year", "2027")

    with django_assert_num_queries(2):
        assert working_days.current().day(date(2027, 1, 9)).is_working


def test_an_announced_year_is_no_longer_provisional_and_moves_the_deadline(loaded, file):
    opened = date(2026, 12, 29)
    before = deadline(opened, 6, calendar=working_days.current())

    publish(file(YEAR_2027), "--year", "2027")

    after = deadline(opened, 6, calendar=working_days.current())
    edition = CalendarEdition.objects.get(year=2027)
    assert (edition.provisional, edition.source) == (False, NOTICE)
    assert (before.due_on, before.provisional) == (date(2027, 1, 7), True)
    assert (after.due_on, after.provisional) == (date(2027, 1, 8), False)


def test_the_years_that_changed_are_returned_and_none_the_second_time(loaded, file):
    arrangement = calendar_file.read(file(YEAR_2027), 2027)
    assert calendars.publish(arrangement, NOTICE) == [2026, 2027]
    assert calendars.publish(arrangement, NOTICE) == []


def test_what_a_notice_said_is_not_overwritten_by_the_packages(loaded, file):
    publish(file(YEAR_2027), "--year", "2027")
    assert calendars.load(PACKAGED) == []
    assert not CalendarDay.objects.get(date=date(2026, 12, 31)).is_working
    assert CalendarEdition.objects.get(year=2027).source == NOTICE


def test_every_day_of_an_announced_year_is_there_though_the_file_names_few(loaded, file):
    publish(file(YEAR_2027), "--year", "2027")
    assert CalendarDay.objects.filter(edition_id=2027).count() == 365
    ordinary = CalendarDay.objects.get(date=date(2027, 5, 5))
    assert (ordinary.is_working, ordinary.name) == (True, "")


def test_marks_of_other_programs_are_read(loaded, file):
    text = "\ufeff" + YEAR_2027.replace(",0,", ",否,").replace(",1,", ",是,").replace("\n", "\r\n")
    publish(file(text), "--year", "2027")
    assert CalendarDay.objects.get(date=date(2027, 1, 9)).is_working


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("date,is_working,name", "day,work,name", "第 1 行：表头应为 date,is_working,name"),
        ("2027-01-02,0", "2027-13-02,0", "第 4 行：日期“2027-13-02”应写作"),
        ("2027-01-02,0", "2027-01-02,maybe", "第 4 行：is_working“maybe”应为"),
        ("2027-01-02,0", "2027-01-01,0", "第 4 行：日期 2027-01-01 重复"),
        ("2027-01-09,1,元旦", "2027-01-09,1,", "第 5 行：2027-01-09 与平常不同，须写明节假日名称"),
        ("2027-01-09,1,元旦", "2027-01-09,1", "第 5 行：应有 3 列，实有 2 列"),
        ("2027-05-01,0,劳动节\n", "", "缺少法定节假日 2027-05-01"),
        ("2027-05-01,0", "2027-05-01,1", "缺少法定节假日 2027-05-01"),
        ("2026-12-31", "2026-11-30", "日期 2026-11-30 不属于 2027 年"),
    ],
)
def test_a_fault_is_told_and_nothing_is_changed(loaded, file, old, new, told):
    assert old in YEAR_2027
    before = working_days.version()
    with pytest.raises(CommandError) as error:
        publish(file(YEAR_2027.replace(old, new)), "--year", "2027")
    assert told in str(error.value)
    assert working_days.version() == before


def test_all_faults_are_told_at_once(loaded, file):
    text = YEAR_2027.replace("2027-01-02,0", "tomorrow,0").replace("2027-10-03,0", "2027-10-03,?")
    with pytest.raises(CommandError, match=r"第 4 行(?s:.)*第 10 行"):
        publish(file(text), "--year", "2027")


@pytest.mark.parametrize("text", ["", "date,is_working,name\n"])
def test_an_empty_file_is_no_calendar(loaded, file, text):
    with pytest.raises(CommandError):
        publish(file(text))


def test_a_file_in_another_encoding_is_refused(loaded, file):
    with pytest.raises(CommandError, match="UTF-8"):
        publish(file(YEAR_2027, "gb18030"))


def test_a_december_that_is_not_there_cannot_be_amended(loaded, file):
    CalendarEdition.objects.filter(year=2026).delete()
    with pytest.raises(CommandError, match="2026 年 12 月"):
        publish(file(YEAR_2027))
    assert CalendarEdition.objects.get(year=2027).provisional


def test_a_year_needs_the_number_of_its_notice(loaded, file):
    with pytest.raises(CommandError, match="--notice"):
        call_command("load_calendar", "--file", str(file(YEAR_2027)))


def test_a_file_that_is_not_there_is_told(loaded, tmp_path):
    with pytest.raises(CommandError, match="无法读取"):
        publish(tmp_path / "none.csv")
