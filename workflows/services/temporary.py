"""临时: a temporary item says its last day when it is asked for, and cannot be asked for again and again."""

from datetime import date, timedelta

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from catalogues.models import Term
from catalogues.terms import temporary_before
from policy.choices import Application
from workflows.errors import NotComplete
from workflows.models import AdmissionRequest, RequestPart
from workflows.models.county_procedure import terms_on


def ends_on(part: RequestPart) -> date | None:
    """The last day of a temporary item; None where the item is not temporary or does not say."""
    if part.answers.get("application") != Application.TEMPORARY or not part.answers.get("ends_on"):
        return None
    return date.fromisoformat(part.answers["ends_on"])


def term_of(part: RequestPart) -> Term:
    return Term.TEMPORARY if part.answers.get("application") == Application.TEMPORARY else Term.STANDING


def require_term(request: AdmissionRequest, part: RequestPart, *, field: str = "") -> None:
    """Raise NotComplete unless a temporary part ends in time, and was not let in so often before. `field`: of the form."""
    if term_of(part) is not Term.TEMPORARY:
        return
    limits, today, last = terms_on(request.county_id, localdate())[0].terms, localdate(), ends_on(part)
    latest = today + timedelta(days=limits.temporary_days)
    if last is None or not today <= last <= latest:
        raise NotComplete(
            _("“%(part)s”是临时事项，须写明结束日期，自今天起不超过%(days)d天（%(last)s）。")
            % {"part": part, "days": limits.temporary_days, "last": latest.isoformat()},
            field=field,
        )
    before = temporary_before(request.county, request.department, part.title)
    if len(before) > limits.temporary_renewals:
        raise NotComplete(
            _("“%(part)s”已经%(times)d次作为临时事项准入，不能再以“临时”申请；确需长期开展的，请以“新增”申请。")
            % {"part": part, "times": len(before)},
            field=field,
        )
