"""Stories of the page of rules: a jurist reads every rule beside its clause, without a word of code."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from policy import notice
from policy.looked_at import looked_at
from policy.rulebook import RULES, Step
from policy.terms import terms
from tests.pages.test_readings import reads
from tests.policy import tried
from tests.requests import MEDIATION, OUTSIDE_BOARD, STATION
from workflows.pages.rule_view import STEPS, RuleView
from workflows.pages.rules import context
from workflows.services import firing

OUTSIDE = "outside_signboard_is_one_of_the_six_or_ordered"


def shown_rules(page):
    return re.findall(r'<article class="rule" id="(\w+)"', page)


def test_every_rule_stands_on_the_page_beside_its_quotation_in_the_order_of_evaluation(office, county):
    page = unescape(office.sees(county.clerk, "rules"))
    in_order = sorted(RULES, key=lambda rule: (rule.step, rule.number))

    assert shown_rules(page) == [rule.name for rule in in_order]
    assert [rule.key for rule in RULES if (rule.clause.quote or rule.clause.source) not in page] == []
    assert set(STEPS) == set(Step)


def test_what_no_rule_decides_stands_below_with_its_reason(office, county):
    page = unescape(office.sees(county.clerk, "rules"))

    assert [key for key, why in {**notice.NOT_AUTOMATED, **notice.OTHER_PLACE}.items() if why not in page] == []
    assert [key for key, (_source, why) in notice.OUTSIDE_NOT_AUTOMATED.items() if why not in page] == []


@pytest.mark.parametrize(
    ("asked", "fits"),
    [
        ({"kind": "signboard"}, lambda rule: any(kind == "signboard" for kind in rule.kinds)),
        ({"breach": "forbidden"}, lambda rule: rule.forbids),
        ({"q": "白底黑字"}, lambda rule: "白底黑字" in rule.clause.quote + rule.says + rule.reason + rule.cure),
        ({"kind": "signboard", "breach": "to_judge"}, lambda rule: "signboard" in rule.kinds and rule.breach == "to_judge"),
    ],
)  # fmt: skip
def test_the_rules_are_narrowed_by_kind_by_breach_and_by_words(office, county, asked, fits):
    found = shown_rules(office.sees(county.clerk, "rules", **asked))

    assert found
    assert set(found) == {rule.name for rule in RULES if fits(rule)}


@pytest.mark.parametrize("asked", [{"kind": "nonsense"}, {"breach": "'; --"}, {"q": "\x00<b>" + "长" * 10_000}])
def test_what_cannot_be_read_in_the_address_is_said_or_finds_nothing(office, county, asked):
    page = office.sees(county.clerk, "rules", **asked)

    assert office.answer.status_code == 200
    assert "无法识别，没有采用" in page or "没有符合条件的规则" in page
    assert "<b>" not in page


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_rule_has_a_page_that_says_all_without_code(client, county, rule):
    client.force_login(county.clerk)
    page = unescape(client.get(reverse("rule", args=[rule.name])).content.decode())

    assert rule.says in page and rule.key in page
    assert "〔…〕" not in page, "a place of the sentence has no name"
    assert "%(" not in page


def test_the_clause_stands_marked_in_its_paragraph():
    found = context(notice.NEWEST, notice.CLAUSES["三（三）外部标牌"].quote)

    assert found is not None
    assert found.before.endswith("其他组织白底黑字。") and found.after.startswith("在内部显著位置")
    assert "bookmark" not in found.before + found.after


def test_a_rule_that_is_none_is_not_found(office, county):
    office.sees(county.clerk, "rule", "no_such_rule")

    assert office.answer.status_code == 404


def test_a_rule_tells_how_often_it_fired_here_and_on_what_the_officer_may_see(office, county):
    for parts in ((MEDIATION, OUTSIDE_BOARD), (OUTSIDE_BOARD,), (STATION,)):
        office.submits(*parts)
    counted = firing.counts([county.region.pk])

    assert (counted[OUTSIDE].here, counted[OUTSIDE].everywhere) == (2, 2)
    assert firing.counts(["210381000000"])[OUTSIDE].here == 0
    assert "本地触发 2 项" in office.sees(county.screener, "rules")
    assert office.sees(county.screener, "rule", OUTSIDE).count(">食品安全工作站</a>") == 2
    assert office.sees(county.neighbour_screener, "rule", OUTSIDE).count(">食品安全工作站</a>") == 0


def test_a_part_judged_twice_counts_once(office, county):
    request = office.submits(MEDIATION, STATION)
    before = firing.counts([county.region.pk])
    office.does(county.screener, "return_for_correction", request, points="请写明")
    office.does(county.clerk, "resubmit", request)

    assert firing.counts([county.region.pk]) == before


def test_the_county_of_the_reader_decides_how_a_doubtful_point_is_shown(office, county):
    reads(county.region, "outside_signboard_basis", "law_or_regulation")

    assert "法律和法规" in office.sees(county.screener, "rules")
    assert "本县另定；通常为：仅限法律" in office.sees(county.screener, "rule", OUTSIDE)
    assert "本县另定" not in office.sees(county.neighbour_screener, "rule", OUTSIDE)


def test_a_rule_tells_every_fact_that_it_looks_at():
    unsaid = {
        (case.rule, name)
        for case in tried.cases()
        for name in set(case.finding.facts_used) - {"kind"}
        if name not in looked_at(tried.rules()[case.rule])
    }

    assert unsaid == set()


def test_a_rule_tells_how_many_cases_try_it():
    written = [case.rule for case in tried.cases()]

    assert {rule.name: RuleView(rule, terms()).cases.total for rule in RULES} == {
        rule.name: written.count(rule.name) for rule in RULES
    }


def test_the_pages_ask_the_database_no_more_the_more_there_is(client, county, office):
    def queries(officer, *address):
        client.force_login(officer)
        with CaptureQueriesContext(connection) as asked:
            client.get(reverse(*address))
        return len(asked)

    office.submits(OUTSIDE_BOARD)
    pages = [("rules",), ("rule", None, [OUTSIDE])]
    few = [queries(county.screener, *page) for page in pages]
    for _more in range(5):
        office.submits(MEDIATION, OUTSIDE_BOARD)
    many = [queries(county.screener, *page) for page in pages]

    assert many == few
    assert max(many) <= 25
