"""Lists: what the address says is what is shown and exported, whatever is written into it."""

import csv
import io
from datetime import UTC, datetime

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse, QueryDict

from accounts.models import Level, Region, User
from workflows.pages.filters import Choice, DateRange
from workflows.pages.listing import Column, Listing, answer


class Regions(Listing[Region]):
    name, caption = "regions", "区划"
    columns = (
        Column("code", "代码", sort="code"),
        Column("name", "名称", sort="name"),
        Column("level", "层级", value="get_level_display", sort="level"),
        Column("own", "本级代码", value=lambda region: region.code[: region.level]),
    )
    filters = (Choice("level", "层级", Level.choices),)
    search = ("code", "name")
    order = "code"


class Officers(Listing[User]):
    name, caption = "officers", "经办人"
    columns = (Column("username", "用户名", sort="username"), Column("organ", "机构", value="organ.name"))
    filters = (DateRange("joined", "开设日期", field="date_joined", moments=True),)
    order = "username"


# No division of the country begins with 99: these stand beside the real ones.
ABROAD = Region.objects.filter(code__startswith="99")


@pytest.fixture
def villages(db):
    county = Region(code="990311000000", name="千山区", level=Level.COUNTY)
    named = [(f"9903110010{n:02}", f"第{n}村") for n in range(1, 31)]
    villages = [Region(code=code, name=name, level=Level.VILLAGE) for code, name in named]
    Region.objects.bulk_create([county, *villages])


def of(address: str) -> Regions:
    return Regions(ABROAD, QueryDict(address))


def names(listing: Listing) -> list[str]:
    return [cells[1].text for cells in listing.cells]


def exported(rf, listing: Listing) -> list[list[str]]:
    body = b"".join(answer(rf.get("/"), "none.html", listing)).decode()
    assert body.startswith("\ufeff")
    return list(csv.reader(io.StringIO(body.removeprefix("\ufeff"))))


def test_a_list_begins_with_its_own_order_and_twenty_five_rows(villages):
    assert names(of(""))[:2] == ["千山区", "第1村"]
    assert len(names(of(""))) == 25


def test_the_second_page_begins_where_the_first_ends(villages):
    assert names(of("page=2")) == ["第25村", "第26村", "第27村", "第28村", "第29村", "第30村"]


def test_a_heading_sorts_and_pressed_again_turns(villages):
    assert of("sort=-code").heads[0].current == "descending"
    assert of("").heads[0].url == "?sort=-code"
    assert of("sort=-code").heads[0].url == "?sort=code"
    assert names(of("sort=-code"))[0] == "第30村"


def test_a_column_without_order_is_no_link(villages):
    assert of("").heads[3].url == ""


def test_equal_values_keep_an_order_so_that_no_row_is_on_two_pages(villages):
    pages = [names(of(f"sort=-level&page={number}")) for number in (1, 2)]

    assert len({name for page in pages for name in page}) == 31


def test_filter_and_every_word_of_the_search_must_hold(villages):
    assert names(of("level=6")) == ["千山区"]
    assert names(of("q=第1 村&level=12&size=50"))[:2] == ["第1村", "第10村"]
    assert names(of("q=第1 区")) == []


def test_sorting_keeps_the_filter_and_leaves_the_page(villages):
    assert of("level=12&page=2&sort=code").heads[1].url == "?level=12&sort=name"


def test_clearing_the_conditions_keeps_the_order():
    assert of("q=1&level=12&sort=name&page=3").bare_url == "?sort=name"


