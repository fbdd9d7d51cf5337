"""What the applying organ writes before it hands in, and while it puts right what was returned. Drafts are no acts yet."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db.models import Max
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import Level, Organ, Region, User
from policy.answers import WrongAnswer
from policy.facts import Facts, Kind, questions
from workflows import recusal
from workflows.errors import NotComplete, NotNow, required
from workflows.models import AdmissionRequest, Citation, KeptDraft, RequestPart, State
from workflows.services import temporary
from workflows.services.acts import locked
from workflows.services.lasting import lasting

WRITABLE = (State.DRAFT, State.RETURNED)


def begin(*, by: User, department: Organ, county: Region, title: str, kind: str) -> AdmissionRequest:
    """起草: a new draft of `department` to `county`, with one part of `kind`."""
    rights.require(by, rights.SUBMIT, department)
    if not counties_of(department).filter(pk=county.pk).exists():
        raise NotComplete(_("只能向本单位所在的县（市、区）申请。"), field="county")
    request: AdmissionRequest = AdmissionRequest.objects.create(
        title=_named(title), department=department, applicant=by, county=county
    )
    RequestPart.objects.create(request=request, position=1, kind=Kind(kind), title=request.title)
    return request


def counties_of(department: Organ) -> Any:
    """The counties that an organ may apply to: its own, or for an organ of a city or province those inside it."""
    region = department.region
    if region.level > Level.COUNTY:
        return Region.objects.filter(pk=region.ancestor_code(Level.COUNTY))
    return Region.objects.within(region).filter(level=Level.COUNTY)


def copy_from(request: AdmissionRequest, *, by: User) -> AdmissionRequest:
    """照此另拟: a new draft with the same parts and citations, undecided, and the answers that outlast their day.

    The copied one stays as it is. The law is that of today: the draft is judged like any other (`services.lasting`).
    """
    draft = begin(
        by=by, department=request.department, county=request.county, title=request.title, kind=Kind.WORK_AFFAIR
    )
    draft.parts.all().delete()
    draft.copied_from = request
    draft.save(update_fields=["copied_from"])
    for part in request.parts.prefetch_related("citations"):
        copied = RequestPart.objects.create(
            request=draft,
            position=part.position,
            kind=part.kind,
            title=part.title,
            answers=lasting(part.kind, part.title, part.answers),
            scope=part.scope,
        )
        cite(copied, list(part.citations.all()))
    return draft


def rename(request: AdmissionRequest, *, by: User, title: str) -> None:
    """Give the request another title."""
    with _writable(request, by) as row:
        row.title = _named(title)
        row.save(update_fields=["title"])


def add_part(request: AdmissionRequest, *, by: User, kind: str, title: str) -> RequestPart:
    """Ask for one more thing. Its answers are written afterwards."""
    with _writable(request, by) as row:
        last = row.parts.aggregate(last=Max("position"))["last"] or 0
        return RequestPart.objects.create(request=row, position=last + 1, kind=Kind(kind), title=_named(title))


def write_part(
    part: RequestPart,
    *,
    by: User,
    title: str,
    answers: Mapping[str, Any],
    citations: Iterable[Citation],
    scope: Region | None = None,
    seen: int | None = None,
) -> None:
    """Write down what is asked for. `answers` by the names of `Facts`; `citations` unsaved rows in their order.

    `scope` is a township or village of the county; None is all of it. `seen` is the revision that was shown.
    """
    with _writable(part.request, by, seen=seen) as row:
        written = _own(row, part)
        try:
            Facts.from_answers(Kind(written.kind), _named(title), answers)
        except WrongAnswer as wrong:
            raise NotComplete(_(wrong.message), field=wrong.field) from wrong
        if scope is not None and not Region.objects.within(row.county).filter(pk=scope.pk).exists():
            raise NotComplete(_("只能选择本县（市、区）的乡镇（街道）或者村。"), field="where")
        if impossible := temporary.impossible_day(row.county, answers):
            raise NotComplete(impossible, field="ends_on")
        _rename_with(row, written, _named(title))
        written.title, written.answers, written.scope = _named(title), dict(answers), scope
        written.save(update_fields=["title", "answers", "scope"])
        KeptDraft.objects.filter(part=written, officer=by).delete()
        written.citations.all().delete()
        cite(written, citations)


def remove_part(part: RequestPart, *, by: User) -> None:
    """Ask for one thing less. What has been judged is on record and stays."""
    with _writable(part.request, by) as row:
        written = _own(row, part)
        if written.verdicts.exists():
            raise NotNow(_("“%(part)s”已经审查，记录不能删除；不再需要的，请撤回后另行申请。") % {"part": written})
        written.delete()


def discard(request: AdmissionRequest, *, by: User) -> None:
    """Throw a draft away. Nothing that was ever submitted can be."""
    with _writable(request, by) as row:
        if row.state != State.DRAFT or row.number:
            raise NotNow(_("《%(request)s》已经提交，不能删除；可以撤回。") % {"request": row})
        row.delete()


def unanswered(part: RequestPart) -> list[str]:
    """Labels of the questions without whose answer a part cannot be read at all."""
    asked = (each for each in questions(Kind(part.kind)) if each.required)
    return [_(each.label) for each in asked if part.answers.get(each.name) in (None, "")]


def require_readable(request: AdmissionRequest) -> None:
    """Raise NotComplete unless every open part answers what it cannot be read without."""
    for part in request.live_parts():
        if part.is_pending and (missing := unanswered(part)):
            raise NotComplete(
                _("“%(part)s”还没有填写：%(questions)s。") % {"part": part, "questions": _("、").join(missing)}
            )
        if part.is_pending:
            temporary.require_term(request, part)


@contextmanager
def _writable(request: AdmissionRequest, by: User, *, seen: int | None = None) -> Iterator[AdmissionRequest]:
    """The locked request, if `by` may write in it now. Its revision goes on, so that nobody submits what he has not seen."""
    with locked(request) as row:
        recusal.require_right(row, by, rights.SUBMIT)
        if row.state not in WRITABLE:
            raise NotNow(
                _("《%(request)s》现为“%(state)s”，不能修改。") % {"request": row, "state": row.get_state_display()}
            )
        if seen not in (None, row.revision):
            raise NotNow(_("《%(request)s》已在别处保存过，本页的内容没有保存，也没有丢失。") % {"request": row})
        row.revision += 1
        row.save(update_fields=["revision"])
        yield row


def _rename_with(request: AdmissionRequest, part: RequestPart, title: str) -> None:
    """A request for one thing, called by its name, goes on being called so; once it has a number, its name stands."""
    if request.number is None and request.title == part.title != title and request.parts.count() == 1:
        request.title = title
        request.save(update_fields=["title"])


def _own(request: AdmissionRequest, part: RequestPart) -> RequestPart:
    """The part as it stands under the lock; only one that is still open may be changed."""
    row = request.parts.filter(pk=part.pk).first()
    if row is None:
        raise NotNow(_("“%(part)s”已被删除。") % {"part": part})
    if not row.is_pending:
        raise NotNow(
            _("“%(part)s”已有办理结果（%(decision)s），不能修改。")
            % {"part": row, "decision": row.get_decision_display()}
        )
    return row


def _named(title: str) -> str:
    required(title, _("请填写名称。"), field="title")
    return title.strip()


def cite(part: RequestPart, citations: Iterable[Citation]) -> None:
    """Write the citations of a part that has none, in their order."""
    copied = ("title", "document_number", "article", "suffix", "paragraph", "item", "claimed_level", "claimed_text")
    Citation.objects.bulk_create(
        Citation(part=part, position=position, **{name: getattr(each, name) for name in copied})
        for position, each in enumerate(citations, start=1)
    )
