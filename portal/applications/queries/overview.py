"""Applications of a whole Action that wait for the lead's staff, for the board."""

import uuid
from collections.abc import Sequence

from sqlalchemy import and_, func, or_

from portal.applications.models import Application
from portal.applications.queries.management import Filters, narrowed
from portal.applications.queries.reading import LIGHT, visible_to
from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.calls.states import CallState
from portal.core.access import Actor
from portal.core.db import db
from portal.core.paging import Page, paginate

S = ApplicationState
UNDER_WAY = (
    S.OPENED,
    S.UNDER_FULL_EVALUATION,
    S.PROVISIONALLY_SELECTED,
    S.ELIGIBILITY_CHECK,
)
DECIDED = (
    S.AWARDED,
    S.CONTRACTED,
    S.RESERVE,
    S.REJECTED_QUALITY,
    S.ADMIN_FAILED,
    S.INELIGIBLE,
)


def under_way(actor: Actor, action_id: uuid.UUID) -> Sequence[Application]:
    """Applications in some step of the evaluation, or decided without a letter, by number.

    As far as the actor reads them. Queries: 1.
    """
    untold = and_(
        Application.state.in_(DECIDED),
        Application.letter_sent_at.is_(None),
        Call.state == CallState.DECIDED,
    )
    return db.session.scalars(
        visible_to(actor)
        .where(Call.action_id == action_id, or_(Application.state.in_(UNDER_WAY), untold))
        .options(*LIGHT)
        .order_by(Application.number)
    ).all()


def counts_by_organisation(
    actor: Actor, organisation_ids: Sequence[uuid.UUID]
) -> dict[uuid.UUID, int]:
    """How many applications of each organisation the actor reads. Queries: 1."""
    rows = db.session.execute(
        visible_to(actor)
        .where(Application.organisation_id.in_(organisation_ids))
        .with_only_columns(Application.organisation_id, func.count(Application.id))
        .group_by(Application.organisation_id)
    )
    return {organisation_id: int(number) for organisation_id, number in rows}


def of_organisation(actor: Actor, organisation_id: uuid.UUID) -> Sequence[Application]:
    """The applications of an organisation that the actor reads, the newest first. Queries: 1."""
    return db.session.scalars(
        visible_to(actor)
        .where(Application.organisation_id == organisation_id)
        .options(*LIGHT)
        .order_by(Application.submitted_at.desc(), Application.number)
    ).all()


def register(actor: Actor, filters: Filters, *, call: str = "", page: int = 1) -> Page[Application]:
    """Submitted applications of all closed calls that the actor manages or audits. Queries: 2.

    By number, 50 a page; `call` is the reference of one call.
    """
    matching = narrowed(
        visible_to(actor).where(
            Call.action_id.in_(actor.scopes("action")),
            Application.number.is_not(None),
            Application.state != S.DRAFT,
        ),
        filters,
    )
    if call:
        matching = matching.where(Call.reference == call)
    return paginate(matching.options(*LIGHT).order_by(Application.number.desc()), page)


def call_choices(actor: Actor) -> Sequence[str]:
    """References of the calls with applications in the register. Queries: 1."""
    return db.session.scalars(
        visible_to(actor)
        .where(Call.action_id.in_(actor.scopes("action")), Application.number.is_not(None))
        .with_only_columns(Call.reference)
        .distinct()
        .order_by(Call.reference)
    ).all()
