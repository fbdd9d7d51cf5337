"""办理程序: what holds in a county, what it set before, and which cases still follow something older."""

from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts import doors, rights
from accounts.models import Level, Organ, Region, User
from policy import procedure as packaged
from policy import procedure_check
from policy.choices import Kind
from policy.procedure import Procedure
from workflows.models import OPEN, AdmissionRequest, CountyProcedure
from workflows.models.county_procedure import terms_on
from workflows.pages.procedures import words
from workflows.pages.sight import counties_of, officer_of
from workflows.services import procedures

MOST = 50


def counties_for(officer: User) -> list[tuple[str, str]]:
    """(code, name) of the counties whose procedure concerns the officer; an administrator's are all that have organs."""
    if not procedures.may_set(officer):
        return counties_of(officer)
    staffed = Region.objects.filter(Exists(Organ.objects.filter(region=OuterRef("pk"))), level=Level.COUNTY)
    return list(staffed.values_list("code", "name"))


def county_asked(request: HttpRequest) -> tuple[Region | None, list[tuple[str, str]]]:
    """The county that the address names, else the first that concerns the officer; 404 for one that does not."""
    known = counties_for(officer_of(request))
    asked = request.GET.get("county", "") or (known[0][0] if known else "")
    if asked and asked not in dict(known):
        raise Http404
    return Region.objects.filter(pk=asked).first() if asked else None, known


@doors.signed_in
def procedure(request: HttpRequest) -> HttpResponse:
    """The procedure of a county: whoever has to do with the county may read it."""
    county, known = county_asked(request)
    officer = officer_of(request)
    terms, own = terms_on(county.pk, localdate()) if county else (packaged.load(""), None)
    shown = {"county": county, "counties": known, "may_set": procedures.may_set(officer), **_drawn(terms)}
    if county:
        shown["versions"] = list(CountyProcedure.objects.filter(county=county).select_related("set_by"))
        shown["own"] = own
        shown["older"] = _older(county, own, terms, officer)
    return render(request, "procedures/procedure.html", shown)


def _drawn(terms: Procedure) -> dict[str, Any]:
    return {
        "version": words.version_says(terms.version),
        "lead": words.function_label(terms.lead_function),
        "desks": [words.DeskRow(desk) for desk in terms.desks.values()],
        "decisions": [(_(kind.label), words.decided_by(terms.decisions[kind])) for kind in Kind],
        "reminders": [(words.KEYS[key], getattr(terms, key)) for key in packaged.REMINDERS],
    }


def _older(county: Region, own: int | None, terms: Procedure, officer: User) -> list[AdmissionRequest]:
    """The open requests that follow another version, of those that the officer could move."""
    if not (rights.may(officer, rights.SCREEN, county) or procedures.may_set(officer)):
        return []
    other = ~Q(process__procedure=own) if own else Q(process__procedure__isnull=False)
    other |= Q(process__procedure_on__lt=terms.effective_from)
    rows = AdmissionRequest.objects.filter(other, county=county, state__in=OPEN, process__isnull=False)
    return list(rows.select_related("department", "process__procedure")[:MOST])


@doors.signed_in
def version(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: its text, and what it does otherwise than the one before."""
    found = get_object_or_404(CountyProcedure.objects.select_related("county", "set_by"), pk=pk)
    if found.county_id not in dict(counties_for(officer_of(request))):
        raise Http404
    shown = {"version": found, "changes": words.told(procedure_check.differences(_before(found), found.terms))}
    return render(request, "procedures/version.html", shown)


def _before(found: CountyProcedure) -> Procedure:
    """What would hold on the first day of the version without it."""
    earlier = CountyProcedure.objects.filter(county=found.county_id, effective_from__lte=found.effective_from)
    older = earlier.filter(Q(effective_from__lt=found.effective_from) | Q(pk__lt=found.pk)).first()
    return packaged.load(found.county_id, found.effective_from, own=older.text if older else "")
