"""回避: nobody judges a request of his own organ, one he handed in himself, or one of somebody he stands in for.

`flows.seat` asks this at the desks, the services at the acts of no desk; `flows.inbox` leaves such requests out.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from accounts import rights
from accounts.models import User
from workflows.errors import NotNow
from workflows.models import AdmissionRequest, RequestEvent

JUDGING = frozenset({rights.SCREEN, rights.RE_EXAMINE, rights.GIVE_OPINION, rights.CONSENT, rights.DECIDE})
HANDING_IN = ("submit", "resubmit")
# Without these posts a request of this organ would come to a desk at which nobody may sit.
NEEDED = (rights.SCREEN, rights.RE_EXAMINE, rights.DECIDE)


# For the statement that locks the request `r`: who submitted or resubmitted it.
HANDED_IN_BY = f"""ARRAY(SELECT e.officer_id FROM {RequestEvent._meta.db_table} e
WHERE e.request_id = r.id AND e.act IN {HANDING_IN})"""


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


def require_none(request: AdmissionRequest, officer: User, right: str) -> None:
    """Raise PermissionDenied if `right` is one of judging and the officer has to keep away from the request."""
    if right in JUDGING and (sentence := why(request, officer)):
        raise PermissionDenied(sentence)


def keeps_away(officer: User) -> Q:
    """Of desks: those at which `officer` may not sit because of what lies on them."""
    handed_in = RequestEvent.objects.filter(act__in=HANDING_IN, officer=officer.pk).values("request")
    own = Q(process__request__department=officer.organ_id) if officer.organ_id else Q(pk__in=[])
    own |= Q(process__request__applicant=officer.pk) | Q(process__request__in=handed_in)
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
        known = [pk for pk in acts.values_list("officer", flat=True) if pk]
    return known
