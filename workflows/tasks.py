"""The sweeps: what the alarm clock starts. Each calls a service; running twice is harmless."""

import logging

from celery import shared_task

from accounts.doors import machine
from workflows.services import batches, escalation, exits, law_review, leaving_out, sweeps

log = logging.getLogger(__name__)


@machine("reminds only holders of a desk that waits, at most once each period")
@shared_task
def remind() -> int:
    """催办: remind the province of what waits for its consent."""
    return sweeps.remind_province()


@machine("reads only, and reports")
@shared_task
def compare_desks() -> int:
    """Log each request whose desks do not fit its state; returns how many."""
    found = sweeps.disagreements()
    for sentence in found:
        log.error("desks and state disagree: %s", sentence)
    return len(found)


@machine("takes who left office or the post out of the signers of a desk, on record; never the last one")
@shared_task
def leave_out_the_gone() -> int:
    """减签: nobody waits for who is gone; returns how many desks."""
    return leaving_out.leave_out()


@machine("queues what rests on a changed law for its lead organ, each thing once")
@shared_task
def review_law_changes() -> int:
    """依据复查: queue what rests on a change of law; returns how many."""
    return len(law_review.queue())


@machine("tells of each desk and filing once a rung, those who hold it and the supervisors; changes no request or list")
@shared_task
def escalate() -> int:
    """提醒阶梯: tell of what is due soon, due, overdue and long overdue; returns how many desks of requests."""
    told = escalation.escalate()
    escalation.escalate_standing()
    return told


@machine("does what an officer has confirmed, in his name and with his rights of that moment; each item once")
@shared_task
def work_batch(pk: int) -> int:
    """批量办理: look at or do what waits in the batch; returns how many items."""
    return batches.work(pk)


@machine("goes on with batches that an officer has confirmed and a worker left half done")
@shared_task
def resume_batches() -> int:
    """Go on with what was left half done; returns how many items."""
    return sum(batches.work(pk) for pk in batches.stalled())


@machine(
    "queues what speaks for the exit of an entry for the keepers of its list, each thing once; no entry leaves by it"
)
@shared_task
def queue_exits() -> int:
    """退出核查: queue entries whose basis is gone, whose term ends, or that nobody pays, uses or accepts."""
    return len(exits.queue())
