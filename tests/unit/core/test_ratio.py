"""Exact shares and their print."""

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.ratio import floored, percent_of, percentage, plain, rounded, shown_beside

D = Decimal


@pytest.mark.parametrize(
    ("value", "up", "down"),
    [
        (Fraction(1, 3), "0.33", "0.33"),
        (Fraction(2005, 1000), "2.01", "2.00"),
        (Fraction(-277, 100), "-2.77", "-2.77"),
        (Fraction(-2005, 1000), "-2.01", "-2.01"),
    ],
)
def test_rounding(value, up, down):
    assert (rounded(value), floored(value)) == (D(up), D(down))


@given(st.decimals("-99999", "99999", places=5))
def test_rounded_agrees_with_half_up(value):
    assert rounded(value) == value.quantize(D("0.01"), ROUND_HALF_UP)


def test_percentages_are_exact():
    assert percent_of(D("10"), D("33")) == Fraction(33, 10)
    assert percentage(D("1"), D("3")) == Fraction(100, 3)
    assert percentage(D("1"), D("0")) is None


def test_shown_beside_a_limit():
    assert shown_beside(Fraction(250014, 10000), D("25")) == D("25.001")
    assert shown_beside(Fraction(25), D("25")) == D("25.00")


@pytest.mark.parametrize(("value", "text"), [("10.0000", "10"), ("0.5", "0.5"), ("100", "100")])
def test_plain(value, text):
    assert plain(D(value)) == text
