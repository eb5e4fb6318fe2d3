"""Numbers as printed."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regioncodes.words.numbers import interval, number, significant, years_in_words


@pytest.mark.parametrize(
    ("value", "digits", "english", "russian"),
    [
        (48999.1, 0, "48,999", "48\u00a0999"),
        (-822416.0, 0, "\u2212822,416", "\u2212822\u00a0416"),
        (1234567.891, 2, "1,234,567.89", "1\u00a0234\u00a0567,89"),
        (0.8638, 2, "0.86", "0,86"),
        (43.75, 1, "43.8", "43,8"),
        (6.25, 1, "6.3", "6,3"),
        (1.005, 2, "1.01", "1,01"),
        (100 * (57 / 200), 0, "29", "29"),  # 28.499999999999996
        (100 * 0.145, 0, "15", "15"),
        (-100 * 0.575, 0, "\u221258", "\u221258"),
        (28.4999999, 0, "28", "28"),
        (-0.04, 1, "0.0", "0,0"),
        (math.nan, 1, "\u2014", "\u2014"),
    ],
)
def test_numbers_follow_the_rules_of_their_language(value, digits, english, russian):
    assert number(value, "en", digits) == english
    assert number(value, "ru", digits) == russian


@given(st.floats(-1e12, 1e12), st.integers(0, 6))
def test_a_printed_number_reads_back_within_half_a_unit_of_its_last_digit(value, digits):
    printed = number(value, "ru", digits)
    back = float(printed.replace("\u00a0", "").replace(",", ".").replace("\u2212", "-"))
    assert abs(back - value) <= 0.5 * 10**-digits * (1 + 1e-9) + abs(value) * 1e-15


def test_an_infinite_value_is_refused():
    with pytest.raises(ValueError, match="infinite"):
        number(math.inf, "en")


@pytest.mark.parametrize(
    ("value", "printed"),
    [(48999.1, "48,999"), (10.8799, "10.88"), (-0.01234, "\u22120.01234"), (0.0, "0"), (1 - 1e-16, "1.000")],
)
def test_four_significant_figures_keep_whole_digits(value, printed):
    assert significant(value, "en") == printed


def test_an_interval_stays_on_one_line():
    assert interval(-1.25, 2.0, "ru", 1) == "[\u22121,3;\u00a02,0]"


def test_years_are_told_in_order_and_once_as_runs():
    assert years_in_words([2016, 2006, 2014, 2015, 2006]) == "2006, 2014–2016"
    assert years_in_words([2005]) == "2005"
