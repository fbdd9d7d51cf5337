"""How many statements a human step costs (ADR 0003). In a test, SAVEPOINT and RELEASE stand for BEGIN and COMMIT."""

from functools import partial

import pytest
from django_fsm import ConcurrentTransition

from accounts.models import User
from tests.requests import MEDIATION, draft
from tests.ways import before_the_authority, posts
from workflows.models import AdmissionRequest, Decision, State
from workflows.seats import desks_of
from workflows.services import acts, publication, review, screening, submission
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


def test_an_opinion_costs_three_statements_while_others_are_awaited(county, accepted, at_most):
    # Lock; desks and rights; opinion, event and the desk closed.
    for desk in sorted(desks_of(accepted))[:-1]:
        give = opinion(accepted, county, desk)
        with at_most(3):
            give()


def test_the_last_opinion_of_a_stage_costs_three_more_to_refer_and_to_lay_the_next_desks(county, accepted, at_most):
    # Opinion and event come before the transition and its event; offices; the desk closed and all that follow laid.
    *others, last = sorted(desks_of(accepted))
    for desk in others:
        opinion(accepted, county, desk)()
    give = opinion(accepted, county, last)
    with at_most(6):
        give()
    assert len(desks_of(accepted)) == 3


def test_how_many_townships_are_asked_does_not_change_what_an_opinion_costs(county, at_most):
    request = draft(county, MEDIATION)
    submission.submit(request, by=county.clerk)
    screening.accept(request, by=county.screener, townships=county.townships)
    assert len(county.townships) > 1
    give = opinion(request, county, "consultation")
    with at_most(3):
        give()


def test_an_act_at_a_single_desk_costs_five_statements_and_what_it_does_to_the_catalogue(county, at_most):
    # Lock; desks and rights; the catalogue; transition and event; message; the desk closed and the next one laid.
    request = before_the_authority(county)
    decide(request, by=county.decider, rulings={1: Ruling(Decision.ADMITTED, "同意")})
    officer = newcomer(county.screener)
    with at_most(6):
        publication.publish(request, by=officer, where="县政府门户网站")


def test_acceptance_costs_nine_statements_however_many_townships_are_asked(county, at_most):
    # Lock; desks and rights; parts; which townships there are; those asked; transition, message; offices; desks.
    request = draft(county, MEDIATION)
    submission.submit(request, by=county.clerk)
    officer, townships = newcomer(county.screener), county.townships
    with at_most(9):
        screening.accept(request, by=officer, townships=townships)


def test_a_refused_transition_writes_neither_state_nor_event(county, accepted):
    """The state is compared once more where it is written, as django-fsm's mixin does."""
    with pytest.raises(ConcurrentTransition), acts.locked(accepted) as row:
        AdmissionRequest.objects.filter(pk=row.pk).update(state=State.WITHDRAWN)
        acts.perform(row.refer_to_joint_review, county.screener)

    accepted = AdmissionRequest.objects.get(pk=accepted.pk)
    assert accepted.state == State.UNDER_REVIEW
    assert not accepted.events.filter(act="refer_to_joint_review").exists()
