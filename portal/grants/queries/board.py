"""What waits for somebody: contracts, payments, recoveries."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.core.access import Actor, Verdict
from portal.core.clock import day_in
from portal.core.db import db
from portal.grants import policy
from portal.grants.models import ContractVersion, Grant, Instalment, Recovery
from portal.grants.queries.reading import AROUND, contract, read_as_staff
from portal.grants.states import GrantState, InstalmentState, RecoveryState

I = InstalmentState  # noqa: E741
OPEN = (I.REQUESTED, I.CHECKED, I.APPROVED, I.ON_HOLD)


@dataclass(frozen=True)
class Waiting:
    """One thing that waits.

    Shape: `kind` is contract_to_prepare, contract_to_send, contract_to_sign, signature_overdue,
    payment_to_check, payment_to_approve, payment_to_pay or recovery_to_settle; `id` is the
    instalment's or recovery's where it is about one, else the grant's; `is_mine` says whether the
    actor may take the step.
    """

    kind: str
    id: uuid.UUID
    grant_id: uuid.UUID
    number: str
    organisation: str
    country: str | None
    amount: Decimal | None
    due_on: date | None
    is_overdue: bool
    is_mine: bool


def attention(actor: Actor, at: datetime) -> list[Waiting]:
    """What waits for the lead in the grants the actor reads, the soonest due first. Queries: 5."""
    found = [*_contracts(actor, at), *_payments(actor, at), *_recoveries(actor, at)]
    return sorted(found, key=lambda row: (row.due_on or date.max, row.number, row.kind))


def _contracts(actor: Actor, at: datetime) -> list[Waiting]:
    grants = db.session.scalars(
        select(Grant)
        .where(
            Grant.state.in_((GrantState.PREPARATION, GrantState.CONTRACT_DRAFT, GrantState.SENT)),
            read_as_staff(actor),
        )
        .options(*AROUND, selectinload(Grant.contracts).selectinload(ContractVersion.acceptances))
    )
    return [_contract(actor, grant, at) for grant in grants]


def _contract(actor: Actor, grant: Grant, at: datetime) -> Waiting:
    if grant.state is GrantState.PREPARATION:
        return _waiting("contract_to_prepare", policy.can_set_terms(actor, grant), grant, at=at)
    if grant.state is GrantState.CONTRACT_DRAFT:
        return _waiting("contract_to_send", policy.can_send_contract(actor, grant), grant, at=at)
    version = contract(grant)
    verdict = policy.can_sign_as_lead(actor, grant, version.acceptances if version else [])
    due_on = grant.signature_due_on
    late = due_on is not None and due_on < day_in(grant.action.time_zone, at)
    kind = "signature_overdue" if late else "contract_to_sign"
    return _waiting(kind, verdict, grant, at=at, due_on=due_on)


def queue(actor: Actor) -> Sequence[Instalment]:
    """Payments under way in the grants the actor reads, the soonest due first. Queries: 2."""
    return db.session.scalars(
        select(Instalment)
        .join(Instalment.grant)
        .where(Instalment.state.in_(OPEN), read_as_staff(actor))
        .options(contains_eager(Instalment.grant).options(*AROUND))
        .order_by(Instalment.due_on, Grant.number, Instalment.number)
    ).all()


def open_recoveries(actor: Actor) -> Sequence[Recovery]:
    """Claims not settled in the grants the actor reads, the soonest due first. Queries: 1."""
    return db.session.scalars(
        select(Recovery)
        .join(Recovery.grant)
        .where(Recovery.state.in_((RecoveryState.ISSUED, RecoveryState.DUE)), read_as_staff(actor))
        .options(joinedload(Recovery.grant).options(*AROUND))
        .order_by(Recovery.due_on, Grant.number)
    ).all()


def next_step(actor: Actor, instalment: Instalment) -> tuple[str, Verdict] | None:
    """Which step the instalment waits for, and whether the actor may take it."""
    if instalment.state is I.REQUESTED:
        return "check", policy.can_check(actor, instalment)
    if instalment.state is I.CHECKED:
        return "approve", policy.can_approve(actor, instalment)
    if instalment.state is I.APPROVED:
        return "pay", policy.can_pay(actor, instalment)
    if instalment.state is I.ON_HOLD:
        return "release", policy.can_release(actor, instalment)
    return None


def _payments(actor: Actor, at: datetime) -> list[Waiting]:
    found = []
    for row in queue(actor):
        step = next_step(actor, row)
        if step is None or step[0] == "release":
            continue
        name, verdict = step
        found.append(
            _waiting(
                f"payment_to_{name}", verdict, row.grant, at=at, due_on=row.due_on,
                amount=row.requested_amount, about=row.id,
            )
        )  # fmt: skip
    return found


def _recoveries(actor: Actor, at: datetime) -> list[Waiting]:
    return [
        _waiting(
            "recovery_to_settle", policy.can_settle_recovery(actor, row), row.grant, at=at,
            due_on=row.due_on, amount=row.amount, about=row.id,
        )
        for row in open_recoveries(actor)
    ]  # fmt: skip


def _waiting(
    kind: str,
    verdict: Verdict,
    grant: Grant,
    *,
    at: datetime,
    due_on: date | None = None,
    amount: Decimal | None = None,
    about: uuid.UUID | None = None,
) -> Waiting:
    return Waiting(
        kind=kind,
        id=about or grant.id,
        grant_id=grant.id,
        number=grant.number,
        organisation=grant.organisation.legal_name,
        country=grant.country,
        amount=grant.max_amount if amount is None else amount,
        due_on=due_on,
        is_overdue=due_on is not None and due_on < day_in(grant.action.time_zone, at),
        is_mine=bool(verdict),
    )


def has_unpaid_recovery(organisation_id: uuid.UUID) -> bool:
    """Whether the organisation owes money from an earlier grant (ELI16). Queries: 1."""
    found = db.session.scalar(
        select(Recovery.id)
        .join(Recovery.grant)
        .where(
            Recovery.state.in_((RecoveryState.ISSUED, RecoveryState.DUE)),
            Grant.organisation_id == organisation_id,
        )
        .limit(1)
    )
    return found is not None
