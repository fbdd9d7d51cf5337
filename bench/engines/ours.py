"""The product's own services, as the pages call them. How long the judging took is taken apart from the rest."""

from typing import Any

from accounts.models import User
from bench.engines.route import Step
from tests.cast import County
from tests.requests import MEDIATION, draft
from workflows.models import AdmissionRequest, Decision
from workflows.services import decision, publication, review, screening, submission
from workflows.services.decision import Ruling


class Ours:
    title = "ours"

    def __init__(self) -> None:
        self.county = County()
        self.acts: dict[str, Any] = {
            "submit": lambda r, by: submission.submit(r, by=by),
            "accept": lambda r, by: screening.accept(r, by=by, townships=self.county.townships[:1]),
            "decide": lambda r, by: decision.decide(r, by=by, rulings={1: Ruling(Decision.ADMITTED, "同意")}),
            "publish": lambda r, by: publication.publish(r, by=by, where="县政府门户网站"),
            "file": lambda r, by: publication.file(r, by=by, receipt="备1号"),
        }

    def draft(self) -> AdmissionRequest:
        return draft(self.county, MEDIATION)

    def does(self, case: AdmissionRequest, step: Step, officer: User) -> None:
        if step.act == "give_opinion":
            review.give_opinion(case, by=officer, desk=step.desk, conclusion="supports")
        else:
            self.acts[step.act](case, officer)
