"""Rules of organisations: no database, no clock."""

from portal.organisations.rules.bank import IBAN_LENGTHS, check_iban, in_fours, masked
from portal.organisations.rules.documents import (
    DOCUMENT_KINDS,
    REMIND_BEFORE,
    SOON,
    check_days,
    kind_for,
    state_on,
)
from portal.organisations.rules.names import (
    Key,
    keys_of,
    look_key,
    mixed_words,
    name_key,
    number_key,
    script_of,
)
from portal.organisations.rules.numbers import registration_doubt, tax_doubt
from portal.organisations.rules.people import INVITATION_LIFE, masked_email
from portal.organisations.rules.profile import (
    CLOSED_YEARS,
    FIELDS_OF_WORK,
    NEEDED,
    Completeness,
    Representative,
    closed_years,
    completeness,
    missing_of,
    representatives_in,
)

__all__ = [
    "CLOSED_YEARS",
    "DOCUMENT_KINDS",
    "FIELDS_OF_WORK",
    "IBAN_LENGTHS",
    "INVITATION_LIFE",
    "NEEDED",
    "REMIND_BEFORE",
    "SOON",
    "Completeness",
    "Key",
    "Representative",
    "check_days",
    "check_iban",
    "closed_years",
    "completeness",
    "in_fours",
    "keys_of",
    "kind_for",
    "look_key",
    "masked",
    "masked_email",
    "missing_of",
    "mixed_words",
    "name_key",
    "number_key",
    "registration_doubt",
    "representatives_in",
    "script_of",
    "state_on",
    "tax_doubt",
]
