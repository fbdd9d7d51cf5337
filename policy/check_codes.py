"""查验码: a code that can be read aloud, written by hand and typed wrongly without meaning another thing.

Seven symbols at random and one that checks them. The alphabet has 23 symbols, none of which looks like another of them;
23 is prime and each place weighs differently, so that one wrong symbol, or two in each other's place, is always noticed.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from policy.legal.numerals import plain

ALPHABET = "346789ACDEFGHJKMNPRTWXY"
LENGTH = 8
"""Symbols of a check code, the checking one included."""
_BASE = len(ALPHABET)
_VALUES = {symbol: value for value, symbol in enumerate(ALPHABET)}
_LEFT_OUT = " -－—–·.．_"
_MOST_STRANGE = 2


@dataclass(frozen=True)
class Typed:
    """What somebody typed, made plain. `strange` are the symbols that no code has, each once."""

    symbols: str
    strange: str
    length: int = LENGTH

    @property
    def is_empty(self) -> bool:
        return not self.symbols

    @property
    def has_length(self) -> bool:
        return len(self.symbols) == self.length

    @property
    def is_well_formed(self) -> bool:
        """A code that may have been given out: of the right length, and its symbols agree with one another."""
        return self.has_length and not self.strange and agrees(self.symbols)


def read(text: str, length: int = LENGTH) -> Typed:
    """Read what was typed: small and full-width letters, spaces and dashes do no harm. Never raises."""
    symbols = "".join(sign for sign in plain(text).upper() if sign not in _LEFT_OUT and not sign.isspace())[:40]
    return Typed(symbols, "".join(dict.fromkeys(sign for sign in symbols if sign not in _VALUES)), length)


def agrees(symbols: str) -> bool:
    """Whether the weighted sum of the symbols is a multiple of 23."""
    return sum(place * _VALUES[symbol] for place, symbol in enumerate(symbols, start=1)) % _BASE == 0


def checked(symbols: str) -> str:
    """`symbols` with the one behind them that makes them agree. Raises KeyError for a symbol of no code."""
    return next(code for symbol in ALPHABET if agrees(code := symbols + symbol))


def shown(code: str) -> str:
    """The code as people read it, in groups of four: K7MC-4XRD."""
    return "-".join(code[start : start + 4] for start in range(0, len(code), 4))


def near(typed: Typed) -> list[str]:
    """Well-formed codes that may be meant: one symbol another or missing or too many, two neighbours swapped.

    At most some hundred; nearly all were never given out: ask the register which.
    """
    found = dict.fromkeys(each for each in _guesses(typed) if len(each) == typed.length and agrees(each))
    found.pop(typed.symbols, None)
    return list(found)


def _guesses(typed: Typed) -> Iterator[str]:
    symbols, places = typed.symbols, range(len(typed.symbols))
    if typed.strange:
        yield from _mended(symbols)
        return
    for place in places:
        before, after = symbols[:place], symbols[place:]
        yield before + after[1:2] + after[:1] + after[2:]
        yield before + after[1:]
        yield from (before + each + after[1:] for each in ALPHABET)
        yield from (before + each + after for each in ALPHABET)
    yield from (symbols + each for each in ALPHABET)


def _mended(symbols: str) -> list[str]:
    """Every way to put symbols of the alphabet where strange ones stand; none where that would be too many."""
    if sum(symbol not in _VALUES for symbol in symbols) > _MOST_STRANGE:
        return []
    ways = [""]
    for symbol in symbols:
        ways = [way + each for way in ways for each in (symbol if symbol in _VALUES else ALPHABET)]
    return ways
