"""Numerals of laws."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy.legal import numerals


@given(st.integers(0, numerals.LARGEST))
def test_what_is_written_in_chinese_is_read_back(number):
    assert numerals.to_int(numerals.to_chinese(number)) == number


@given(st.integers(0, numerals.LARGEST))
def test_full_width_digits_count_like_others(number):
    wide = "".join(chr(ord(digit) + 0xFEE0) for digit in str(number))
    assert numerals.to_int(wide) == number


@given(st.text(max_size=30))
def test_no_text_makes_reading_fail(text):
    number = numerals.to_int(text)
    assert number is None or 0 <= number <= numerals.LARGEST


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("十", 10),
        ("十一", 11),
        ("二十", 20),
        ("一百零一", 101),
        ("一百一十", 110),
        ("一千二百四十二", 1242),
        ("二〇二六", 2026),
        ("两千", 2000),
        ("〇", 0),
        ("", None),
        ("百", None),
        ("十十", None),
        ("一二百", None),
        ("三条", None),
        ("-1", None),
        ("10000", None),
    ],
)
def test_numerals_as_laws_write_them(written, number):
    assert numerals.to_int(written) == number


@pytest.mark.parametrize("number", [-1, numerals.LARGEST + 1])
def test_what_no_law_reaches_is_not_written(number):
    with pytest.raises(ValueError):
        numerals.to_chinese(number)
