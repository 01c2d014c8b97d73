"""Concept notes that were invited, and the second step they lead to."""

import uuid
from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import aliased, joinedload, selectinload

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.calls.policy import HIDDEN
from portal.calls.states import CallState
from portal.core.db import db


def invited_concepts(
    call: Call, organisation_ids: Iterable[uuid.UUID] | None = None
) -> list[Application]:
    """Concept notes with a letter of invitation to a second step, of these organisations or of all.

    With lot, organisation, answers and partners, by number; none when the call is no second step.
    Queries: 3.
    """
    if call.follows_id is None:
        return []
    statement = (
        select(Application)
        .where(
            Application.call_id == call.follows_id,
            Application.state == ApplicationState.INVITED,
            Application.letter_sent_at.is_not(None),
        )
        .options(
            joinedload(Application.lot),
            joinedload(Application.organisation),
            joinedload(Application.call).joinedload(Call.action),
            selectinload(Application.sections),
            selectinload(Application.partners),
        )
        .order_by(Application.number)
    )
    if organisation_ids is not None:
        statement = statement.where(Application.organisation_id.in_(list(organisation_ids)))
    return list(db.session.scalars(statement))


def second_step_of(application: Application) -> Call | None:
    """The published call that an invited concept note leads to. Queries: 1, or none."""
    if application.state is not ApplicationState.INVITED or application.letter_sent_at is None:
        return None
    return db.session.scalar(
        select(Call).where(Call.follows_id == application.call_id, Call.state.not_in(HIDDEN))
    )


def not_taken_up(at: datetime) -> list[Application]:
    """Invited concept notes whose second step has closed without a full application. Queries: 1.

    Who was given more time and still has it is waited for.
    """
    full = aliased(Application)
    sent_or_due = (
        select(full.id)
        .where(
            full.concept_id == Application.id,
            or_(full.number.is_not(None), full.extended_until > at),
        )
        .exists()
    )
    second = aliased(Call)
    return list(
        db.session.scalars(
            select(Application)
            .join(second, second.follows_id == Application.call_id)
            .where(
                Application.state == ApplicationState.INVITED,
                Application.letter_sent_at.is_not(None),
                second.closed_at.is_not(None),
                second.state.not_in((CallState.PUBLISHED, CallState.SUSPENDED)),
                ~sent_or_due,
            )
            .order_by(Application.number)
        )
    )
