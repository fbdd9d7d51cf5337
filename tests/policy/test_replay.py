"""重放: past requests judged by other terms, counted by old and new outcome, and the clause that turned each."""

import copy

from policy.assessment import Outcome
from policy.notice import NEWEST
from policy.replay import replay
from policy.terms import Terms, terms
from tests.policy.tried import RuleCase, cases

FULL = RuleCase("", None, {
    "kind": "signboard", "place": "inside", "sign_type": "service", "application": "new", "another_removed": False,
    "in_city_list": True, "payer": "own", "effective": True, "villagers": "welcome", "official_name": "某事项",
    "serves_villagers_directly": True, "bases": [],
})  # fmt: skip


def with_boards(number: int):
    return RuleCase("", None, {**FULL.entry, "signboards_inside": number}).facts


def test_the_matrix_counts_each_request_once_by_its_old_and_new_outcome() -> None:
    requests = [with_boards(number) for number in (7, 8, 9, 10)]

    found = replay(requests, terms(), Terms(NEWEST, limits={"inside_signboards": 8}))

    assert found.matrix == {
        (Outcome.COUNTY, Outcome.COUNTY): 1,
        (Outcome.COUNTY, Outcome.CAP): 2,
        (Outcome.CAP, Outcome.CAP): 1,
    }
    assert found.total == 4


def test_a_flipped_request_names_the_clause_that_turned_it() -> None:
    found = replay([with_boards(7), with_boards(9)], terms(), Terms(NEWEST, limits={"inside_signboards": 8}))

    assert [(each.place, each.clauses) for each in found.flips] == [(1, ("三（三）内部标牌数量",))]
    assert found.by_clause == {"三（三）内部标牌数量": 1}
    assert found.flips[0].after.outcome is Outcome.CAP


def test_a_clause_that_no_longer_stands_turns_requests_too() -> None:
    after = Terms(NEWEST, without=frozenset({"inside_signboards_stay_within_ten"}))

    (flip,) = replay([with_boards(10)], terms(), after).flips

    assert flip.clauses == ("三（三）内部标牌数量",)
    assert (flip.before.outcome, flip.after.outcome) == (Outcome.CAP, Outcome.COUNTY)


def test_an_open_question_that_turns_a_request_is_named() -> None:
    (flip,) = replay(
        [RuleCase("", None, {**FULL.entry, "signboards_inside": 3, "villagers": ""}).facts],
        terms(),
        Terms(NEWEST, without=frozenset({"villagers_do_not_object"})),
    ).flips

    assert flip.clauses == ("五（二）四项取消",)


def test_the_same_terms_flip_nothing_and_nothing_is_written() -> None:
    requests = [case.facts for case in cases()]
    as_they_were = copy.deepcopy(requests)

    found = replay(requests, terms(), Terms(NEWEST))

    assert found.flips == ()
    assert all(old is new for old, new in found.matrix)
    assert found.total == len(requests)
    assert requests == as_they_were
