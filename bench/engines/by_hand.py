"""The same steps in plain psycopg, on the product's own tables: what a step costs if nobody helps to write it.

Each is an honest transaction: the request is locked, the right is looked up, nobody judges his own organ's request; the
state, the event, the desk closed and those laid with their due dates, the outbox. It leaves the rows that the services
leave, but for the verdicts: no rule is asked. The terms are the default procedure's (`tests/workflows/test_engines.py` compares them).
"""

import re
from collections.abc import Sequence
from datetime import date
from typing import Any

import psycopg
from django.conf import settings
from django.db.models import NOT_PROVIDED, Model
from psycopg import sql
from psycopg.rows import dict_row
from psycopg.types.json import Jsonb

from accounts.models import User
from bench.engines.route import Step
from catalogues.models import Entry
from notifications.models import Outgoing
from policy import procedure
from tests.cast import County
from tests.requests import MEDIATION, draft
from workflows.flows import NODES
from workflows.models import AdmissionRequest, Desk, Opinion, RequestEvent

Row = dict[str, Any]
# The state that follows, and the event: where the last opinion of a stage is in, and at the desks of one.
FOLLOWS = {
    "accept": ("under_review", "accepted"),
    "decide": ("publication", "admitted"),
    "publish": ("filing", "published"),
    "file": ("admitted", "filed"),
}
REFERRED = {
    "under_review": ("joint_review", "refer_to_joint_review"),
    "joint_review": ("awaiting_decision", "refer_for_decision"),
}
LAID = {
    "screening": ("screen",),
    "under_review": ("consultation", "legality", "funding"),
    "joint_review": ("civil_affairs", "organization", "rural_affairs"),
    "awaiting_decision": ("decide",),
    "publication": ("publish",),
    "filing": ("file",),
}
FUNCTIONS = {"legality": "justice", "funding": "finance"}
LOCK = """
SELECT id, state, number, title, department_id, county_id, applicant_id, revision
FROM workflows_admissionrequest WHERE id = %s FOR UPDATE
"""
LYING = """
SELECT d.id, d.name, d.owner_permission_obj_pk AS place, d.process_id, EXISTS (
  SELECT FROM guardian_userobjectpermission g JOIN auth_permission p ON p.id = g.permission_id
  WHERE g.user_id = %s AND p.codename = d.owner_permission AND g.object_pk = d.owner_permission_obj_pk) AS his
FROM workflows_desk d JOIN workflows_admissionprocess c ON c.id = d.process_id
WHERE c.request_id = %s AND d.finished IS NULL
"""
HOLDS_AT = """
SELECT 1 FROM guardian_userobjectpermission g JOIN auth_permission p ON p.id = g.permission_id
WHERE g.user_id = %s AND p.codename = 'submit' AND g.object_pk = %s
"""
HOLDS = """
SELECT 1 FROM guardian_userobjectpermission g JOIN auth_permission p ON p.id = g.permission_id
WHERE g.user_id = %s AND p.codename = %s LIMIT 1
"""
NEXT = """
INSERT INTO workflows_numberseries (name, last) VALUES (%s, 1)
ON CONFLICT (name) DO UPDATE SET last = workflows_numberseries.last + 1 RETURNING last
"""
EVENT = """
INSERT INTO workflows_requestevent (request_id, act, source, target, officer_id, organ_id, at, reason, record)
VALUES (%s, %s, %s, %s, %s, %s, clock_timestamp(), %s, %s)
"""
CLOSE = """
UPDATE workflows_desk SET status = 'DONE', owner_id = %s, assigned = clock_timestamp(), started = clock_timestamp(),
finished = clock_timestamp() WHERE id = %s
"""
LAY = """
INSERT INTO workflows_desk (flow_task, flow_task_type, status, created, token, owner_permission,
  owner_permission_obj_pk, process_id, name, county_code, budget, due_on, due_is_provisional) VALUES """
A_DESK = "(%s, 'HUMAN', 'NEW', clock_timestamp(), 'start', %s, %s, %s, %s, %s, %s, %s, false)"
TELL = """
INSERT INTO notifications_outgoing (key, recipient_id, event, context, created_at, attempts)
VALUES (%s, %s, %s, %s, clock_timestamp(), 0) ON CONFLICT (key) DO NOTHING
"""
ENTER = """
INSERT INTO catalogues_entry (number, region_id, kind, title, organ_id, answers, source, request_number, entered_on,
  filing_receipt)
SELECT %s, %s, kind, title, %s, answers, '', %s, current_date, '' FROM workflows_requestpart WHERE id = %s
"""


GIVEN = (
    "INSERT INTO workflows_opinion (request_id, desk, organ_id, officer_id, conclusion, text, at)"
    " VALUES (%s, %s, %s, %s, 'supports', '', clock_timestamp())"
)


