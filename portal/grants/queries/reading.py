"""Which grants there are, who may know, and everything one page shows of a grant."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value
from sqlalchemy.orm.interfaces import ORMOption
from sqlalchemy.orm.strategy_options import _AbstractLoad

from portal.accounts.models import User
from portal.actions.models import ActionRole
from portal.audit.models import AuditEntry
from portal.calls.models import Call
from portal.core.access import LEAD, Actor
from portal.core.db import db
from portal.core.paging import Page, paginate
from portal.core.text import fold
from portal.files.models import StoredFile
from portal.grants.models import ContractVersion, Grant, Instalment, Recovery
from portal.grants.states import GrantState
from portal.jobs import queries as jobs
from portal.jobs.models import Job
from portal.organisations.models import Organisation

AROUND: tuple[_AbstractLoad, ...] = (
    joinedload(Grant.action),
    joinedload(Grant.call),
    joinedload(Grant.lot),
    joinedload(Grant.organisation),
    joinedload(Grant.cluster),
    joinedload(Grant.application),
)
PARTS: tuple[ORMOption, ...] = (
    selectinload(Grant.lines),
    selectinload(Grant.contracts).options(
        joinedload(ContractVersion.file), joinedload(ContractVersion.acceptances)
    ),
    selectinload(Grant.instalments),
    selectinload(Grant.recoveries),
    selectinload(Grant.impact_statements),
)
WHOLE = (*AROUND, *PARTS)


def visible_to(actor: Actor) -> Select[Grant]:
    """Own grants; those of the Action for its staff and auditors.

    A national partner's staff see the grants of their country; regional ones are the lead's.
    """
    return select(Grant).where(
        or_(Grant.organisation_id.in_(actor.scopes("organisation")), read_as_staff(actor))
    )


def read_as_staff(actor: Actor) -> ColumnElement[bool]:
    """The grants an actor reads as staff or auditor of an Action."""
    parts = [
        and_(
            Grant.action_id == held.scope_id,
            Grant.country == held.country if held.country else Grant.id.is_not(None),
        )
        for held in actor.roles
        if held.area == "action" and held.function in {*LEAD, "auditor"}
    ]
    return or_(false(), *parts)


def get_visible(actor: Actor, grant_id: uuid.UUID) -> Grant | None:
    """A grant with all its parts, in 6 queries whatever its size; None when not theirs."""
    return _tied(db.session.scalar(visible_to(actor).where(Grant.id == grant_id).options(*WHOLE)))


def _tied(grant: Grant | None) -> Grant | None:
    """The grant with its parts knowing it, so that they stay readable after a refusal."""
    if grant is not None:
        for row in (*grant.instalments, *grant.recoveries):
            set_committed_value(row, "grant", grant)
    return grant


def get_light(actor: Actor, grant_id: uuid.UUID) -> Grant | None:
    """A grant with what stands around it, in 1 query; None when not theirs."""
    return db.session.scalar(visible_to(actor).where(Grant.id == grant_id).options(*AROUND))


def get_managed(actor: Actor, grant_id: uuid.UUID) -> Grant | None:
    """The same as `get_visible`, for the pages of staff and auditors only."""
    return _tied(
        db.session.scalar(
            select(Grant).where(read_as_staff(actor), Grant.id == grant_id).options(*WHOLE)
        )
    )


def whole(grant_id: uuid.UUID) -> Grant:
    """A grant with all its parts as they are now, for services and jobs that ask rights."""
    chosen = select(Grant).where(Grant.id == grant_id)
    afresh = chosen.options(*PARTS).execution_options(populate_existing=True)
    grant = db.session.scalars(afresh).one()
    db.session.scalars(chosen.options(*AROUND)).one()  # the same row, what stands around it
    _tied(grant)
    return grant


def to_start(at: datetime) -> Sequence[Grant]:
    """Signed grants whose first day may have come; the service looks at the zone. Queries: 1."""
    latest = at.date() + timedelta(days=1)
    return db.session.scalars(
        select(Grant).where(Grant.state == GrantState.SIGNED, Grant.starts_on <= latest)
    ).all()


def to_end(at: datetime) -> Sequence[Grant]:
    """Active grants whose last day may be over; the service looks at the zone. Queries: 1."""
    latest = at.date() + timedelta(days=1)
    return db.session.scalars(
        select(Grant).where(Grant.state == GrantState.ACTIVE, Grant.ends_on < latest)
    ).all()


def unsigned(at: datetime) -> Sequence[Grant]:
    """Contracts that were sent and whose day for signing may be over. Queries: 1."""
    latest = at.date() + timedelta(days=1)
    return db.session.scalars(
        select(Grant).where(Grant.state == GrantState.SENT, Grant.signature_due_on < latest)
    ).all()


def of_application(application_id: uuid.UUID) -> Grant | None:
    """The grant that was made from an application. Queries: 1."""
    return db.session.scalar(
        select(Grant).where(Grant.application_id == application_id).options(*AROUND)
    )


def mine(actor: Actor) -> Sequence[Grant]:
    """The grants of the actor's organisations, the newest first. Queries: 2."""
    return db.session.scalars(
        select(Grant)
        .where(Grant.organisation_id.in_(actor.scopes("organisation")))
        .options(*AROUND, selectinload(Grant.instalments))
        .order_by(Grant.created_at.desc(), Grant.number)
    ).all()


@dataclass(frozen=True)
class Filters:
    """What the register is narrowed to; empty is everything. `country` "region": regional."""

    country: str = ""
    state: str = ""
    call: str = ""
    text: str = ""


