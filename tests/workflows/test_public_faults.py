"""Faults that others made in public (docs/faults.md), each with the check that ours has to pass. The rest stand elsewhere."""

from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
import time_machine
from celery import current_app
from django.db import transaction
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import User
from notifications import outbox
from notifications.models import Notice, Outgoing
from tests.requests import MEDIATION, STATION, draft
from tests.ways import before_the_authority
from tests.workflows import walk_watch
from workflows import flows, seats
from workflows.models import AdmissionRequest, Decision, Desk, NumberSeries, RequestEvent, State
from workflows.pages.part_form import PartForm
from workflows.services import batches, decision, review, screening, submission
from workflows.services.batch_acts import Wish
from workflows.services.decision import Ruling

OURS = ("accounts", "laws", "catalogues", "notifications", "workflows")
HIDDEN = "尚未公开的事项"


def ours():
    current_app.loader.import_default_modules()
    return {name: task for name, task in current_app.tasks.items() if name.startswith(OURS)}


def whole(request):
    return walk_watch.rows(), walk_watch.prints([request.pk]), Notice.objects.count()


def test_b05_every_task_may_come_twice_and_does_nothing_the_second_time(county):
    request = before_the_authority(county)
    Desk.objects.filter(process__request=request, finished__isnull=True).update(due_on=datetime(2026, 1, 5).date())
    batch = batches.choose(county.decider, seats.inbox(county.decider), key=uuid4())
    batches.ask(batch, by=county.decider, act="decide", wish=Wish(Ruling(Decision.REFUSED, "不需要")))
    batches.work(batch.pk)
    batches.confirm(batch, by=county.decider)
    given = {"workflows.tasks.work_batch": [batch.pk], "workflows.pages.exports.tasks.write_export": [0]}
    tasks = ours()
    assert len(tasks) >= 5
    for name, task in tasks.items():
        task(*given.get(name, ()))
    assert AdmissionRequest.objects.get(pk=request.pk).state == State.REFUSED
    tasks["notifications.tasks.deliver"]()
    before = whole(request)
    for name, task in tasks.items():
        task(*given.get(name, ()))
        assert whole(request) == before, name


def test_b07_numbers_begin_anew_at_midnight_in_beijing(county):
    def number_at(moment):
        with time_machine.travel(moment, tick=False):
            request = draft(county, MEDIATION)
            submission.submit(request, by=county.clerk)
        return AdmissionRequest.objects.get(pk=request.pk).number

    last = datetime(2026, 12, 31, 15, 59, tzinfo=UTC)
    numbers = [number_at(moment) for moment in (last, last, last.replace(hour=16, minute=0), last.replace(hour=17))]
    assert numbers == ["210321-2026-00001", "210321-2026-00002", "210321-2027-00001", "210321-2027-00002"]


class Undone(Exception):
    """What a rolled back act ends with."""


ACTS = {
    "submit": (State.DRAFT, lambda r, c: submission.submit(r, by=c.clerk)),
    "accept": (State.SCREENING, lambda r, c: screening.accept(r, by=c.screener, townships=c.townships[:1])),
    "return": (State.SCREENING, lambda r, c: screening.return_for_correction(r, by=c.screener, points=["缺经费"])),
    "decline": (State.SCREENING, lambda r, c: screening.decline(r, by=c.screener, reason="不属受理范围")),
    "terminate": (State.SCREENING, lambda r, c: screening.terminate(r, by=c.screener, reason="情况变化")),
    "withdraw": (State.SCREENING, lambda r, c: submission.withdraw(r, by=c.clerk, reason="不再需要")),
    "opinion": (
        State.UNDER_REVIEW,
        lambda r, c: review.give_opinion(r, by=c.justice, desk="legality", conclusion="supports"),
    ),
    "decide": (
        State.AWAITING_DECISION,
        lambda r, c: decision.decide(r, by=c.decider, rulings={1: Ruling(Decision.ADMITTED, "同意")}),
    ),
}


def in_state(county, state):
    if state == State.AWAITING_DECISION:
        return before_the_authority(county)
    request = draft(county, MEDIATION)
    if state != State.DRAFT:
        submission.submit(request, by=county.clerk)
    if state == State.UNDER_REVIEW:
        screening.accept(request, by=county.screener, townships=county.townships[:1])
    return request


@pytest.mark.parametrize("act", ACTS)
def test_b08_what_is_rolled_back_leaves_no_message_and_rings_nobody(
    county, act, monkeypatch, django_capture_on_commit_callbacks
):
    state, does = ACTS[act]
    request = in_state(county, state)
    before, rung = whole(request), []
    monkeypatch.setattr(outbox, "ring", lambda: rung.append(act))

    with (
        django_capture_on_commit_callbacks(execute=True),
        pytest.raises(Undone),
        transaction.atomic(),
    ):
        does(request, county)
        raise Undone

    assert whole(request) == before
    assert rung == []


def test_b09_each_round_of_correction_is_told_and_lies_on_the_counters_desk_again(county):
    request = draft(county, MEDIATION)
    submission.submit(request, by=county.clerk)
    for rounds in range(1, 6):
        assert [desk.process.request_id for desk in seats.inbox(county.screener)] == [request.pk]
        screening.return_for_correction(request, by=county.screener, points=[f"第{rounds}次"])
        told = Outgoing.objects.filter(context__request=request.pk, event="returned_for_correction")
        assert told.count() == rounds
        assert not seats.inbox(county.screener).exists()
        submission.resubmit(request, by=county.clerk)
    assert Desk.objects.filter(process__request=request, name="screen").count() == 6


