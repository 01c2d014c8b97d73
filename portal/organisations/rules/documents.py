"""The documents of a profile: kinds, state by day, and which slot of a call asks for which."""

from datetime import date, timedelta

from portal.core.errors import RuleBroken
from portal.core.text import N_, fold
from portal.organisations.states import DocumentState

DOCUMENT_KINDS = {
    "statute": N_("Statute"),
    "registration": N_("Registration certificate"),
    "accounts": N_("Annual accounts of the last closed year"),
    "activity_report": N_("Activity report"),
    "tax_certificate": N_("Tax certificate"),
    "bank_form": N_("Bank form"),
}
SOON = 60  # days before expiry in which a document is marked
REMIND_BEFORE = 30  # days before expiry on which owners get a mail
_WORDS = {
    "statute": ("statut",),
    "registration": ("registration", "registry"),
    "accounts": ("annual account", "financial statement"),
    "activity_report": ("activity report", "annual report"),
    "tax_certificate": ("tax certificate", "social security"),
    "bank_form": ("bank form", "financial identification"),
}


def state_on(today: date, *, is_there: bool, expires_on: date | None) -> DocumentState:
    """How a document stands on a day; the day it is valid until still counts."""
    if not is_there:
        return DocumentState.MISSING
    if expires_on is None or expires_on > today + timedelta(days=SOON):
        return DocumentState.VALID
    return DocumentState.EXPIRES_SOON if expires_on >= today else DocumentState.EXPIRED


def kind_for(key: str, label: str) -> str | None:
    """Which document of the profile a slot of a call asks for: by its key, else by its words."""
    if key in DOCUMENT_KINDS:
        return key
    said = fold(label)
    return next(
        (kind for kind, words in _WORDS.items() if any(word in said for word in words)), None
    )


def check_days(issued_on: date | None, expires_on: date | None, today: date) -> None:
    """Raise RuleBroken at the day that cannot be."""
    if issued_on and issued_on > today:
        raise RuleBroken(N_("The date of issue is in the future"), field="issued_on")
    if issued_on and expires_on and expires_on < issued_on:
        raise RuleBroken(N_("The document would end before it was issued"), field="expires_on")
    if expires_on and expires_on < today:
        raise RuleBroken(
            N_("This document has expired already. Upload one that is valid"), field="expires_on"
        )
