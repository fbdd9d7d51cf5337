"""Cells that a spreadsheet would run as a formula, and what keeps it from it (OWASP, CSV Injection)."""

# Also the full-width signs: an East Asian Excel takes them for the narrow ones.
RUN_AS_FORMULA = tuple("=+-@\t\r\n＝＋－＠")


def harmless(text: str, *, also: str = "") -> str:
    """The text, with an apostrophe before it where a spreadsheet would run it, or where it begins with a sign of `also`."""
    return f"'{text}" if text.startswith((*RUN_AS_FORMULA, *also)) else text
