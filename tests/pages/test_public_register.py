"""Stories of the public register: anybody searches it, takes it along, and follows what changes."""

import csv
import io
import json
from xml.etree import ElementTree

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from catalogues.lists import CatalogueList
from policy import check_codes
from tests.catalogues.standing_things import entry
from workflows.pages.public.open_data import MEANINGS, schema
from workflows.pages.public.shown import FIELDS
from workflows.services import list_keeping
from workflows.services.list_keeping import Content

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def anybody(db) -> Client:
    return Client()


def titles(anybody, **query):
    answer = anybody.get(reverse("register"), query)
    assert answer.status_code == 200
    return [row.title for row in answer.context["listing"].page]


def body(anybody, name):
    answer = anybody.get(reverse(name))
    assert answer.status_code == 200
    return b"".join(answer).decode()


def test_what_stands_is_shown_first_and_what_is_gone_on_request(anybody, county):
    entry(county, "在的")
    entry(county, "退出的", left_on="2026-02-01")
    entry(county, "过期的", valid_until="2026-02-01")

    assert titles(anybody) == ["在的"]
    assert set(titles(anybody, stands="gone")) == {"退出的", "过期的"}
    assert set(titles(anybody, stands="")) == {"在的", "退出的", "过期的"}


def test_what_is_not_published_is_not_on_it_unless_a_list_from_above_names_it(anybody, county):
    entry(county, "未公布", published_on=None)
    entry(county, "省清单所列", published_on=None, source="省指导目录")

    assert titles(anybody) == ["省清单所列"]
    assert "未公布" not in body(anybody, "register_csv") + body(anybody, "register_json")


@pytest.mark.parametrize("words", ["救助", "困难群众救助", "民政局", "0001", "0001号 困难"])
def test_it_is_found_by_words_of_title_number_and_organ(anybody, county, words):
    entry(county)
    entry(county, "护林防火巡查", organ=None, kind="work_affair")

    assert titles(anybody, q=words) == ["困难群众救助情况表"]


def test_it_is_found_by_its_code_as_it_is_written(anybody, county):
    made = entry(county)
    entry(county, "另一张表")

    assert titles(anybody, q=check_codes.shown(made.check_code).lower()) == [made.title]


@pytest.mark.parametrize(
    "query", [{"kind": "x"}, {"page": "9999"}, {"sort": "answers"}, {"q": "\x00%_'"}, {"size": "-1"}]
)
def test_odd_addresses_are_answered(anybody, county, query):
    entry(county)
    titles(anybody, **query)


def test_pages_and_queries_do_not_grow_with_the_register(anybody, county, django_assert_max_num_queries):
    for n in range(60):
        entry(county, f"表{n}")
    with django_assert_max_num_queries(4):
        assert len(titles(anybody, page=2)) == 25


@pytest.mark.parametrize("sort", ["title", "-title", "kind", "organ", "-entered", "until", "number"])
def test_page_after_page_shows_each_row_once_and_in_order(anybody, county, sort):
    for n in range(60):
        entry(
            county,
            f"表{n % 7}",
            kind="signboard" if n % 3 else "report_form",
            valid_until=None if n % 2 else "2099-01-01",
        )
    pages = [
        anybody.get(reverse("register"), {"sort": sort, "page": page}).context["listing"].page for page in (1, 2, 3)
    ]
    shown = [row for page in pages for row in page]

    assert len({row.pk for row in shown}) == len(shown) == 60
    whole = anybody.get(reverse("register"), {"sort": sort, "size": 100}).context["listing"]
    assert [row.pk for row in shown] == [row.pk for row in whole.rows]


@pytest.mark.parametrize("word", ["救助", "救", "Ab", "ab", "aB表"])
def test_a_word_of_any_length_is_found_whatever_its_letters(anybody, county, word):
    entry(county, "AB表救助情况")
    entry(county, "别的")

    assert titles(anybody, q=word) == ["AB表救助情况"]


def test_the_files_hold_the_documented_fields_and_no_formula_runs(anybody, county):
    entry(county, "=HYPERLINK(1)", answers={"content": "甲,乙\n丙"})
    rows = list(csv.reader(io.StringIO(body(anybody, "register_csv").removeprefix("\ufeff"))))
    data = json.loads(body(anybody, "register_json"))

    assert rows[0] == list(FIELDS) == list(MEANINGS)
    assert rows[1][FIELDS.index("title")] == "'=HYPERLINK(1)"
    assert data["entries"][0]["title"] == "=HYPERLINK(1)"
    assert data["entries"][0]["asked"] == [["事项内容和村级需做的具体动作", "甲,乙\n丙"]]


