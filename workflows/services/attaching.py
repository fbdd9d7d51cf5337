"""附件: hand in and take away files of a request. The bytes are kept under their digest, away from the web server."""

import tempfile
from pathlib import Path
from typing import BinaryIO

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import User
from laws import scans
from workflows import recusal, seats
from workflows.errors import NotComplete, NotNow
from workflows.flows import OPINION_DESKS
from workflows.models import RUNNING_AT_ONCE, AdmissionRequest, Attachment, Checked
from workflows.papers import filetypes
from workflows.papers.filetypes import NotADocument
from workflows.papers.paper import legible
from workflows.services import malware
from workflows.services.acts import locked, put_on_record
from workflows.services.drafting import WRITABLE

LARGEST = 20 * 1024**2
"""Bytes of one file."""
MOST = 30
"""Files of one request."""
LONGEST_NAME = 120
# The papers of what runs at once are handed in afterwards, until they are confirmed.
OF_THE_APPLICANT = (*WRITABLE, *RUNNING_AT_ONCE)


def attach(request: AdmissionRequest, *, by: User, file: BinaryIO, name: str) -> Attachment:
    """上传附件. The same file handed in twice by an office is the same attachment."""
    kind, checked = _read(file)
    with locked(request) as row:
        desk = _seat(row, by)
        digest = _kept(file)
        live = row.attachments.filter(removed_at__isnull=True)
        if same := live.filter(digest=digest, organ=by.organ_id).first():
            return same
        if live.count() >= MOST:
            raise NotNow(_("一个申请最多 %(most)d 个附件。") % {"most": MOST})
        made = Attachment.objects.create(
            request=row,
            name=shown_name(name, kind),
            kind=kind,
            size=_size(file),
            digest=digest,
            checked=checked,
            desk=desk,
            officer=by,
            organ_id=by.organ_id,
        )
        _record(row, "attach", made, by)
    return made


def remove_attachment(attachment: Attachment, *, by: User) -> None:
    """移去附件: by the office that handed it in, while it may still hand in others. The row and the bytes stay."""
    with locked(attachment.request) as row:
        _seat(row, by)
        kept = Attachment.objects.get(pk=attachment.pk)
        if kept.organ_id != by.organ_id:
            raise PermissionDenied(_("只能移去本单位上传的附件。"))
        if kept.removed_at is None:
            kept.removed_at = timezone.now()
            kept.save(update_fields=["removed_at"])
            _record(row, "remove_attachment", kept, by)


def may_attach(request: AdmissionRequest, by: User) -> bool:
    try:
        _seat(request, by)
    except (NotNow, PermissionDenied):
        return False
    return True


def path_of(attachment: Attachment) -> Path:
    """Where the bytes lie. Raises NotNow where no scanner has passed them and one should have."""
    path = _place(attachment.digest)
    if attachment.checked == Checked.PENDING:
        _check_again(attachment, path)
    if attachment.checked in (Checked.PENDING, Checked.INFECTED):
        raise NotNow(_("“%(name)s”尚未通过查毒，暂不能查看。") % {"name": attachment.name})
    if not path.is_file():
        raise NotNow(_("“%(name)s”的文件不在存放处，请告知管理员。") % {"name": attachment.name})
    return path


def shown_name(name: str, kind: str) -> str:
    """The name as it was, without folders and without what cannot be seen; its ending is that of what the file is."""
    bare = legible(name.replace("\\", "/").rpartition("/")[2]).replace("\n", " ").replace("\t", " ").strip(" .")
    stem, _dot, ending = bare.rpartition(".")
    known = ending.lower() in (kind, "jpeg" if kind == "jpg" else kind)
    stem = (stem if known else bare)[:LONGEST_NAME] or _("附件")
    return f"{stem}.{kind}"


def _seat(request: AdmissionRequest, by: User) -> str:
    """The desk at which `by` hands it in, empty for the applicant. Raises NotNow, or PermissionDenied."""
    if rights.may(by, rights.SUBMIT, request.department) and request.state in OF_THE_APPLICANT:
        recusal.take_up(request, by, rights.SUBMIT, str(request.department_id))
        return ""
    waiting = seats.inbox(by).filter(process__request=request, name__in=OPINION_DESKS).first()
    if waiting:
        recusal.take_up(request, by, rights.GIVE_OPINION, waiting.owner_permission_obj_pk)
        return waiting.name
    if rights.places(by, {rights.SUBMIT, rights.GIVE_OPINION}):
        raise NotNow(_("附件在草稿、补正、应急备案办结前由申请单位上传，或者由征求意见、审查的机构在提出意见前上传。"))
    raise PermissionDenied(_("%(officer)s不能上传附件。") % {"officer": by})


def _read(file: BinaryIO) -> tuple[str, Checked]:
    size = _size(file)
    if size == 0:
        raise NotComplete(_("文件是空的，请重新选择。"), field="file")
    if size > LARGEST:
        raise NotComplete(
            _("文件有 %(size).1f MB，不能超过 %(most)d MB。") % {"size": size / 1024**2, "most": LARGEST // 1024**2},
            field="file",
        )
    try:
        kind = filetypes.type_of(file)
    except NotADocument as refusal:
        raise NotComplete(str(refusal), field="file") from refusal
    checked = malware.check(file)
    if checked is Checked.INFECTED:
        raise NotComplete(_("查毒发现文件带有病毒，没有保存。"), field="file")
    return kind, checked


def _size(file: BinaryIO) -> int:
    size = file.seek(0, 2)
    file.seek(0)
    return size


def _place(digest: str) -> Path:
    return Path(settings.MEDIA_ROOT) / "attachments" / digest[:2] / digest


def _kept(file: BinaryIO) -> str:
    """Keep the bytes; returns their digest. Nothing half-written is ever left under a digest."""
    file.seek(0)
    digest = scans.digest(file)
    place = _place(digest)
    if place.is_file():
        return digest
    file.seek(0)
    temporary = ""
    try:
        place.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.NamedTemporaryFile(dir=place.parent, delete=False) as copy:
            temporary = copy.name
            while chunk := file.read(1024**2):
                copy.write(chunk)
        Path(temporary).replace(place)
    except OSError as full:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise NotComplete(_("文件没有保存下来，可能是存储空间不足，请告知管理员。"), field="file") from full
    return digest


def _check_again(attachment: Attachment, path: Path) -> None:
    if not path.is_file():
        return
    with path.open("rb") as file:
        attachment.checked = malware.check(file)
    attachment.save(update_fields=["checked"])


def _record(request: AdmissionRequest, act: str, attachment: Attachment, by: User) -> None:
    """On record once the request was handed in; a draft has no history yet."""
    if request.number is None:
        return
    put_on_record(request, act, by, attachment.name, attachment=attachment.pk, digest=attachment.digest)
