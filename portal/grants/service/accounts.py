"""An approved bank account goes into the contracts that run."""

from datetime import datetime

from sqlalchemy import select

from portal.audit import service as audit
from portal.core.access import Actor
from portal.core.db import db, lock
from portal.grants.models import Grant
from portal.grants.states import GrantState
from portal.organisations import service as organisations
from portal.organisations.models import BankChange
from portal.organisations.rules import masked

S = GrantState
RUNNING = (S.SENT, S.SIGNED, S.ACTIVE, S.SUSPENDED, S.ENDED, S.CLOSING)


def approve_bank_change(change: BankChange, *, actor: Actor, at: datetime) -> int:
    """Approve it, and pay running grants there from now on; answers how many grants.

    Raises: as organisations.service.approve_bank_change.
    """
    organisations.approve_bank_change(change, actor=actor, at=at)
    grants = db.session.scalars(
        select(Grant)
        .where(
            Grant.organisation_id == change.organisation_id,
            Grant.state.in_(RUNNING),
            Grant.bank_iban != "",
        )
        .order_by(Grant.id)
    ).all()
    for grant in grants:
        lock(grant)
        before = grant.bank_iban
        grant.bank_holder, grant.bank_iban = change.holder, change.iban
        grant.bank_name = change.bank_name
        db.session.flush()
        details = {"iban": masked(change.iban), "before": masked(before)}
        audit.record(actor, "grant.bank_account_changed", grant, at=at, details=details)
    return len(grants)
