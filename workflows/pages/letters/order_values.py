"""What stands behind the names of the letters of a supervision order."""

from datetime import date

from django.utils.timezone import localdate

from policy import notice
from workflows.models import OrderEvent, OrderState, SupervisionOrder
from workflows.pages.letters.quoting import quoted
from workflows.papers.language import Value
from workflows.papers.paper import written_day
from workflows.services.issuers import Issuer
from workflows.services.letters import Letter

DEMANDS = ("issue", "demand_rectification")


def values(order: SupervisionOrder, letter: Letter, issuer: Issuer) -> dict[str, Value]:
    """By the names of `letter_templates.ORDER_NAMES`; what the order does not know is empty."""
    events = list(order.events.order_by("pk"))
    event = next(each for each in events if each.pk == letter.event.pk)
    demands = [each for each in events if each.act in DEMANDS]
    return {
        "督办编号": order.number,
        "督办单位": issuer.signature,
        "责任单位": order.organ.name,
        "问题": order.title,
        "事由": str(order.get_cause_display()),
        "涉及的申请": order.request.title if order.request else "",
        "申请编号": (order.request.number or "") if order.request else "",
        "签发日期": written_day(localdate(order.issued_at)),
        "办理日期": written_day(localdate(event.at)),
        "已知情况": [{"名目": str(label), "内容": str(value)} for label, value in order.evidence],
        "引文": quoted(notice.clause("五（二）监管")),
        **_of_the_term(order, event, is_last=event == demands[-1]),
        **_of_the_answer([each for each in events if each.pk < event.pk]),
        **_of_the_end(order, event),
    }


def _of_the_term(order: SupervisionOrder, event: OrderEvent, *, is_last: bool) -> dict[str, Value]:
    """What was demanded by this event, and by when; of the last demand the order knows the day as it now is."""
    if event.act not in DEMANDS:
        return {"要求": order.demand, "反馈期限": "", "期限暂定": ""}
    due = order.due_on if is_last else date.fromisoformat(event.record["due_on"])
    return {
        "要求": event.text,
        "反馈期限": written_day(due) if due else "",
        "期限暂定": "是" if is_last and order.due_is_provisional else "",
    }


def _of_the_answer(before: list[OrderEvent]) -> dict[str, Value]:
    answers = [each for each in before if each.act == "feed_back"]
    return {
        "前次反馈": answers[-1].text if answers else "",
        "前次反馈日期": written_day(localdate(answers[-1].at)) if answers else "",
    }


def _of_the_end(order: SupervisionOrder, event: OrderEvent) -> dict[str, Value]:
    words = {"close_order": "销号", "cancel_order": "撤销"}
    return {
        "了结方式": words.get(event.act, ""),
        "核查情况": event.text if event.act in words else "",
        "已销号": "是" if order.state == OrderState.CLOSED else "",
        "已撤销": "是" if order.state == OrderState.CANCELLED else "",
    }
