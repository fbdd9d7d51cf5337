"""What must hold after every step of the walk, whatever was tried. Each fault is a sentence."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from django.db import connection
from django.utils.timezone import localdate

from accounts import working_days
from catalogues.models import Entry
from notifications.models import Outgoing
from workflows.flows import OPINION_DESKS
from workflows.models import (
    AdmissionRequest,
    Decision,
    Desk,
    NumberSeries,
    Opinion,
    Pause,
    RequestEvent,
    RequestPart,
    State,
)
from workflows.services import sweeps
from workflows.signing import Member

PAUSED = {State.RETURNED: "correction", State.PROVINCIAL_CONSENT: "province"}
# The applicant is told of these, each time once, under this name.
TOLD = {
    "submit": "submitted", "decline_by_rule": "declined_by_rule", "withdraw": "withdrawn", "accept": "accepted",
    "return_for_correction": "returned_for_correction", "decline": "declined", "terminate": "terminated",
    "overturn": "overturned", "uphold": "upheld", "refer_to_province": "referred_to_province",
    "consent": "consented", "withhold_consent": "consent_withheld", "admit": "admitted", "refuse": "refused",
    "publish": "published", "file": "filed",
}  # fmt: skip
FORBIDDEN = {"reject", "redirect", "cap"}
# Whose acts leave a part so.
BY = {
    Decision.DECLINED_BY_RULE: {"submit", "resubmit"},
    Decision.DECLINED: {"decline", "uphold"},
    Decision.SENT_BACK: {"accept", "admit", "refuse"},
    Decision.ADMITTED: {"admit"},
    Decision.REFUSED: {"admit", "refuse", "withhold_consent"},
}
# All that hangs on one request, as text: whoever changes anything of it changes this.
OF_A_REQUEST = """
SELECT r.id, md5(concat_ws('|', r::text,
  (SELECT string_agg(t::text, ';' ORDER BY t.id) FROM workflows_requestpart t WHERE t.request_id = r.id),
  (SELECT string_agg(k::text, ';' ORDER BY k.id) FROM workflows_keptdraft k
     JOIN workflows_requestpart t ON t.id = k.part_id WHERE t.request_id = r.id),
  (SELECT string_agg(t::text, ';' ORDER BY t.id) FROM workflows_pause t WHERE t.request_id = r.id),
  (SELECT string_agg(t::text, ';' ORDER BY t.id) FROM workflows_correction t WHERE t.request_id = r.id),
  (SELECT string_agg(d::text, ';' ORDER BY d.id) FROM workflows_desk d
     JOIN workflows_admissionprocess p ON p.id = d.process_id WHERE p.request_id = r.id),
  (SELECT count(*) FROM workflows_requestevent t WHERE t.request_id = r.id),
  (SELECT count(*) FROM workflows_opinion t WHERE t.request_id = r.id)))
FROM workflows_admissionrequest r WHERE r.id = ANY(%s)
"""
# Who holds what where, and whether somebody of them is there: active, and not away unless somebody stands in.
PRESENT = """
SELECT p.codename, g.object_pk, bool_or(u.is_active AND (away.id IS NULL OR substitute.is_active)), array_agg(u.id)
FROM guardian_userobjectpermission g
JOIN auth_permission p ON p.id = g.permission_id JOIN accounts_user u ON u.id = g.user_id
LEFT JOIN accounts_delegation away ON away.principal_id = u.id AND away.ended_at IS NULL
  AND %s BETWEEN away.starts_on AND away.ends_on
LEFT JOIN accounts_user substitute ON substitute.id = away.substitute_id
GROUP BY 1, 2
"""
ROWS = """
SELECT (SELECT count(*) FROM workflows_admissionrequest), (SELECT count(*) FROM workflows_requestevent),
  (SELECT count(*) FROM workflows_desk), (SELECT count(*) FROM workflows_pause), (SELECT count(*) FROM workflows_opinion),
  (SELECT count(*) FROM workflows_partverdict), (SELECT count(*) FROM workflows_citation),
  (SELECT count(*) FROM notifications_outgoing), (SELECT count(*) FROM catalogues_entry),
  (SELECT count(*) FROM laws_confirmation), (SELECT count(*) FROM workflows_copy), (SELECT count(*) FROM workflows_takenback),
  (SELECT count(*) FROM workflows_keptdraft), (SELECT string_agg(s::text, ';' ORDER BY s.name) FROM workflows_numberseries s)
