"""Pages that go by division: the county one starts from, and the villages of a county by township."""

from django.db.models import OuterRef, Q, Subquery, Value
from django.db.models.functions import Concat, Left
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from accounts.models import Level, Region
from workflows.pages.filters import Choice
from workflows.pages.sight import officer_of


def to_ones_county(request: HttpRequest, page: str, template: str) -> HttpResponse:
    """On to `page` of my county; whoever belongs to a city or a province chooses a county of it, on `template`."""
    officer = officer_of(request)
    region = officer.organ.region if officer.organ else None
    if region and region.level >= Level.COUNTY:
        return redirect(page, region.ancestor_code(Level.COUNTY))
    inside = Region.objects.within(region) if region else Region.objects.all()
    return render(request, template, {"counties": inside.filter(level=Level.COUNTY)})


def region_at(code: str, level: Level) -> Region:
    """The division of this code and level, else 404."""
    found = Region.objects.filter(pk=code[:12], level=level).first() if code.isascii() and code.isdigit() else None
    if found is None:
        raise Http404
    return found


def township_of_row() -> Subquery:
    """The name of the township that a village of the query lies in."""
    code = Concat(Left(OuterRef("code"), Level.TOWNSHIP), Value("000"))
    return Subquery(Region.objects.filter(code=code).values("name")[:1])


def by_township(county: Region) -> Choice:
    """Narrow a list of villages to one township of the county."""
    townships = Region.objects.within(county).filter(level=Level.TOWNSHIP)
    choices = list(townships.values_list("code", "name"))
    return Choice("township", _("乡镇（街道）"), choices, condition=_in_township)


def _in_township(code: str) -> Q:
    return Q(code__range=Region(code=code, level=Level.TOWNSHIP).code_range)
