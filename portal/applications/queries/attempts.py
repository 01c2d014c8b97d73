"""Tries to submit, and later deadlines of single applicants."""

import uuid
from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.applications.models import Application, DeadlineExtension, SubmissionAttempt
from portal.applications.states import ApplicationState, AttemptKind
from portal.calls.models import Call
from portal.calls.states import CallState
from portal.core.access import Actor
from portal.core.db import db
from portal.core.paging import Page, paginate


def attempts_of(application_id: uuid.UUID) -> Sequence[SubmissionAttempt]:
    """Every try to submit one application, the newest first. Queries: 1."""
    return db.session.scalars(
        select(SubmissionAttempt)
        .where(SubmissionAttempt.application_id == application_id)
        .order_by(SubmissionAttempt.at.desc(), SubmissionAttempt.id)
    ).all()


def _of_lots(actor: Actor, lot_ids: Collection[uuid.UUID]) -> Select[SubmissionAttempt]:
    return (
        select(SubmissionAttempt)
        .join(SubmissionAttempt.application)
        .where(
            Application.lot_id.in_(lot_ids),
            Application.is_test.is_(False),
            Application.id.not_in(actor.closed),
        )
    )


def attempts_in(
    actor: Actor, lot_ids: Collection[uuid.UUID], kind: str = "", *, page: int = 1
) -> Page[SubmissionAttempt]:
    """Tries to submit in these lots, the newest first, of one kind or "failed". Queries: 2.

    For pages that asked whether the lots may be read and whether the call has closed.
    """
    found = _of_lots(actor, lot_ids)
    if kind == "failed":
        found = found.where(SubmissionAttempt.succeeded.is_(False))
    elif kind in set(AttemptKind):
        found = found.where(SubmissionAttempt.kind == kind)
    rows = found.options(
        contains_eager(SubmissionAttempt.application).options(
            joinedload(Application.organisation), joinedload(Application.lot)
        )
    ).order_by(SubmissionAttempt.at.desc(), SubmissionAttempt.id)
    return paginate(rows, page)


def attempt_counts(actor: Actor, lot_ids: Collection[uuid.UUID]) -> dict[AttemptKind, int]:
    """How many tries of each kind: numbers only, so it may be seen before the deadline."""
    rows = db.session.execute(
        _of_lots(actor, lot_ids)
        .with_only_columns(SubmissionAttempt.kind, func.count(SubmissionAttempt.id))
        .group_by(SubmissionAttempt.kind)
    )
    return {kind: int(number) for kind, number in rows}


def late_in(call_id: uuid.UUID) -> Sequence[SubmissionAttempt]:
    """Tries that came too late, in order of arrival, for the opening record. Queries: 1."""
    return db.session.scalars(
        select(SubmissionAttempt)
        .join(SubmissionAttempt.application)
        .where(
            Application.call_id == call_id,
            Application.is_test.is_(False),
            SubmissionAttempt.kind == AttemptKind.LATE,
        )
        .options(
            contains_eager(SubmissionAttempt.application).options(
                joinedload(Application.organisation), joinedload(Application.lot)
            )
        )
        .order_by(SubmissionAttempt.at, SubmissionAttempt.id)
    ).all()


def extensions_in(call_id: uuid.UUID) -> Sequence[DeadlineExtension]:
    """Later deadlines given in a call, in order, with their applicants. Queries: 1."""
    return db.session.scalars(
        select(DeadlineExtension)
        .join(DeadlineExtension.application)
        .where(Application.call_id == call_id)
        .options(
            contains_eager(DeadlineExtension.application).options(
                joinedload(Application.organisation), joinedload(Application.lot)
            )
        )
        .order_by(DeadlineExtension.given_at, DeadlineExtension.id)
    ).all()


def extensions_of(application_id: uuid.UUID) -> Sequence[DeadlineExtension]:
    """Later deadlines given to one application, in order. Queries: 1."""
    return db.session.scalars(
        select(DeadlineExtension)
        .where(DeadlineExtension.application_id == application_id)
        .order_by(DeadlineExtension.given_at, DeadlineExtension.id)
    ).all()


def applications_in(call_id: uuid.UUID, *states: ApplicationState) -> Sequence[Application]:
    """Applications of a call in these states, drafts too, with organisation and Action. Queries: 1.

    For services that name nobody: what is sealed stays sealed.
    """
    return db.session.scalars(
        select(Application)
        .where(
            Application.call_id == call_id,
            Application.state.in_(states),
            Application.is_test.is_(False),
        )
        .options(
            joinedload(Application.organisation),
            joinedload(Application.call).joinedload(Call.action),
        )
        .order_by(Application.created_at, Application.id)
    ).all()


def taken_back(at: datetime) -> Sequence[Application]:
    """Drafts with a submitted version whose deadline has passed, before the opening. Queries: 1."""
    closes_at = func.coalesce(Application.extended_until, Call.closes_at)
    return db.session.scalars(
        select(Application)
        .join(Call, Call.id == Application.call_id)
        .where(
            Application.state == ApplicationState.DRAFT,
            Application.submitted_at.is_not(None),
            Application.is_test.is_(False),
            Call.state.in_([CallState.PUBLISHED, CallState.CLOSED]),
            closes_at <= at,
        )
        .order_by(Application.id)
    ).all()
