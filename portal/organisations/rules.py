"""Rules of organisations: no database, no clock."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Protocol

from stdnum import iban as iban_rules
from stdnum.exceptions import ValidationError

from portal.core.errors import RuleBroken
from portal.core.text import N_, Text

INVITATION_LIFE = timedelta(days=7)
CLOSED_YEARS = 3
IBAN_LENGTHS = {"AL": 28, "BA": 20, "XK": 20, "ME": 22, "MK": 19, "RS": 22}

FIELDS_OF_WORK = {
    "migration": N_("Migration and asylum"),
    "trafficking": N_("Trafficking and smuggling of people"),
    "human_rights": N_("Human rights"),
    "rule_of_law": N_("Rule of law"),
    "legal_aid": N_("Free legal aid"),
    "children": N_("Children and young people"),
    "gender": N_("Gender equality"),
    "media": N_("Media and information"),
    "research": N_("Research and policy"),
    "social_services": N_("Social services"),
    "security": N_("Security and borders"),
    "community": N_("Local community development"),
}


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


def closed_years(today: date) -> list[int]:
    """The last three years that are over, the newest first."""
    return [today.year - back for back in range(1, CLOSED_YEARS + 1)]


def masked_email(email: str) -> str:
    """An address that its owner recognises and nobody else learns: m…@example.org."""
    local, _, domain = email.partition("@")
    return f"{local[:1]}\u2026@{domain}"


class HasProfile(Protocol):
    """What of an organisation is looked at for completeness."""

    legal_form: str
    registered_on: date | None
    street: str
    city: str
    email: str
    phone: str
    representative_name: str


def missing(organisation: HasProfile) -> Sequence[Text]:
    """What an application needs of the profile and is not there yet, in words."""
    wanted = (
        (organisation.legal_form, N_("legal form")),
        (organisation.registered_on, N_("date of registration")),
        (organisation.street and organisation.city, N_("address")),
        (organisation.email, N_("email address")),
        (organisation.phone, N_("phone")),
        (organisation.representative_name, N_("legal representative")),
    )
    return [name for value, name in wanted if not value]
