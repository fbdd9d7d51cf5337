"""证据: what was known of a problem when an order was issued, kept in Chinese and told in the language that is read."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

WORDS = ("环节", "备案机关", "准入的频次", "与清单比对")
"""Labels of what is a word of the program, too: no name, no number, and nothing that somebody wrote."""


def told(evidence: Iterable[Iterable[str]]) -> list[tuple[str, str]]:
    """The pairs of a problem or of an order (label, value)."""
    return [(_(label), _(value) if label in WORDS and value else value) for label, value in evidence]
