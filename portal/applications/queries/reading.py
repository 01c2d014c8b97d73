"""Which applications there are, and who may know."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    case,
    column,
    false,
    func,
    or_,
    select,
    table,
)
from sqlalchemy.orm import joinedload, selectinload, with_expression
from sqlalchemy.orm.interfaces import ORMOption

from portal.applications.models import (
    Application,
    ApplicationSection,
    ApplicationVersion,
    Attachment,
    Budget,
    PartnerMandate,
    PartnerOrganisation,
)
from portal.applications.policy import HIDDEN_FROM_STAFF, UNSEALED
from portal.applications.states import ApplicationState
from portal.calls.models import Call, DocumentSlot, Lot
from portal.core.access import LEAD, Actor
from portal.core.db import db
from portal.core.money import EURO
from portal.core.trial import WITH_TESTS
from portal.core.types import Money
from portal.files.models import StoredFile
from portal.organisations.models import Membership, Organisation
from portal.organisations.states import MemberRole

# What the organisation holds under the Action (rules.md 12, ceiling). The grants stand above this
# area, so their table is named here and not imported.
_grants = table("grants", *map(column, ("action_id", "organisation_id", "state", "currency")),
                column("max_amount", Money()), column("final_amount", Money()))  # fmt: skip
_weight = case(
    (
        _grants.c.state.in_(("closed", "archived", "terminated")),
        func.coalesce(_grants.c.final_amount, _grants.c.max_amount),
    ),
    else_=_grants.c.max_amount,
)
HELD = (
    select(func.sum(_weight))
    .where(
        _grants.c.organisation_id == Application.organisation_id,
        _grants.c.action_id
        == select(Call.action_id)
        .where(Call.id == Application.call_id)
        .correlate(Application)
        .scalar_subquery(),
        _grants.c.currency == EURO,
    )
    .correlate(Application)
    .scalar_subquery()
)
PARTS: tuple[ORMOption, ...] = (
    with_expression(Application.held, HELD),
    selectinload(Application.sections).joinedload(ApplicationSection.updated_by),
    joinedload(Application.budget).options(
        joinedload(Budget.updated_by), selectinload(Budget.lines), joinedload(Budget.sources)
    ),
    selectinload(Application.partners)
    .joinedload(PartnerOrganisation.mandate)
    .joinedload(PartnerMandate.file),
    selectinload(Application.attachments).options(
        joinedload(Attachment.file), joinedload(Attachment.slot)
    ),
)
AROUND: tuple[ORMOption, ...] = (
    joinedload(Application.call).options(
        joinedload(Call.action),
        joinedload(Call.cluster),
        selectinload(Call.activities),
        selectinload(Call.form_sections),
        selectinload(Call.document_slots),
    ),
    joinedload(Application.lot),
    joinedload(Application.organisation).joinedload(Organisation.years),
)
WHOLE = (*PARTS, *AROUND)
LIGHT: tuple[ORMOption, ...] = (
    joinedload(Application.call).joinedload(Call.action),
    joinedload(Application.lot),
    joinedload(Application.organisation),
)


def visible_to(actor: Actor) -> Select[Application]:
    """Own applications; those of the Action after the deadline, for staff and auditors.

    A national partner's staff see the lot of their country. Committee members read through the
    evaluation. A conflict of interest closes an application to whoever has it. A test application
    is its maker's alone, and only for statements that say WITH_TESTS.
    """
    return (
        select(Application)
        .join(Application.call)
        .join(Application.lot)
        .where(
            or_(
                Application.organisation_id.in_(actor.scopes("organisation")),
                and_(Application.is_test, Application.created_by_id == actor.user_id),
                and_(
                    ~Application.is_test,
                    Application.id.not_in(actor.closed),
                    or_(Call.state.in_(UNSEALED), Call.closed_at.is_not(None)),
                    Application.state.not_in(HIDDEN_FROM_STAFF),
                    Application.number.is_not(None),
                    _read_as_staff(actor),
                ),
            )
        )
    )


def _read_as_staff(actor: Actor) -> ColumnElement[bool]:
    parts = [
        and_(
            Call.action_id == held.scope_id,
            Lot.country == held.country if held.country else Call.id.is_not(None),
        )
        for held in actor.roles
        if held.area == "action" and held.function in {*LEAD, "auditor"}
    ]
    return or_(false(), *parts)


def get_visible(actor: Actor, application_id: uuid.UUID) -> Application | None:
    """An application with all its parts, in 8 queries whatever its size; None when not theirs."""
    found = db.session.scalars(
        visible_to(actor).where(Application.id == application_id).options(*WHOLE),
        execution_options=WITH_TESTS,
    )
    return found.unique().one_or_none()


def get_light(actor: Actor, application_id: uuid.UUID) -> Application | None:
    """An application with call, lot and organisation only, in 1 query; None when not theirs."""
    return db.session.scalar(
        visible_to(actor).where(Application.id == application_id).options(*LIGHT),
        execution_options=WITH_TESTS,
    )


def get_form(actor: Actor, application_id: uuid.UUID) -> Application | None:
    """An application with the form of its call, no answers, for saving one page. Queries: 4."""
    return db.session.scalar(
        visible_to(actor)
        .where(Application.id == application_id)
        .options(
            joinedload(Application.call).options(
                selectinload(Call.activities),
                selectinload(Call.form_sections),
                selectinload(Call.document_slots),
            ),
            joinedload(Application.lot),
        )
    )


def section_afresh(application_id: uuid.UUID, page: str) -> ApplicationSection | None:
    """The answers of one page as they are now, with who saved them. Queries: 1."""
    return db.session.scalar(
        select(ApplicationSection)
        .where(ApplicationSection.application_id == application_id, ApplicationSection.page == page)
        .options(joinedload(ApplicationSection.updated_by))
        .execution_options(populate_existing=True)
    )


def whole(application_id: uuid.UUID) -> Application:
    """An application with all its parts, for services and jobs that checked rights."""
    found = db.session.scalars(
        select(Application).where(Application.id == application_id).options(*WHOLE),
        execution_options=WITH_TESTS,
    )
    return found.unique().one()


def with_documents(application_id: uuid.UUID) -> Application:
    """An application with what `slots` needs, for areas that checked rights. Queries: 3."""
    return db.session.scalars(
        select(Application)
        .where(Application.id == application_id)
        .options(
            joinedload(Application.call).selectinload(Call.document_slots),
            selectinload(Application.attachments).options(
                joinedload(Attachment.file), joinedload(Attachment.slot)
            ),
        )
    ).one()


def read_afresh(application_id: uuid.UUID) -> Application:
    """The same with every row of the form as it is now, for a change that holds the row."""
    chosen = select(Application).where(Application.id == application_id)
    chosen = chosen.execution_options(**WITH_TESTS)
    fresh = chosen.options(*PARTS).execution_options(populate_existing=True)
    db.session.scalars(fresh).unique().one()
    return db.session.scalars(chosen.options(*AROUND)).unique().one()


def get(application_id: uuid.UUID) -> Application | None:
    """An application with call, lot and organisation, for areas that checked rights. Queries: 1."""
    return db.session.scalar(
        select(Application).where(Application.id == application_id).options(*LIGHT)
    )


def listing(actor: Actor) -> Sequence[Application]:
    """The applications of the actor's organisations, the last changed first. Queries: 1."""
    return db.session.scalars(
        select(Application)
        .where(Application.organisation_id.in_(actor.scopes("organisation")))
        .options(*LIGHT)
        .order_by(Application.changed_at.desc(), Application.id)
    ).all()


