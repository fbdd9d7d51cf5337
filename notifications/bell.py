"""The bell: tell the worker that something waits. If the broker is away the sweep finds it (ADR 0008)."""

import logging

from celery import current_app
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)


def ring() -> None:
    """Ring once, without retry. A broker that does not answer is logged; nothing is lost by it."""
    try:
        current_app.send_task("notifications.tasks.deliver", retry=False, expires=60)
    except OperationalError as silent:
        log.warning("the broker does not answer; the sweep will deliver: %s", silent)
