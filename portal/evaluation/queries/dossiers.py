"""Sessions and the applications they work on."""

from collections import defaultdict
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.calls.models import Call, GridSection, Lot
from portal.core.access import LEAD, Actor
from portal.core.db import db
from portal.evaluation.models import CheckItem, EvaluationSession
from portal.evaluation.policy import COMMITTEE

LIGHT = (
    joinedload(EvaluationSession.call).options(
        joinedload(Call.action), joinedload(Call.cluster), joinedload(Call.lots)
    ),
)
GRID = (
    *LIGHT,
    joinedload(EvaluationSession.call).selectinload(Call.grid).joinedload(GridSection.criteria),
)
SEALED = frozenset({ApplicationState.DRAFT})


@dataclass
class Dossier:
    """An application with the answers of a check sheet, by code."""

    application: Application
    items: dict[str, CheckItem] = field(default_factory=dict)


def call_for_staff(actor: Actor, reference: str) -> Call | None:
    """The call for its committee and the lead's staff and auditors; None for all others.

    Queries: 1.
    """
    call = (
        db.session.scalars(
            select(Call)
            .where(Call.reference == reference)
            .options(joinedload(Call.action), joinedload(Call.lots))
        )
        .unique()
        .one_or_none()
    )
    return call if call is not None and _may_know(actor, call) else None


def _may_know(actor: Actor, call: Call) -> bool:
    whole = any(
        held.area == "action"
        and held.scope_id == call.action_id
        and held.country is None
        and held.function in (*LEAD, "auditor")
        for held in actor.roles
    )
    return whole or actor.holds("call", call.id, *COMMITTEE, "observer")


def session_for_staff(
    actor: Actor, reference: str, *, with_grid: bool = False
) -> EvaluationSession | None:
    """The session of a call for its committee and the lead's staff; None for all others.

    Queries: 1, with the grid 2.
    """
    found = _one(
        select(EvaluationSession)
        .join(Call, Call.id == EvaluationSession.call_id)
        .where(Call.reference == reference)
        .options(*(GRID if with_grid else LIGHT))
    )
    return found if found is not None and _may_know(actor, found.call) else None


def _one(statement: Select[EvaluationSession]) -> EvaluationSession | None:
    return db.session.scalars(statement).unique().one_or_none()


def session_of(call_id: UUID) -> EvaluationSession | None:
    """The session of a call with call, lots and grid. Queries: 2."""
    return _one(
        select(EvaluationSession).where(EvaluationSession.call_id == call_id).options(*GRID)
    )


def session_by_id(session_id: UUID) -> EvaluationSession | None:
    """The session by its id, with call, lots and grid. Queries: 2."""
    return _one(select(EvaluationSession).where(EvaluationSession.id == session_id).options(*GRID))


def applications_of(
    call_id: UUID, *states: ApplicationState, hidden: frozenset[UUID] = frozenset()
) -> list[Application]:
    """Submitted applications of a call with lot and organisation, by number. Queries: 1.

    `states` narrows them; `hidden` are those closed to the reader.
    """
    statement = (
        select(Application)
        .join(Lot, Lot.id == Application.lot_id)
        .where(Application.call_id == call_id, Application.number.is_not(None))
        .where(Application.state.not_in(SEALED), Application.id.not_in(hidden))
        .options(joinedload(Application.lot), joinedload(Application.organisation))
        .order_by(Lot.position, Application.number)
    )
    if states:
        statement = statement.where(Application.state.in_(states))
    return list(db.session.scalars(statement))


def get_application(application_id: UUID) -> Application | None:
    """An application with what the checks look at. Queries: 3."""
    return db.session.scalar(
        select(Application)
        .where(Application.id == application_id)
        .options(
            joinedload(Application.lot),
            joinedload(Application.organisation),
            joinedload(Application.call).joinedload(Call.action),
            selectinload(Application.partners),
        )
    )


def check_items(application_ids: list[UUID]) -> dict[UUID, dict[str, CheckItem]]:
    """Answers of the check sheets by application and code. Queries: 1."""
    found: dict[UUID, dict[str, CheckItem]] = defaultdict(dict)
    rows = db.session.scalars(
        select(CheckItem).where(CheckItem.application_id.in_(application_ids))
    )
    for item in rows:
        found[item.application_id][item.code] = item
    return found


def dossiers(
    call_id: UUID, *states: ApplicationState, hidden: frozenset[UUID] = frozenset()
) -> list[Dossier]:
    """Applications with their check answers. Queries: 2."""
    applications = applications_of(call_id, *states, hidden=hidden)
    items = check_items([application.id for application in applications])
    return [Dossier(one, items.get(one.id, {})) for one in applications]


def dossier(application_id: UUID) -> Dossier | None:
    """One application with its check answers. Queries: 4."""
    application = get_application(application_id)
    if application is None:
        return None
    return Dossier(application, check_items([application_id]).get(application_id, {}))
