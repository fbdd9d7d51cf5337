"""监督预警: what may be made the subject of a supervision order, found by asking the tables, never stored.

What a report told of is said in the words of the register, or in the supervisor's: no word, place or day of the reporter
goes into an alarm, for whoever reads the order may have been reported.
"""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts import rights
from accounts.models import Function, Level, Organ, Region
from catalogues.models import DemandReport, Entry, ExitDesk, ExitReview, ListFiling, Signboard
from policy.choices import Frequency
from workflows import flows
from workflows.models import AdmissionRequest, Cause, Desk, LawReview
from workflows.papers.paper import within_quotes
from workflows.services import demands, list_keeping, oversight
from workflows.services.problem import Problem

AFTER_DECISION = ("publish", "file")


def of_desk(desk: Desk) -> Problem | None:
    """An overdue desk, and whoever should sit there; None where nobody is appointed who could answer for it."""
    organ = responsible(desk.owner_permission or "", desk.owner_permission_obj_pk or "")
    if organ is None or desk.due_on is None:
        return None
    request, title = desk.process.request, str(_(flows.NODES[desk.name].task_title))
    return Problem(
        cause=Cause.NOT_PUBLISHED if desk.name in AFTER_DECISION else Cause.OVERDUE,
        key=f"desk-{desk.pk}",
        title=_("“%(title)s”%(desk)s逾期") % {"title": within_quotes(request.title), "desk": title},
        county=request.county,
        organ=organ,
        request=request,
        since=desk.due_on,
        evidence=(
            (_("申请编号"), request.number or ""),
            (_("环节"), title),
            (_("转到日期"), timezone.localtime(desk.created).date().isoformat()),
            *_late(desk.due_on),
        ),
    )


def of_law_review(review: LawReview) -> Problem | None:
    """A basis that changed and that nobody has reviewed."""
    request = review.part.request
    organ = responsible(rights.SCREEN, request.county_id)
    if organ is None or not review.is_open:
        return None
    return Problem(
        cause=Cause.BASIS_LOST,
        key=f"law-review-{review.pk}",
        title=_("“%(part)s”所引依据变动后未复查") % {"part": within_quotes(review.part.title)},
        county=request.county,
        organ=organ,
        request=request,
        since=timezone.localtime(review.queued_at).date(),
        evidence=(
            (_("申请编号"), request.number or ""),
            (_("所引依据"), review.cited),
            (_("列入复查"), timezone.localtime(review.queued_at).date().isoformat()),
        ),
    )


def of_report(report: DemandReport) -> Problem | None:
    """被拒仍索要、到期仍执行、未准入仍要求、超过准入频次, out of `oversight.still_demanded`. Where the register does not know the thing
    or whose it is, title and organ are left to the supervisor."""
    cause, thing = Cause(report.cause), report.thing  # type: ignore[attr-defined]
    number = report.refused_number  # type: ignore[attr-defined]
    return Problem(
        cause=cause,
        key=f"report-{report.pk}",
        title=_("“%(thing)s”%(cause)s") % {"thing": within_quotes(thing), "cause": cause.label} if thing else "",
        county=report.county,
        organ=Organ.objects.filter(pk=report.answerable).select_related("region").first(),  # type: ignore[attr-defined]
        request=AdmissionRequest.objects.filter(number=number).first() if number else None,
        since=report.made_on,
        evidence=_in_the_register(report, number),
    )


def _in_the_register(report: DemandReport, refused: str) -> tuple[tuple[str, str], ...]:
    known = [(_("以前未获准入的申请"), refused)] if refused else []
    if entry := report.entry:
        known.append((_("准入编号"), entry.number))
        if report.too_often:
            known.append((_("准入的频次"), _(Frequency(entry.answers["frequency"]).label)))
        known += [(_("有效期至"), entry.valid_until.isoformat())] if entry.valid_until else []
        known += [(_("退出日期"), entry.left_on.isoformat())] if entry.left_on else []
    return tuple(known) or ((_("与清单比对"), _("不在已公布的准入清单内")),)


