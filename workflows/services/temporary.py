"""临时: a temporary item says its last day when it is asked for, and cannot be asked for again and again."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from accounts.models import Region
from catalogues.models import Term
from catalogues.terms import temporary_before
from policy.choices import Application
from policy.procedure import TermLimits
from workflows.errors import NotComplete
from workflows.models import AdmissionRequest, RequestPart
from workflows.models.county_procedure import terms_on


def ends_on(part: RequestPart) -> date | None:
    """The last day of a temporary item; None where the item is not temporary or does not say."""
    return last_day(part.answers)


def last_day(answers: Mapping[str, Any]) -> date | None:
    """The same of answers that are only typed."""
    if answers.get("application") != Application.TEMPORARY or not answers.get("ends_on"):
        return None
    return date.fromisoformat(answers["ends_on"])


def bounds(county: Region) -> tuple[date, date, TermLimits]:
    """The first and the last day on which a temporary item asked for today may end, and the limits of the county."""
    limits, today = terms_on(county.pk, localdate())[0].terms, localdate()
    return today, today + timedelta(days=limits.temporary_days), limits


def impossible_day(county: Region, answers: Mapping[str, Any]) -> str:
    """What is wrong with the last day that is written, in a sentence; empty where it may be, or none is written."""
    last = last_day(answers)
    if last is None:
        return ""
    first, latest, limits = bounds(county)
    if first <= last <= latest:
        return ""
    return _("结束日期须在 %(first)s 至 %(last)s 之间：临时事项自今天起不超过%(days)d天。") % {
        "first": first.isoformat(),
        "last": latest.isoformat(),
        "days": limits.temporary_days,
    }


def term_of(part: RequestPart) -> Term:
    return Term.TEMPORARY if part.answers.get("application") == Application.TEMPORARY else Term.STANDING


def require_term(request: AdmissionRequest, part: RequestPart, *, field: str = "") -> None:
    """Raise NotComplete unless a temporary part ends in time, and was not let in so often before. `field`: of the form."""
    if term_of(part) is not Term.TEMPORARY:
        return
    last, (_first, latest, limits) = ends_on(part), bounds(request.county)
    if last is None:
        raise NotComplete(
            _("“%(part)s”是临时事项，须写明结束日期，自今天起不超过%(days)d天（%(last)s）。")
            % {"part": part, "days": limits.temporary_days, "last": latest.isoformat()},
            field=field,
        )
    if wrong := impossible_day(request.county, part.answers):
        raise NotComplete(
            _("“%(part)s”写的结束日期是 %(day)s，%(wrong)s请打开该项修改。")
            % {"part": part, "day": last.isoformat(), "wrong": wrong},
            field=field,
        )
    before = temporary_before(request.county, request.department, part.title)
    if len(before) > limits.temporary_renewals:
        raise NotComplete(
            _("“%(part)s”已经%(times)d次作为临时事项准入，不能再以“临时”申请；确需长期开展的，请以“新增”申请。")
            % {"part": part, "times": len(before)},
            field=field,
        )
