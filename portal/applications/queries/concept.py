"""Concept notes that were invited, and the second step they lead to."""

import uuid
from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.calls.policy import HIDDEN
from portal.core.db import db


def invited_concepts(call: Call, organisation_ids: Iterable[uuid.UUID]) -> list[Application]:
    """Concept notes of these organisations with a letter of invitation to a second step.

    With lot, answers and partners, by number; none when the call is no second step. Queries: 3.
    """
    if call.follows_id is None:
        return []
    return list(
        db.session.scalars(
            select(Application)
            .where(
                Application.call_id == call.follows_id,
                Application.organisation_id.in_(list(organisation_ids)),
                Application.state == ApplicationState.INVITED,
                Application.letter_sent_at.is_not(None),
            )
            .options(
                joinedload(Application.lot),
                selectinload(Application.sections),
                selectinload(Application.partners),
            )
            .order_by(Application.number)
        )
    )


def second_step_of(application: Application) -> Call | None:
    """The published call that an invited concept note leads to. Queries: 1, or none."""
    if application.state is not ApplicationState.INVITED or application.letter_sent_at is None:
        return None
    return db.session.scalar(
        select(Call).where(Call.follows_id == application.call_id, Call.state.not_in(HIDDEN))
    )


def full_application_of(concept: Application) -> Application | None:
    """The full application that was started from a concept note. Queries: 1."""
    return db.session.scalar(select(Application).where(Application.concept_id == concept.id))