def tests_of(actor: Actor, call_id: uuid.UUID) -> Sequence[Application]:
    """The person's own test applications in a call, the newest first. Queries: 1."""
    return db.session.scalars(
        select(Application)
        .where(
            Application.is_test,
            Application.call_id == call_id,
            Application.created_by_id == actor.user_id,
        )
        .options(joinedload(Application.lot))
        .order_by(Application.created_at.desc(), Application.id),
        execution_options=WITH_TESTS,
    ).all()


def versions(application_id: uuid.UUID) -> Sequence[ApplicationVersion]:
    """What was submitted, the newest first. Queries: 1."""
    return db.session.scalars(
        select(ApplicationVersion)
        .where(ApplicationVersion.application_id == application_id)
        .order_by(ApplicationVersion.number.desc())
    ).all()


def latest_version(application_id: uuid.UUID) -> ApplicationVersion | None:
    """The version that counts. Queries: 1."""
    return next(iter(versions(application_id)), None)


def version(application_id: uuid.UUID, number: int) -> ApplicationVersion | None:
    """One submitted version by its number. Queries: 1."""
    return db.session.scalar(
        select(ApplicationVersion).where(
            ApplicationVersion.application_id == application_id,
            ApplicationVersion.number == number,
        )
    )


def leading_count(call_id: uuid.UUID, organisation_id: uuid.UUID) -> int:
    """How many applications the organisation leads in the call; withdrawn ones do not count."""
    return len(
        db.session.scalars(
            select(Application.id).where(
                Application.call_id == call_id,
                Application.organisation_id == organisation_id,
                Application.state != ApplicationState.WITHDRAWN,
            )
        ).all()
    )


def people(organisation_id: uuid.UUID) -> Sequence[Membership]:
    """Present members of the applicant with their accounts, owners first. Queries: 1."""
    rows = db.session.scalars(
        select(Membership)
        .where(Membership.organisation_id == organisation_id, Membership.ended_at.is_(None))
        .options(joinedload(Membership.user))
    )
    order = list(MemberRole)
    return sorted(rows, key=lambda row: (order.index(row.role), row.user.name, row.id))


def attachment(application_id: uuid.UUID, attachment_id: uuid.UUID) -> Attachment | None:
    """One file of the application with its slot, removed ones too. Queries: 1."""
    return db.session.scalar(
        select(Attachment)
        .where(Attachment.id == attachment_id, Attachment.application_id == application_id)
        .options(joinedload(Attachment.file), joinedload(Attachment.slot))
    )


@dataclass(frozen=True)
class KeptFile:
    """A file in a slot, as pages list it. Units: size in bytes."""

    id: uuid.UUID
    name: str
    size: int
    sha256: str
    created_at: datetime
    removed_at: datetime | None


@dataclass(frozen=True)
class SlotFiles:
    """A document the call asks for, with what is there."""

    slot: DocumentSlot
    files: tuple[KeptFile, ...]
    removed: tuple[KeptFile, ...]


def slots(application: Application, stage: str) -> list[SlotFiles]:
    """The document slots of a stage with their files. Queries: none, on a whole application."""
    found = []
    for slot in application.call.document_slots:
        if slot.stage != stage:
            continue
        files = [_kept(row, row.file) for row in application.attachments if row.slot_id == slot.id]
        found.append(
            SlotFiles(
                slot,
                tuple(file for file in files if file.removed_at is None),
                tuple(file for file in files if file.removed_at is not None),
            )
        )
    return found


def _kept(row: Attachment, file: StoredFile) -> KeptFile:
    return KeptFile(row.id, file.name, file.size, file.sha256, row.created_at, row.removed_at)
