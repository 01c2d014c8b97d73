"""Registration and tax numbers by country. A number that does not fit can still be confirmed.

Checked with python-stdnum where it knows the country; the others by their shape only.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from stdnum.al import nipt
from stdnum.me import pib as me_pib
from stdnum.mk import edb
from stdnum.rs import pib

from portal.core.countries import country_name
from portal.core.text import N_, Text


def _digits(count: int) -> Callable[[str], bool]:
    shape = re.compile(rf"[0-9]{{{count}}}")
    return lambda number: shape.fullmatch(number) is not None


@dataclass(frozen=True)
class _Check:
    """What a number of a country looks like, in words, and whether one fits."""

    words: Text
    fits: Callable[[str], bool]


TAX = {
    "RS": _Check(N_("PIB: 9 digits, the last one a check digit"), pib.is_valid),
    "AL": _Check(N_("NIPT: a letter, 8 digits, a letter"), nipt.is_valid),
    "MK": _Check(N_("EDB: 13 digits, the last one a check digit"), edb.is_valid),
    "ME": _Check(N_("PIB: 8 digits, the last one a check digit"), me_pib.is_valid),
    "BA": _Check(N_("JIB: 13 digits"), _digits(13)),
    "XK": _Check(N_("fiscal number: 9 digits"), _digits(9)),
}
REGISTRATION = {
    "RS": _Check(N_("8 digits"), _digits(8)),
    "MK": _Check(N_("7 digits"), _digits(7)),
}
_SEPARATORS = re.compile(r"[\s.\-/]+")


def tax_doubt(country: str, number: str) -> Text | None:
    """Why a tax number looks wrong for its country; None when it fits or cannot be checked."""
    check = TAX.get(country)
    if not number or check is None or check.fits(_SEPARATORS.sub("", number)):
        return None
    return N_(
        "“%(number)s” does not look like a tax number of %(country)s (%(shape)s)",
        number=number,
        country=country_name(country),
        shape=check.words,
    )


def registration_doubt(country: str, number: str) -> Text | None:
    """Why a registration number looks wrong for its country; None when it fits."""
    compact = _SEPARATORS.sub("", number)
    check = REGISTRATION.get(country)
    if check is None:
        if not compact or any(letter.isdigit() for letter in compact):
            return None
        return N_("“%(number)s” has no digit. Is this the registration number?", number=number)
    if check.fits(compact):
        return None
    return N_(
        "“%(number)s” does not look like a registration number of %(country)s (%(shape)s)",
        number=number,
        country=country_name(country),
        shape=check.words,
    )
