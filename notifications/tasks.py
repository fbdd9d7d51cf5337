"""What the worker does when the bell rings, and on every sweep."""

from celery import shared_task

from notifications import outbox


@shared_task
def deliver() -> int:
    """Deliver all that waits in the outbox; returns how many messages."""
    total = 0
    while delivered := outbox.deliver_waiting():
        total += delivered
    return total
