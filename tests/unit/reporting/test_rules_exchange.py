"""Exchange: example 6 by each method, and what is missing is named."""

from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from portal.core.errors import RuleBroken
from portal.reporting.rules import (
    Credit,
    ExchangeTerms,
    Method,
    MonthOf,
    average_rate,
    bank_rate,
    rate_for,
    rate_shown,
    to_eur,
)

D = Decimal
RATES = {(2026, 1): D("117.10"), (2026, 2): D("117.20"), (2026, 3): D("117.30")}
CREDITS = (
    Credit(date(2025, 12, 20), D("10000.00"), D("1171500.00")),
    Credit(date(2026, 2, 10), D("2000.00"), D("234600.00")),
)


def make_terms(method, **overrides):
    values = {
        "currency": "RSD",
        "period_from": date(2026, 1, 1),
        "period_to": date(2026, 3, 31),
        "rates": RATES,
        "credits": CREDITS,
    }
    return ExchangeTerms(method, **(values | overrides))


def convert(local, terms, *, booked_on=date(2026, 1, 15), paid_on=date(2026, 1, 15)):
    return to_eur(D(local), rate_for(terms, currency="RSD", booked_on=booked_on, paid_on=paid_on))


@pytest.mark.parametrize(
    ("method", "eur"),
    [(Method.AVG, "500.00"), (Method.MONTH, "500.43"), (Method.BANK, "500.21")],
)
def test_example_6(method, eur):
    assert convert("58600.00", make_terms(method)) == D(eur)


def test_average_takes_every_month_the_period_touches_and_stays_exact():
    average = average_rate({**RATES, (2026, 4): D("117.35")}, date(2026, 1, 31), date(2026, 4, 1))

    assert average == Fraction(D("468.95")) / 4
    assert rate_shown(average) == D("117.2375")


def test_a_missing_month_is_named():
    terms = make_terms(Method.AVG, period_to=date(2026, 4, 2))

    with pytest.raises(RuleBroken, match="no exchange rate for 04/2026"):
        convert("1", terms)


@pytest.mark.parametrize(
    ("month_of", "eur"), [(MonthOf.BOOKING, "500.43"), (MonthOf.PAYMENT, "500.00")]
)
def test_month_of_booking_or_of_payment(month_of, eur):
    terms = make_terms(Method.MONTH, month_of=month_of)

    assert convert("58600.00", terms, paid_on=date(2026, 2, 3)) == D(eur)


@pytest.mark.parametrize(
    ("day", "rate"),
    [(date(2026, 2, 9), "117.15"), (date(2026, 2, 10), "117.30"), (date(2026, 3, 1), "117.30")],
)
def test_bank_takes_the_last_instalment_on_or_before_the_day(day, rate):
    assert bank_rate(CREDITS[::-1], day) == Fraction(D(rate))


def test_bank_without_an_instalment_is_refused():
    with pytest.raises(RuleBroken, match="No instalment was credited on or before 01/12/2025"):
        bank_rate(CREDITS, date(2025, 12, 1))


def test_euro_needs_no_rate_and_other_currencies_are_refused():
    terms = make_terms(Method.MONTH, rates={})
    day = date(2026, 1, 1)

    assert rate_for(terms, currency="EUR", booked_on=day, paid_on=day) == 1
    with pytest.raises(RuleBroken, match="knows EUR and RSD, not CHF"):
        rate_for(terms, currency="CHF", booked_on=day, paid_on=day)
