"""The background: the list's own view is asked again in the owner's name, so that the file holds what he may see then."""

import hashlib
import logging
import secrets
from collections.abc import Iterable, Iterator
from datetime import timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.http import QueryDict
from django.urls import resolve
from django.utils import timezone, translation

from accounts import rights
from accounts.models import User
from workflows.models import Export, ExportState
from workflows.pages import spreadsheet
from workflows.pages.exports.rows import BackgroundRequest, Rows

log = logging.getLogger(__name__)
KEPT = timedelta(hours=24)
LEASE = timedelta(minutes=10)
STEP = 1000
"""Rows between two notes of progress."""


class NoRows(RuntimeError):
    """The address answered something else than a list: the owner may not see it any more."""


def folder() -> Path:
    """Where the files lie: not where the web server looks."""
    path = Path(settings.MEDIA_ROOT) / "exports"
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return path


def scope_of(officer: User) -> str:
    """What decides what he sees: another value means that his posts have changed."""
    held = sorted(f"{each.right} {each.place}" for each in rights.holdings(officer))
    words = [*held, f"organ {officer.organ_id}", f"active {officer.is_active}", f"admin {officer.is_superuser}"]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def write(pk: int) -> bool:
    """Write one export, unless it is written already or a worker is at it. Running twice is harmless."""
    export = _claim(pk)
    if export is None:
        return False
    name = f"{export.pk}-{secrets.token_hex(8)}.{export.ending}"
    try:
        _write_file(export, folder() / name)
    except Exception:
        log.exception("export %d failed", export.pk)
        (folder() / name).unlink(missing_ok=True)
        Export.objects.filter(pk=export.pk).update(status=ExportState.FAILED, lease_until=None)
        return False
    Export.objects.filter(pk=export.pk).update(
        status=ExportState.DONE, file=name, lease_until=None, scope=export.scope, expires_at=timezone.now() + KEPT
    )
    return True


def sweep() -> int:
    """Write what waits and what a lost worker left; throw away what has expired. Returns how many were written."""
    now = timezone.now()
    for export in Export.objects.filter(expires_at__lt=now).exclude(status=ExportState.RUNNING, lease_until__gt=now):
        if export.file:
            (folder() / export.file).unlink(missing_ok=True)
        export.delete()
    return sum(write(pk) for pk in Export.objects.filter(_free()).values_list("pk", flat=True))


def _free() -> Q:
    return Q(status=ExportState.WAITING) | Q(status=ExportState.RUNNING, lease_until__lt=timezone.now())


def _claim(pk: int) -> Export | None:
    with transaction.atomic():
        export = Export.objects.select_for_update(skip_locked=True).filter(_free(), pk=pk).first()
        if export is None:
            return None
        export.status, export.done, export.lease_until = ExportState.RUNNING, 0, timezone.now() + LEASE
        export.save(update_fields=["status", "done", "lease_until"])
    return export


def _write_file(export: Export, path: Path) -> None:
    owner = User.objects.get(pk=export.owner_id)
    export.scope = scope_of(owner)
    with translation.override(export.language):
        rows = _rows(export, owner)
        Export.objects.filter(pk=export.pk).update(total=rows.total)
        with path.open("wb") as file:
            spreadsheet.write(file, _counted(export, rows.table), export.ending)


def _rows(export: Export, owner: User) -> Rows:
    request = BackgroundRequest()
    request.method, request.path, request.user = "GET", export.path, owner
    request.GET = QueryDict(export.query)
    found = resolve(export.path)
    request.resolver_match = found
    answer = found.func(request, *found.args, **found.kwargs) if owner.is_active else None
    if not isinstance(answer, Rows):
        raise NoRows(export.path)
    return answer


def _counted(export: Export, table: Iterable[list[object]]) -> Iterator[list[object]]:
    """The rows, noting from time to time how many went by and that a worker is still at it."""
    done = -1  # the heads are no row
    for row in table:
        yield row
        done += 1
        if done % STEP == 0:
            Export.objects.filter(pk=export.pk).update(done=done, lease_until=timezone.now() + LEASE)
    Export.objects.filter(pk=export.pk).update(done=max(done, 0))