def register(actor: Actor, filters: Filters, *, page: int = 1) -> Page[Grant]:
    """The grants an actor manages or audits, by number, 50 a page. Queries: 3."""
    found = _filtered(actor, filters).options(*AROUND, selectinload(Grant.instalments))
    return paginate(found.order_by(Grant.number), page)


@dataclass(frozen=True)
class Totals:
    """Sums over a list of grants, by currency. Units: cents."""

    grants: int
    awarded: dict[str, Decimal]
    paid: dict[str, Decimal]

    @property
    def to_pay(self) -> dict[str, Decimal]:
        """What is not paid yet."""
        zero = Decimal("0.00")
        return {one: total - self.paid.get(one, zero) for one, total in self.awarded.items()}


def register_totals(actor: Actor, filters: Filters) -> Totals:
    """Sums over all pages of the register. Queries: 2."""
    ids = _filtered(actor, filters).with_only_columns(Grant.id)
    awarded = func.sum(func.coalesce(Grant.final_amount, Grant.max_amount))
    counted = db.session.execute(
        select(Grant.currency, func.count(Grant.id), awarded)
        .where(Grant.id.in_(ids))
        .group_by(Grant.currency)
    ).all()
    paid = db.session.execute(
        select(Grant.currency, func.sum(Instalment.paid_amount))
        .join(Grant, Grant.id == Instalment.grant_id)
        .where(Grant.id.in_(ids))
        .group_by(Grant.currency)
    ).all()
    return Totals(
        grants=sum(count for _currency, count, _total in counted),
        awarded={currency: _cents(total) for currency, _count, total in counted},
        paid={currency: _cents(total) for currency, total in paid},
    )


def _cents(value: Decimal | int | None) -> Decimal:
    return Decimal("0.00") if value is None else Decimal(value)


def _filtered(actor: Actor, filters: Filters) -> Select[Grant]:
    found = select(Grant).join(Grant.organisation).join(Grant.call).where(read_as_staff(actor))
    if filters.country == "region":
        found = found.where(Grant.country.is_(None))
    elif filters.country:
        found = found.where(Grant.country == filters.country)
    if filters.state in {state.value for state in GrantState}:
        found = found.where(Grant.state == GrantState(filters.state))
    if filters.call:
        found = found.where(Call.reference == filters.call)
    for word in filters.text.split()[:8]:
        found = found.where(
            or_(
                Grant.number.icontains(word, autoescape=True),
                Grant.title.icontains(word, autoescape=True),
                Organisation.name_folded.contains(fold(word), autoescape=True),
            )
        )
    return found


def call_choices(actor: Actor) -> Sequence[str]:
    """References of the calls that have grants the actor reads as staff. Queries: 1."""
    return db.session.scalars(
        select(Call.reference)
        .join(Grant, Grant.call_id == Call.id)
        .where(read_as_staff(actor))
        .distinct()
        .order_by(Call.reference)
    ).all()


def contract(grant: Grant) -> ContractVersion | None:
    """The contract that counts: the last one issued. Queries: none, on a whole grant."""
    return grant.contracts[-1] if grant.contracts else None


def contract_file(grant: Grant, number: int) -> StoredFile | None:
    """The file of one version of the contract. Queries: none, on a whole grant."""
    return next((row.file for row in grant.contracts if row.number == number), None)


def contract_key(grant: Grant) -> str:
    """The name of the job that makes the present contract."""
    return f"GCO:{grant.id}:{grant.contract_round}"


def contract_job(grant: Grant) -> Job | None:
    """The job that makes the present contract, whatever its state. Queries: 1."""
    return jobs.by_key(contract_key(grant))


def payment(actor: Actor, instalment_id: uuid.UUID) -> Instalment | None:
    """An instalment whose whole grant the actor may see. Queries: 8."""
    found = db.session.get(Instalment, instalment_id)
    if found is None or (grant := get_visible(actor, found.grant_id)) is None:
        return None
    return _of(grant, found.id)


def _of(grant: Grant, instalment_id: uuid.UUID) -> Instalment:
    return next(row for row in grant.instalments if row.id == instalment_id)


def recovery(actor: Actor, recovery_id: uuid.UUID) -> Recovery | None:
    """A recovery of a grant that the actor reads as staff or auditor. Queries: 1."""
    return db.session.scalar(
        select(Recovery)
        .join(Recovery.grant)
        .where(Recovery.id == recovery_id, read_as_staff(actor))
        .options(joinedload(Recovery.grant).options(*AROUND))
    )


def history(grant: Grant) -> list[AuditEntry]:
    """Everything done to the grant, its payments and recoveries, oldest first. Queries: 1."""
    ids = [grant.id, *(row.id for row in (*grant.instalments, *grant.recoveries))]
    return list(
        db.session.scalars(
            select(AuditEntry)
            .where(AuditEntry.subject_id.in_(ids))
            .order_by(AuditEntry.at, AuditEntry.sequence)
        )
    )


def lead_people(grant: Grant, *functions: str) -> Sequence[User]:
    """The Action's people with these functions who answer for the grant's country. Queries: 1."""
    where: ColumnElement[bool] = ActionRole.country.is_(None)
    if grant.country:
        where = or_(where, ActionRole.country == grant.country)
    return db.session.scalars(
        select(User)
        .join(ActionRole, ActionRole.user_id == User.id)
        .where(
            ActionRole.action_id == grant.action_id,
            ActionRole.function.in_(functions),
            User.disabled_at.is_(None),
            where,
        )
        .distinct()
        .order_by(User.email)
    ).all()
