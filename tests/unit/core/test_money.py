"""Numbers as people type them: understood without doubt, or refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.core.errors import RuleBroken
from portal.core.money import format_amount, parse_decimal
from portal.web.fields import MoneyField, NumberField
from tests.support.numbers import NUMBERS


def read(text, places=4):
    try:
        return parse_decimal(text, places=places)
    except RuleBroken:
        return None


def test_the_table_of_numbers():
    read_as = {text: read(text) for text, _ in NUMBERS}

    assert read_as == {text: value and Decimal(value) for text, value in NUMBERS}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "1.234",
            "“1.234” can be read as 1234 or as 1 and a bit. "
            "Enter a number, like 1234.50 or 1234,50",
        ),
        ("1.23456", "Enter a number with at most 4 decimals"),
        ("10000000000", "The number is too large"),
        ("1e9", "Enter a number, like 1234.50 or 1234,50"),
    ],
)
def test_a_refusal_says_what_to_enter(text, words):
    with pytest.raises(RuleBroken) as refused:
        parse_decimal(text, places=4)

    assert str(refused.value.message) == words


amounts = st.decimals("0", "9999999999", places=2)


@given(amounts)
def test_what_we_show_is_read_back_in_every_way_of_the_region(value):
    shown = format_amount(value)
    swapped = shown.translate(str.maketrans(",.", ".,"))

    ways = {shown, swapped, shown.replace(",", "\u00a0"), swapped.replace(".", " "), f"{value:f}"}

    assert {read(way, places=2) for way in ways} == {value}


@given(st.text(alphabet="0123456789., -+e_'\u00a0\u0661\uff15", max_size=14))
def test_a_number_that_is_read_has_just_the_digits_that_were_typed(text):
    value = read(text)

    if value is not None:
        typed = [letter for letter in text if letter in "0123456789"]
        kept = f"{value:f}".replace(".", "")
        assert kept.lstrip("0") == "".join(typed).lstrip("0")
        assert set(text) <= set("0123456789., \u00a0")


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text):
    value = read(text)

    assert value is None or value >= 0


@given(st.decimals("0", "99999", places=4))
def test_a_field_shows_a_number_so_that_it_can_be_read_again(value):
    shown = f"{NumberField.shown(None, value):f}"

    assert read(shown) == value


def test_money_is_shown_with_two_decimals():
    assert str(MoneyField.shown(None, Decimal("5"))) == "5.00"
