"""All grants of an Action at once, for the board: one query, everything else is counted."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.actions.rules import GrantFact, OrganisationFact
from portal.applications.models import PartnerOrganisation
from portal.core.access import Actor
from portal.core.db import db
from portal.grants.models import Acceptance, ContractVersion, Grant
from portal.grants.queries.money import GONE, stage_of
from portal.grants.queries.reading import AROUND, read_as_staff
from portal.organisations.models import Organisation

TAKING_PART = ("co_applicant", "affiliated_entity")


def of_action(actor: Actor, action_id: uuid.UUID) -> Sequence[Grant]:
    """The Action's grants that the actor reads as staff, with money and claims. Queries: 1."""
    rows = db.session.scalars(
        select(Grant)
        .where(Grant.action_id == action_id, read_as_staff(actor))
        .options(*AROUND, joinedload(Grant.instalments), joinedload(Grant.recoveries))
        .order_by(Grant.number)
    )
    return rows.unique().all()


def of_organisation(organisation_id: uuid.UUID) -> Sequence[Grant]:
    """The grants of one organisation with money and claims, the newest first. Queries: 1.

    For pages that checked the right.
    """
    rows = db.session.scalars(
        select(Grant)
        .where(Grant.organisation_id == organisation_id)
        .options(*AROUND, joinedload(Grant.instalments), joinedload(Grant.recoveries))
        .order_by(Grant.created_at.desc(), Grant.number)
    )
    return rows.unique().all()


@dataclass(frozen=True)
class Awards:
    """What an organisation was granted as lead, by currency. Units: cents."""

    grants: int = 0
    awarded: Mapping[str, Decimal] = field(default_factory=dict)


def awards_by_organisation(
    actor: Actor, organisation_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, Awards]:
    """Grants and their sum of each organisation, as far as the actor reads them. Queries: 1."""
    awarded = func.sum(func.coalesce(Grant.final_amount, Grant.max_amount))
    rows = db.session.execute(
        select(Grant.organisation_id, Grant.currency, func.count(Grant.id), awarded)
        .where(Grant.organisation_id.in_(organisation_ids), read_as_staff(actor))
        .group_by(Grant.organisation_id, Grant.currency)
    )
    found: dict[uuid.UUID, Awards] = {}
    for key, currency, count, total in rows:
        known = found.get(key, Awards())
        sums = {**known.awarded, currency: Decimal(total)}
        found[key] = Awards(known.grants + int(count), sums)
    return found


def accepted_by_grantee(grant_ids: Sequence[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those of the grants whose present contract the grantee has accepted. Queries: 1."""
    last = (
        select(func.max(ContractVersion.number))
        .where(ContractVersion.grant_id == Grant.id)
        .correlate(Grant)
        .scalar_subquery()
    )
    rows = db.session.scalars(
        select(Grant.id)
        .join(ContractVersion, ContractVersion.grant_id == Grant.id)
        .join(Acceptance, Acceptance.contract_id == ContractVersion.id)
        .where(
            Grant.id.in_(grant_ids), Acceptance.side == "grantee", ContractVersion.number == last
        )
    )
    return frozenset(rows)


def fact_of(grant: Grant) -> GrantFact | None:
    """What a grant counts to the targets; None when it was terminated. Queries: none."""
    if grant.state in GONE:
        return None
    return GrantFact(grant.country, grant.country is None, stage_of(grant.state))


def engaged(action_id: uuid.UUID) -> tuple[OrganisationFact, ...]:
    """Organisations that lead a grant, co-apply or take part in it, once for each. Queries: 1.

    As far as their grant is: planned until its contract is signed. Source: rules.md 9.2 (T1).
    """
    held = Grant.action_id == action_id, Grant.state.not_in(GONE)
    leading = (
        select(
            Organisation.registration_number,
            Organisation.country,
            Grant.state,
            Organisation.legal_name,
        )
        .join(Grant, Grant.organisation_id == Organisation.id)
        .where(*held)
    )
    beside = (
        select(
            PartnerOrganisation.registration_number,
            PartnerOrganisation.country,
            Grant.state,
            PartnerOrganisation.name,
        )
        .join(Grant, Grant.application_id == PartnerOrganisation.application_id)
        .where(
            *held,
            PartnerOrganisation.relation.in_(TAKING_PART),
            PartnerOrganisation.registration_number != "",
        )
    )
    rows = db.session.execute(leading.union_all(beside))
    return tuple(
        OrganisationFact(number, place, stage_of(state), name)
        for number, place, state, name in rows
    )
