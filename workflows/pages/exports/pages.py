"""The pages of the exports: ask for one, see how far it is, fetch it. Each is seen by its owner alone."""

from datetime import timedelta
from functools import partial

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import doors
from workflows.models import Export, ExportState
from workflows.pages.exports import tasks, writing
from workflows.pages.exports.rows import asked_for
from workflows.pages.sight import officer_of
from workflows.pages.spreadsheet import TYPES

MOST = 20
"""Exports that are kept for one officer at a time; asking for another is refused."""


@doors.signed_in
def exports(request: HttpRequest) -> HttpResponse:
    """My exports; on POST another one, which a list has offered."""
    if request.method != "POST":
        return render(request, "exports/exports.html", {"exports": _mine(request)})
    try:
        asked = asked_for(request.POST.get("token", ""))
    except signing.BadSignature:
        messages.error(request, _("导出请求已过时，请回到列表重新导出。"))
        return redirect("exports")
    if _mine(request).count() >= MOST:
        messages.error(request, _("已有 %(most)d 个导出文件，请等较早的到期后再导出。") % {"most": MOST})
        return redirect("exports")
    return redirect("export", _begin(request, asked).pk)


@doors.signed_in
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """How far one export is."""
    shown = get_object_or_404(_mine(request), pk=pk)
    swapped = request.headers.get("HX-Target") == "export-progress"
    return render(request, "exports/progress.html" if swapped else "exports/export.html", {"export": shown})


@doors.signed_in
def export_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file: to its owner, while it is kept, and only if he still holds what he held when it was written."""
    kept = get_object_or_404(_mine(request), pk=pk, status=ExportState.DONE)
    if writing.scope_of(officer_of(request)) != kept.scope:
        raise PermissionDenied(_("您的职责在导出后有变动，请重新导出。"))
    path = writing.folder() / kept.file
    if not path.is_file():
        raise Http404
    return FileResponse(
        path.open("rb"), as_attachment=True, filename=f"{kept.title}.{kept.ending}", content_type=TYPES[kept.ending]
    )


def _mine(request: HttpRequest) -> QuerySet[Export]:
    return Export.objects.filter(owner=officer_of(request), expires_at__gt=timezone.now())


def _begin(request: HttpRequest, asked: dict[str, str]) -> Export:
    """The export that is under way already, else a new one: a double click makes one."""
    same = {"owner": officer_of(request), **{name: asked[name] for name in ("path", "query", "ending")}}
    more = {
        "title": asked["title"],
        "language": translation.get_language() or "",
        "expires_at": timezone.now() + timedelta(days=1),
    }
    under_way = (ExportState.WAITING, ExportState.RUNNING)
    try:
        with transaction.atomic():
            made = Export.objects.create(**same, **more)
    except IntegrityError:
        return Export.objects.filter(**same, status__in=under_way).latest("pk")
    transaction.on_commit(partial(tasks.ring, made.pk), robust=True)
    return made
