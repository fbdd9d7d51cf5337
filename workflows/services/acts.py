"""How every act is done: lock the request, do what the law allows, write it down, all in one transaction."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy
from django_fsm import ConcurrentTransition, TransitionNotAllowed, can_proceed

from accounts.models import Organ, Region, User
from workflows import flows, recusal, seats
from workflows.errors import NotNow
from workflows.flows import DeskNode
from workflows.models import AdmissionRequest, Opinion, RequestEvent, TakenBack
from workflows.models.rows import Rows, at_once

REQUESTS, REGIONS, ORGANS, OFFICERS = Rows(AdmissionRequest), Rows(Region), Rows(Organ), Rows(User)
EVENTS = Rows(RequestEvent)
# At which desk, and for which organ, opinions were taken back.
TAKEN_BACK = f"""ARRAY(SELECT said.desk || ' ' || said.organ_id FROM {Opinion._meta.db_table} said
JOIN {TakenBack._meta.db_table} undone ON undone.opinion_id = said.id WHERE said.request_id = r.id)"""
LOCK = f"""
SELECT {REQUESTS.columns("r")}, {REGIONS.columns("c")}, {ORGANS.columns("o")}, {OFFICERS.columns("u")},
  {recusal.HANDED_IN_BY}, {recusal.SPOKEN_FOR_OTHERS}, {TAKEN_BACK}
