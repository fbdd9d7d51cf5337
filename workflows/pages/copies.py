"""已阅: the mark of whoever was sent a copy."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accounts import doors
from workflows.models import Copy
from workflows.pages.acting import hindrance
from workflows.pages.sight import in_sight, officer_of
from workflows.services import copying


@doors.signed_in
@require_POST
def copy_read(request: HttpRequest, pk: int, copy: int) -> HttpResponse:
    """Mark my copy, or my organ's, as read."""
    subject, officer = in_sight(request, pk), officer_of(request)
    sent = get_object_or_404(Copy, pk=copy, request=subject)
    if refused := hindrance(lambda: copying.mark_read(sent, by=officer)):
        messages.error(request, refused)
    else:
        messages.success(request, _("《%(request)s》：已阅。") % {"request": subject})
    return redirect("request", pk=subject.pk)