"""


def rows() -> tuple[object, ...]:
    """How many rows there are of everything that an act may add, and how far the numbers have come."""
    with connection.cursor() as cursor:
        cursor.execute(ROWS)
        return tuple(cursor.fetchone())


def prints(requests: Iterable[int]) -> dict[int, str]:
    """A fingerprint of each request with all that hangs on it."""
    with connection.cursor() as cursor:
        cursor.execute(OF_A_REQUEST, [list(requests)])
        return dict(cursor.fetchall())


def faults(touched: Sequence[int], away: set[int]) -> list[str]:
    """What is wrong anywhere (desks, numbers, entries), and in the requests just touched. `away`: officers deactivated."""
    found = sweeps.disagreements()
    found += _living(away)
    found += _numbers()
    found += _entries()
    for request in AdmissionRequest.objects.filter(pk__in=touched):
        found += [f"{request.pk} {request.state}: {fault}" for each in OF_ONE for fault in each(request)]
    return found


def _living(away: set[int]) -> Iterator[str]:
    """An open desk has somebody who may sit there; where his whole office is away, the sweep names the request."""
    desks = Desk.objects.filter(finished__isnull=True)
    named = {sentence.removesuffix(", nobody in office") for sentence in sweeps.unattended()}
    with connection.cursor() as cursor:
        cursor.execute(PRESENT, [localdate()])
        held = {(right, place): (alive, set(who)) for right, place, alive, who in cursor.fetchall()}
    for pk, number, state, name, right, place in desks.values_list(
        "process__request", "process__request__number", "process__request__state", "name", "owner_permission",
        "owner_permission_obj_pk",
    ):  # fmt: skip
        alive, who = held.get((right, place), (False, set()))
        if not who or (not alive and not away):
            yield f"{pk}: nobody may sit at {name}"
        if alive == (f"{number} {state}: {name} at {place}" in named):
            yield f"{pk}: {name} {'is named though it is attended' if alive else 'is unattended and not named'}"


def _numbers() -> Iterator[str]:
    """Every series of numbers runs from 1 to its last without gaps or doubles."""
    last = dict(NumberSeries.objects.values_list("name", "last"))
    given: dict[str, list[int]] = {}
    for county, number in AdmissionRequest.objects.exclude(number=None).values_list("county", "number"):
        given.setdefault(f"request-{county}-{number.split('-')[1]}", []).append(int(number.split("-")[2]))
    for county, number in Entry.objects.exclude(request_number="").values_list("region", "number"):
        given.setdefault(f"admission-{county}-{number[2:6]}", []).append(int(number.split("-")[1].removesuffix("号")))
    for series, numbers in given.items():
        if sorted(numbers) != list(range(1, last.get(series, 0) + 1)):
            yield f"{series} gave {sorted(numbers)}, last {last.get(series)}"


def _entries() -> Iterator[str]:
    """What was admitted stands on the list, each part once, and nothing else came there by a request."""
    admitted = RequestPart.objects.filter(decision=Decision.ADMITTED).values_list("admission_number", "request__number")
    entered = Entry.objects.exclude(request_number="").values_list("number", "request_number")
    for number, times in ((Counter(entered) - Counter(admitted)) + (Counter(admitted) - Counter(entered))).items():
        yield f"{number}: admitted and entered {times} times apart"


def _events(request: AdmissionRequest) -> Iterator[str]:
    """The record is a chain that leads from the draft to where the request is."""
    at = State.DRAFT.value
    for event in RequestEvent.objects.filter(request=request):
        if event.source != at:
            yield f"{event.act} is on record from {event.source}, but it was {at}"
        at = event.target
    if at != request.state:
        yield f"the record ends in {at}"


def _messages(request: AdmissionRequest) -> Iterator[str]:
    """One message for each act that is told, to each who is told."""
    acts = Counter(RequestEvent.objects.filter(request=request).values_list("act", flat=True))
    told = Counter(Outgoing.objects.filter(context__request=request.pk).values_list("event", "recipient"))
    for act, event in TOLD.items():
        each = [times for (name, _who), times in told.items() if name == event]
        if any(times != acts[act] for times in each) or bool(each) != bool(acts[act]):
            yield f"{act} was done {acts[act]} times and told {each} times"


def _pauses(request: AdmissionRequest) -> Iterator[str]:
    """Pauses follow one another; one is open exactly while it is another's turn."""
    pauses = list(Pause.objects.filter(request=request).order_by("started_at"))
    for earlier, later in pairwise(pauses):
        if earlier.ended_at is None or earlier.ended_at > later.started_at:
            yield f"the pause {earlier} reaches into {later}"
    still = [pause.reason for pause in pauses if pause.ended_at is None]
    if still != [PAUSED[state] for state in PAUSED if state == request.state]:
        yield f"open pauses: {still}"


