"""The bank account of an organisation: entered once, changed only with a second person."""

from dataclasses import dataclass
from datetime import datetime

from portal.accounts.service import person_id, recipient
from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import RuleBroken, WrongState
from portal.core.text import N_, clean, clean_name
from portal.mail import service as mail
from portal.organisations import policy, queries
from portal.organisations.models import BankAccount, BankChange, Organisation
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
) -> BankAccount | BankChange:
    """Enter the account money goes to; another one waits until a second person has approved it.

    The view has asked for the person's password. All owners and signatories get a mail.
    Raises: RuleBroken at "iban".
    """
    require(policy.can_set_bank(actor, lock(organisation)))
    iban = check_iban(account.iban)
    before = queries.current_bank_account(organisation.id)
    if before is not None:
        return _ask(organisation, account, iban, before, actor=actor, at=at)
    entered = BankAccount(
        organisation_id=organisation.id,
        **_written(account, iban),
        created_by=person_id(actor),
        created_at=at,
    )
    db.session.add(entered)
    db.session.flush()
    details = {"iban": masked(iban), "before": ""}
    audit.record(actor, "organisation.bank_account_set", organisation, at=at, details=details)
    _tell("bank_account_changed", organisation, iban, by=actor.name, actor=actor, at=at)
    return entered


def _written(account: Account, iban: str) -> dict[str, str]:
    return {
        "holder": clean_name(account.holder),
        "iban": iban,
        "bank_name": clean_name(account.bank_name),
        "swift": "".join(account.swift.split()).upper(),
    }


def _ask(
    organisation: Organisation,
    account: Account,
    iban: str,
    before: BankAccount,
    *,
    actor: Actor,
    at: datetime,
) -> BankChange:
    if (earlier := queries.waiting_bank_change(organisation.id)) is not None:
        earlier.outcome, earlier.decided_at = "replaced", at
    change = BankChange(
        organisation_id=organisation.id,
        **_written(account, iban),
        asked_by=person_id(actor),
        asked_by_name=actor.name,
        asked_at=at,
    )
    db.session.add(change)
    db.session.flush()
    details = {"iban": masked(iban), "before": masked(before.iban)}
    audit.record(actor, "organisation.bank_change_asked", organisation, at=at, details=details)
    _tell("bank_change_asked", organisation, iban, by=actor.name, actor=actor, at=at)
    return change


def approve_bank_change(change: BankChange, *, actor: Actor, at: datetime) -> BankAccount:
    """A second person approved: from now on money goes to the new account.

    Called by the area of the grants, which writes it into the contracts that run.
    Raises: NotAllowed; WrongState when it was decided already.
    """
    organisation = _held(change, actor)
    before = queries.current_bank_account(organisation.id)
    if before is not None:
        before.replaced_at = at
        db.session.flush()
    entered = BankAccount(
        organisation_id=organisation.id,
        holder=change.holder,
        iban=change.iban,
        bank_name=change.bank_name,
        swift=change.swift,
        created_by=change.asked_by,
        created_at=at,
    )
    db.session.add(entered)
    _decide(change, organisation, "approved", "", actor=actor, at=at)
    _tell("bank_account_changed", organisation, change.iban, by=actor.name, actor=actor, at=at)
    return entered


def refuse_bank_change(change: BankChange, *, reason: str, actor: Actor, at: datetime) -> None:
    """The account in use stays. Raises: NotAllowed; WrongState; RuleBroken at "reason"."""
    organisation = _held(change, actor)
    if not (words := clean(reason)):
        raise RuleBroken(N_("Enter the reason"), field="reason")
    _decide(change, organisation, "refused", words, actor=actor, at=at)
    _tell("bank_change_refused", organisation, change.iban, by=words, actor=actor, at=at)


def _held(change: BankChange, actor: Actor) -> Organisation:
    organisation = lock(change.organisation)
    lock(change)
    require(policy.can_decide_bank(actor, organisation, change))
    if change.outcome:
        raise WrongState(N_("This account was decided on already."))
    return organisation


def _decide(
    change: BankChange,
    organisation: Organisation,
    outcome: str,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    change.outcome, change.reason, change.decided_at = outcome, reason, at
    change.decided_by, change.decided_by_name = person_id(actor), actor.name
    db.session.flush()
    details = {"iban": masked(change.iban), "asked_by": change.asked_by_name}
    audit.record(
        actor,
        f"organisation.bank_change_{outcome}",
        organisation,
        at=at,
        reason=reason,
        details=details,
    )


def _tell(
    template: str, organisation: Organisation, iban: str, *, by: str, actor: Actor, at: datetime
) -> None:
    for person in queries.people_to_tell(organisation.id, signatories=True):
        mail.queue(
            template,
            to=recipient(person),
            about=organisation,
            actor=actor,
            at=at,
            link="/organisation/bank",
            organisation=organisation.legal_name,
            account=masked(iban),
            changed_by=by,
        )
