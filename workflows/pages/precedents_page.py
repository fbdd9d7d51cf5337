"""换名重报: what the county refused before and a request seems to ask for again. For its officers, never for the applicant."""

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from accounts import doors, rights
from accounts.models import Region, User
from workflows.pages.recalled import recalled
from workflows.pages.sight import in_sight, officer_of

RIGHTS = (rights.SCREEN, rights.RE_EXAMINE, rights.DECIDE, rights.SUPERVISE)


def are_shown_to(officer: User, county: Region) -> bool:
    """Whether he deals with the requests of the county, or watches over them."""
    return any(rights.may(officer, each, county) for each in RIGHTS)


@doors.holding(*RIGHTS)
def precedents(request: HttpRequest, pk: int) -> HttpResponse:
    """Part by part; the page of the request fetches this by itself."""
    subject = in_sight(request, pk)
    if not are_shown_to(officer_of(request), subject.county):
        raise PermissionDenied(_("此页供办理和监督该县申请的人员使用。"))
    parts = [{"part": part, "recalled": recalled(part)} for part in subject.live_parts()]
    shown = {"subject": subject, "parts": [each for each in parts if each["recalled"]]}
    return render(request, "rules/precedents.html", shown)
