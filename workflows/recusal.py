"""回避: nobody judges a request of his own organ, one he handed in himself, or one of somebody he stands in for.

`seats.seat` asks this at the desks, the services at the acts of no desk; `seats.inbox` leaves such requests out.
A substitute keeps away from what he himself and from what his principal must keep away from.
"""

from collections.abc import Sequence

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import User
from accounts.rights import Place
from workflows.errors import NotNow
from workflows.models import AdmissionRequest, Opinion, RequestEvent, TakenBack

JUDGING = frozenset({rights.SCREEN, rights.RE_EXAMINE, rights.GIVE_OPINION, rights.CONSENT, rights.DECIDE})
HANDING_IN = ("submit", "resubmit", "run_at_once", "supplement")
# Without these posts a request of this organ would come to a desk at which nobody may sit.
NEEDED = (rights.SCREEN, rights.RE_EXAMINE, rights.DECIDE)


# For the statement that locks the request `r`: who submitted or resubmitted it, and in whose place.
HANDED_IN_BY = f"""ARRAY(SELECT who FROM {RequestEvent._meta.db_table} e, unnest(ARRAY[e.officer_id, e.in_place_of_id]) who
WHERE e.request_id = r.id AND e.act IN {HANDING_IN} AND who IS NOT NULL)"""
# … and who gave an opinion on it in the place of another.
SPOKEN_FOR_OTHERS = f"""ARRAY(SELECT said.officer_id FROM {Opinion._meta.db_table} said
WHERE said.request_id = r.id AND said.in_place_of_id IS NOT NULL
  AND NOT EXISTS (SELECT FROM {TakenBack._meta.db_table} undone WHERE undone.opinion_id = said.id))"""


def stand_ins(request: AdmissionRequest) -> list[int]:
    """Who spoke in the place of another, by primary key."""
    known: list[int] | None = request.__dict__.get("spoken_for_others")
    if known is None:
        said = Opinion.objects.filter(request=request, in_place_of__isnull=False)
        known = list(said.values_list("officer", flat=True))
    return known


def why(request: AdmissionRequest, officer: User) -> str:
    """Why `officer` may not judge the request, in a sentence; empty if nothing stands in his way."""
    involved = {request.applicant_id, *_handed_in_by(request)}
    said = {"officer": officer, "request": request, "organ": request.department}
    if officer.organ_id == request.department_id:
        return (
            _("《%(request)s》是%(officer)s所在单位“%(organ)s”的申请，依照回避规定，应当由其他单位的人员办理。") % said
        )
    if officer.pk in involved:
        return _("《%(request)s》由%(officer)s本人经办，依照回避规定，应当由其他人员办理。") % said
    return ""


def take_up(request: AdmissionRequest, officer: User, right: str, place: str) -> None:
    """`officer` is about to use `right`, which he holds at `place` (key), on this locked row.

    Raises PermissionDenied where he, or everybody whose post it is, has to keep away. Notes on the row in whose place.
    """
    require_none(request, officer, right)
    request.in_place_of_id = None
    if lenders := rights.lenders(officer, right, place):
        request.in_place_of_id = _stands_in_for(request, officer, right, lenders).pk


def _stands_in_for(request: AdmissionRequest, officer: User, right: str, lenders: Sequence[int]) -> User:
    """The first of those whose right it is who may use it himself."""
    principals = list(User.objects.filter(pk__in=lenders).order_by("pk"))
    free = [each for each in principals if right not in JUDGING or not why(request, each)]
    if not free:
        told = {"officer": officer, "principal": principals[0], "why": why(request, principals[0])}
        raise PermissionDenied(_("%(officer)s代理%(principal)s，不能办理：%(why)s") % told)
    return free[0]


def require_right(request: AdmissionRequest, officer: User, right: str) -> None:
    """For an act of no desk: the right on the applying organ or the county, and nobody has to keep away."""
    place: Place = request.department if right in rights.ON_ORGANS else request.county
    rights.require(officer, right, place)
    take_up(request, officer, right, str(place.pk))


def require_none(request: AdmissionRequest, officer: User, right: str) -> None:
    """Raise PermissionDenied if `right` is one of judging and the officer has to keep away from the request."""
    if right in JUDGING and (sentence := why(request, officer)):
        raise PermissionDenied(sentence)


def keeps_away(officer: User) -> Q:
    """Of desks: those at which `officer` may not sit because of what lies on them."""
    handed_in = RequestEvent.objects.filter(act__in=HANDING_IN)
    handed_in = handed_in.filter(Q(officer=officer.pk) | Q(in_place_of=officer.pk))
    own = Q(process__request__department=officer.organ_id) if officer.organ_id else Q(pk__in=[])
    own |= Q(process__request__applicant=officer.pk) | Q(process__request__in=handed_in.values("request"))
    return Q(owner_permission__in=JUDGING) & own


def require_judges(request: AdmissionRequest, by: User) -> None:
    """Raise NotNow if one of the county's posts is held by nobody who may judge this request: it would get stuck."""
    held = rights.held_outside(NEEDED, request.county, organ=request.department, but=[by.pk, request.applicant_id])
    if missing := [right for right in NEEDED if right not in held]:
        raise NotNow(
            _(
                "“%(organ)s”的申请须由其他单位的人员办理，而“%(county)s”没有其他单位的人员负责“%(posts)s”。请管理员在“任职”中指定后再提交。"
            )
            % {
                "organ": request.department,
                "county": request.county,
                "posts": _("、").join(rights.name_of(right) for right in missing),
            }
        )


def _handed_in_by(request: AdmissionRequest) -> list[int]:
    known: list[int] | None = request.__dict__.get("handed_in_by")
    if known is None:
        acts = request.events.filter(act__in=HANDING_IN)
        known = [pk for both in acts.values_list("officer", "in_place_of") for pk in both if pk]
    return known