def of_unfunded(review: ExitReview) -> Problem:
    """An entry that nobody pays for: the organ that asked for it says who does, or takes it out."""
    entry, since = review.entry, timezone.localtime(review.found_at).date()
    return Problem(
        cause=Cause.UNFUNDED,
        key=f"funds-{review.pk}",
        title=_("“%(entry)s”经费未到位") % {"entry": within_quotes(entry.title)},
        county=entry.region,
        organ=entry.organ,
        since=since,
        evidence=((_("准入编号"), entry.number), (_("列入退出核查"), since.isoformat())),
    )


def of_exit_desk(desk: ExitDesk) -> Problem | None:
    """A desk of an exit that lets its days pass: the organ that is heard, or whoever decides there."""
    case = desk.case
    organ = desk.organ or responsible(rights.DECIDE, case.region_id)
    if organ is None or desk.due_on is None:
        return None
    name = _("陈述意见") if desk.organ else _("审定退出")
    return Problem(
        cause=Cause.OVERDUE,
        key=f"exit-desk-{desk.pk}",
        title=_("退出案“%(title)s”%(desk)s逾期") % {"title": within_quotes(case.title), "desk": name},
        county=case.region,
        organ=organ,
        since=desk.due_on,
        evidence=((_("退出编号"), case.number), (_("环节"), name), *_late(desk.due_on)),
    )


def of_filing(filing: ListFiling) -> Problem | None:
    """A list that was not handed in, or whose receipt was not given, in time."""
    region, day = filing.edition.region, filing.receipt_due_on if filing.sent_at else filing.due_on
    organ = filing.organ if filing.sent_at and filing.organ else responsible(rights.PUBLISH, region.pk)
    if organ is None or day is None:
        return None
    title = _("“%(list)s”备案回执逾期未出具") if filing.sent_at else _("“%(list)s”逾期未报送备案")
    return Problem(
        cause=Cause.NOT_PUBLISHED,
        key=f"{'receipt' if filing.sent_at else 'filing'}-{filing.pk}",
        title=title % {"list": filing.edition.catalogue_list.title},
        county=region,
        organ=organ,
        since=day,
        evidence=((_("清单版本"), str(filing.edition)), (_("备案机关"), filing.get_function_display()), *_late(day)),
    )


def of_board(board: Signboard) -> Problem | None:
    """A board that hangs on though its admission is over: the township has it taken down."""
    organ, entry = _township_of(board), board.entry
    if organ is None or entry is None:
        return None
    over = entry.left_on or entry.valid_until
    return Problem(
        cause=Cause.SIGNBOARDS,
        key=f"board-{board.pk}",
        title=_("%(village)s“%(board)s”准入终止后仍悬挂") % _named(board),
        county=Region.objects.get(pk=board.village.ancestor_code(Level.COUNTY)),
        organ=organ,
        since=over,
        evidence=(
            (_("村"), board.village.name),
            (_("准入编号"), entry.number),
            (_("准入终止"), over.isoformat() if over else ""),
        ),
    )


def of_unlisted_board(board: Signboard) -> Problem | None:
    """A board inside that stands on no list: the township has it taken down, or renamed as the list has it."""
    organ = _township_of(board)
    if organ is None:
        return None
    return Problem(
        cause=Cause.SIGNBOARDS,
        key=f"unlisted-board-{board.pk}",
        title=_("%(village)s“%(board)s”不在挂牌清单而悬挂") % _named(board),
        county=Region.objects.get(pk=board.village.ancestor_code(Level.COUNTY)),
        organ=organ,
        since=board.hung_on,
        evidence=((_("村"), board.village.name), (_("悬挂日期"), board.hung_on.isoformat())),
    )


def _named(board: Signboard) -> dict[str, str]:
    """The same board hangs in many a village: an order says in which."""
    return {"village": board.village.name, "board": within_quotes(board.title)}


def _township_of(board: Signboard) -> Organ | None:
    code = board.village.ancestor_code(Level.TOWNSHIP)
    return Organ.objects.filter(function=Function.TOWNSHIP, region=code).select_related("region").first()


