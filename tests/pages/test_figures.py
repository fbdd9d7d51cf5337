"""统计: each number equals the list that it leads to, for each post and each narrowing; nothing compares organs."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate

from catalogues import burden as meter
from tests.catalogues.standing_things import entry
from tests.requests import MEDIATION, OUTSIDE_BOARD, STATION
from workflows.models import Desk
from workflows.pages.burden import measure
from workflows.pages.figures import Figure
from workflows.services import figures

TIMED = {"content": "报送名单", "frequency": "monthly", "minutes_each_time": 30}
PEOPLE = ["clerk", "supervisor", "justice", "neighbour_screener", "province"]


@pytest.fixture
def busy(office, county):
    """Some of everything: decided, declined by a rule, under way, late."""
    office.comes_to_decision(MEDIATION)
    office.submits(OUTSIDE_BOARD)
    office.accepts(office.submits(STATION))
    late = office.submits(MEDIATION)
    before = timezone.now() - timedelta(days=20)
    Desk.objects.filter(process__request=late).update(due_on=localdate() - timedelta(days=9), created=before)
    today = localdate()
    entry(county, "每月报表", entered_on=today - timedelta(days=70), answers=TIMED)
    entry(county, "旧报表", entered_on=today - timedelta(days=300), left_on=today - timedelta(days=100), answers=TIMED)
    entry(county, "用时不详的报表", entered_on=today, answers={"content": "报送名单"})
    entry(county, "一块牌子", kind="signboard", entered_on=today - timedelta(days=300))


def charts(office, officer, **query):
    office.sees(officer, "figures", **query)
    return office.answer.context["charts"]


def counted(office, url):
    parts = urlsplit(url)
    name = parts.path.rstrip("/").rpartition("/")[2]
    answer = office.client.get(reverse("figure_list", args=[name]), {k: v[0] for k, v in parse_qs(parts.query).items()})
    return answer.context["listing"].page.paginator.count


def rows_of(office, url):
    parts = urlsplit(url)
    answer = office.client.get(parts.path, {k: v[0] for k, v in parse_qs(parts.query).items()})
    return list(answer.context["listing"].rows)


@pytest.mark.parametrize("period", ["", "past"])
def test_each_number_equals_the_list_it_leads_to(office, county, busy, period):
    day = localdate() - timedelta(days=400) if period else None
    query = {"submitted_from": day.isoformat(), "submitted_to": day.isoformat()} if day else {}
    for who in PEOPLE:
        shown = charts(office, getattr(county, who), **query)
        links = [cell for chart in shown for row in chart.rows for cell in row.cells if isinstance(cell, Figure)]
        assert [(who, each.url, counted(office, each.url)) for each in links] == [
            (who, each.url, each.number) for each in links
        ]


def test_every_desk_and_part_is_counted_once(office, county, busy):
    by_key = {chart.key: chart for chart in charts(office, county.supervisor)}
    requests = figures.requests_of(county.supervisor)

    assert sum(row.cells[0].number for row in by_key["load"].rows) == figures.open_desks(requests).count() > 3
    assert sum(row.cells[1].number for row in by_key["load"].rows) == 1
    assert sum(cell.number for row in by_key["outcomes"].rows for cell in row.cells) == figures.parts(requests).count()
    assert by_key["clauses"].rows
    assert by_key["times"].rows


def test_the_trend_knows_when_it_became_late(office, county, busy):
    (trend,) = [chart for chart in charts(office, county.supervisor) if chart.key == "trend"]
    assert [row.cells[0].number for row in trend.rows] == [0] * 10 + [1, 1]


def test_the_burden_of_each_month_is_that_of_the_entries_it_leads_to(office, county, busy):
    (burden,) = [chart for chart in charts(office, county.supervisor) if chart.key == "burden"]
    said = [(row.name, row.cells[0].number, row.cells[1]) for row in burden.rows]
    added = {row.name: rows_of(office, row.cells[0].url) for row in burden.rows}

    assert [
        (day, len(rows), measure.shown(sum(row.minutes_of_all or 0 for row in rows))) for day, rows in added.items()
    ] == said
    assert len(said) == 13
    assert said[-1][0] == localdate().isoformat()
    assert [name.title for name in added[said[-1][0]] if name.minutes_a_year is None] == ["用时不详的报表"]
    assert {len({each.title for each in rows} & {"每月报表", "旧报表"}) for rows in added.values()} == {0, 1}
    assert meter.total(county.region, localdate()).minutes == sum(row.minutes_of_all or 0 for row in added[said[-1][0]])


def test_who_sees_nothing_is_told_so(office, county, busy):
    assert all(not chart.rows or chart.key == "trend" for chart in charts(office, county.neighbour_screener))


def test_no_chart_compares_organs(office, county, busy):
    for chart in charts(office, county.supervisor):
        assert not any(re.search("局|委员会|街道|镇", str(row.name)) for row in chart.rows)


@pytest.mark.parametrize("given", ["2026-13-01", "昨天", "\x00", "0000-00-00", "9" * 200])
def test_a_day_that_cannot_be_read_is_said_and_not_used(office, county, given):
    shown = office.sees(county.supervisor, "figures", submitted_from=given)
    assert office.answer.status_code == 200
    assert "无法识别" in shown or not given.replace("\0", "")


@pytest.mark.parametrize("on", ["2026-13-01", "x", ""])
def test_a_list_of_no_day_shows_what_is_late_now(office, county, busy, on):
    office.sees(county.supervisor, "figure_list", "late", on=on)
    assert office.answer.status_code == 200


def test_the_figures_ask_the_same_number_of_questions_however_many_requests(
    office, county, busy, django_assert_max_num_queries
):
    office.client.force_login(county.supervisor)
    with django_assert_max_num_queries(25):
        office.client.get(reverse("figures"))


def test_an_unknown_list_is_not_there(office, county):
    office.sees(county.supervisor, "figure_list", "nonsense")
    assert office.answer.status_code == 404
