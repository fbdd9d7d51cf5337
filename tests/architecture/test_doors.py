"""Deny by default: what import-linter cannot see. Every door says who may come in; acts have one door each."""

import ast
from pathlib import Path

import pytest
from celery import current_app
from django.core.management import get_commands, load_command_class
from django.urls import URLPattern, URLResolver, get_resolver

from workflows.models import AdmissionRequest

OURS = ("accounts", "laws", "catalogues", "notifications", "workflows", "config")
# Django's own doors: signing in and out and the language are for everyone; the admin asks for staff.
OF_DJANGO = {"login", "logout", "set_language"}
TRANSITIONS = {t.name for t in AdmissionRequest._meta.get_field("state").get_all_transitions(AdmissionRequest)}
SOURCES = [path for app in OURS for path in Path(app).rglob("*.py") if "migrations" not in path.parts]
OUTSIDE = [path for path in SOURCES if not {"services", "models"} & set(path.parts)]
# Modules whose functions bear the name of an act; calling them is using the door.
DOORS = {
    "submission", "screening", "re_examination", "review", "province", "decision", "publication", "emergency",
    "list_keeping",
}  # fmt: skip
NAMESAKES = {"register", "calendars"}


def patterns(resolver, namespace=""):
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from patterns(each, each.namespace or namespace)
        elif isinstance(each, URLPattern) and namespace != "admin":
            yield each


@pytest.mark.parametrize("pattern", list(patterns(get_resolver())), ids=lambda pattern: str(pattern.name))
def test_b15_every_page_says_who_may_come_in(pattern):
    assert pattern.name in OF_DJANGO or getattr(pattern.callback, "door", None)


def test_every_task_says_what_keeps_it_in_bounds():
    current_app.loader.import_default_modules()
    tasks = [task for name, task in current_app.tasks.items() if name.startswith(OURS)]
    assert tasks
    assert [task.name for task in tasks if not getattr(task, "door", None)] == []


def test_every_command_says_who_may_run_it():
    commands = {name: app for name, app in get_commands().items() if app in OURS}
    assert {"run_cases", "import_regions", "import_laws"} <= set(commands)
    silent = [name for name, app in commands.items() if not getattr(load_command_class(app, name), "door", None)]
    assert silent == []


@pytest.mark.parametrize("path", OUTSIDE, ids=str)
def test_b02_a_transition_is_called_only_in_the_services(path):
    calls = [node.func for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    named = {
        call.attr
        for call in calls
        if isinstance(call, ast.Attribute)
        and call.attr in TRANSITIONS
        and not (isinstance(call.value, ast.Name) and call.value.id in DOORS | NAMESAKES)
    }
    assert not named


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_no_state_is_written_past_the_law(path):
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    writes = [
        call
        for call in calls
        if isinstance(call.func, ast.Attribute)
        and call.func.attr in {"update", "create", "bulk_create", "update_or_create"}
        and any(keyword.arg == "state" for keyword in call.keywords)
    ]
    assert not writes


def test_no_page_calls_the_clock_or_the_law_for_itself():
    """A page holds no rule: it may show a verdict, never make one part of its own logic."""
    pages = [path for path in SOURCES if "pages" in path.parts]
    assert pages
    assert [str(path) for path in pages if "policy.rules" in path.read_text("utf-8")] == []


@pytest.mark.parametrize("path", SOURCES, ids=str)
def test_b06_no_message_carries_a_time_of_its_own(path):
    """Deadlines are rows; a message to be done later would come again and again (ADR 0008)."""
    calls = [node for node in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(node, ast.Call)]
    timed = {keyword.arg for call in calls for keyword in call.keywords} & {"eta", "countdown"}
    assert not timed