@pytest.mark.parametrize(
    "junk",
    [
        "page=0",
        "page=-1",
        "page=999999999999999999999999",
        "page=" + "9" * 5000,
        "page=abc",
        "page=%00",
        "size=7",
        "size=-25",
        "size=999999999",
        "sort=password",
        "sort=--code",
        "sort=code__name",
        "sort=-",
        "sort=pk",
        "q=%00",
        "q=%25_%5C%27%22",
        "q=" + "x" * 10000,
        "q=" + "+".join("abcdefghij"),
        "q=%ED%A0%80",
        "export=exe",
        "unknown=1&unknown=2",
        "page=1&page=2&size=25&size=50",
        "level=&level=6",
    ],
)
def test_junk_in_the_address_never_breaks_a_list(villages, junk):
    listing = of(junk)

    assert len(names(listing)) <= 25 or listing.size > 25
    assert [*listing.heads, *listing.pages, *listing.sizes]
    assert listing.exports


@pytest.mark.parametrize("junk", ["level=7", "level=x", "level=6)", "level=%20OR%201=1"])
def test_a_condition_that_cannot_be_read_is_said_and_not_applied(villages, junk):
    listing = of(junk)

    assert [reading.filter.name for reading in listing.unreadable] == ["level"]
    assert listing.page.paginator.count == 31


@pytest.mark.parametrize("address", ["page=1", "page=2&size=25", "q=村&level=12&sort=-name", "size=100"])
def test_a_list_takes_two_queries(villages, django_assert_num_queries, address):
    with django_assert_num_queries(2):
        listing = of(address)
        assert names(listing) and listing.pages and listing.heads


def test_the_export_holds_the_rows_of_all_pages_in_the_order_shown(villages, rf):
    rows = exported(rf, of("level=12&sort=-code&page=2&export=csv"))

    assert rows[0] == ["代码", "名称", "层级", "本级代码"]
    assert rows[1] == ["990311001030", "第30村", "村级", "990311001030"]
    assert len(rows) == 31


@pytest.mark.parametrize(
    "name", ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\n=x", "＝1+1", '=HYPERLINK("http://x","y")']
)
def test_b25_a_cell_that_a_spreadsheet_would_run_is_exported_as_text(db, rf, name):
    Region.objects.create(code="990311000000", name=name, level=Level.COUNTY)

    assert exported(rf, of("export=csv"))[1][1] == "'" + name


def test_days_are_local_and_both_ends_are_included(db):
    for name, moment in [("early", (2026, 2, 28, 15, 59)), ("in", (2026, 2, 28, 16)), ("late", (2026, 3, 1, 16))]:
        User.objects.create(username=name, date_joined=datetime(*moment, tzinfo=UTC))
    listing = Officers(
        User.objects.filter(username__in=["early", "in", "late", "one"]),
        QueryDict("joined_from=2026-03-01&joined_to=2026-03-01"),
    )

    assert [row.username for row in listing.rows] == ["in"]


@pytest.mark.parametrize("day", ["2026-13-01", "yesterday", "0001-01-01", "9999-12-31", "2026-02-30", "%00"])
def test_a_day_that_cannot_be_read_is_not_applied(db, day):
    User.objects.create(username="one")
    listing = Officers(
        User.objects.filter(username__in=["early", "in", "late", "one"]), QueryDict(f"joined_from={day}")
    )

    assert [row.username for row in listing.rows] == ["one"]


def test_a_path_that_ends_early_leaves_the_cell_empty(db):
    User.objects.create(username="one")
    listing = Officers(User.objects.filter(username="one"), QueryDict(""))

    assert [cells[1].text for cells in listing.cells] == [""]


def swapped(rf, listing: Listing) -> HttpResponse:
    """What htmx is answered when it asks for the list."""
    request = rf.get("/", headers={"HX-Target": listing.anchor})
    request.user = AnonymousUser()
    return answer(request, "base.html", listing)


def test_htmx_is_given_the_list_alone_and_the_browser_the_page(villages, rf):
    alone = swapped(rf, of(""))

    assert alone.content.startswith(b'<section class="listing" id="listing-regions"')
    assert "HX-Target" in alone["Vary"]


def test_what_a_row_holds_is_escaped(db, rf):
    Region.objects.create(code="990311000000", name='"><img src=x onerror=alert(1)>', level=Level.COUNTY)
    alone = swapped(rf, of('q="><img src=x'))

    assert b"<img" not in alone.content
