"""Who looks, and what he may see: every page that shows one request finds it here."""

from typing import cast

from django.db.models import Q
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from accounts import rights
from accounts.models import Level, Organ, Region, User
from accounts.models.region import inside
from workflows.models import AdmissionRequest


def officer_of(request: HttpRequest) -> User:
    """The officer behind a view that `accounts.doors` has closed to all others."""
    return cast(User, request.user)


def in_sight(request: HttpRequest, pk: int) -> AdmissionRequest:
    """The admission request, if the officer may see it; else 404, which does not even say that it exists."""
    rows = AdmissionRequest.objects.visible_to(officer_of(request))
    return get_object_or_404(rows.select_related("county", "department", "applicant"), pk=pk)


def counties_of(officer: User) -> list[tuple[str, str]]:
    """(code, name) of the counties that the officer's posts lie in or look after; to choose from in a list."""
    organs = Organ.objects.filter(pk__in=rights.places(officer, rights.ON_ORGANS))
    around = [Region(code=code).ancestor_code(Level.COUNTY) for code in organs.values_list("region", flat=True)]
    theirs = Q(pk__in=around) | inside("code", rights.regions(officer, rights.ON_REGIONS))
    return list(Region.objects.filter(theirs, level=Level.COUNTY).values_list("code", "name"))
