"""What stands behind the names of the letter of an exit."""

from collections.abc import Iterable

from django.utils.timezone import localdate

from catalogues.models import ExitCase, ExitDesk, ExitItem, ExitReview, Ground, Outcome
from policy import check_codes, notice
from policy.choices import Kind
from workflows.pages import said
from workflows.pages.letters.quoting import quoted
from workflows.papers.language import Value
from workflows.papers.paper import within_quotes, written_day
from workflows.services import issuers
from workflows.services.letters import Letter

CANCELLED_FOR = "五（二）四项取消"
"""The clause of all grounds but the end of a term, which the admission itself has set."""


def values(case: ExitCase, letter: Letter) -> dict[str, Value]:
    """By the names of `letter_templates.EXIT_NAMES`; what the case does not know is empty."""
    leaving = items_of(case, Outcome.LEAVES)
    staying = items_of(case, Outcome.STAYS)
    desks = [desk for desk in case.desks.select_related("organ").order_by("pk") if desk.organ]
    return {
        "退出编号": case.number,
        "退出事由": case.title,
        "清单所属区划": case.region.name,
        "责任单位": "、".join(_organs(item for item in [*leaving, *staying])),
        "抄送单位": "，".join([*issuers.organs_that_lead(case.region), "各乡镇（街道）"]),
        "提请日期": written_day(localdate(case.opened_at)),
        "办理日期": written_day(localdate(letter.event.at)),
        "退出条目": [_leaving(item, number) for number, item in enumerate(leaving, start=1)],
        "保留条目": [_item(item, number) for number, item in enumerate(staying, start=1)],
        "单位意见": [{"单位": _named(desk), "意见": _said(desk)} for desk in desks],
        "没有单位意见": "" if desks else "是",
        **_of_the_hearing(case, [*leaving, *staying], desks),
    }


def _of_the_hearing(case: ExitCase, items: list[ExitItem], desks: list[ExitDesk]) -> dict[str, Value]:
    """Of each responsible organ whether it was heard, and if not, whether it had said itself what speaks for the exit."""
    heard = [_named(desk) for desk in desks]
    unheard = [name for name in _organs(items) if name not in heard]
    own = _organs_that_proposed(case)
    ownerless = (f"“{within_quotes(item.entry.title)}”" for item in items if item.entry.organ is None)
    return {
        "听取意见的单位": "、".join(heard),
        "自行提出的单位": "、".join(name for name in unheard if name in own),
        "未能听取意见的单位": "、".join(name for name in unheard if name not in own),
        "没有责任单位的条目": "、".join(dict.fromkeys(ownerless)),
    }


def _organs_that_proposed(case: ExitCase) -> set[str]:
    """Of whoever proposed the exit, and in whose place, and of those who brought up what speaks for it."""
    event = case.events.select_related("organ", "in_place_of__organ").get(act="propose")
    stood_in_for = event.in_place_of.organ if event.in_place_of else None
    reported = [review.organ for review in case.reviews.select_related("organ")]
    return {organ.name for organ in (event.organ, stood_in_for, *reported) if organ}


def items_of(case: ExitCase, outcome: Outcome) -> list[ExitItem]:
    """Its items of which this was decided, in their order."""
    return list(case.items.filter(outcome=outcome).select_related("entry__organ").order_by("pk"))


def codes_of(case: ExitCase) -> list[str]:
    """The check codes of what leaves by the case."""
    return [check_codes.shown(item.entry.check_code) for item in items_of(case, Outcome.LEAVES)]


def _organs(items: Iterable[ExitItem]) -> list[str]:
    return list(dict.fromkeys(item.entry.organ.name for item in items if item.entry.organ))


def _item(item: ExitItem, number: int) -> dict[str, str]:
    entry = item.entry
    return {
        "序号": str(number),
        "名称": entry.title,
        "编号": entry.number,
        "查验码": check_codes.shown(entry.check_code),
        "类别": said.kind_in_words(entry.kind),
        "牵头部门": entry.organ.name if entry.organ else "",
        "理由": item.reason,
    }


def _leaving(item: ExitItem, number: int) -> dict[str, str]:
    """The item with the grounds of its exit, and a name for its kind that holds where it is of that kind."""
    entry = item.entry
    # Of whichever version of the thing they told.
    reviews = list(ExitReview.objects.filter(case=item.case_id, entry__check_code=entry.check_code).order_by("pk"))
    return {
        **_item(item, number),
        "退出日期": written_day(item.leaves_on) if item.leaves_on else "",
        "情形": "；".join(dict.fromkeys(str(review.get_ground_display()) for review in reviews)),
        "情况": "\n".join(review.note for review in reviews),
        "引文": _clause(reviews),
        "原列依据": "；".join(map(str, entry.bases.all())),
        "内容": said.answer(entry.kind, entry.answers, "content"),
        **{kind.label: entry.title if entry.kind == kind else "" for kind in Kind},
    }


def _clause(reviews: Iterable[ExitReview]) -> str:
    cancelled = any(review.ground != Ground.EXPIRY for review in reviews)
    return quoted(notice.clause(CANCELLED_FOR)) if cancelled else ""


def _named(desk: ExitDesk) -> str:
    return desk.organ.name if desk.organ else ""


def _said(desk: ExitDesk) -> str:
    """Whether the organ agrees, and its words; what a day that ran out says of itself stands there already."""
    agreed = {True: "同意退出。", False: "不同意退出。", None: ""}[desk.agrees]
    return f"{agreed}{desk.said}" or "没有陈述意见。"
