"""查验码: one slip is always noticed, and whoever slips is helped."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from policy import check_codes
from policy.check_codes import ALPHABET, LENGTH, agrees, checked, near, read, shown

SYMBOLS = st.text(ALPHABET, min_size=LENGTH - 1, max_size=LENGTH - 1)
LOOK_ALIKE = ("0OQ", "1IL", "2Z", "5S", "8B", "UV")


def test_no_two_symbols_of_the_alphabet_look_alike():
    assert len(set(ALPHABET)) == len(ALPHABET) == 23
    assert [pair for pair in LOOK_ALIKE if len(set(pair) & set(ALPHABET)) > 1] == []


@given(SYMBOLS, st.integers(0, LENGTH - 1), st.sampled_from(ALPHABET))
def test_one_wrong_symbol_is_always_noticed(symbols, place, other):
    code = checked(symbols)
    wrong = code[:place] + other + code[place + 1 :]

    assert read(code).is_well_formed
    assert agrees(wrong) == (wrong == code)


@given(SYMBOLS, st.integers(0, LENGTH - 1), st.integers(0, LENGTH - 1))
def test_two_symbols_in_each_others_place_are_always_noticed(symbols, one, other):
    code = list(checked(symbols))
    swapped = code.copy()
    swapped[one], swapped[other] = code[other], code[one]

    assert agrees("".join(swapped)) == (swapped == code)


@given(SYMBOLS, st.data())
def test_what_was_meant_is_among_what_is_proposed(symbols, data):
    code = checked(symbols)
    place = data.draw(st.integers(0, LENGTH - 1))
    slips = [
        code[:place] + data.draw(st.sampled_from(ALPHABET + "0O1IL5SB")) + code[place + 1 :],
        code[:place] + code[place + 1 :],
        code[:place] + data.draw(st.sampled_from(ALPHABET)) + code[place:],
        code[:place] + code[place + 1 : place + 2] + code[place : place + 1] + code[place + 2 :],
    ]

    for slip in slips:
        assert read(slip).symbols == code or code in near(read(slip))
        assert len(near(read(slip))) <= 200


@given(st.text(max_size=200))
def test_anything_may_be_typed(text):
    typed = read(text)

    assert all(read(each).is_well_formed for each in near(typed))


@pytest.mark.parametrize("typed", ["k7mc4xr{}", " K7MC-4XR{} ", "Ｋ７ＭＣ－４ＸＲ{}", "k7mc 4xr{}"])
def test_case_width_spaces_and_dashes_do_no_harm(typed):
    code = checked("K7MC4XR")

    assert read(typed.format(code[-1])).symbols == code
    assert shown(code) == f"K7MC-4XR{code[-1]}"


def test_codes_at_random_are_seldom_near_one_another():
    drawn = random.Random(7)
    codes = {checked("".join(drawn.choices(ALPHABET, k=LENGTH - 1))) for _each in range(20_000)}
    others = sum(len(codes & set(near(read(code)))) for code in list(codes)[:500])

    assert others <= 5


def test_the_one_strange_sign_is_named():
    assert read("K7MC-4XRO").strange == "O"
    assert check_codes.near(read("O0O0O0O0")) == []
