"""Amounts: exact, half up, read without doubt or refused."""

import re
from collections.abc import Iterable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from portal.core.errors import RuleBroken
from portal.core.text import N_, Text

CENT = Decimal("0.01")
EURO = "EUR"
MOST_CHARACTERS = 40
_SPACES = "[ \u00a0\u202f\u2009]"
_PLAIN = re.compile(r"([0-9]+)(?:[.,]([0-9]+))?", re.ASCII)
_GROUPED = (
    re.compile(rf"([0-9]{{1,3}}(?:{_SPACES}[0-9]{{3}})+)(?:[.,]([0-9]+))?", re.ASCII),
    re.compile(r"([0-9]{1,3}(?:,[0-9]{3})+)\.([0-9]+)", re.ASCII),
    re.compile(r"([0-9]{1,3}(?:\.[0-9]{3})+),([0-9]+)", re.ASCII),
    re.compile(r"([0-9]{1,3}(?:,[0-9]{3}){2,})()", re.ASCII),
    re.compile(r"([0-9]{1,3}(?:\.[0-9]{3}){2,})()", re.ASCII),
)
_DOUBTFUL = re.compile(r"(?!0[.,])[0-9]{1,3}[.,][0-9]{3}", re.ASCII)
_LARGEST = Decimal("9999999999")


def cents(value: Decimal) -> Decimal:
    """Rounded half up to whole cents. Source: rules.md 6.2."""
    return value.quantize(CENT, ROUND_HALF_UP)


def _digits(text: str) -> str | None:
    """The number with a decimal point and no groups; None when it is none."""
    for pattern in (_PLAIN, *_GROUPED):
        if found := pattern.fullmatch(text):
            whole, fraction = re.sub(r"[^0-9]", "", found[1]), found[2]
            return f"{whole}.{fraction}" if fraction else whole
    return None


def parse_decimal(text: str, *, places: int = 2, field: str | None = None) -> Decimal:
    """A number as people of the region type it: 1234.50, 1234,50, 1 234,50, 1.234,50, 1,234.50.

    Units: not negative, at most `places` decimals.
    Raises: RuleBroken when it can be read in two ways (1.234), is not a number, or is too exact.
    """
    text = text.strip(" \u00a0\u202f\u2009\t\r\n")
    if _DOUBTFUL.fullmatch(text):
        raise RuleBroken(_doubt(text), field=field)
    digits = _digits(text) if len(text) <= MOST_CHARACTERS else None
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


def _doubt(text: str) -> Text:
    """1.234 may be one thousand or one and a bit: refused, never guessed."""
    return N_(
        "“%(text)s” can be read as %(thousands)s or as %(whole)s and a bit. "
        "Enter a number, like 1234.50 or 1234,50",
        text=text,
        thousands=re.sub("[.,]", "", text),
        whole=re.split("[.,]", text)[0],
    )


def format_amount(value: Decimal, places: int = 2) -> str:
    """An amount as shown everywhere: 1,234.50."""
    return f"{value:,.{places}f}"


def in_currency(value: Decimal | None, currency: str, places: int = 2) -> str:
    """An amount with its currency, never parted at the end of a line: RSD 1,234.50.

    Nothing for no amount.
    """
    return "" if value is None else f"{currency}\u00a0{format_amount(value, places)}"


def in_currencies(sums: Mapping[str, Decimal], places: int = 2) -> str:
    """Sums by currency, the euro first: EUR 1,234.50 and RSD 9,000.00.

    Sums of different currencies are never added up. EUR 0 for no sum at all.
    """
    order = sorted(sums, key=lambda currency: (currency != EURO, currency)) or [EURO]
    return ", ".join(in_currency(sums.get(one, Decimal(0)), one, places) for one in order)


def summed(amounts: Iterable[tuple[str, Decimal]]) -> dict[str, Decimal]:
    """The sum for each currency."""
    found: dict[str, Decimal] = {}
    for currency, amount in amounts:
        found[currency] = found.get(currency, Decimal(0)) + amount
    return found
