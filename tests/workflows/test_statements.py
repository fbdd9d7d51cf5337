"""How many statements a human step costs (ADR 0003). In a test, SAVEPOINT and RELEASE stand for BEGIN and COMMIT."""

from functools import partial

import pytest

from accounts import rights
from accounts.models import User
from tests.requests import MEDIATION, draft
from tests.ways import before_the_authority, posts
from workflows.flows import desks_of
from workflows.models import Decision
from workflows.services import publication, review, screening, submission
from workflows.services.decision import Ruling, decide

BEGIN_AND_COMMIT = 2


@pytest.fixture
def at_most(django_assert_max_num_queries):
    """As many statements as said, BEGIN and COMMIT apart."""
    return lambda number: django_assert_max_num_queries(number + BEGIN_AND_COMMIT)


@pytest.fixture
def accepted(county):
    """A request under review, asked of one township."""
    request = draft(county, MEDIATION)
    submission.submit(request, by=county.clerk)
    screening.accept(request, by=county.screener, townships=county.townships[:1])
    return request


def newcomer(officer):
    """The officer as a request for a page finds him: nothing is known of his rights yet."""
    return User.objects.select_related("organ").get(pk=officer.pk)


def opinion(request, county, desk):
    return partial(review.give_opinion, request, by=newcomer(posts(county)[desk]), desk=desk, conclusion="supports")


def test_an_opinion_costs_six_statements_while_others_are_awaited(county, accepted, at_most):
    # Lock, desks, rights; opinion, event; the desk closed.
    for desk in sorted(desks_of(accepted))[:-1]:
        give = opinion(accepted, county, desk)
        with at_most(6):
            give()


def test_the_last_opinion_of_a_stage_costs_five_more_to_refer_and_to_lay_the_next_desks(county, accepted, at_most):
    # Transition and its event; offices, calendar, all desks in one INSERT.
    *others, last = sorted(desks_of(accepted))
    for desk in others:
        opinion(accepted, county, desk)()
    give = opinion(accepted, county, last)
    with at_most(11):
        give()
    assert len(desks_of(accepted)) == 3


def test_how_many_townships_are_asked_does_not_change_what_an_opinion_costs(county, at_most):
    request = draft(county, MEDIATION)
    submission.submit(request, by=county.clerk)
    screening.accept(request, by=county.screener, townships=county.townships)
    assert len(county.townships) > 1
    give = opinion(request, county, "consultation")
    with at_most(6):
        give()


def test_an_act_at_a_single_desk_costs_nine_statements_and_what_it_does_to_the_catalogue(county, at_most):
    # Lock, desks, rights; the catalogue; transition, event, message; the desk closed, calendar, the next one laid.
    request = before_the_authority(county)
    decide(request, by=county.decider, rulings={1: Ruling(Decision.ADMITTED, "同意")})
    officer = newcomer(county.screener)
    with at_most(10):
        publication.publish(request, by=officer, where="县政府门户网站")


def test_an_officer_whose_rights_the_page_has_read_is_not_asked_for_them_again(county, accepted, at_most):
    officer = newcomer(county.justice)
    rights.holdings(officer)
    with at_most(5):
        review.give_opinion(accepted, by=officer, desk="legality", conclusion="supports")