FROM {REQUESTS.table} r
JOIN {REGIONS.table} c ON c.code = r.county_id
JOIN {ORGANS.table} o ON o.id = r.department_id
JOIN {OFFICERS.table} u ON u.id = r.applicant_id
WHERE r.id = %s FOR UPDATE OF r
"""


@contextmanager
def locked(request: AdmissionRequest, *, seen: int | None = None) -> Iterator[AdmissionRequest]:
    """The request's row, locked and read anew. It is the first lock every act takes, and the only one on a request.

    `seen` is the revision the page showed; if somebody acted since, NotNow says who and what.
    """
    with transaction.atomic():
        row = _read_and_lock(request.pk)
        if seen is not None and seen != row.revision:
            raise NotNow(_what_happened_since(row))
        yield row


def _read_and_lock(pk: int) -> AdmissionRequest:
    with connection.cursor() as cursor:
        cursor.execute(LOCK, [pk])
        found = cursor.fetchone()
    if found is None:
        raise AdmissionRequest.DoesNotExist(f"no request {pk}")
    values = iter(found)
    row = REQUESTS.read(values)
    row.county, row.department, row.applicant = REGIONS.read(values), ORGANS.read(values), OFFICERS.read(values)
    row.__dict__["handed_in_by"], row.__dict__["spoken_for_others"] = next(values), next(values)
    row.__dict__["taken_back"] = next(values)
    return row


@contextmanager
def at_desk(
    node: DeskNode, request: AdmissionRequest, by: User, *, seen: int | None = None
) -> Iterator[AdmissionRequest]:
    """Lock the request, sit down at its desk, act, and let it go on. Nothing is kept if anything fails."""
    with locked(request) as row, seats.at_desk(node, row, by):
        if seen is not None and seen != row.revision:
            raise NotNow(_what_happened_since(row))
        yield row


def perform(act: Callable[[], Any], by: User | None, reason: str = "", **record: Any) -> RequestEvent:
    """Do `act` (a transition of a locked request) in the name of `by` (None: the machine), and write it down.

    Raises NotNow if the state of the request does not allow the act.
    """
    request: AdmissionRequest = act.__self__  # type: ignore[attr-defined]
    source, name = request.state, act.__name__
    try:
        act()
    except TransitionNotAllowed as refusal:
        raise _not_allowed(request, name) from refusal
    request.stamp(timezone.now())
    request.revision += 1
    if recused := flows.left_out(request):
        record["recused"] = recused
    event = on_record(request, name, by, reason, **record)
    event.source = source
    _write_down(request, event)
    return event


def put_on_record(
    request: AdmissionRequest, act: str, by: User | None, reason: str = "", **record: Any
) -> RequestEvent:
    """Write down an act that moves nothing by itself."""
    event = on_record(request, act, by, reason, **record)
    event.save()
    return event


def on_record(request: AdmissionRequest, act: str, by: User | None, reason: str = "", **record: Any) -> RequestEvent:
    """The same, not yet saved."""
    return RequestEvent(
        request=request,
        act=act,
        source=request.state,
        target=request.state,
        officer=by,
        organ_id=by.organ_id if by else None,
        reason=reason,
        record=record,
    )


def _write_down(request: AdmissionRequest, event: RequestEvent) -> None:
    """Where the request now is, and the event, in one statement. Raises ConcurrentTransition if it was moved unseen."""
    moved = REQUESTS.changed(request, where="state = %s RETURNING id", values=[event.source])
    noted = EVENTS.added(event)
    [(event.pk, written)] = at_once(moved, replace(noted, sql=f"{noted.sql}, (SELECT count(*) FROM written_0)"))
    if not written:
        raise ConcurrentTransition(f"{request.pk} is no longer {event.source}")
    event._state.adding = False
    request.is_written()


def require_allowed(request: AdmissionRequest, name: str) -> None:
    """Raise NotNow unless the state of the request allows the act; nothing is done. For pages, before they ask."""
    if not is_allowed(request, name):
        raise _not_allowed(request, name)


def is_allowed(request: AdmissionRequest, name: str) -> bool:
    """Whether the state of the request allows the act."""
    return bool(can_proceed(getattr(request, name)))


def _not_allowed(request: AdmissionRequest, name: str) -> NotNow:
    return NotNow(
        _("《%(request)s》现为“%(state)s”，不能“%(act)s”。")
        % {"request": request, "state": request.get_state_display(), "act": act_label(name)}
    )


def _what_happened_since(request: AdmissionRequest) -> str:
    last = request.events.select_related("officer").last()
    if last is None:
        return _("《%(request)s》已有变化，请刷新页面。") % {"request": request}
    return _(
        "页面已过时：“%(act)s”已由 %(officer)s 于 %(time)s 办理，《%(request)s》现为“%(state)s”。请刷新后再办。"
    ) % {
        "act": act_label(last.act),
        "officer": last.officer or _("系统"),
        "time": timezone.localtime(last.at).strftime("%Y-%m-%d %H:%M"),
        "request": request,
        "state": request.get_state_display(),
    }


# What moves nothing by itself is no transition: an opinion, and the decision (which admits or refuses).
OTHER_ACTS = {
    "give_opinion": pgettext_lazy("act", "提出审查意见"),
    "urge": pgettext_lazy("act", "催办"),
    "hand_on": pgettext_lazy("act", "转办"),
    "suspend": pgettext_lazy("act", "暂缓"),
    "resume": pgettext_lazy("act", "恢复办理"),
    "copy": pgettext_lazy("act", "抄送"),
    "mark_read": pgettext_lazy("act", "已阅"),
    "add_signer": pgettext_lazy("act", "加签"),
    "remove_signer": pgettext_lazy("act", "减签"),
    "move_procedure": pgettext_lazy("act", "转用新程序"),
    "deadline_recomputed": pgettext_lazy("act", "重新计算期限"),
    "decide": pgettext_lazy("act", "审定"),
    "lift_order": pgettext_lazy("act", "解除应急"),
    "confirm_citation": pgettext_lazy("act", "核验依据原件"),
    "refuse_citation": pgettext_lazy("act", "未找到所引文件"),
    "issue_letter": pgettext_lazy("act", "签发文书"),
    "attach": pgettext_lazy("act", "上传附件"),
    "remove_attachment": pgettext_lazy("act", "移去附件"),
}


def act_label(name: str) -> str:
    """What people call the act: the transition's docstring, or the words in OTHER_ACTS."""
    if name in OTHER_ACTS:
        return str(OTHER_ACTS[name])
    transition = getattr(AdmissionRequest, name, None)
    return pgettext("act", transition.__doc__) if transition is not None and transition.__doc__ else name
