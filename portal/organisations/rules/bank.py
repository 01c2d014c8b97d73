"""Account numbers: checked, shown in fours, masked. Source: SECURITY.md 4."""

from stdnum import iban as iban_rules
from stdnum.exceptions import ValidationError

from portal.core.errors import RuleBroken
from portal.core.text import N_

IBAN_LENGTHS = {"AL": 28, "BA": 20, "XK": 20, "ME": 22, "MK": 19, "RS": 22}


def check_iban(text: str, *, field: str = "iban") -> str:
    """The account number as kept: no spaces, capital letters.

    Raises: RuleBroken with what is wrong: the length for its country, or the check digits.
    Source: SECURITY.md section 4.
    """
    number = "".join(text.split()).upper()
    country = number[:2]
    length = IBAN_LENGTHS.get(country)
    if length and len(number) != length:
        raise RuleBroken(
            N_(
                "An IBAN of %(country)s has %(length)s characters. This one has %(given)s",
                country=country,
                length=length,
                given=len(number),
            ),
            field=field,
        )
    try:
        iban_rules.validate(number, check_country=False)
    except ValidationError:
        raise RuleBroken(
            N_("Enter an IBAN without mistakes, like RS35 2600 0560 1001 6113 79"), field=field
        ) from None
    return number


def in_fours(number: str) -> str:
    """An account number as people read it: RS35 2600 0560 1001 6113 79."""
    return " ".join(number[at : at + 4] for at in range(0, len(number), 4))


def masked(number: str) -> str:
    """An account number for lists: country and the last four characters."""
    return f"{number[:2]}\u2026{number[-4:]}"
