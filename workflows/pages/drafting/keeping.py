"""暂存: the form sends what is typed while it is typed; without script a button does. The page opens with it again."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import doors, rights
from workflows.errors import ActRefused
from workflows.models import RequestPart
from workflows.pages import part_desk
from workflows.pages.acting import NOT_COMPLETE
from workflows.pages.drafting.typed import keep_typed
from workflows.pages.part_pages import own_part, part_page
from workflows.pages.sight import officer_of
from workflows.services import keeping


@doors.holding(rights.SUBMIT)
@require_POST
def part_keep(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Keep what is typed as it is. Two windows do not undo each other: the later one is told, and may go on instead."""
    part = own_part(request, pk, position)
    try:
        kept = keep_typed(request, part)
    except ActRefused as refusal:
        return _refused(request, part, str(refusal))
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "drafting/kept.html", {"kept": kept, "part": part})
    messages.success(request, _("“%(part)s”已暂存，尚未保存；可以随时回来接着填写。") % {"part": part})
    return redirect("part_edit", pk, position)


@doors.holding(rights.SUBMIT)
@require_POST
def part_let_go(request: HttpRequest, pk: int, position: int) -> HttpResponse:
    """Throw away what was kept and show what is saved."""
    keeping.throw_away(own_part(request, pk, position), by=officer_of(request))
    messages.success(request, _("已放弃暂存的内容，下面是已保存的内容。"))
    return redirect("part_edit", pk, position)


def _refused(request: HttpRequest, part: RequestPart, sentence: str) -> HttpResponse:
    shown: dict[str, Any] = {"part": part, "refused": sentence, "version": request.POST.get("kept", "")}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "drafting/kept.html", shown, status=NOT_COMPLETE)
    return part_page(request, part_desk.typed(part, request.POST), status=NOT_COMPLETE, **shown)
