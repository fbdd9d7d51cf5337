"""Kleene's logic: True, False, and None for not known."""

from collections.abc import Iterable
from typing import TypeVar

T = TypeVar("T")


def known(values: tuple[T, ...] | None) -> tuple[T, ...]:
    """The values; none where they are not known."""
    return values or ()


def negate(answer: bool | None) -> bool | None:
    return None if answer is None else not answer


def any_of(answers: Iterable[bool | None]) -> bool | None:
    """True if one is; not known if none is true and one is not known."""
    unknown = False
    for answer in answers:
        if answer:
            return True
        unknown = unknown or answer is None
    return None if unknown else False


def all_of(answers: Iterable[bool | None]) -> bool | None:
    """False if one is; not known if none is false and one is not known."""
    return negate(any_of(negate(answer) for answer in answers))
