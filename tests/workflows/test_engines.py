"""The SQL by hand that `make bench-engine` measures ours against does the same: it leaves the same rows."""

import pytest
from django.db import connection

from bench.engines.by_hand import ByHand
from bench.engines.ours import Ours
from bench.engines.route import ROUTE
from catalogues.models import Entry
from notifications.models import Outgoing
from workflows.models import AdmissionRequest, Desk

TOLD = ("request", "number", "title")


def left_by(request):
    """What the route leaves, but for keys, numbers, moments and what only we write into the record."""
    request = AdmissionRequest.objects.get(pk=request.pk)
    part = request.parts.get()
    entry = Entry.objects.get(request_number=request.number)
    desks = Desk.objects.filter(process__request=request).order_by("name")
    messages = Outgoing.objects.filter(context__request=request.pk).order_by("pk")
    return {
        "state": (request.state, request.revision, bool(request.accepted_at), bool(request.closed_at)),
        "process": (request.process.status, bool(request.process.finished), request.process.flow_class),
        "asked": set(request.consulted.values_list("pk", flat=True)),
        "events": list(request.events.values_list("act", "source", "target", "officer", "organ", "reason")),
        "desks": [
            (desk.name, desk.flow_task, desk.flow_task_type, desk.status, desk.owner_id, desk.owner_permission,
             desk.owner_permission_obj_pk, desk.county_code, desk.budget, desk.due_on, desk.due_is_provisional)
            for desk in desks
        ],
        "opinions": list(request.opinions.values_list("desk", "organ", "officer", "conclusion", "text")),
        "told": [(each.event, each.recipient_id, sorted(set(each.context) & set(TOLD))) for each in messages],
        "part": (part.decision, part.reason),
        "entry": (entry.kind, entry.title, entry.organ_id, entry.region_id, entry.answers, entry.entered_on,
                  entry.published_on, entry.filed_on, entry.filing_receipt),
    }  # fmt: skip


@pytest.fixture
def officers(county):
    posts = {step.post for step in ROUTE} - {"township"}
    return {post: getattr(county, post) for post in posts} | {"township": county.township_officers[0]}


def goes(engine, officers):
    case = engine.draft()
    for step in ROUTE:
        engine.does(case, step, officers[step.post])
    return left_by(case)


def test_the_sql_by_hand_leaves_the_rows_that_the_services_leave(county, officers):
    connection.ensure_connection()
    by_hand = goes(ByHand(connection.connection), officers)
    with Ours() as ours:
        ours_left = goes(ours, officers)

    for what, left in ours_left.items():
        assert by_hand[what] == left, what
