"""查验码 as people read it."""

from django import template

from policy import check_codes

register = template.Library()


@register.filter
def check_code(code: str) -> str:
    """K7MC4XRD -> K7MC-4XRD."""
    return check_codes.shown(code)
