"""拿回: whoever acted takes his act back, as long as nobody has acted on it. What was done stays on record, undone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from viewflow.workflow.status import STATUS

from accounts import rights
from accounts.models import User
from notifications import outbox
from workflows import flows, recusal, seats
from workflows.errors import NotNow
from workflows.models import (
    AdmissionRequest,
    Correction,
    Decision,
    Desk,
    Opinion,
    Pause,
    PauseReason,
    RequestEvent,
    State,
    TakenBack,
)
from workflows.services import clocks
from workflows.services.acts import act_label, locked, perform

# Act → the desk at which it is done; the acts of no desk are the applying organ's.
DESK_OF = {"accept": "screen", "return_for_correction": "screen", "resubmit": "correct"}
UNDOABLE = frozenset({"submit", "ask_re_examination", "give_opinion", *DESK_OF})
# What follows from the last opinion of a stage, in the same breath.
REFERS = frozenset({"refer_to_joint_review", "refer_to_province", "refer_for_decision"})
# Whoever does this does not act on what was done before.
PASSING_BY = frozenset({"urge", "deadline_recomputed", "copy", "mark_read", "suspend", "resume"})
FORBIDDEN = frozenset({"reject", "redirect", "cap"})


@dataclass(frozen=True)
class Undone:
    """The act that is taken back; `refer` is what it brought about, `desk` where it was done."""

    event: RequestEvent
    refer: RequestEvent | None
    desk: Desk | None


def take_back(request: AdmissionRequest, *, by: User, reason: str = "", seen: int | None = None) -> None:
    """拿回 one's own last act: submit, resubmit, ask for re-examination, accept, return for correction, an opinion."""
    with locked(request, seen=seen) as row:
        undone = what(row, by)
        _undo_what_hangs_on_it(row, undone)
        row.back_to = State(undone.event.source)
        event = perform(row.take_back, by, reason, undoes=undone.event.pk, undone=undone.event.act)
        flows.reopen(row, _desk_to_lie_on(row, undone))
        clocks.recount(row)
        if undone.event.act != "submit":
            act = str(act_label(undone.event.act))
            people = {row.applicant} - {by}
            outbox.tell(people, "taken_back", row, occasion=str(event.pk), act=act, officer=str(by))


def what(request: AdmissionRequest, by: User) -> Undone:
    """The act of `by` that can be taken back now. Raises NotNow (who acted since, or that there is none), PermissionDenied."""
    events = list(request.events.select_related("officer").order_by("pk"))
    standing = still_standing(events)
    mine = next((each for each in reversed(standing) if each.officer_id == by.pk and each.act in UNDOABLE), None)
    if mine is None:
        raise NotNow(_("%(officer)s没有可以拿回的办理。") % {"officer": by})
    later = [each for each in standing if each.pk > mine.pk and each.act not in PASSING_BY]
    refer = later[0] if later and later[0].act in REFERS and later[0].officer_id == by.pk else None
    _nobody_acted_on(mine, later[1:] if refer else later, refer)
    seats.require_running(request)
    return Undone(mine, refer, _taken_up(request, mine, by))


def still_standing(events: Iterable[RequestEvent]) -> list[RequestEvent]:
    """The record without what was taken back, and without the taking back."""
    events = list(events)
    undone = {event.record["undoes"] for event in events if event.act == "take_back"}
    kept: list[RequestEvent] = []
    fallen: RequestEvent | None = None
    for event in events:
        follows = fallen is not None and event.act in REFERS and event.officer_id == fallen.officer_id
        fallen = event if event.pk in undone else fallen if event.act in PASSING_BY else None
        if event.pk not in undone and event.act != "take_back" and not follows:
            kept.append(event)
    return kept


def _nobody_acted_on(mine: RequestEvent, later: Sequence[RequestEvent], refer: RequestEvent | None) -> None:
    """Opinions of one stage do not act on one another; all else does."""
    beside = mine.act == "give_opinion" and refer is None
    acted = next((each for each in later if not beside or each.source != each.target), None)
    if acted:
        raise NotNow(
            _("“%(mine)s”之后，“%(act)s”已由 %(officer)s 于 %(time)s 办理，不能拿回。")
            % {
                "mine": act_label(mine.act),
                "act": act_label(acted.act),
                "officer": acted.officer or _("系统"),
                "time": timezone.localtime(acted.at).strftime("%Y-%m-%d %H:%M"),
            }
        )
    if FORBIDDEN.intersection(mine.record.get("outcomes", {}).values()):
        raise NotNow(_("其中有事项已由系统按规定不予受理，不能拿回；可以撤回，或者申请复核。"))


def _taken_up(request: AdmissionRequest, mine: RequestEvent, by: User) -> Desk | None:
    """The desk at which it was done, where `by` must still be entitled to sit; for an act of no desk, the right."""
    name = DESK_OF.get(mine.act) or mine.record.get("desk")
    if name is None:
        recusal.require_right(request, by, rights.SUBMIT)
        return None
    done = Desk.objects.filter(process__request=request, name=name, status=STATUS.DONE, owner=by)
    desk = done.select_related("process").latest("finished")
    right, place = desk.owner_permission or "", desk.owner_permission_obj_pk or ""
    if rights.Holding(right, place) not in rights.holdings(by):
        raise PermissionDenied(_("%(officer)s已不在该环节任职，不能拿回。") % {"officer": by})
    recusal.take_up(request, by, right, place)
    return desk


def _desk_to_lie_on(request: AdmissionRequest, undone: Undone) -> Desk | None:
    """Where it lay before: the desk of the act, or the counter's that a re-examination had cleared."""
    if undone.desk or request.state != State.SCREENING:
        return undone.desk
    return Desk.objects.filter(process__request=request, name="screen").latest("pk")


def _undo_what_hangs_on_it(request: AdmissionRequest, undone: Undone) -> None:
    """The pause, the list of corrections, the townships asked, the opinion: as before the act."""
    act = undone.event.act
    pauses = Pause.objects.filter(request=request)
    if act == "accept":
        request.consulted.clear()
        request.parts.filter(decision=Decision.SENT_BACK).update(decision=Decision.PENDING, reason="")
    elif act == "return_for_correction":
        pauses.filter(reason=PauseReason.CORRECTION, ended_at__isnull=True).delete()
        Correction.objects.filter(request=request, answered_at__isnull=True).delete()
    elif act == "resubmit":
        last = pauses.filter(reason=PauseReason.CORRECTION).latest("pk")
        pauses.filter(pk=last.pk).update(ended_at=None)
        asked = Correction.objects.filter(request=request).latest("pk")
        Correction.objects.filter(pk=asked.pk).update(answered_at=None)
    elif act == "give_opinion" and undone.desk:
        desk = undone.desk
        said = Opinion.objects.filter(request=request, desk=desk.name, officer=desk.owner_id, signer=desk.signer_id)
        TakenBack.objects.create(opinion=said.latest("pk"))
    if undone.refer and undone.refer.act == "refer_to_province":
        pauses.filter(reason=PauseReason.PROVINCE, ended_at__isnull=True).delete()
