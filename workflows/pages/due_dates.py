"""日程订阅: the page where an officer makes or ends his address, and the calendar itself (RFC 5545)."""

from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from accounts import doors
from workflows.models.personal import CalendarFeed
from workflows.pages.sight import officer_of
from workflows.services import due_dates as service

ONE_DAY = timedelta(days=1)


@doors.signed_in
def calendar_feed(request: HttpRequest) -> HttpResponse:
    """Whether I have an address; on POST a new one, shown once, or none any more."""
    officer, address = officer_of(request), ""
    if request.method == "POST" and "end" in request.POST:
        service.unsubscribe(officer)
        messages.success(request, _("订阅地址已停用。"))
        return redirect("calendar_feed")
    if request.method == "POST":
        address = request.build_absolute_uri(reverse("calendar", args=[service.subscribe(officer)]))
    feed = CalendarFeed.objects.filter(officer=officer).first()
    return render(request, "offices/calendar_feed.html", {"feed": feed, "address": address})


@doors.public
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """The due dates behind a token. Public, since calendar programs cannot sign in: the token is the key, and only reads."""
    officer = service.reader(token)
    if officer is None:
        raise Http404
    made = Calendar()
    made.add("prodid", "-//admission//due dates//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", _("准入办理期限"))
    for due in service.due_to(officer):
        made.add_component(_event(request, due))
    answer = HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Content-Disposition"] = 'inline; filename="due-dates.ics"'
    return answer


def _event(request: HttpRequest, due: service.DueDate) -> Event:
    event = Event()
    event.add("uid", f"{due.key}@{request.get_host()}")
    event.add("dtstamp", timezone.now())
    event.add("dtstart", due.on)
    event.add("dtend", due.on + ONE_DAY)
    event.add("summary", f"{due.title}{_('（暂定）') if due.provisional else ''}")
    event.add("description", due.number)
    event.add("url", request.build_absolute_uri(reverse(due.page, args=[due.pk])))
    event.add("transp", "TRANSPARENT")
    return event
