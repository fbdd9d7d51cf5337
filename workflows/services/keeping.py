"""暂存: keep what is typed, as it is typed, until it is saved or thrown away. What was kept is never handed in."""

from collections.abc import Mapping, Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import User
from workflows.errors import NotComplete, NotNow
from workflows.models import AdmissionRequest, KeptDraft, RequestPart
from workflows.services.acts import locked
from workflows.services.drafting import WRITABLE

MOST = 400_000  # characters; a form filled to its limits has about half of it


def keep(
    part: RequestPart,
    *,
    by: User,
    typed: Mapping[str, Sequence[str]],
    version: int,
    seen: int,
    instead: bool = False,
) -> KeptDraft:
    """Keep what `by` has typed. `version` is the last keeping his window knows of, 0 for none; `seen` its revision.

    Raises NotNow where another window has kept or saved something else meanwhile, unless this one is to stand `instead`.
    """
    clean = {name: [text.replace("\0", "") for text in texts] for name, texts in typed.items()}
    if sum(len(text) for texts in clean.values() for text in texts) > MOST:
        raise NotComplete(_("内容过长，没有自动保存。"))
    with locked(part.request) as row:
        rights.require(by, rights.SUBMIT, row.department)
        _must_be_writable(row, part)
        kept = KeptDraft.objects.filter(part=part, officer=by).first()
        if kept is not None and kept.typed == clean:
            return kept
        if not instead:
            _must_be_the_latest(row, kept, version, seen)
        if kept is None:
            return KeptDraft.objects.create(part=part, officer=by, typed=clean, seen=row.revision)
        kept.typed, kept.version, kept.seen = clean, kept.version + 1, row.revision
        kept.save()
        return kept


def kept_of(part: RequestPart, by: User) -> KeptDraft | None:
    """What `by` has typed into the part and not saved."""
    return KeptDraft.objects.filter(part=part, officer=by).first()


def throw_away(part: RequestPart, *, by: User) -> None:
    """放弃暂存: go back to what is saved."""
    rights.require(by, rights.SUBMIT, part.request.department)
    KeptDraft.objects.filter(part=part, officer=by).delete()


def unsaved(request: AdmissionRequest, by: User) -> list[RequestPart]:
    """The parts into which `by` has typed what is not saved yet."""
    kept = KeptDraft.objects.filter(part__request=request, officer=by)
    return [each.part for each in kept.select_related("part").order_by("part__position")]


def require_none(request: AdmissionRequest, by: User) -> None:
    """Raise NotComplete if `by` would hand in less than he has typed."""
    for part in unsaved(request, by):
        raise NotComplete(_("“%(part)s”有已暂存、尚未保存的内容，请先保存或者放弃，再提交。") % {"part": part})


def _must_be_writable(request: AdmissionRequest, part: RequestPart) -> None:
    row = request.parts.filter(pk=part.pk).first()
    if row is None:
        raise NotNow(_("“%(part)s”已被删除。") % {"part": part})
    if request.state not in WRITABLE or not row.is_pending:
        raise NotNow(_("“%(part)s”现在不能修改。") % {"part": row})


def _must_be_the_latest(request: AdmissionRequest, kept: KeptDraft | None, version: int, seen: int) -> None:
    if kept is not None and kept.version != version:
        at = timezone.localtime(kept.kept_at).strftime("%H:%M")
        raise NotNow(
            _("另一个窗口已于 %(time)s 暂存了不同的内容，本窗口的没有保存，两边都没有丢失。请择一继续。") % {"time": at}
        )
    if seen != request.revision:
        raise NotNow(
            _("《%(request)s》已在别处保存过，本窗口的内容没有暂存，也没有丢失。请择一继续。") % {"request": request}
        )