def _clocks(request: AdmissionRequest) -> Iterator[str]:
    """What has a budget is due on a working day after it was laid."""
    calendar = working_days.current()
    for desk in Desk.objects.filter(process__request=request):
        if (desk.budget is None) != (desk.due_on is None):
            yield f"{desk} has {desk.budget} days and is due on {desk.due_on}"
        elif desk.due_on and not (calendar.day(desk.due_on).is_working and desk.due_on > localdate(desk.created)):
            yield f"{desk} was laid on {desk.created} and is due on {desk.due_on}"


def _opinions(request: AdmissionRequest) -> Iterator[str]:
    """Each opinion closes one desk; a stage that sent the request on had them all."""
    opinions = Opinion.objects.filter(request=request)
    spoken = Counter((each.desk, str(each.organ_id)) for each in opinions)
    done = Desk.objects.filter(process__request=request, name__in=OPINION_DESKS, status="DONE")
    closed = Counter(done.values_list("name", "owner_permission_obj_pk"))
    if spoken != closed:
        yield f"opinions {dict(spoken)}, desks closed {dict(closed)}"
    if not request.events.filter(act__in=["withdraw", "terminate", "take_back"]).exists():
        cleared = Desk.objects.filter(process__request=request, name__in=OPINION_DESKS, status="CANCELED")
        asked_otherwise = set(_asked_otherwise(request))
        for desk in cleared:
            if not asked_otherwise & {(desk.name, ""), (desk.name, Member.at(desk).key)}:
                yield f"{desk} was cleared before it spoke"


def _asked_otherwise(request: AdmissionRequest) -> Iterator[tuple[str, str]]:
    """Which desks were cleared by right: all of a name, where one was put in front of them, or that of one taken out."""
    changed = request.events.filter(act__in=["add_signer", "remove_signer"])
    for act, record in changed.values_list("act", "record"):
        if act == "remove_signer":
            yield record["desk"], record["member"]
        elif record["before"]:
            yield record["desk"], ""


def _parts(request: AdmissionRequest) -> Iterator[str]:
    """A part is decided by those who may: the machine by a rule, the counter, the province, the authority."""
    acts = set(request.events.values_list("act", flat=True))
    for part in request.parts.prefetch_related("verdicts"):
        if (part.admission_number is not None) != (part.decision == Decision.ADMITTED):
            yield f"{part} is {part.decision} with the number {part.admission_number}"
        if part.is_pending and request.state in {State.PUBLICATION, State.FILING, State.ADMITTED, State.REFUSED}:
            yield f"{part} was left undecided"
        if part.was_declined_by_machine and not any(each.outcome in FORBIDDEN for each in part.verdicts.all()):
            yield f"{part} was declined by a rule, but no rule forbids it"
        if not part.is_pending and not acts & BY[part.decision]:
            yield f"{part} is {part.decision}, and nobody on record did it"


OF_ONE = (_events, _messages, _pauses, _clocks, _opinions, _parts)