def addresses(resolver, request, namespace=""):
    """Every page of ours, with values that lead somewhere where we know of any."""
    for each in resolver.url_patterns:
        if isinstance(each, URLResolver):
            yield from addresses(each, request, each.namespace or namespace)
        elif isinstance(each, URLPattern) and each.name and namespace != "admin":
            yield from _addresses(each, request)


def _addresses(pattern, request):
    samples = {"IntConverter": request.pk, "UUIDConverter": UUID(int=request.pk)}
    known = {"act": "submit", "position": 1, "county": request.county_id, "code": request.county_id}
    values = {
        name: known.get(name, samples.get(type(converter).__name__, "x"))
        for name, converter in pattern.pattern.converters.items()
    }
    yield pattern.name, reverse(pattern.name, kwargs=values)


# A page that begins a session or changes the language is Django's own.
PASSED_OVER = {"logout", "set_language"}
PEOPLE = ("clerk", "screener", "decider", "justice", "supervisor", "reexaminer")


@pytest.mark.parametrize("post", PEOPLE)
def test_b10_looking_at_any_page_changes_nothing(client, county, post):
    request = before_the_authority(county)
    client.force_login(getattr(county, post))
    client.raise_request_exception = False
    before = whole(request)

    looked = 0
    for name, address in addresses(get_resolver(), request):
        if name in PASSED_OVER:
            continue
        for look in (client.get, client.head):
            answer = look(address)
            assert answer.status_code < 500, (name, address)
            looked += answer.status_code == 200
        assert whole(request) == before, (name, address)
    assert looked > 20


def test_b11_on_every_road_a_new_mechanism_without_basis_comes_past_the_province(county):
    """Whoever decides what at the stages before, the state of a decision is not reached without the province."""
    for conclusion in ("supports", "supports_amended", "objects"):
        request = draft(county, STATION)
        submission.submit(request, by=county.clerk)
        screening.accept(request, by=county.screener, townships=county.townships[:1])
        while (desks := seats.desks_of(request)) and desks <= set(flows.OPINION_DESKS):
            desk = min(desks)
            officer = User.objects.filter(pk__in=_who_sits_at(request, desk)).first()
            review.give_opinion(request, by=officer, desk=desk, conclusion=conclusion, text="意见")
        request = AdmissionRequest.objects.get(pk=request.pk)
        assert (request.state, seats.desks_of(request)) == (State.PROVINCIAL_CONSENT, {"provincial_consent"})


def _who_sits_at(request, name):
    from workflows.services.clocks import holders_of

    desk = Desk.objects.get(process__request=request, name=name, finished__isnull=True)
    return holders_of(desk).values("pk")


def test_b14_what_an_officer_may_not_see_stands_in_no_list_search_count_or_file(client, county):
    request = draft(county, MEDIATION | {"title": HIDDEN}, title=HIDDEN)
    submission.submit(request, by=county.clerk)
    request, hidden_from = AdmissionRequest.objects.get(pk=request.pk), county.neighbour_screener
    client.force_login(hidden_from)
    client.raise_request_exception = False
    visible = AdmissionRequest.objects.visible_to(hidden_from)
    assert not visible.filter(pk=request.pk).exists()

    looked = 0
    for name, address in addresses(get_resolver(), request):
        if name in PASSED_OVER:
            continue
        for query in ({}, {"q": HIDDEN}, {"export": "csv"}, {"q": HIDDEN, "export": "csv"}):
            answer = client.get(address, query)
            body = b"".join(answer.streaming_content) if answer.streaming else answer.content
            shown = body.decode("utf-8", errors="ignore").replace(f'value="{HIDDEN}"', "")
            assert request.number not in shown, (name, address, query)
            if "q" not in query:
                assert HIDDEN not in shown, (name, address, query)
            looked += answer.status_code == 200
    assert looked > 20


def test_b18_the_same_form_sent_twice_is_one_act_and_the_second_answer_says_so(office, county):
    request = office.submits(MEDIATION)
    shown = request.revision
    for expected in (302, 409):
        office.does(county.screener, "accept", request, seen=shown, townships=[county.townships[0].pk])
        assert office.answer.status_code == expected
    assert RequestEvent.objects.filter(request=request, act="accept").count() == 1


def test_b07_numbers_that_are_given_back_leave_no_gap(county):
    request = before_the_authority(county)
    series = f"admission-{county.region.pk}-2026"
    with pytest.raises(Undone), transaction.atomic():
        decision.decide(request, by=county.decider, rulings={1: Ruling(Decision.ADMITTED, "同意")})
        raise Undone
    assert not NumberSeries.objects.filter(name__startswith="admission-", last__gt=0).exists(), series


def test_b29_an_answer_to_a_question_that_is_not_asked_goes_nowhere(client, county):
    """The page is sent with a field of another kind, and with what only a register may say."""
    request = draft(county, MEDIATION)
    form = PartForm("mechanism", title=MEDIATION["title"], answers=MEDIATION["answers"])
    typed = {name: value for name, value in form.initial.items() if value != ""}
    smuggled = {"place": "outside", "signboards_inside": "0", "official_name": "甲"}
    rows = {"cite-TOTAL_FORMS": "1", "cite-INITIAL_FORMS": "0", "cite-0-text": "《人民调解法》第八条第一款"}
    client.force_login(county.clerk)

    client.post(reverse("part_edit", args=[request.pk, 1]), typed | smuggled | rows | {"do": "save"})

    submission.submit(AdmissionRequest.objects.get(pk=request.pk), by=county.clerk)
    part = request.parts.get()
    assert part.answers == MEDIATION["answers"]
    facts = part.verdicts.last().facts
    assert [facts[name] for name in ("place", "signboards_inside", "official_name")] == [None] * 3
