"""Stories of the public pages: a village asks without an account, and reads no more than it may."""

import dataclasses
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.timezone import localdate

from catalogues.models import Entry
from policy import check_codes
from tests.catalogues.standing_things import NEIGHBOUR_VILLAGE, TOWNSHIP, VILLAGE, entry
from tests.requests import MEDIATION
from workflows.pages.public import check as page
from workflows.pages.public.shown import ASKED, FIELDS, PublicEntry, public

# Written down a second time on purpose: whoever shows the public another field has to say so here.
MAY_BE_SHOWN = {
    "code", "number", "title", "kind", "list_of", "holds_in", "organ", "standing", "entered_on", "changed_on",
    "valid_until", "left_on", "published_on", "source", "asked",
}  # fmt: skip
MAY_BE_ASKED = {
    "content", "scope", "procedure", "frequency", "form_type", "indicators", "notice_hours", "place", "sign_type",
    "certificate_use", "time_limit", "steps", "handling", "assessment_method",
}  # fmt: skip
HIDDEN = {"funding": "机密经费", "villagers": "unwelcome", "official_name": "机密名称", "application": "new"}


@pytest.fixture(autouse=True)
def fresh_limits():
    page.WRONG_CODES.forget()


@pytest.fixture
def village(db) -> Client:
    """A browser in a village: it is nobody."""
    return Client()


