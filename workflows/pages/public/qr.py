"""The square code that leads to a page, drawn here as SVG; and the address it leads to."""

from functools import lru_cache

import segno
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe


def address(request: HttpRequest, name: str, *args: object) -> str:
    """The whole address of a public page: under PUBLIC_ADDRESS where it is set, else as this request came in."""
    path = reverse(name, args=args)
    return f"{settings.PUBLIC_ADDRESS}{path}" if settings.PUBLIC_ADDRESS else request.build_absolute_uri(path)


@lru_cache(maxsize=4096)
def drawn(text: str, title: str) -> SafeString:
    """The code as inline SVG, read out as `title`. A quarter of it may be soiled and it still reads."""
    made = segno.make(text, error="q", micro=False)
    svg = made.svg_inline(scale=3, border=3, title=title, svgclass="qr", lineclass=None, omitsize=True)
    return mark_safe(svg)  # noqa: S308  (drawn by segno, which escapes the title)
