"""审定: the one screen on which the county authority sees all it must weigh, and decides part by part."""

from django.http import HttpRequest, HttpResponse

from accounts import doors, rights
from workflows.pages.act import answer
from workflows.pages.act_table import ACTS
from workflows.pages.sight import in_sight


@doors.holding(rights.DECIDE)
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """What villages must do, on what basis, at what burden, what others say, and a ruling on each part."""
    return answer(request, in_sight(request, pk), ACTS["decide"], "offices/decide.html")
