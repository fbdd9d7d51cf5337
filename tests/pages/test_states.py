"""Every state, decision and outcome has its badge; a due date says how near it is."""

from datetime import date
from pathlib import Path

import pytest
from django.conf import settings
from django.template import Context, Template

from config.templatetags.states import DECISIONS, OUTCOMES, STATES
from policy.assessment import Outcome
from workflows.models import Decision, State

TODAY = date(2026, 11, 25)
SHEET = (Path(settings.BASE_DIR) / "config/static/look/components.css").read_text()


def drawn(source: str, **values: object) -> str:
    return Template("{% load states %}" + source).render(Context(values))


def test_no_state_decision_or_outcome_is_without_badge():
    assert set(STATES) == set(State)
    assert set(DECISIONS) == set(Decision)
    assert set(OUTCOMES) == {outcome.name for outcome in Outcome}


@pytest.mark.parametrize("state", State)
def test_the_badge_of_a_state_says_it_in_words_with_an_icon_in_a_known_tone(state):
    badge = drawn("{% state_badge state %}", state=state.value)

    assert str(state.label) in badge and "<svg" in badge
    assert f".tone-{STATES[state][0]} {{" in SHEET


@pytest.mark.parametrize("outcome", Outcome)
def test_the_badge_of_an_outcome_says_it_in_words(outcome):
    assert str(OUTCOMES[outcome.name].text) in drawn("{% outcome_badge outcome %}", outcome=outcome)


def test_red_is_for_what_stops_and_green_for_what_is_admitted_alone():
    assert {state for state, (tone, _) in STATES.items() if tone == "admitted"} == {State.ADMITTED}
    assert {state for state, (tone, _) in STATES.items() if tone == "stop"} == {
        State.REFUSED,
        State.DECLINED,
        State.TERMINATED,
        State.EMERGENCY_REVOKED,
    }


@pytest.mark.parametrize(
    ("day", "more", "says"),
    [
        (date(2026, 11, 22), "", "已逾期 3 天"),
        (date(2026, 11, 25), "", "今天到期"),
        (date(2026, 11, 27), "", "还剩 2 天"),
        (date(2027, 1, 4), "provisional=True", "暂定"),
        (date(2026, 11, 22), "suspended=True", "中止计时"),
        (None, "", "无期限"),
        (None, "suspended=True", "中止计时"),
    ],
)
def test_a_due_date_says_how_near_it_is(day, more, says):
    assert says in drawn(f"{{% due day today=today {more} %}}", day=day, today=TODAY)


@pytest.mark.parametrize("more", ["suspended=True", "done=True"])
def test_a_stopped_clock_is_never_overdue(more):
    assert "逾期" not in drawn(f"{{% due day today=today {more} %}}", day=date(2026, 1, 1), today=TODAY)
