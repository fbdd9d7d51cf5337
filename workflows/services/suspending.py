"""暂缓, 恢复: the counter or the authority puts a request off until a day, for a reason. Its clock stands still meanwhile."""

from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import rights
from accounts.days import midnight
from accounts.models import User
from notifications import outbox
from workflows import recusal
from workflows.errors import NotComplete, NotNow, required
from workflows.models import SUSPENDABLE, AdmissionRequest, Desk, Pause, PauseReason, RequestEvent
from workflows.services import clocks
from workflows.services.acts import act_label, locked, put_on_record
from workflows.services.submission import resume as end_pause

# No text sets a limit; whoever needs more than half a year suspends anew, and says why once more.
LONGEST = timedelta(days=183)
RIGHTS = (rights.SCREEN, rights.DECIDE)


def suspend(request: AdmissionRequest, *, by: User, reason: str, until: date, seen: int | None = None) -> None:
    """暂缓: nobody acts at its desks up to and with `until`. Then it goes on by itself, or before by 恢复."""
    required(reason, _("请写明暂缓的理由。"))
    if not timezone.localdate() < until <= timezone.localdate() + LONGEST:
        raise NotComplete(_("暂缓须自明日起、半年之内。"), field="until")
    with locked(request, seen=seen) as row:
        require_suspendable(row, by)
        row.suspended_until = until
        row.revision += 1
        row.save(update_fields=["suspended_until", "revision"])
        Pause.objects.create(request=row, reason=PauseReason.SUSPENSION, ended_at=_midnight_after(until))
        _tell(row, "suspended", _note(row, "suspend", by, reason, until=until.isoformat()))


def resume(request: AdmissionRequest, *, by: User, reason: str = "", seen: int | None = None) -> None:
    """恢复办理: before the day; the days that were left count again."""
    with locked(request, seen=seen) as row:
        require_resumable(row, by)
        row.suspended_until = None
        row.revision += 1
        row.save(update_fields=["suspended_until", "revision"])
        end_pause(row, PauseReason.SUSPENSION)
        _tell(row, "resumed", _note(row, "resume", by, reason))


def require_suspendable(request: AdmissionRequest, by: User) -> None:
    """Raise PermissionDenied or NotNow where `suspend` would."""
    _take_up(request, by, "suspend")
    if request.is_suspended and request.suspended_until:
        day = request.suspended_until.isoformat()
        raise NotNow(_("《%(request)s》已暂缓至 %(day)s。") % {"request": request, "day": day})
    if request.state not in SUSPENDABLE:
        raise NotNow(
            _("《%(request)s》现为“%(state)s”，不能“%(act)s”。")
            % {"request": request, "state": request.get_state_display(), "act": act_label("suspend")}
        )


def require_resumable(request: AdmissionRequest, by: User) -> None:
    """Raise PermissionDenied or NotNow where `resume` would."""
    _take_up(request, by, "resume")
    if not request.is_suspended:
        raise NotNow(_("《%(request)s》没有暂缓，不需要恢复。") % {"request": request})


def _take_up(request: AdmissionRequest, by: User, act: str) -> None:
    """By whichever of the two rights he holds in the county."""
    right = next((each for each in RIGHTS if rights.may(by, each, request.county)), None)
    if right is None:
        raise PermissionDenied(_("%(officer)s不能办理“%(desk)s”。") % {"officer": by, "desk": act_label(act)})
    recusal.take_up(request, by, right, request.county_id)


def _note(request: AdmissionRequest, act: str, by: User, reason: str, **record: str) -> RequestEvent:
    """Count the desks anew, and write it down."""
    clocks.recount(request)
    return put_on_record(request, act, by, reason, **record)


def _tell(request: AdmissionRequest, told: str, event: RequestEvent) -> None:
    """The applicant, and those at the desks."""
    people = {request.applicant}
    for desk in Desk.objects.filter(process__request=request, finished__isnull=True):
        people.update(clocks.holders_of(desk))
    outbox.tell(people, told, request, occasion=str(event.pk), reason=event.reason, **event.record)


def _midnight_after(day: date) -> datetime:
    return midnight(day + timedelta(days=1))
