"""Daily rates by country, as the set-up of a call takes them."""

from decimal import Decimal

import pytest

from portal.calls.rules import daily_rates
from portal.core.errors import RuleBroken


def test_rates_are_read_by_country():
    rates = daily_rates("RS 129,00\n\n ba 1.101,50 ", field="rates")

    assert rates == {"RS": Decimal("129.00"), "BA": Decimal("1101.50")}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Serbia 129", "“Serbia 129” does not start with a country code of its own, like RS"),
        ("RS 129\nRS 130", "“RS 130” does not start with a country code of its own, like RS"),
        ("RS", "Enter a number, like 1234.50 or 1234,50"),
        ("RS 1e2", "Enter a number, like 1234.50 or 1234,50"),
    ],
)
def test_a_line_that_is_not_understood_is_named(text, words):
    with pytest.raises(RuleBroken) as refused:
        daily_rates(text, field="rates")

    assert (str(refused.value.message), refused.value.field) == (words, "rates")
