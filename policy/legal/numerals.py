"""Chinese and Arabic numerals of laws: 一百二十 ↔ 120, 二〇二六 → 2026, full-width digits included."""

import unicodedata

DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "○": 0, "两": 2}
TENS = {"十": 10, "百": 100, "千": 1000}
CHARACTERS = "".join(DIGITS) + "".join(TENS)
_FULL_WIDTH = frozenset(chr(code) for code in range(0xFF01, 0xFF5F) if chr(code - 0xFEE0).isalnum())
LARGEST = 9999
"""No law comes near so many articles; what is larger is no place in a law."""


def plain(text: str) -> str:
    """Bring full-width digits and letters to the usual ones; brackets and punctuation stay as they are."""
    return "".join(unicodedata.normalize("NFKC", char) if char in _FULL_WIDTH else char for char in text)


def to_int(text: str) -> int | None:
    """The number that `text` writes, 0 to 9999, or None if it writes none. Never raises."""
    written = plain(text).strip()
    if not written or len(written) > 9:
        return None
    if written.isascii():
        return int(written) if written.isdigit() and int(written) <= LARGEST else None
    if all(char in DIGITS for char in written):
        return _positional(written)
    return _spoken(written)


def to_chinese(number: int) -> str:
    """Write 0 to 9999 as laws do: 10 is 十, 101 is 一百零一. Raises ValueError outside."""
    if not 0 <= number <= LARGEST:
        raise ValueError(number)
    if number < 10:
        return "零一二三四五六七八九"[number]
    words = ""
    for place, unit in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, number = divmod(number, place)
        if digit:
            words += to_chinese(digit) + unit
        elif words and number and not words.endswith("零"):
            words += "零"
    return words[1:] if words.startswith("一十") else words


def _positional(written: str) -> int | None:
    value = int("".join(str(DIGITS[char]) for char in written))
    return value if value <= LARGEST else None


def _spoken(written: str) -> int | None:
    total, digit, smallest = 0, None, LARGEST + 1
    for char in written:
        if char in DIGITS and not digit:
            digit = DIGITS[char]
        elif TENS.get(char, smallest) < smallest and (digit or (digit is None and char == "十")):
            smallest = TENS[char]
            total, digit = total + (digit or 1) * smallest, None
        else:
            return None
    return total + (digit or 0)
