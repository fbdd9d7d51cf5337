"""The same route as a SpiffWorkflow, read from BPMN; the workflow is kept as jsonb and written back after each step.

One locked row a request, with an event beside it; whether somebody may act is looked up as in the others. It has no
outbox, no numbers, no due dates.
"""

import json
import logging
from pathlib import Path
from typing import Any

import psycopg
from psycopg.types.json import Jsonb
from SpiffWorkflow.bpmn.parser import BpmnParser
from SpiffWorkflow.bpmn.serializer import BpmnWorkflowSerializer
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from accounts.models import User
from bench.engines.by_hand import HOLDS
from bench.engines.route import Step

BPMN = Path(__file__).with_name("route.bpmn")
TABLES = """
CREATE TABLE spiff_case (id bigserial PRIMARY KEY, workflow jsonb NOT NULL, revision int NOT NULL DEFAULT 0);
CREATE TABLE spiff_event (id bigserial PRIMARY KEY, case_id bigint NOT NULL REFERENCES spiff_case, act text NOT NULL,
  officer_id bigint NOT NULL, at timestamptz NOT NULL);
CREATE INDEX ON spiff_event (case_id);
"""
RIGHTS = {
    "accept": "screen",
    "give_opinion": "give_opinion",
    "decide": "decide",
    "publish": "publish",
    "file": "publish",
}


class Spiff:
    title = "SpiffWorkflow"

    def __init__(self, database: "psycopg.Connection[Any]") -> None:
        self.database = database
        logging.getLogger("spiff").setLevel(logging.WARNING)  # it tells of every change of every task
        database.execute(TABLES)
        parser = BpmnParser()
        parser.add_bpmn_file(str(BPMN))
        self.spec = parser.get_spec("route")
        self.serializer = BpmnWorkflowSerializer(BpmnWorkflowSerializer.configure())

    def draft(self) -> dict[str, int]:
        return {}

    def does(self, case: dict[str, int], step: Step, officer: User) -> None:
        with self.database.transaction():
            if step.act == "submit":
                self.begins(case, officer)
            else:
                self.acts(case, step, officer)

    def begins(self, case: dict[str, int], officer: User) -> None:
        self.must_hold(officer, "submit")
        workflow = BpmnWorkflow(self.spec)
        workflow.do_engine_steps()
        inserted = "INSERT INTO spiff_case (workflow) VALUES (%s) RETURNING id"
        [case["id"]] = self.database.execute(inserted, [self.kept(workflow)]).fetchone() or [0]
        self.writes_down(case["id"], "submit", officer)

    def acts(self, case: dict[str, int], step: Step, officer: User) -> None:
        locked = "SELECT workflow FROM spiff_case WHERE id = %s FOR UPDATE"
        [stored] = self.database.execute(locked, [case["id"]]).fetchone() or [None]
        self.must_hold(officer, RIGHTS[step.act])
        workflow = self.serializer.from_dict(stored)
        ready = workflow.get_tasks(state=TaskState.READY, manual=True)
        task = next(each for each in ready if each.task_spec.name == step.desk)
        task.data["conclusion"] = "supports"
        task.run()
        workflow.do_engine_steps()
        written = "UPDATE spiff_case SET workflow = %s, revision = revision + 1 WHERE id = %s"
        self.database.execute(written, [self.kept(workflow), case["id"]])
        self.writes_down(case["id"], step.act, officer)

    def must_hold(self, officer: User, right: str) -> None:
        if self.database.execute(HOLDS, [officer.pk, right]).fetchone() is None:
            raise PermissionError(right)

    def writes_down(self, case: int, act: str, officer: User) -> None:
        noted = "INSERT INTO spiff_event (case_id, act, officer_id, at) VALUES (%s, %s, %s, clock_timestamp())"
        self.database.execute(noted, [case, act, officer.pk])

    def kept(self, workflow: BpmnWorkflow) -> Jsonb:
        return Jsonb(json.loads(self.serializer.serialize_json(workflow)))
