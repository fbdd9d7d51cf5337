"""The saved filters of the list that is shown."""

from typing import Any

from django import template
from django.template import Context

from workflows.services import saved_filters

register = template.Library()


@register.inclusion_tag("components/saved_filters.html", takes_context=True)
def saved(context: Context) -> dict[str, Any]:
    """For whoever is signed in: his filters of this list, and a field to save the one shown."""
    request = context.get("request")
    if request is None or not request.user.is_authenticated:
        return {"path": ""}
    listing = context["listing"]
    return {
        "path": request.path,
        "query": listing.address().removeprefix("?"),
        "narrowed": listing.narrowed,
        "anchor": listing.anchor,
        "filters": list(saved_filters.of_list(request.user, request.path)),
        "csrf_token": context.get("csrf_token"),
    }