def asked(village, code, place=""):
    answer = village.get(reverse("check"), {"code": code, "place": place}, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_admitted_thing_says_what_may_be_asked_and_until_when(village, county):
    made = entry(county, valid_until=localdate() + timedelta(days=30))
    shown = asked(village, check_codes.shown(made.check_code).lower(), VILLAGE)

    assert "已准入" in shown and "报送困难群众名单" in shown and "每月" in shown
    assert f"{made.valid_until:%Y-%m-%d}" in shown
    assert "可以这样答复" not in shown
    assert "<svg" in shown


@pytest.mark.parametrize(
    ("more", "place", "says", "refuse"),
    [
        ({"valid_until": "2026-03-01"}, VILLAGE, "已过期", "未见延期"),
        ({"left_on": "2026-03-01"}, VILLAGE, "已退出", "已经退出清单"),
        ({}, NEIGHBOUR_VILLAGE, "不及于本地", "准入不及于我村"),
        ({"entered_on": "2099-01-01"}, VILLAGE, "已准入，尚未开始", "尚未开始实施"),
    ],
)
def test_what_may_be_refused_comes_with_words_and_clause(village, county, more, place, says, refuse):
    made = entry(county, **more)
    shown = asked(village, made.check_code, place)

    assert says in shown and refuse in shown
    assert "未经县级党委和政府统一部署，党政群机构不得要求村级组织填报表格、提供材料。" in shown


def test_a_forged_code_is_not_admitted_and_each_kind_has_its_clause(village, county):
    forged = check_codes.checked("3333333")
    shown = asked(village, forged)
    sign = village.get(reverse("check_code", args=[forged]), {"kind": "signboard"}).content.decode()

    assert "未准入" in shown and "没有这样的准入" in shown
    assert "外部不得悬挂其他标牌（标识）" in sign


def test_a_slip_of_the_pen_is_led_on_without_saying_that_it_was_not_admitted(village, county):
    made = entry(county)
    shown = asked(village, made.check_code[:-1])

    assert "现在是7位" in shown and check_codes.shown(made.check_code) in shown
    assert "没有这样的准入" not in shown


def test_the_code_of_what_was_changed_answers_with_the_version_in_force(village, county):
    old = entry(county, left_on=localdate(), left_because="变更")
    entry(
        county, "困难群众救助情况季报", check_code=old.check_code, supersedes=old, entered_on=localdate(), published_on=None
    )  # fmt: skip
    shown = asked(village, old.check_code, VILLAGE)

    assert "已准入" in shown and "困难群众救助情况季报" in shown and f"自{localdate():%Y-%m-%d}起" in shown
    assert "可以这样答复" not in shown
    assert "已变更" in village.get(reverse("register"), {"stands": "gone"}).content.decode()


def test_a_sign_that_no_code_has_is_named(village, county):
    assert "查验码里没有 O 这样的字符" in asked(village, "O3333333")


def test_a_village_is_found_by_its_name_and_chosen_where_several_bear_it(village, county):
    made = entry(county)
    one, several, none = (asked(village, made.check_code, typed) for typed in ("黑鱼沟村", "东", "没有这个地方"))

    assert "黑鱼沟村委会" in one and "台安县八角台街道" in one
    assert "不止一处" in several and "place=2103" in several
    assert "没有找到“没有这个地方”" in none and "已准入" in none


@pytest.mark.parametrize(
    "written",
    [
        "准〔2026〕210321-0001号", "准(2026)210321-0001号", "准[2026]210321-0001号", "准（2026）210321—0001号", " 准 【2026】 210321 - 1 ",
        "２０２６ 210321-0001", "准〔2026〕210321-0001号（变更1）", "准(2026)210321-0001号(变更1)",
    ],
)  # fmt: skip
def test_the_number_of_what_is_public_leads_to_the_answer_of_its_code(village, county, written):
    old = entry(county, left_on=localdate(), number="准〔2026〕210321-0001号")
    entry(
        county, "困难群众救助季报", number="准〔2026〕210321-0001号（变更1）", check_code=old.check_code, supersedes=old,
        entered_on=localdate(),
    )  # fmt: skip
    answer = village.get(reverse("check"), {"code": written, "place": VILLAGE})

    assert answer.url == f"{reverse('check_code', args=[check_codes.shown(old.check_code)])}?place={VILLAGE}"
    assert village.get(reverse("check_code", args=[written.strip()])).status_code == 302
    assert "困难群众救助季报" in asked(village, written, VILLAGE)


def test_a_number_of_an_older_form_is_found_as_it_was_written(village, county):
    made = entry(county, number="旧〔2020〕0007号")

    assert made.title in asked(village, "旧(2020) 0007号") and made.title in asked(village, "旧〔2020〕0007号")


@pytest.mark.parametrize("unpublished", [True, False])
def test_a_number_that_is_not_public_says_where_the_code_stands_and_nothing_more(village, county, unpublished):
    if unpublished:
        entry(county, "尚未公布的表", published_on=None, number="准〔2026〕210321-0009号")
    shown = asked(village, "准(2026)210321-9号")

    assert "这里没有这个编号" in shown and "准〔2026〕210321-0009号" in shown
    assert "按未准入对待" in shown and "准入编号旁边" in shown
    assert "这不是查验码" not in shown and "尚未公布的表" not in shown


def test_whoever_tries_number_after_number_is_asked_to_wait(village, county, monkeypatch):
    monkeypatch.setattr(page.WRONG_CODES, "tries", 3)
    made = entry(county)
    tried = [
        village.get(reverse("check"), {"code": f"准〔2026〕210321-000{n}号"}, follow=True).status_code
        for n in range(4, 9)
    ]

    assert tried == [200, 200, 200, 429, 429]
    assert "已准入" in asked(village, made.number)


@pytest.mark.parametrize(
    "bad", ["<script>", "%00", "😀", "../../etc", "3" * 3000, "K7MC/4XRH", "准〔2026〕\0-1号", "号" * 3000]
)
def test_whatever_is_typed_is_answered(village, county, bad):
    answer = village.get(reverse("check"), {"code": bad, "place": bad, "kind": bad})

    assert answer.status_code == 200
    assert "<script>" not in answer.content.decode()


def test_whoever_guesses_is_asked_to_wait_and_a_right_code_is_still_answered(village, county, monkeypatch):
    monkeypatch.setattr(page.WRONG_CODES, "tries", 3)
    made = entry(county)
    forged = [village.get(reverse("check_code", args=[f"3333333{n}"])).status_code for n in range(5)]
    right = village.get(reverse("check_code", args=[made.check_code]))

    assert forged == [200, 200, 200, 429, 429]
    assert right.status_code == 200


def test_nobody_is_signed_in_or_remembered(village, county):
    asked(village, entry(county).check_code, VILLAGE)

    assert "sessionid" not in village.cookies


def test_the_public_side_of_an_entry_has_these_fields_and_no_other():
    assert set(FIELDS) == MAY_BE_SHOWN
    assert set(ASKED) == MAY_BE_ASKED


def test_nothing_of_an_entry_is_shown_but_what_may_be(village, county):
    """Every column and every answer that is not on the list is filled with a mark; no public page shows a mark."""
    open_columns = {"number", "title", "kind", "source", "check_code", "entered_on", "published_on", "answers"}
    marks = {
        each.attname: f"秘{number}密"
        for number, each in enumerate(Entry._meta.concrete_fields)
        if each.get_internal_type() == "CharField"
        and not each.generated
        and not each.choices
        and each.max_length > 12
        and each.attname not in open_columns
    }
    made = entry(county, **marks, answers={"content": "可以看", "frequency": "monthly", **HIDDEN})
    shown = asked(village, made.check_code, VILLAGE) + "".join(
        village.get(reverse(name, args=args)).content.decode()
        for name, args in (("place", [VILLAGE]), ("year", [VILLAGE, localdate().year]))
    )

    assert "可以看" in shown
    assert [mark for mark in [*marks.values(), "机密经费", "机密名称"] if mark in shown] == []
    assert marks, "no column is hidden: the test would prove nothing"


def test_a_page_is_given_the_public_side_and_never_the_entry(village, county):
    answer = village.get(reverse("check_code", args=[entry(county).check_code]))

    assert isinstance(answer.context["entry"], PublicEntry)
    assert dataclasses.is_dataclass(public(Entry.objects.get(), localdate()))


def test_the_calendar_lists_what_may_be_asked_in_that_year_and_nothing_else(village, county):
    entry(county, "每月的表")
    entry(county, "季度的表", answers={"frequency": "quarterly"})
    entry(county, "去年退出的表", entered_on="2024-01-01", left_on="2025-06-01")
    entry(county, "别的镇的表", scope_id="210321101000")
    entry(county, "调解", kind="mechanism", answers={"frequency": ["不是频次"]})
    shown = village.get(reverse("year", args=[VILLAGE, 2026])).content.decode()

    assert "每月的表" in shown and "季度的表" in shown and "调解" in shown
    assert "去年退出的表" not in shown and "别的镇的表" not in shown
    assert shown.count('colspan="3"') == 4 and shown.count('colspan="1"') == 12
    assert "去年退出的表" in village.get(reverse("year", args=[VILLAGE, 2025])).content.decode()


def calendar(village, number=2026):
    """The rows that come back as (title, words of the months, times, days), and (title, days) of what stands all year."""
    shown = village.get(reverse("year", args=[VILLAGE, number])).context
    rows = [
        (row.title, [words for span, words in row.cells for _month in range(span)], row.times, row.days)
        for row in shown["rows"]
    ]
    return rows, [(line.title, line.days) for group in shown["groups"] for line in group.lines]


def rhythm(frequency):
    return {"answers": {"frequency": frequency}}


@pytest.mark.parametrize(
    ("frequency", "first", "last", "months", "times"),
    [
        ("monthly", "11-23", "12-31", [""] * 10 + ["1"] * 2, 2),
        ("monthly", "01-31", "03-01", ["1"] * 3 + [""] * 9, 3),
        ("quarterly", "11-23", "12-31", [""] * 10 + ["1次"] * 2, 1),
        ("half_yearly", "06-30", "07-01", [""] * 5 + ["1次"] * 2 + [""] * 5, 2),
        ("yearly", "11-23", "12-31", [""] * 10 + ["年内1次"] * 2, 1),
        ("weekly", "11-23", "12-31", [""] * 10 + ["每周"] * 2, 6),
        ("daily", "11-23", "12-31", [""] * 10 + ["每天"] * 2, 39),
        ("on_call", "11-23", "12-31", [""] * 10 + ["随要随报"] * 2, None),
        ("weekly", "01-01", "12-31", ["每周"] * 12, 52),
        ("daily", "01-01", "12-31", ["每天"] * 12, 365),
    ],
)
def test_only_the_months_in_which_it_is_in_force_count(village, county, frequency, first, last, months, times):
    entry(county, entered_on=f"2026-{first}", valid_until=f"2026-{last}", **rhythm(frequency))
    ((_title, cells, number, _days),) = calendar(village)[0]

    assert (cells, number) == (months, times)


def test_what_was_changed_stands_once_with_all_its_versions(village, county):
    old = entry(county, "救助月报", left_on="2026-07-01", **rhythm("monthly"))
    same = {"check_code": old.check_code, "published_on": None}
    second = entry(
        county, "救助报表", entered_on="2026-07-01", left_on="2026-07-01", supersedes=old, **same, **rhythm("daily")
    )
    third = entry(
        county,
        "救助报表",
        entered_on="2026-07-01",
        left_on="2026-11-01",
        supersedes=second,
        **same,
        **rhythm("quarterly"),
    )
    entry(county, "救助报表", entered_on="2026-11-01", supersedes=third, **same, **rhythm("quarterly"))
    first = entry(county, "调解", kind="mechanism", left_on="2026-07-01", answers={})
    entry(
        county,
        "调解委员会",
        kind="mechanism",
        entered_on="2026-07-01",
        supersedes=first,
        check_code=first.check_code,
        answers={},
    )
    rows, groups = calendar(village)

    days = ["01-05起", "07-01变更，原为“救助月报”", "11-01变更"]
    assert rows == [("救助报表", ["1"] * 6 + ["1次"] * 6, 8, days)]
    assert groups == [("调解委员会", ["01-05起", "07-01变更，原为“调解”"])]


def test_what_was_struck_on_the_day_on_which_it_was_entered_was_never_in_force(village, county):
    entry(county, "当天删除的表", entered_on="2026-03-02", left_on="2026-03-02")
    entry(county, "年初删除的表", entered_on="2025-03-02", left_on="2026-01-01")

    assert calendar(village) == ([], [])
    assert [row[0] for row in calendar(village, 2025)[0]] == ["年初删除的表"]


def test_what_ends_within_the_year_says_its_last_day(village, county):
    entry(county, "临时核查", kind="work_affair", entered_on="2026-11-23", valid_until="2026-12-31", answers={})
    entry(county, "退出的机制", kind="mechanism", entered_on="2025-01-01", left_on="2026-06-01", answers={})
    entry(county, "长期的机制", kind="mechanism", entered_on="2025-01-01", valid_until="2027-06-01", answers={})

    assert sorted(calendar(village)[1]) == [
        ("临时核查", ["11-23—12-31"]), ("退出的机制", ["至05-31"]), ("长期的机制", [])
    ]  # fmt: skip
    assert "11-23—12-31" in village.get(reverse("year", args=[VILLAGE, 2026])).content.decode()


@pytest.mark.parametrize(
    ("code", "number"), [("999999999999", 2026), (VILLAGE, 1), (VILLAGE, 9999), ("210321000000", 2026)]
)
def test_there_is_no_calendar_of_nowhere_or_never(village, county, code, number):
    assert village.get(reverse("year", args=[code, number])).status_code == 404


def test_the_calendar_of_a_township_stands_beside_those_of_its_villages(village, county):
    entry(county, "每月的表")

    assert "每月的表" in village.get(reverse("year", args=[TOWNSHIP, 2026])).content.decode()
    assert "黑鱼沟村委会" in village.get(reverse("place", args=[TOWNSHIP])).content.decode()
    assert "台安县" in village.get(reverse("places")).content.decode()


def test_whoever_is_not_signed_in_is_led_to_it(village, county):
    assert reverse("check") in village.get(reverse("start"), follow=True).content.decode()


def test_the_letter_and_the_entry_bear_the_code(office, county):
    request = office.comes_to_decision(MEDIATION)
    office.does(county.decider, "decide", request, decision_1="admitted", reason_1="同意")
    code = check_codes.shown(Entry.objects.get().check_code)

    assert code in office.sees(county.clerk, "document", request.pk, "approval")
    assert "<svg" in office.answer.content.decode()
    assert code in office.sees(county.clerk, "entry", Entry.objects.get().pk)
    assert code in office.sees(county.clerk, "catalogue")
