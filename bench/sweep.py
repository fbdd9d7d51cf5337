"""How long the hourly sweep takes over very many open desks of one county, after ten days in which it did not run.

`python -m bench.sweep [--desks N]` (or `make bench-sweep`). Exit 1 if the first sweep takes longer than 20 s, misses
an overdue desk, or if the second one tells anything again.
"""

import argparse
import os
import sys
import time
from datetime import date, timedelta
from typing import Any

BUDGET = 20.0
AT_ONCE = 2000


def fill(desks: int) -> None:
    """As many open desks, due between ten days ago and thirty days ahead, and nobody told of any of them."""
    from workflows.models import Desk  # noqa: PLC0415

    for start in range(0, desks, AT_ONCE):
        numbers = range(start, min(start + AT_ONCE, desks))
        cases = _cases(numbers)
        Desk.objects.bulk_create(_desk(n, case) for n, case in zip(numbers, cases, strict=True))


def _cases(numbers: range) -> list[Any]:
    from tests.cast import County  # noqa: PLC0415
    from workflows.flows import AdmissionFlow  # noqa: PLC0415
    from workflows.models import AdmissionProcess, AdmissionRequest, State  # noqa: PLC0415

    county = County()
    whose = {"department": county.department, "applicant": county.clerk, "county": county.region}
    requests = AdmissionRequest.objects.bulk_create(
        AdmissionRequest(title="人民调解委员会", number=f"b-{n}", state=State.AWAITING_DECISION, **whose)
        for n in numbers
    )
    return AdmissionProcess.objects.bulk_create(
        AdmissionProcess(flow_class=AdmissionFlow, request=each, procedure_on=date.today()) for each in requests
    )


def _desk(number: int, case: Any) -> Any:
    from django.utils.timezone import localdate  # noqa: PLC0415
    from viewflow.workflow.status import STATUS  # noqa: PLC0415

    from accounts import rights  # noqa: PLC0415
    from tests.cast import CODE  # noqa: PLC0415
    from workflows.flows import AdmissionFlow  # noqa: PLC0415
    from workflows.models import Desk  # noqa: PLC0415

    return Desk(
        process=case,
        flow_task=AdmissionFlow.decide,
        name=AdmissionFlow.decide.name,
        status=STATUS.NEW,
        owner_permission=rights.DECIDE,
        owner_permission_obj_pk=CODE,
        county_code=CODE,
        budget=5,
        due_on=localdate() + timedelta(days=number % 41 - 10),
    )


def timed() -> tuple[int, float]:
    """How many desks one sweep told of, and how long it took in seconds."""
    from workflows.services.escalation import escalate  # noqa: PLC0415

    begun = time.perf_counter()
    told = escalate()
    return told, time.perf_counter() - begun


def main() -> int:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--desks", type=int, default=100_000)
    desks = options.parse_args().desks
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from bench.scratch import scratch_database  # noqa: PLC0415

    with scratch_database():
        from django.utils.timezone import localdate  # noqa: PLC0415

        from notifications.models import Outgoing  # noqa: PLC0415
        from workflows.models import Desk  # noqa: PLC0415

        fill(desks)
        told, seconds = timed()
        messages, late = Outgoing.objects.count(), Desk.objects.filter(due_on__lt=localdate()).count()
        again, seconds_again = timed()
    print(f"first: {told} desks told of in {messages} messages; second: {again} in {seconds_again:.1f} s")
    print(f"sweep: {desks} desks in {seconds:.1f} s")
    return 0 if told >= late and again == 0 and seconds <= BUDGET else 1


if __name__ == "__main__":
    sys.exit(main())
