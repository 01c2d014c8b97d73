"""How values look on pages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portal.web import filters

SUMMER = datetime(2026, 7, 4, 22, 30, tzinfo=UTC)
WINTER = datetime(2026, 12, 4, 11, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("1234.5"), "1,234.50"),
        (Decimal(0), "0.00"),
        (Decimal("-1234567.89"), "-1,234,567.89"),
        (None, ""),
    ],
)
def test_amount(value, shown):
    assert filters.amount(value) == shown


def test_eur_does_not_break():
    assert filters.eur(Decimal("60000")) == "EUR\u00a060,000.00"


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (Decimal("7.0000"), "7\u00a0%"),
        (Decimal("12.45"), "12.5\u00a0%"),
        (Decimal(100), "100\u00a0%"),
    ],
)
def test_percent(value, shown):
    assert filters.percent(value) == shown


def test_day_of_an_instant_is_the_day_in_the_zone():
    assert filters.day(SUMMER) == "5 July 2026"
    assert filters.day(SUMMER, "UTC") == "4 July 2026"
    assert filters.day(date(2026, 12, 4)) == "4 December 2026"


def test_when_is_shown_in_the_zone():
    assert filters.when(WINTER) == "4 December 2026, 12:00"
    assert filters.when(SUMMER, "Europe/Skopje") == "5 July 2026, 00:30"
    assert filters.clock(WINTER) == "12:00"
