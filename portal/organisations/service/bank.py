"""The bank account of an organisation."""

from dataclasses import dataclass
from datetime import datetime

from portal.accounts.service import person_id, recipient
from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.text import clean_name
from portal.mail import service as mail
from portal.organisations import policy, queries
from portal.organisations.models import BankAccount, Organisation
from portal.organisations.rules import check_iban, masked


@dataclass(frozen=True)
class Account:
    """What is written on the bank form."""

    holder: str
    iban: str
    bank_name: str
    swift: str = ""


def set_bank_account(
    organisation: Organisation, account: Account, *, actor: Actor, at: datetime
) -> BankAccount:
    """Enter the account money goes to; an older one is kept, replaced.

    The view has asked for the person's password. All owners and signatories get a mail.
    Raises: RuleBroken at "iban".
    """
    require(policy.can_set_bank(actor, lock(organisation)))
    iban = check_iban(account.iban)
    before = queries.current_bank_account(organisation.id)
    if before is not None:
        before.replaced_at = at
        db.session.flush()
    entered = _add(organisation, account, iban, actor, at)
    details = {"iban": masked(iban), "before": masked(before.iban) if before else ""}
    audit.record(actor, "organisation.bank_account_set", organisation, at=at, details=details)
    _tell(organisation, entered, actor, at)
    return entered


def _add(
    organisation: Organisation, account: Account, iban: str, actor: Actor, at: datetime
) -> BankAccount:
    entered = BankAccount(
        organisation_id=organisation.id,
        holder=clean_name(account.holder),
        iban=iban,
        bank_name=clean_name(account.bank_name),
        swift="".join(account.swift.split()).upper(),
        created_by=person_id(actor),
        created_at=at,
    )
    db.session.add(entered)
    db.session.flush()
    return entered


def _tell(organisation: Organisation, entered: BankAccount, actor: Actor, at: datetime) -> None:
    for person in queries.people_to_tell(organisation.id, signatories=True):
        mail.queue(
            "bank_account_changed",
            to=recipient(person),
            about=organisation,
            actor=actor,
            at=at,
            link="/organisation/bank",
            organisation=organisation.legal_name,
            account=masked(entered.iban),
            changed_by=actor.name,
        )
