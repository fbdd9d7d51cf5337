"""消息: what the officer was told, the unread first."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts import doors
from notifications import reading
from workflows.pages.sight import officer_of

A_PAGE = 25


@doors.signed_in
def notices(request: HttpRequest) -> HttpResponse:
    """My messages."""
    rows = reading.notices_of(officer_of(request))
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    lines = [(notice, reading.words(notice)) for notice in page]
    return render(
        request,
        "offices/notices.html",
        {"page": page, "lines": lines, "unread": reading.has_unread(officer_of(request))},
    )


@doors.signed_in
@require_POST
def notice_read(request: HttpRequest, pk: int) -> HttpResponse:
    """Mark one message as read; `open` leads on to the request or the page it is about."""
    officer = officer_of(request)
    notice = get_object_or_404(reading.notices_of(officer), pk=pk)
    reading.mark_read(officer, notice.pk)
    if "open" in request.POST:
        return redirect(notice.context.get("page", "request"), pk=notice.context["request"])
    return redirect("notices")


@doors.signed_in
@require_POST
def notices_read(request: HttpRequest) -> HttpResponse:
    """Mark every message as read."""
    reading.mark_read(officer_of(request))
    return redirect("notices")