def test_the_json_file_is_as_its_schema_says(anybody, county):
    entry(county)
    entry(county, "过期的", valid_until="2026-02-01", organ=None, kind="signboard", answers={})
    data, item = json.loads(body(anybody, "register_json")), schema()["properties"]["entries"]["items"]

    assert json.loads(anybody.get(reverse("register_schema")).content) == schema()
    assert set(data) == set(schema()["required"])
    for row in data["entries"]:
        assert list(row) == item["required"] == list(item["properties"])
        for name, value in row.items():
            assert_fits(value, item["properties"][name])


def assert_fits(value, shape):
    """The part of JSON Schema that the schema uses."""
    kinds = {"string": str, "array": list, "null": type(None)}
    wanted = [shape["type"]] if isinstance(shape["type"], str) else shape["type"]
    assert isinstance(value, tuple(kinds[each] for each in wanted))
    assert "enum" not in shape or value in shape["enum"]
    if isinstance(value, list):
        assert all(
            isinstance(pair, list) and len(pair) == 2 and all(isinstance(each, str) for each in pair) for pair in value
        )


def test_files_are_in_chinese_whoever_fetches_them(anybody, county):
    entry(county)
    anybody.cookies["django_language"] = "en"

    assert json.loads(body(anybody, "register_json"))["entries"][0]["kind"] == "报表材料"


def test_the_feed_tells_what_came_changed_went_and_ran_out_the_latest_first(anybody, county):
    entry(county, "新列入", published_on="2026-03-01")
    entry(county, "已退出", published_on="2026-01-01", left_on="2026-04-01")
    entry(county, "已到期", published_on="2026-01-02", valid_until="2026-05-01")
    entry(county, "以后到期", published_on="2026-01-03", valid_until="2099-05-01")
    old = entry(county, "旧版", published_on="2026-01-04", left_on="2026-06-01")
    entry(county, "新版", published_on="2026-06-02", check_code=old.check_code, supersedes=old)
    feed = ElementTree.fromstring(anybody.get(reverse("register_changes")).content)
    told = [item.findtext(f"{ATOM}title") for item in feed.findall(f"{ATOM}entry")]

    assert told[:4] == ["变更：新版", "到期：已到期", "退出：已退出", "列入：新列入"]
    assert not {"到期：以后到期", "退出：旧版", "列入：新版"} & {*told}
    ids = [item.findtext(f"{ATOM}id") for item in feed.findall(f"{ATOM}entry")]
    assert len(set(ids)) == len(ids)


def test_what_was_changed_stands_on_the_register_as_it_is_now_and_is_told_once(anybody, county):
    def put(title, **more):
        which = CatalogueList(county.region, "work_affairs")
        return which, Content(title, "work_affair", **more)

    with time_machine.travel("2026-03-02T10:00:00+08:00"):
        old = list_keeping.enter(*put("防汛值守"), by=county.keeper)
        list_keeping.publish(put("")[0], by=county.screener, where="县政府网站", seen=0)
    with time_machine.travel("2026-06-01T10:00:00+08:00"):
        never = list_keeping.change(old, put("防汛值班")[1], by=county.keeper)
        new = list_keeping.change(never, put("防汛抗旱值守")[1], by=county.keeper)

    assert titles(anybody) == ["防汛抗旱值守"]
    assert set(titles(anybody, stands="gone")) == {"防汛值守", "防汛值班"}
    data = {row["number"]: row for row in json.loads(body(anybody, "register_json"))["entries"]}
    assert (data[old.number]["standing"], data[old.number]["left_on"]) == ("changed", "2026-06-01")
    assert (data[new.number]["standing"], data[new.number]["changed_on"]) == ("admitted", "2026-06-01")
    feed = ElementTree.fromstring(anybody.get(reverse("register_changes")).content)
    told = [(item.findtext(f"{ATOM}title"), item.findtext(f"{ATOM}updated")[:10]) for item in feed.iter(f"{ATOM}entry")]
    assert told == [("变更：防汛抗旱值守", "2026-06-01"), ("列入：防汛值守", "2026-03-02")]
