"""From local currency to euro by the one method that the contract names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from portal.core.days import add_months
from portal.core.errors import RuleBroken
from portal.core.ratio import rounded
from portal.core.text import N_

MonthlyRates = Mapping[tuple[int, int], Decimal]


class Method(StrEnum):
    """How a rate is found. Source: rules.md 7.5."""

    AVG = "AVG"
    MONTH = "MONTH"
    BANK = "BANK"


class MonthOf(StrEnum):
    """Which day's month the method MONTH uses (a setting of the contract)."""

    BOOKING = "booking"
    PAYMENT = "payment"


@dataclass(frozen=True)
class Credit:
    """An instalment as it reached the grantee's account. Units: euro sent, local received."""

    day: date
    eur: Decimal
    local: Decimal


@dataclass(frozen=True)
class ExchangeTerms:
    """Everything the contract and the period say about one local currency.

    Shape:  `rates` by (year, month); `credits` in any order.
    Units:  units of local currency for one euro, 4 or more decimals.
    """

    method: Method
    currency: str
    period_from: date
    period_to: date
    rates: MonthlyRates = field(default_factory=dict)
    credits: Sequence[Credit] = ()
    month_of: MonthOf = MonthOf.BOOKING
    base_currency: str = "EUR"


def average_rate(rates: MonthlyRates, period_from: date, period_to: date) -> Fraction:
    """AVG: the mean of the monthly rates of every calendar month that the period touches.

    Units:  exact, never rounded. Raises: RuleBroken naming the month without a rate.
    Source: rules.md 7.5, 12 (Exchange).
    """
    months = []
    month = period_from.replace(day=1)
    while month <= period_to:
        months.append(month_rate(rates, month))
        month = add_months(month, 1)
    return sum(months, Fraction(0)) / len(months)


def month_rate(rates: MonthlyRates, day: date) -> Fraction:
    """MONTH: the rate of the month in which the day lies.

    Raises: RuleBroken naming the month without a rate.
    """
    rate = rates.get((day.year, day.month))
    if not rate:
        raise RuleBroken(
            N_("There is no exchange rate for %(month)s.", month=f"{day.month:02}/{day.year}"),
            field="rate",
        )
    return Fraction(rate)


def bank_rate(credits: Sequence[Credit], day: date) -> Fraction:
    """BANK: the rate of the last instalment credited on or before the day of payment.

    Units:  local received for euro sent, exact. Raises: RuleBroken when none was credited by then.
    """
    before = [credit for credit in credits if credit.day <= day and credit.eur]
    if not before:
        raise RuleBroken(
            N_("No instalment was credited on or before %(day)s.", day=day.strftime("%d/%m/%Y")),
            field="rate",
        )
    last = max(before, key=lambda credit: credit.day)
    return Fraction(last.local) / Fraction(last.eur)


def rate_for(terms: ExchangeTerms, *, currency: str, booked_on: date, paid_on: date) -> Fraction:
    """The rate for one document, exact; 1 for what is already in euro.

    Raises: RuleBroken when the currency is not the contract's local one, or no rate is known.
    """
    if currency == terms.base_currency:
        return Fraction(1)
    if currency != terms.currency:
        raise RuleBroken(
            N_(
                "The contract knows %(base)s and %(local)s, not %(currency)s.",
                base=terms.base_currency,
                local=terms.currency,
                currency=currency,
            ),
            field="currency",
        )
    if terms.method is Method.AVG:
        return average_rate(terms.rates, terms.period_from, terms.period_to)
    if terms.method is Method.BANK:
        return bank_rate(terms.credits, paid_on)
    day = booked_on if terms.month_of is MonthOf.BOOKING else paid_on
    return month_rate(terms.rates, day)


def to_eur(local: Decimal, rate: Fraction | Decimal) -> Decimal:
    """Local currency divided by the rate, half up to the cent. Source: example 6."""
    return rounded(Fraction(local) / Fraction(rate))


def rate_shown(rate: Fraction) -> Decimal:
    """The rate for print: four decimals."""
    return rounded(rate, 4)