def of_unpublished(entry: Entry) -> Problem | None:
    """A list that changed and was not published anew: whoever publishes it."""
    organ, since = responsible(rights.PUBLISH, entry.region_id), entry.left_on or entry.entered_on
    if organ is None:
        return None
    which = list_keeping.list_of(entry)
    return Problem(
        cause=Cause.NOT_PUBLISHED,
        key=f"unpublished-{entry.pk}",
        title=_("“%(list)s”变化后未公布") % {"list": which.title},
        county=entry.region,
        organ=organ,
        since=since,
        evidence=(
            (_("最早的变化"), f"{_('退出') if entry.left_on else _('列入')} {entry.number} {entry.title}"),
            (_("变化日期"), since.isoformat()),
        ),
    )


def _late(day: date) -> tuple[tuple[str, str], ...]:
    days = (timezone.localdate() - day).days
    return (_("办理期限"), day.isoformat()), (_("签发时已逾期天数"), str(days))


def responsible(right: str, place: str) -> Organ | None:
    """The organ that answers for a desk: itself, or the one whose officers hold the right on the region."""
    if right in rights.ON_ORGANS:
        return Organ.objects.filter(pk=place).first()
    holder = rights.holders_at(right, place).filter(organ__isnull=False).select_related("organ").order_by("pk").first()
    return holder.organ if holder else None


# The kind of a key → the query of its alarm, and what is made of a row that the query finds.
FOUND_BY: dict[str, tuple[Callable[[list[Region]], QuerySet[Any]], Callable[[Any], Problem | None]]] = {
    "desk": (oversight.overdue, of_desk),
    "law-review": (oversight.changed_bases, of_law_review),
    "report": (oversight.still_demanded, of_report),
    "exit-desk": (oversight.late_exits, of_exit_desk),
    # Two things of one row: each has an organ of its own to answer for it.
    "filing": (oversight.late_filings, of_filing),
    "receipt": (oversight.late_filings, of_filing),
    "unpublished": (oversight.unpublished, of_unpublished),
    "board": (oversight.stale_boards, of_board),
    "unlisted-board": (oversight.unlisted_boards, of_unlisted_board),
    "funds": (oversight.unfunded, of_unfunded),
}


OF_BOARDS = ("board", "unlisted-board")


def find(key: str) -> Problem | None:
    """The problem that a key names as it stands now, wherever it is; None where it is none any more, or never was."""
    row = _found(key)
    with override(settings.LANGUAGE_CODE):  # what an order keeps of it is in one language, whoever issues
        return FOUND_BY[_kind(key)][1](row) if row else None


def stands(key: str) -> bool:
    """现状: whether the tables still show what an order was issued on, even where nobody is left to answer for it.

    Never of a report, which the closing of its order closes, nor of what somebody put in his own words.
    """
    return can_be_seen(key) and _found(key) is not None


def can_be_seen(key: str) -> bool:
    """Whether the tables, by themselves, show when the problem is gone."""
    return _kind(key) in FOUND_BY and _kind(key) != demands.ORDERED_AS


def village_of(key: str) -> Region | None:
    """The village on whose wall the board hangs, or hung, that a key names; None for a key of anything else."""
    number = _number(key)
    if _kind(key) not in OF_BOARDS or number is None:
        return None
    return Region.objects.filter(signboards=number).first()


def query_of(key: str) -> Callable[[list[Region]], QuerySet[Any]]:
    """The query that finds what such a key names."""
    return FOUND_BY[_kind(key)][0]


def _found(key: str) -> Any | None:
    """The row that a key names, where the query of its alarm finds it."""
    number = _number(key)
    if _kind(key) not in FOUND_BY or number is None:
        return None
    rows = query_of(key)(list(Region.objects.filter(level=Level.PROVINCE)))
    return rows.filter(pk=number, key=key).first()


def _kind(key: str) -> str:
    return key.rpartition("-")[0]


def _number(key: str) -> int | None:
    digits = key.rpartition("-")[2]
    return int(digits) if digits.isascii() and digits.isdecimal() and len(digits) < 19 else None
