"""What the worker does when the bell rings, and on every sweep."""

from celery import shared_task

from accounts.doors import machine
from notifications import outbox


@machine("delivers only what acts have written to the outbox")
@shared_task
def deliver() -> int:
    """Deliver all that waits in the outbox; returns how many messages."""
    total = 0
    while delivered := outbox.deliver_waiting():
        total += delivered
    return total
