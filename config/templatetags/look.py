"""The pieces of a page: icons, badges, notices, cards, dialogs. What a tag takes is told in docs/pages.md."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from heroicons.templatetags.heroicons import heroicon_micro, heroicon_mini, heroicon_outline

register = template.Library()

# Tone of a notice -> its icon. The tones stand in static/look/components.css.
NOTICES = {
    "active": "information-circle",
    "soon": "exclamation-triangle",
    "stop": "exclamation-circle",
    "admitted": "check-circle",
}
TONES_OF_MESSAGES = {"success": "admitted", "warning": "soon", "error": "stop"}


@register.filter
def html_lang(code: str) -> str:
    """The language tag of BCP 47 for a Django language code: zh-hans -> zh-Hans."""
    first, _dash, script = code.partition("-")
    return f"{first}-{script.title()}" if script else first


@register.simple_tag
def icon(name: str, size: int = 16) -> SafeString:
    """A heroicon that says nothing of its own: text stands beside it. Up to 18 px the small drawing, else the outline."""
    draw = heroicon_micro if size <= 16 else heroicon_mini if size <= 20 else heroicon_outline
    return mark_safe(draw(name, size=size, **{"class": "icon"}))  # noqa: S308  (drawn by us from a fixed set)


@register.simple_tag
def source_url() -> str:
    """Where the source code of this instance is offered (AGPL-3.0 section 13), or nothing."""
    return getattr(settings, "SOURCE_URL", "")


@register.simple_tag
def notice(tone: str, text: object) -> SafeString:
    """One sentence in a box; the tone is one of NOTICES."""
    return format_html('<div class="notice notice-{}">{}<p>{}</p></div>', tone, icon(NOTICES[tone], size=20), text)


@register.filter
def tone_of_message(level: str) -> str:
    return TONES_OF_MESSAGES.get(level, "active")


@register.inclusion_tag("components/empty.html")
def empty(title: str, says: str = "", url: str = "", label: str = "", icon_name: str = "inbox") -> dict[str, str]:
    """What stands where nothing is: what that means, and what can be done."""
    return {"title": title, "says": says, "url": url, "label": label, "icon_name": icon_name}


@register.inclusion_tag("components/pairs.html")
def pairs(rows: Iterable[tuple[object, object]]) -> dict[str, Any]:
    """A list of (what, value); an empty value is shown as a dash."""
    return {"rows": rows}


@register.inclusion_tag("components/timeline.html")
def timeline(entries: Iterable[Any]) -> dict[str, Any]:
    """Acts in order. Each entry has `what`, and may have `who`, `at`, `says`, `icon`, `tone`."""
    return {"entries": entries}


@register.inclusion_tag("components/table.html")
def table(caption: str, heads: Iterable[object], rows: Iterable[Iterable[object]]) -> dict[str, Any]:
    """A plain table; the first cell of each row is its heading."""
    return {"caption": caption, "heads": heads, "rows": rows}


@register.simple_block_tag
def card(content: str, title: str = "", tone: str = "", id: str = "", aside: object = "") -> SafeString:
    """A sheet with a heading; `aside` stands at the right of it."""
    return mark_safe(  # noqa: S308  (content is what the page itself rendered)
        render_to_string(
            "components/card.html", {"content": content, "title": title, "tone": tone, "id": id, "aside": aside}
        )
    )


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context, content: str, *, id: str, title: str, action: str, label: str, tone: str = "primary"
) -> SafeString:
    """A dialog that asks before a POST to `action`. Open it with `<a href="PAGE" data-confirm="ID">`.

    PAGE is an address that asks the same question on a page of its own (`confirm.html`).
    """
    values = {"content": content, "id": id, "title": title, "action": action, "label": label, "tone": tone}
    return mark_safe(render_to_string("components/confirm.html", values, context.get("request")))  # noqa: S308
