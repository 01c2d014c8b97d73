"""What the staff of the Action see: numbers before the deadline, applications after it."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from portal.applications.models import Application
from portal.applications.queries.reading import LIGHT, visible_to
from portal.applications.states import ApplicationState
from portal.calls import queries as calls
from portal.calls.models import Call, Lot
from portal.core.access import Actor
from portal.core.db import db
from portal.core.paging import Page, paginate
from portal.core.text import fold
from portal.organisations.models import Organisation

S = ApplicationState


@dataclass(frozen=True)
class Filters:
    """What to list: empty means all. `text` is looked for in number, title and organisation."""

    lot: str = ""
    state: str = ""
    text: str = ""


@dataclass(frozen=True)
class LotCount:
    """How many applications of a lot are drafts, were submitted, or were withdrawn."""

    lot: Lot
    drafts: int
    submitted: int
    withdrawn: int


def managed(
    actor: Actor, call_id: uuid.UUID, filters: Filters, *, page: int = 1
) -> Page[Application]:
    """One page of the call's applications that the actor may read. Queries: 2."""
    matching = narrowed(visible_to(actor).where(Application.call_id == call_id), filters)
    rows = matching.options(*LIGHT).order_by(Lot.position, Application.number)
    return paginate(rows, page)


def narrowed(statement: Select[Application], filters: Filters) -> Select[Application]:
    """Applications joined with their call and lot, narrowed to what the filters say."""
    if filters.lot:
        statement = statement.where(Lot.code == filters.lot)
    if filters.state in set(S):
        statement = statement.where(Application.state == filters.state)
    if filters.text:
        statement = statement.join(Application.organisation).where(
            Organisation.name_folded.contains(fold(filters.text), autoescape=True)
            | Application.title.icontains(filters.text, autoescape=True)
            | Application.number.icontains(filters.text, autoescape=True)
        )
    return statement


def by_call(
    call_id: uuid.UUID, *states: ApplicationState, lot_id: uuid.UUID | None = None
) -> Sequence[Application]:
    """Applications of a call in the given states (all but drafts when none is named), by number.

    For services of higher areas that checked the right. Queries: 1.
    """
    statement = select(Application).where(Application.call_id == call_id)
    statement = (
        statement.where(Application.state.in_(states))
        if states
        else statement.where(Application.state != S.DRAFT, Application.number.is_not(None))
    )
    if lot_id:
        statement = statement.where(Application.lot_id == lot_id)
    return db.session.scalars(statement.options(*LIGHT).order_by(Application.number)).all()


def call_with_lots(actor: Actor, reference: str) -> Call | None:
    """A call with its lots, when the actor may know it. Queries: 2."""
    return db.session.scalar(
        calls.visible_to(actor).where(Call.reference == reference).options(selectinload(Call.lots))
    )


def counts_by_lot(call_id: uuid.UUID) -> list[LotCount]:
    """Numbers of each lot, no content: staff may see them before the deadline. Queries: 2."""
    lots = db.session.scalars(select(Lot).where(Lot.call_id == call_id).order_by(Lot.position))
    rows = db.session.execute(
        select(Application.lot_id, Application.state, func.count(Application.id))
        .where(Application.call_id == call_id)
        .group_by(Application.lot_id, Application.state)
    )
    counted: dict[tuple[uuid.UUID, str], int] = {}
    for lot_id, state, number in rows:
        key = (lot_id, _kind(state))
        counted[key] = counted.get(key, 0) + number
    return [
        LotCount(
            lot,
            counted.get((lot.id, "draft"), 0),
            counted.get((lot.id, "submitted"), 0),
            counted.get((lot.id, "withdrawn"), 0),
        )
        for lot in lots
    ]


def _kind(state: ApplicationState) -> str:
    return state.value if state in {S.DRAFT, S.WITHDRAWN} else "submitted"


def of_organisation(organisation_id: uuid.UUID) -> Sequence[Application]:
    """Submitted applications of one organisation, for the register. Queries: 1."""
    return db.session.scalars(
        select(Application)
        .where(Application.organisation_id == organisation_id, Application.number.is_not(None))
        .options(joinedload(Application.call), joinedload(Application.lot))
        .order_by(Application.submitted_at.desc())
    ).all()
