"""The money of one grant, and sums over an Action."""

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import case, func, select

from portal.actions.rules import GrantFact, HeldGrant, Stage
from portal.core.access import Actor
from portal.core.db import db
from portal.core.money import EURO
from portal.grants.models import Grant, Instalment
from portal.grants.policy import OPEN_RECOVERY, UNSIGNED
from portal.grants.queries.reading import read_as_staff
from portal.grants.rules import Condition, Standing, conditions
from portal.grants.states import GrantState, InstalmentState

ZERO = Decimal("0.00")
S, I = GrantState, InstalmentState  # noqa: E741
ON_ITS_WAY = frozenset({I.REQUESTED, I.CHECKED, I.APPROVED})
FINISHED = frozenset({S.CLOSED, S.ARCHIVED, S.TERMINATED, S.NOT_CONCLUDED})
GONE = frozenset({S.TERMINATED, S.NOT_CONCLUDED})


@dataclass(frozen=True)
class GrantMoney:
    """What one grant is worth and where its money is.

    Units: cents. `awarded` is the final grant once there is one, else the maximum; `requested` is
    asked for and not yet paid; `to_pay` is what is left of `awarded`.
    """

    awarded: Decimal
    own: Decimal
    paid: Decimal
    payments: int
    requested: Decimal
    to_pay: Decimal
    recovery: Decimal


def money(grant: Grant) -> GrantMoney:
    """The amounts of a grant whose instalments are loaded. Queries: none."""
    awarded = grant.max_amount if grant.final_amount is None else grant.final_amount
    paid = paid_total(grant)
    asked = [row.requested_amount or ZERO for row in grant.instalments if row.state in ON_ITS_WAY]
    return GrantMoney(
        awarded=awarded,
        own=grant.total_eligible - grant.max_amount,
        paid=paid,
        payments=sum(1 for row in grant.instalments if row.paid_amount is not None),
        requested=sum(asked, ZERO),
        to_pay=max(ZERO, awarded - paid),
        recovery=max(ZERO, paid - awarded),
    )


def paid_total(grant: Grant) -> Decimal:
    """What was really paid so far. Queries: none, with the instalments loaded."""
    return sum((row.paid_amount or ZERO for row in grant.instalments), ZERO)


def standing_conditions(instalment: Instalment) -> tuple[Condition, ...]:
    """What must hold before this instalment is asked for; its whole grant is loaded."""
    grant = instalment.grant
    return conditions(
        Standing(
            is_signed=grant.state not in UNSIGNED,
            is_suspended=grant.state is S.SUSPENDED,
            has_account=bool(grant.bank_iban),
            has_open_recovery=any(row.state in OPEN_RECOVERY for row in grant.recoveries),
            waits_for=instalment.condition,
            has_fallen_due=instalment.state is not I.PLANNED,
        )
    )


def held_by_organisation(action_id: uuid.UUID, organisation_id: uuid.UUID) -> list[HeldGrant]:
    """What counts on the ceiling, which is in euro, of one organisation as lead. Queries: 1."""
    rows = db.session.execute(
        select(Grant.max_amount, Grant.final_amount, Grant.state).where(
            Grant.action_id == action_id,
            Grant.organisation_id == organisation_id,
            Grant.currency == EURO,
        )
    )
    return [
        HeldGrant(maximum, final if state in FINISHED else None) for maximum, final, state in rows
    ]


@dataclass(frozen=True)
class CountryMoney:
    """The money of the grants of one country; `country` None is the regional ones. Units: cents."""

    country: str | None
    grants: int
    awarded: Decimal
    paid: Decimal
    requested: Decimal


def money_by_country(actor: Actor, action_id: uuid.UUID) -> list[CountryMoney]:
    """Awarded, paid and asked for in euro by country, as far as the actor reads. Queries: 2."""
    scope = (Grant.action_id == action_id, Grant.currency == EURO, read_as_staff(actor))
    awarded = func.sum(func.coalesce(Grant.final_amount, Grant.max_amount))
    asked = case((Instalment.state.in_(ON_ITS_WAY), Instalment.requested_amount))
    grants = db.session.execute(
        select(Grant.country, func.count(Grant.id), awarded).where(*scope).group_by(Grant.country)
    ).all()
    flows = {
        country: (_or_zero(paid), _or_zero(requested))
        for country, paid, requested in db.session.execute(
            select(Grant.country, func.sum(Instalment.paid_amount), func.sum(asked))
            .join(Instalment, Instalment.grant_id == Grant.id)
            .where(*scope)
            .group_by(Grant.country)
        )
    }
    found = [
        CountryMoney(country, count, _or_zero(total), *flows.get(country, (ZERO, ZERO)))
        for country, count, total in grants
    ]
    return sorted(found, key=lambda row: (row.country is None, row.country or ""))


def _or_zero(value: Any) -> Decimal:
    return ZERO if value is None else Decimal(value)


def counts_by_state_country(action_id: uuid.UUID) -> Mapping[tuple[GrantState, str | None], int]:
    """How many grants stand where, by country; None is regional. Queries: 1."""
    rows = db.session.execute(
        select(Grant.state, Grant.country, func.count(Grant.id))
        .where(Grant.action_id == action_id)
        .group_by(Grant.state, Grant.country)
    )
    return {(state, country): count for state, country, count in rows}


def facts_for_targets(action_id: uuid.UUID) -> tuple[GrantFact, ...]:
    """One fact for each grant: planned until signed, done when closed. Queries: 1.

    A terminated grant counts as in progress no more and is left out. Source: rules.md 9.2.
    """
    rows = db.session.execute(
        select(Grant.country, Grant.state)
        .where(Grant.action_id == action_id, Grant.state.not_in(GONE))
        .order_by(Grant.number)
    )
    return tuple(
        GrantFact(country=country, is_regional=country is None, stage=stage_of(state))
        for country, state in rows
    )


def stage_of(state: GrantState) -> Stage:
    """How far a grant has come for the targets: planned until signed, done when closed."""
    if state in UNSIGNED:
        return Stage.PLANNED
    return Stage.DONE if state in {S.CLOSED, S.ARCHIVED} else Stage.IN_PROGRESS
