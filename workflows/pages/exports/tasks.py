"""What the worker does for exports. Each calls a function that may be run twice."""

import logging

from celery import current_app, shared_task
from kombu.exceptions import OperationalError

from accounts.doors import machine
from workflows.pages.exports import writing

log = logging.getLogger(__name__)


@machine("writes what its owner may see, asked of the list's own view in his name")
@shared_task
def write_export(pk: int) -> bool:
    """Write one export."""
    return writing.write(pk)


@machine("writes what waits in the name of each owner, and deletes only files that have expired")
@shared_task
def sweep_exports() -> int:
    """Write what waits and throw away what has expired; returns how many were written."""
    return writing.sweep()


def ring(pk: int) -> None:
    """Tell the worker, once. A broker that does not answer is logged: the sweep finds the export."""
    try:
        current_app.send_task("workflows.pages.exports.tasks.write_export", args=[pk], retry=False, expires=600)
    except OperationalError as silent:
        log.warning("the broker does not answer; the sweep will write the export: %s", silent)