def whole(statement: str, model: type[Model]) -> str:
    """The INSERT with those columns that it does not name and that may not be empty, as the model gives them."""
    named = re.findall(r"\w+", statement[statement.index("(") : statement.index(")")])
    more = {
        field.column: field.get_default()
        for field in model._meta.concrete_fields
        if field.column not in named
        and not (field.null or field.primary_key or field.generated)
        and field.db_default is NOT_PROVIDED
    }
    if not more:
        return statement
    columns = ", ".join(more)
    values = ", ".join(sql.Literal(Jsonb(v) if isinstance(v, dict | list) else v).as_string() for v in more.values())
    begun = statement.replace("(", f"({columns}, ", 1)
    selects = re.search(r"\nSELECT ", begun)
    return (
        begun.replace("\nSELECT ", f"\nSELECT {values}, ", 1)
        if selects
        else begun.replace("VALUES (", f"VALUES ({values}, ", 1)
    )


class ByHand:
    title = "SQL by hand"

    def __init__(self, database: "psycopg.Connection[Any]") -> None:
        self.database, self.county = database, County()
        # As Django's connection has it: the day of the office, wherever the server stands.
        database.execute(sql.SQL("SET TIME ZONE {}").format(settings.TIME_ZONE))
        self.enter, self.given = whole(ENTER, Entry), whole(GIVEN, Opinion)
        self.event, self.tell = whole(EVENT, RequestEvent), whole(TELL, Outgoing)
        begin, row = (LAY + A_DESK).split("VALUES ")
        self.lay, self.a_desk = [
            each + more
            for each, more in zip(whole(begin + "VALUES " + row, Desk).split("VALUES "), ("VALUES ", ""), strict=True)
        ]

    def draft(self) -> AdmissionRequest:
        return draft(self.county, MEDIATION)

    def does(self, case: AdmissionRequest, step: Step, officer: User) -> None:
        with self.database.transaction(), self.database.cursor(row_factory=dict_row) as hand:
            request = hand.execute(LOCK, [case.pk]).fetchone()
            if step.act == "submit":
                self.submits(hand, request, officer)
            elif step.act == "give_opinion":
                self.gives_an_opinion(hand, request, step.desk, officer)
            else:
                self.acts(hand, request, step, officer)

    def submits(self, hand: Any, request: Row, officer: User) -> None:
        if (
            request["state"] != "draft"
            or not hand.execute(HOLDS_AT, [officer.pk, str(request["department_id"])]).fetchone()
        ):
            raise PermissionError("submit")
        year = date.today().year
        running = hand.execute(NEXT, [f"request-{request['county_id']}-{year}"]).fetchone()["last"]
        request["number"] = f"{request['county_id'][:6]}-{year}-{running:05d}"
        hand.execute(
            "UPDATE workflows_admissionrequest SET number = %s, submitted_at = clock_timestamp() WHERE id = %s",
            [request["number"], request["id"]],
        )
        self.moves(hand, request, "submit", "screening", officer)
        opened = (
            "INSERT INTO workflows_admissionprocess (flow_class, status, created, request_id, procedure_on, signing)"
        )
        opened += " VALUES ('workflows/flows.AdmissionFlow', 'NEW', clock_timestamp(), %s, current_date, '{}')"
        opened += " RETURNING id"
        process = hand.execute(opened, [request["id"]]).fetchone()["id"]
        self.lays(hand, request, process)
        self.tells(hand, request, "submitted")

    def acts(self, hand: Any, request: Row, step: Step, officer: User) -> None:
        desk, _others = self.seat(hand, request, step.desk, officer)
        target, told = FOLLOWS[step.act]
        act, reason = self.effect(hand, request, step)
        self.moves(hand, request, act, target, officer, reason)
        self.tells(hand, request, told)
        hand.execute(CLOSE, [officer.pk, desk["id"]])
        if target in LAID:
            self.lays(hand, request, desk["process_id"])
        else:
            closed = "UPDATE workflows_admissionprocess SET status = 'DONE', finished = clock_timestamp() WHERE id = %s"
            hand.execute(closed, [desk["process_id"]])

    def gives_an_opinion(self, hand: Any, request: Row, name: str, officer: User) -> None:
        desk, others = self.seat(hand, request, name, officer)
        hand.execute(self.given, [request["id"], name, int(desk["place"]), officer.pk])
        self.writes_down(hand, request, "give_opinion", request["state"], request["state"], officer)
        hand.execute(CLOSE, [officer.pk, desk["id"]])
        if not others:
            target, act = REFERRED[request["state"]]
            self.moves(hand, request, act, target, officer)
            self.lays(hand, request, desk["process_id"])

    def seat(self, hand: Any, request: Row, name: str, officer: User) -> tuple[Row, Sequence[Row]]:
        lying = hand.execute(LYING, [officer.pk, request["id"]]).fetchall()
        mine = next(desk for desk in lying if desk["name"] == name and desk["his"])
        if officer.organ_id == request["department_id"] or officer.pk == request["applicant_id"]:
            raise PermissionError(name)
        return mine, [desk for desk in lying if desk is not mine]

    def effect(self, hand: Any, request: Row, step: Step) -> tuple[str, str]:
        """What the act does besides moving the request; its name in the record, and the reason."""
        if step.act == "accept":
            township = self.county.townships[0].pk
            asked = "INSERT INTO workflows_admissionrequest_consulted (admissionrequest_id, organ_id) VALUES (%s, %s)"
            hand.execute(asked, [request["id"], township])
            return "accept", ""
        if step.act == "decide":
            return "admit", self.admits(hand, request)
        if step.act == "publish":
            published = "UPDATE catalogues_entry SET published_on = current_date WHERE request_number = %s"
            hand.execute(published, [request["number"]])
            return "publish", "县政府门户网站"
        filed = "UPDATE catalogues_entry SET filed_on = current_date, filing_receipt = %s WHERE request_number = %s"
        hand.execute(filed, ["备1号", request["number"]])
        return "file", "备1号"

    def admits(self, hand: Any, request: Row) -> str:
        asked = "SELECT id, title FROM workflows_requestpart WHERE request_id = %s ORDER BY position"
        said = []
        for part in hand.execute(asked, [request["id"]]).fetchall():
            year = date.today().year
            running = hand.execute(NEXT, [f"admission-{request['county_id']}-{year}"]).fetchone()["last"]
            number = f"准〔{year}〕{request['county_id'][:6]}-{running:04d}号"
            whose = [request["county_id"], request["department_id"], request["number"]]
            hand.execute(self.enter, [number, *whose, part["id"]])
            decided = "UPDATE workflows_requestpart SET decision = 'admitted', reason = '同意', admission_number = %s"
            hand.execute(decided + " WHERE id = %s", [number, part["id"]])
            said.append(f"{part['title']}：准予准入 同意")
        return "\n".join(said)

    def moves(self, hand: Any, request: Row, act: str, target: str, officer: User, reason: str = "") -> None:
        moved = "UPDATE workflows_admissionrequest SET state = %s, revision = revision + 1,"
        moved += " accepted_at = CASE WHEN %s THEN clock_timestamp() ELSE accepted_at END,"
        moved += " closed_at = CASE WHEN %s THEN clock_timestamp() END WHERE id = %s"
        hand.execute(moved, [target, target == "under_review", target == "admitted", request["id"]])
        self.writes_down(hand, request, act, request["state"], target, officer, reason)
        request["state"], request["revision"] = target, request["revision"] + 1

    def writes_down(
        self, hand: Any, request: Row, act: str, source: str, target: str, officer: User, reason: str = ""
    ) -> None:
        hand.execute(
            self.event,
            [request["id"], act, source, target, officer.pk, officer.organ_id, reason, Jsonb({"by": "hand"})],
        )

    def tells(self, hand: Any, request: Row, event: str) -> None:
        key = f"{event}-{request['id']}-{request['revision']}-{request['applicant_id']}"
        context = {"request": request["id"], "number": request["number"], "title": request["title"]}
        hand.execute(self.tell, [key, request["applicant_id"], event, Jsonb(context)])

    def lays(self, hand: Any, request: Row, process: int) -> None:
        county, names = request["county_id"], LAID[request["state"]]
        places = self.places(hand, request)
        desks = procedure.load(county, date.today()).desks
        asked = "SELECT date FROM accounts_calendarday WHERE is_working AND date > current_date ORDER BY date LIMIT 20"
        days = [row["date"] for row in hand.execute(asked).fetchall()]
        rows = []
        for name in names:
            budget, flow_task = desks[name].working_days, f"workflows/flows.AdmissionFlow.{name}"
            due = days[budget - 1] if budget else None
            rows += [flow_task, NODES[name].right, places[name], process, name, county, budget, due]
        hand.execute(self.lay + ", ".join([self.a_desk] * len(names)), rows)

    def places(self, hand: Any, request: Row) -> dict[str, str]:
        names = LAID[request["state"]]
        if len(names) == 1:
            return {names[0]: request["county_id"]}
        asked = "SELECT function, id FROM accounts_organ WHERE region_id = %s AND function <> 'department'"
        organs = {row["function"]: str(row["id"]) for row in hand.execute(asked, [request["county_id"]]).fetchall()}
        found = {name: organs[FUNCTIONS.get(name, name)] for name in names if name != "consultation"}
        if "consultation" in names:
            asked = "SELECT organ_id FROM workflows_admissionrequest_consulted WHERE admissionrequest_id = %s"
            found["consultation"] = str(hand.execute(asked, [request["id"]]).fetchone()["organ_id"])
        return found
