"""Exact shares, means and percentages: kept as fractions, rounded half up only for print."""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

_DIGITS = 60  # wide enough for any amount of the portal times any rate


def rounded(value: Fraction | Decimal, places: int = 2) -> Decimal:
    """The value half up with so many decimals. Source: rules.md 6.2."""
    return _to_decimal(value, places, ROUND_HALF_UP)


def floored(value: Fraction | Decimal, places: int = 2) -> Decimal:
    """The value cut off downwards at so many decimals."""
    return _to_decimal(value, places, ROUND_FLOOR)


def percent_of(amount: Decimal, percent: Decimal) -> Fraction:
    """So many per cent of an amount, exact."""
    return Fraction(amount) * Fraction(percent) / 100


def percentage(part: Decimal, whole: Decimal) -> Fraction | None:
    """The part in per cent of the whole, exact; None where the whole is zero."""
    return Fraction(part) * 100 / Fraction(whole) if whole else None


def shown_beside(value: Fraction, limit: Decimal, places: int = 2) -> Decimal:
    """The value for print, with more decimals where two would make it look equal to the limit.

    95.00008 beside a limit of 95 stays 95.00008; 94.9776 is 94.98.
    """
    while places < 8 and rounded(value, places) == limit and value != Fraction(limit):
        places += 1
    return rounded(value, places)


def plain(value: Decimal) -> str:
    """A quantity or a rate as people write it: 10, 0.5, 1.95583."""
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _to_decimal(value: Fraction | Decimal, places: int, rounding: str) -> Decimal:
    """Rounds with whole numbers, so that no intermediate division rounds first."""
    scaled = Fraction(value) * 10**places
    whole, rest = divmod(scaled.numerator, scaled.denominator)
    if rounding == ROUND_HALF_UP:
        twice = 2 * rest
        up = twice > scaled.denominator or (twice == scaled.denominator and scaled > 0)
        whole += 1 if up else 0
    with localcontext() as context:
        context.prec = _DIGITS
        return Decimal(whole).scaleb(-places)
