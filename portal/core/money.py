"""Amounts: exact, half up, read without doubt or refused."""

import re
from decimal import ROUND_HALF_UP, Decimal

from portal.core.errors import RuleBroken
from portal.core.text import N_

CENT = Decimal("0.01")
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?", re.ASCII)
_GROUPED_COMMA = re.compile(r"[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+", re.ASCII)
_GROUPED_POINT = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+", re.ASCII)
_LARGEST = Decimal("9999999999")


def cents(value: Decimal) -> Decimal:
    """Rounded half up to whole cents. Source: rules.md 6.2."""
    return value.quantize(CENT, ROUND_HALF_UP)


def _plain_digits(compact: str) -> str | None:
    if _GROUPED_COMMA.fullmatch(compact):
        return compact.replace(",", "")
    if _GROUPED_POINT.fullmatch(compact):
        return compact.replace(".", "").replace(",", ".")
    if _PLAIN.fullmatch(compact):
        whole, _, fraction = compact.replace(",", ".").partition(".")
        if len(fraction) == 3 and len(whole) <= 3 and whole != "0":
            return None  # 1.234 may be one thousand or one and a bit: refuse, never guess
        return f"{whole}.{fraction}" if fraction else whole
    return None


def parse_decimal(text: str, *, places: int = 2, field: str | None = None) -> Decimal:
    """A number as people of the region type it: 1234.50, 1234,50, 1 234,50, 1.234,50, 1,234.50.

    Units: not negative, at most `places` decimals.
    Raises: RuleBroken when it can be read in two ways (1.234), is not a number, or is too exact.
    """
    compact = re.sub(r"[ \u00a0\u202f\u2009]", "", text.strip())
    digits = _plain_digits(compact)
    if digits is None:
        raise RuleBroken(N_("Enter a number, like 1234.50 or 1234,50"), field=field)
    value = Decimal(digits)
    if -int(value.as_tuple().exponent) > places:
        raise RuleBroken(
            N_("Enter a number with at most %(places)s decimals", places=places), field=field
        )
    if value > _LARGEST:
        raise RuleBroken(N_("The number is too large"), field=field)
    return value


def format_amount(value: Decimal, places: int = 2) -> str:
    """An amount as shown everywhere: 1,234.50."""
    return f"{value:,.{places}f}"
