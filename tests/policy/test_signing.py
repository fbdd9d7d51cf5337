"""签署: what holds of the votes whatever the rule, and what each rule comes to."""

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.signing import Outcome, Rule, Sheet, Stage, Way, share_of, written

SHARES = st.sampled_from([None, Fraction(2, 3), Fraction(3, 4), Fraction(3, 5), Fraction(1)])
RULES = st.one_of(st.sampled_from([Rule(Way.ALL), Rule(Way.ANY)]), st.builds(Rule, st.just(Way.RATIO), SHARES))
ANY_RULES = st.one_of(RULES, st.just(Rule(Way.IN_ORDER)))
MEMBERS = st.lists(st.sampled_from("abcdefghi"), min_size=1, max_size=9, unique=True)


@st.composite
def voted(draw, rules=RULES):
    """A rule, its members, and the votes of some of them in the order in which they were given."""
    members = draw(MEMBERS)
    voters = draw(st.lists(st.sampled_from(members), unique=True))
    return draw(rules), tuple(members), [(each, draw(st.booleans())) for each in voters]


@given(voted(), st.randoms())
def test_the_order_of_signatures_does_not_matter(case, random):
    rule, members, votes = case
    mixed = random.sample(votes, len(votes))
    assert Stage(members, rule).outcome(dict(votes)) is Stage(members, rule).outcome(dict(mixed))


@given(voted(ANY_RULES))
def test_one_more_consent_never_turns_it_for_the_worse(case):
    rule, members, votes = case
    before = Sheet.of(rule, members).outcome(dict(votes))
    for member in set(members) - dict(votes).keys():
        after = Sheet.of(rule, members).outcome(dict(votes) | {member: True})
        assert not (before is Outcome.PASSED and after is not Outcome.PASSED)
        refused = Sheet.of(rule, members).outcome(dict(votes) | {member: False})
        assert not (after is Outcome.FAILED and refused is Outcome.PASSED)


@given(voted(ANY_RULES))
def test_what_is_decided_stays_decided(case):
    rule, members, votes = case
    stage = Stage(members, rule)
    decided = Outcome.OPEN
    so_far = {}
    for member, yes in votes:
        so_far[member] = yes
        now = stage.outcome(so_far)
        assert decided in (Outcome.OPEN, now)
        decided = now


@given(voted(ANY_RULES))
def test_nothing_is_decided_before_the_quorum_and_everything_once_all_have_signed(case):
    rule, members, votes = case
    stage = Stage(members, rule)
    so_far = {}
    for member, yes in votes:
        so_far[member] = yes
        if len(so_far) < rule.quorum(len(members)):
            assert stage.outcome(so_far) is Outcome.OPEN
    everybody = {member: dict(votes).get(member, True) for member in members}
    assert stage.outcome(everybody) is not Outcome.OPEN


@given(voted(ANY_RULES))
def test_only_members_who_have_not_signed_are_asked_and_somebody_is_as_long_as_it_is_open(case):
    rule, members, votes = case
    sheet, given_votes = Sheet.of(rule, members), dict(votes)
    asked, later = sheet.asked(given_votes), sheet.later(given_votes)
    assert set(asked).isdisjoint(given_votes) and set(later).isdisjoint({*given_votes, *asked})
    assert bool(asked) == (sheet.outcome(given_votes) is Outcome.OPEN)


@given(voted(ANY_RULES), st.sets(st.sampled_from("abcdefghi")))
def test_who_is_away_counts_as_if_he_were_no_member_unless_he_has_signed(case, away):
    rule, members, votes = case
    given_votes = dict(votes)
    without = tuple(each for each in members if each in given_votes or each not in away)
    assert Stage(members, rule).outcome(given_votes, away) is Stage(without, rule).outcome(given_votes)
    assert away.isdisjoint(Sheet.of(rule, members).asked(given_votes, away))


@given(voted(ANY_RULES), st.integers(0, 9), st.booleans())
def test_an_added_signer_must_sign_and_taking_him_out_again_restores_the_sheet(case, at, yes):
    rule, members, votes = case
    sheet, given_votes = Sheet.of(rule, members), dict(votes)
    at = min(at, len(sheet.stages))
    longer = sheet.with_signer("new", at=at, days=3)
    assert longer.outcome(given_votes) is Outcome.OPEN
    assert longer.without("new").outcome(given_votes) is sheet.outcome(given_votes)
    if sheet.outcome(given_votes) is Outcome.PASSED:
        both = longer.outcome(given_votes | {"new": yes})
        assert both is (Outcome.PASSED if yes else Outcome.FAILED)


@given(MEMBERS)
def test_in_order_each_is_asked_only_when_the_one_before_has_signed(members):
    sheet, votes = Sheet.of(Rule(Way.IN_ORDER), members), {}
    for member in members:
        assert sheet.asked(votes) == (member,)
        votes[member] = True
    assert (sheet.asked(votes), sheet.outcome(votes)) == ((), Outcome.PASSED)


@pytest.mark.parametrize(
    ("rule", "votes", "outcome"),
    [
        (Rule(Way.ALL), "yy-", Outcome.OPEN),
        (Rule(Way.ALL), "yyy", Outcome.PASSED),
        (Rule(Way.ALL), "n--", Outcome.OPEN),  # everybody is heard
        (Rule(Way.ALL), "nyy", Outcome.FAILED),
        (Rule(Way.ANY), "n--", Outcome.OPEN),
        (Rule(Way.ANY), "ny-", Outcome.PASSED),
        (Rule(Way.ANY), "nnn", Outcome.FAILED),
        (Rule(Way.RATIO), "yn", Outcome.FAILED),  # a tie
        (Rule(Way.RATIO), "yyn", Outcome.PASSED),
        (Rule(Way.RATIO), "yy--", Outcome.OPEN),
        (Rule(Way.RATIO, Fraction(2, 3)), "yy-", Outcome.PASSED),
        (Rule(Way.RATIO, Fraction(2, 3)), "yn-", Outcome.OPEN),
        (Rule(Way.RATIO, Fraction(2, 3)), "nn-", Outcome.FAILED),
        (Rule(Way.RATIO, Fraction(2, 3)), "nnnn-----", Outcome.OPEN),  # lost already, but no quorum
        (Rule(Way.RATIO, Fraction(2, 3)), "nnnny----", Outcome.FAILED),
        (Rule(Way.RATIO, Fraction(2, 3)), "yyyyyyn--", Outcome.PASSED),
    ],
)
def test_what_each_rule_comes_to(rule, votes, outcome):
    members = [str(number) for number in range(len(votes))]
    for order in permutations(range(len(votes))) if len(votes) < 5 else [range(len(votes))]:
        given_votes = {members[at]: votes[at] == "y" for at in order if votes[at] != "-"}
        assert Stage(tuple(members), rule).outcome(given_votes) is outcome


def test_where_all_are_away_nothing_is_decided():
    assert Sheet.of(Rule(Way.RATIO), ["a", "b"]).outcome({}, {"a", "b"}) is Outcome.OPEN


@pytest.mark.parametrize("text", ["majority", "2/3", "3/5", "1/1"])
def test_a_share_is_written_as_it_is_read(text):
    assert written(share_of(text)) == text


@pytest.mark.parametrize("text", ["1/2", "1/3", "4/3", "2", "0/3", "2/0", "two thirds", "-2/-3", ""])
def test_a_share_that_nobody_can_reach_or_that_a_tie_would_is_none(text):
    with pytest.raises(ValueError, match=r".*"):
        share_of(text)
