"""Reads of calls."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from portal.calls.models import Call, Corrigendum, GridSection, Lot, Question
from portal.calls.policy import HIDDEN
from portal.calls.rules import is_in_time
from portal.calls.states import CallState
from portal.core.access import LEAD, Actor
from portal.core.db import db
from portal.core.text import fold

WHOLE: tuple[ORMOption, ...] = (
    joinedload(Call.action),
    joinedload(Call.cluster),
    selectinload(Call.impact_statements),
    selectinload(Call.lots),
    selectinload(Call.activities),
    selectinload(Call.form_sections),
    selectinload(Call.document_slots),
    selectinload(Call.grid).selectinload(GridSection.criteria),
)


def visible_to(actor: Actor) -> Select[Call]:
    """Published calls for all; drafts for the staff and auditors of their Action."""
    mine = actor.scopes("action", *LEAD, "auditor")
    return select(Call).where(or_(Call.state.not_in(HIDDEN), Call.action_id.in_(mine)))


def get_visible(actor: Actor, reference: str) -> Call | None:
    """A call with all its parts, in 8 queries whatever its size; None when not theirs to know."""
    return db.session.scalar(visible_to(actor).where(Call.reference == reference).options(*WHOLE))


def get_whole(call_id: uuid.UUID) -> Call:
    """A call with all its parts by id, for services and jobs."""
    return db.session.scalars(select(Call).where(Call.id == call_id).options(*WHOLE)).one()


def listing(
    actor: Actor, *, at: datetime, show: str = "all", text: str = "", managed: bool = False
) -> list[Call]:
    """Calls with lots, cluster and Action in 2 queries, the soonest deadline first.

    `show`: open, planned, closed or all. `managed`: only of Actions whose staff the actor is.
    """
    statement = visible_to(actor).options(
        joinedload(Call.action), joinedload(Call.cluster), selectinload(Call.lots)
    )
    if managed:
        statement = statement.where(Call.action_id.in_(actor.scopes("action", *LEAD, "auditor")))
    statement = statement.where(*_shown(show, at)).order_by(
        (Call.state != CallState.PUBLISHED), Call.closes_at, Call.reference
    )
    calls = list(db.session.scalars(statement))
    needle = fold(text)
    return [call for call in calls if needle in fold(f"{call.reference} {call.title}")]


def copyable(actor: Actor) -> list[Call]:
    """Calls a new one may start from, the newest first. Queries: 1."""
    return list(
        db.session.scalars(
            visible_to(actor)
            .where(
                Call.action_id.in_(actor.scopes("action", "programme")), Call.follows_id.is_(None)
            )
            .order_by(Call.created_at.desc(), Call.reference.desc())
        )
    )


def _shown(show: str, at: datetime) -> list[Any]:
    is_open = and_(Call.state == CallState.PUBLISHED, Call.closes_at > at)
    if show == "open":
        return [is_open]
    if show == "planned":
        return [Call.state.in_(HIDDEN)]
    if show == "closed":
        return [~is_open, Call.state.not_in(HIDDEN)]
    return []


def announced(at: datetime) -> list[Call]:
    """What everybody may know of: open calls, and approved ones whose publication is to come.

    With lots, the next deadline first. Queries: 2.
    """
    return list(
        db.session.scalars(
            select(Call)
            .where(or_(*_shown("open", at), _is_planned(at)))
            .options(joinedload(Call.cluster), selectinload(Call.lots))
            .order_by((Call.state != CallState.PUBLISHED), Call.closes_at, Call.reference)
        )
    )


def planned(at: datetime) -> list[Call]:
    """Approved calls whose publication is to come: that they come is public, not their page.

    With lots. Queries: 2.
    """
    return [call for call in announced(at) if call.state is CallState.APPROVED]


def _is_planned(at: datetime) -> Any:
    return and_(Call.state == CallState.APPROVED, Call.publishes_at > at)


def second_step(call_id: uuid.UUID) -> Call | None:
    """The call of full applications that follows a call of concept notes. Queries: 1."""
    return db.session.scalar(select(Call).where(Call.follows_id == call_id))


def first_step(call: Call) -> Call | None:
    """The call of concept notes that a second step follows. Queries: 1, or none."""
    return db.session.get(Call, call.follows_id) if call.follows_id else None


def due_to_close(at: datetime) -> list[Call]:
    """Published calls whose deadline, grace included, has passed."""
    calls = db.session.scalars(
        select(Call).where(Call.state == CallState.PUBLISHED, Call.closes_at <= at)
    )
    return [
        call
        for call in calls
        if call.closes_at
        and not is_in_time(at, closes_at=call.closes_at, grace_seconds=call.grace_seconds)
    ]


def questions(call_id: uuid.UUID, *, published_only: bool) -> list[Question]:
    """Questions of a call in order of asking, in 1 query."""
    statement = select(Question).where(Question.call_id == call_id).order_by(Question.number)
    if published_only:
        statement = statement.where(Question.published_at.is_not(None))
    return list(db.session.scalars(statement))


def corrigenda(call_id: uuid.UUID) -> list[Corrigendum]:
    """What changed since publication, in order. Queries: 1."""
    return list(
        db.session.scalars(
            select(Corrigendum).where(Corrigendum.call_id == call_id).order_by(Corrigendum.number)
        )
    )


def corrigendum(corrigendum_id: uuid.UUID) -> Corrigendum:
    """One change, for the worker."""
    return db.session.get_one(Corrigendum, corrigendum_id)


def unanswered_count(action_ids: frozenset[uuid.UUID]) -> int:
    """How many questions wait for an answer in these Actions."""
    return int(
        db.session.scalar(
            select(func.count(Question.id))
            .join(Call, Call.id == Question.call_id)
            .where(Question.published_at.is_(None), Call.action_id.in_(action_ids))
        )
        or 0
    )


def of_action(action_id: uuid.UUID) -> list[Call]:
    """Every call of an Action with lots, and of its questions those that wait for an answer.

    By reference, for the board; nothing is written to what it answers. Queries: 1.
    """
    waiting = and_(Question.call_id == Call.id, Question.published_at.is_(None))
    rows = db.session.scalars(
        select(Call)
        .outerjoin(Question, waiting)
        .where(Call.action_id == action_id)
        .options(joinedload(Call.lots), joinedload(Call.cluster), contains_eager(Call.questions))
        .order_by(Call.reference, Question.number)
        .execution_options(populate_existing=True)
    )
    return list(rows.unique())


def lot(lot_id: uuid.UUID) -> Lot | None:
    """One lot with its call."""
    return db.session.scalar(select(Lot).where(Lot.id == lot_id).options(joinedload(Lot.call)))
