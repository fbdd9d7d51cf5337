"""The marks of supervision orders."""

from django import template

from config.templatetags.states import Badge
from workflows.models import OrderState

register = template.Library()

ORDERS = {
    OrderState.ISSUED: ("soon", "clock"),
    OrderState.RECTIFYING: ("soon", "arrow-uturn-left"),
    OrderState.ANSWERED: ("active", "chat-bubble-left-ellipsis"),
    OrderState.CLOSED: ("admitted", "check-circle"),
    OrderState.CANCELLED: ("quiet", "archive-box"),
}


@register.inclusion_tag("components/badge.html")
def order_badge(state: str) -> dict[str, Badge]:
    """The state of a supervision order."""
    return {"badge": Badge(OrderState(state).label, *ORDERS[OrderState(state)])}
