"""docs/states.md says what the code does."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from django.utils import translation

from policy import procedure
from workflows.flows import NODES
from workflows.management.commands import print_states
from workflows.models import AdmissionRequest, State
from workflows.pages.act_table import ACTS

ACTS_BY_STATE = {
    state: [
        each.name
        for each in AdmissionRequest._meta.get_field("state").get_all_transitions(AdmissionRequest)
        if each.source == state
    ]
    for state in State
}
OF_NO_PAGE_OF_ACTS = {
    "decline_by_rule": print_states.MACHINE,
    "decline_extension": print_states.MACHINE,
    "run_at_once": "submit",
}
SHEET = Path(__file__).parents[2] / "docs" / "states.md"


def printed():
    out = StringIO()
    call_command("print_states", stdout=out)
    return out.getvalue()


def test_the_sheet_is_what_the_command_prints():
    assert SHEET.read_text("utf-8") == printed(), "run: python manage.py print_states > docs/states.md"


def test_the_sheet_is_the_same_whatever_language_the_reader_has():
    with translation.override("en"):
        assert printed() == SHEET.read_text("utf-8")


def test_the_sheet_knows_the_same_acts_away_from_desks_as_the_pages():
    of_pages = {act.name: act.right for act in ACTS.values() if not act.desks and act.right}
    assert of_pages | OF_NO_PAGE_OF_ACTS == print_states.AWAY_FROM_DESKS


@pytest.mark.parametrize("name", NODES)
def test_the_procedure_asks_for_the_right_that_the_desk_asks_for(name):
    terms = procedure.load("").desks[name]
    assert NODES[name].right == (terms.right or "give_opinion")


@pytest.mark.parametrize("state", State)
def test_every_act_and_desk_of_a_state_stands_in_its_section(state):
    sections = SHEET.read_text("utf-8").split("### ")[1:]
    (section,) = [each for each in sections if each.startswith(f"{state.label} `{state.value}`")]
    names = [*ACTS_BY_STATE[state], *(name for name, node in NODES.items() if node.state == state)]
    assert [name for name in names if f"`{name}`" not in section] == []
