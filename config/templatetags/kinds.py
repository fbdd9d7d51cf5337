"""事项类别 in words."""

from django import template
from django.utils.translation import gettext as _

from policy.choices import Kind

register = template.Library()


@register.filter
def kind_label(kind: str) -> str:
    """work_affair -> 工作事务."""
    return _(Kind(kind).label)
