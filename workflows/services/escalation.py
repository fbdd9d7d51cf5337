"""提醒阶梯: tell of each open desk, once, that it is due soon, due today, overdue, and long overdue.

A desk that climbed several rungs unseen (the sweep did not run) is told of the highest; all of them are recorded.
Whether something is overdue is still asked of the clock alone: a rung only says that it was told.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from accounts import rights, working_days
from accounts.models import Level
from notifications import outbox
from notifications.outbox import About, Telling
from policy import procedure
from policy.ladder import Ladder, RungName, ladder
from policy.procedure import Procedure
from workflows import flows
from workflows.models import Desk
from workflows.models.county_procedure import terms_on, text_of
from workflows.services import standing_waits
from workflows.services.standing_waits import Waiting

# Writes down each rung newly reached, in the order of the desks, so that two sweeps at once wait and do not deadlock;
# gives back for each desk the highest of them. A clock that stands still (an open pause) does not climb, unless it is
# one that does not count against the office (补正).
CLIMB = """
WITH climbed AS (
  INSERT INTO workflows_rung (desk_id, rung)
  SELECT desk.id, ladder.rung
  FROM workflows_desk desk
  JOIN workflows_admissionprocess process ON process.id = desk.process_id
  JOIN unnest(%(rungs)s::text[], %(latest)s::date[]) ladder (rung, latest) ON desk.due_on <= ladder.latest
  JOIN unnest(%(counties)s::text[], %(own)s::bigint[], %(days)s::date[]) follows (county, own, on_day)
    ON desk.county_code = follows.county AND process.procedure_on = follows.on_day
    AND process.procedure_id IS NOT DISTINCT FROM follows.own
  WHERE desk.finished IS NULL
    AND NOT EXISTS (SELECT FROM workflows_rung known WHERE known.desk_id = desk.id AND known.rung = ladder.rung)
    AND (desk.name = ANY(%(uncounted)s) OR NOT EXISTS (
      SELECT FROM workflows_pause pause WHERE pause.request_id = process.request_id AND (pause.ended_at IS NULL OR pause.ended_at > now())))
  ORDER BY desk.id, ladder.rung
  ON CONFLICT (desk_id, rung) DO NOTHING
  RETURNING desk_id, rung
), highest AS (
  SELECT desk_id, max(array_position(%(rungs)s::text[], rung::text)) AS rung FROM climbed GROUP BY desk_id
)
SELECT highest.rung, desk.id, desk.name, desk.due_on, desk.county_code, desk.owner_permission,
  desk.owner_permission_obj_pk, desk.signer_id, request.id, request.number, request.title, request.revision
FROM highest
JOIN workflows_desk desk ON desk.id = highest.desk_id
JOIN workflows_admissionprocess process ON process.id = desk.process_id
JOIN workflows_admissionrequest request ON request.id = process.request_id
ORDER BY desk.id
"""
TOLD_UP = (RungName.OVERDUE, RungName.VERY_OVERDUE)


@dataclass(frozen=True)
class Terms:
    """Cases that climb the same ladder."""

    soon: int
    very: int
    uncounted: tuple[str, ...]

    @classmethod
    def of(cls, local: Procedure) -> "Terms":
        uncounted = tuple(desk.name for desk in local.desks.values() if not desk.counted)
        return cls(local.due_soon_working_days, local.very_overdue_working_days, uncounted)


def escalate() -> int:
    """Let every open desk climb to where it stands today, and tell. Returns how many desks were told of."""
    today, calendar, told = timezone.localdate(), working_days.current(), 0
    for terms, cases in _groups().items():
        rungs = ladder(today, calendar=calendar, soon=terms.soon, very=terms.very)
        with transaction.atomic():
            climbed = _climb(rungs, cases, terms.uncounted)
            outbox.tell_all(_tellings(climbed, terms.uncounted))
            told += len(climbed)
    return told


def escalate_standing() -> int:
    """The same for what waits outside requests. Returns how many things are on a rung; each is told of once a rung.

    Nothing is written down but the messages, whose keys tell a rung that was told from one that was not.
    """
    today, calendar = timezone.localdate(), working_days.current()
    terms = cache(lambda county: terms_on(county, today)[0])
    tellings = []
    for waiting in standing_waits.all_open():
        local = terms(waiting.region.ancestor_code(Level.COUNTY))
        soon, very = local.due_soon_working_days, local.very_overdue_working_days
        rungs = ladder(today, calendar=calendar, soon=soon, very=very)
        rung = rungs.reached(waiting.due_on) if waiting.due_on else None
        if rung is not None:
            tellings.append(_telling(waiting, rung))
    outbox.tell_all(tellings)
    return len(tellings)


def _telling(waiting: Waiting, rung: RungName) -> Telling:
    told = _holders(waiting.right, str(waiting.place.pk))
    if rung in TOLD_UP:
        told = told | _holders(rights.SUPERVISE, waiting.region.pk)
    context = {"desk": waiting.step, "due_on": str(waiting.due_on), "page": waiting.page}
    return Telling(f"desk_{rung}", sorted(told), waiting.about, f"{waiting.key}-{waiting.due_on}", context)


# What cases follow: county, its own version of the procedure (or none), and the day of the packaged one.
Followed = tuple[str, int | None, date]


def _groups() -> dict[Terms, list[Followed]]:
    """What the open cases with a deadline follow, by terms: each case climbs by the version that it started with."""
    desks = Desk.objects.filter(finished__isnull=True, due_on__isnull=False).order_by()
    followed = desks.values_list("county_code", "process__procedure", "process__procedure_on").distinct()
    groups: dict[Terms, list[Followed]] = defaultdict(list)
    for county, own, day in sorted(followed, key=str):
        groups[Terms.of(procedure.load(county, day, own=text_of(own)))].append((county, own, day))
    return groups


def _climb(rungs: Ladder, cases: Sequence[Followed], uncounted: Sequence[str]) -> list[tuple[Any, ...]]:
    """Write down every rung newly reached; the desks that reached one, with the highest of each."""
    given: dict[str, Any] = {
        "rungs": [rung.value for rung in RungName],
        "latest": [rungs.latest[rung] for rung in RungName],
        "counties": [county for county, _own, _day in cases],
        "own": [own for _county, own, _day in cases],
        "days": [day for _county, _own, day in cases],
        "uncounted": list(uncounted),
    }
    with connection.cursor() as cursor:
        cursor.execute(CLIMB, given)
        return cursor.fetchall()


def _tellings(climbed: Iterable[tuple[Any, ...]], uncounted: Sequence[str]) -> Iterator[Telling]:
    """To those who may sit there; from overdue on also to the supervisors, unless the days are not the office's."""
    people = cache(_holders)
    for place_of_rung, desk, name, due_on, county, right, place, signer, *request in climbed:
        rung = tuple(RungName)[place_of_rung - 1]
        told = frozenset([signer]) if signer else people(right, place)
        if rung in TOLD_UP and name not in uncounted:
            told = told | people(rights.SUPERVISE, county)
        context = {"desk": str(flows.NODES[name].task_title), "due_on": due_on.isoformat()}
        yield Telling(f"desk_{rung}", sorted(told), About(*request), f"{desk}-{due_on}", context)


def _holders(right: str, place: str) -> frozenset[int]:
    return frozenset(rights.holders_at(right, place).values_list("pk", flat=True))
