"""The product's own services, as the pages call them.

Two things are taken apart. Judging by the rules (at submission and at the decision) has no counterpart in the others: its
time and statements are noted by themselves. The bell, one word to the broker after COMMIT, is silent: no other engine rings.
"""

import time
from collections.abc import Callable
from typing import Any, Self

from accounts.models import User
from bench.engines.route import Step
from notifications import outbox
from tests.cast import County
from tests.requests import MEDIATION, draft
from workflows.models import AdmissionRequest, Decision
from workflows.services import decision, judgement, publication, review, screening, submission
from workflows.services.decision import Ruling


class Ours:
    """`judging` is how long the last step judged, in seconds; `sent`, where given, counts its statements."""

    title = "ours"

    def __init__(self) -> None:
        self.county = County()
        self.judging, self.judging_sent = 0.0, 0
        self.sent: Callable[[], int] = lambda: 0
        self.acts: dict[str, Any] = {
            "submit": lambda r, by: submission.submit(r, by=by),
            "accept": lambda r, by: screening.accept(r, by=by, townships=self.county.townships[:1]),
            "decide": lambda r, by: decision.decide(r, by=by, rulings={1: Ruling(Decision.ADMITTED, "同意")}),
            "publish": lambda r, by: publication.publish(r, by=by, where="县政府门户网站"),
            "file": lambda r, by: publication.file(r, by=by, receipt="备1号"),
        }
        self.judge_pending = judgement.judge_pending
        self.ring = outbox.ring

    def __enter__(self) -> Self:
        judgement.judge_pending, outbox.ring = self.judges, lambda: None
        return self

    def __exit__(self, *_raised: object) -> None:
        judgement.judge_pending, outbox.ring = self.judge_pending, self.ring

    def draft(self) -> AdmissionRequest:
        return draft(self.county, MEDIATION)

    def does(self, case: AdmissionRequest, step: Step, officer: User) -> None:
        self.judging, self.judging_sent = 0.0, 0
        if step.act == "give_opinion":
            review.give_opinion(case, by=officer, desk=step.desk, conclusion="supports")
        else:
            self.acts[step.act](case, officer)

    def judges(self, request: AdmissionRequest) -> Any:
        begun, sent = time.perf_counter(), self.sent()
        try:
            return self.judge_pending(request)
        finally:
            self.judging += time.perf_counter() - begun
            self.judging_sent += self.sent() - sent
