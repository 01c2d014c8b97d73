"""Who sits on the committee of a call, what they signed, what is closed to them."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import literal, or_, select, union_all
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.calls.models import Call, GridSection
from portal.core.access import Actor
from portal.core.db import db
from portal.core.holding import Holding, held
from portal.evaluation.models import (
    CommitteeMember,
    ComplaintOfficer,
    ConflictOfInterest,
    Declaration,
    EvaluationSession,
)
from portal.evaluation.policy import NOBODY, Standing
from portal.evaluation.states import SessionState
from portal.organisations.models import Membership

NOT_OPENED = frozenset({ApplicationState.DRAFT})


def holding(user_id: UUID) -> list[Holding]:
    """What asks for the functions in committees and for the applications closed by a conflict.

    A substitute holds no function until called in, nor does who gave the place to one.
    """
    mine = (
        held("call", EvaluationSession.call_id, CommitteeMember.function)
        .join(CommitteeMember, CommitteeMember.session_id == EvaluationSession.id)
        .where(
            CommitteeMember.user_id == user_id,
            CommitteeMember.is_substitute.is_(False),
            CommitteeMember.left_at.is_(None),
            EvaluationSession.state != SessionState.PLANNED,
        )
    )
    closed = held("application", ConflictOfInterest.application_id, literal("closed")).where(
        ConflictOfInterest.user_id == user_id
    )
    answering = (
        held("complaint", EvaluationSession.call_id, literal("officer"))
        .join(ComplaintOfficer, ComplaintOfficer.session_id == EvaluationSession.id)
        .where(ComplaintOfficer.user_id == user_id)
    )
    return [mine, closed, answering]


def standing(actor: Actor, session: EvaluationSession) -> Standing:
    """What the person signed and which applications are closed to them. Queries: 1."""
    if actor.user_id is None:
        return NOBODY
    signed = select(Declaration.id, literal(True).label("signed")).where(
        Declaration.session_id == session.id, Declaration.user_id == actor.user_id
    )
    closed = (
        select(ConflictOfInterest.application_id, literal(False))
        .join(Application, Application.id == ConflictOfInterest.application_id)
        .where(ConflictOfInterest.user_id == actor.user_id, Application.call_id == session.call_id)
    )
    rows = db.session.execute(union_all(signed, closed)).all()
    return Standing(
        has_declared=any(is_signature for _, is_signature in rows),
        conflicts=frozenset(key for key, is_signature in rows if not is_signature),
    )


def members(session_id: UUID) -> list[CommitteeMember]:
    """Everybody appointed, in order, with their names. Queries: 1."""
    return list(
        db.session.scalars(
            select(CommitteeMember)
            .where(CommitteeMember.session_id == session_id)
            .options(joinedload(CommitteeMember.user))
            .order_by(CommitteeMember.position)
        )
    )


def secretaries(session_id: UUID) -> frozenset[UUID]:
    """Who holds the seat of the secretary, substitutes too. Queries: 1."""
    return frozenset(
        db.session.scalars(
            select(CommitteeMember.user_id).where(
                CommitteeMember.session_id == session_id, CommitteeMember.function == "secretary"
            )
        )
    )


def declarations(session_id: UUID) -> dict[UUID, Declaration]:
    """The signed declarations by person. Queries: 1."""
    found = db.session.scalars(select(Declaration).where(Declaration.session_id == session_id))
    return {declaration.user_id: declaration for declaration in found}


def conflicts_of_session(call_id: UUID) -> list[ConflictOfInterest]:
    """Every conflict declared or found in a call. Queries: 1."""
    return list(
        db.session.scalars(
            select(ConflictOfInterest)
            .join(Application, Application.id == ConflictOfInterest.application_id)
            .where(Application.call_id == call_id)
            .order_by(ConflictOfInterest.declared_at)
        )
    )


def applicant_ids(call_id: UUID) -> frozenset[UUID]:
    """Organisations that lead an application in the call, drafts aside. Queries: 1."""
    return frozenset(
        db.session.scalars(
            select(Application.organisation_id).where(
                Application.call_id == call_id, Application.state.not_in(NOT_OPENED)
            )
        )
    )


def candidates(session: EvaluationSession) -> list[User]:
    """People who may sit: with an open account and in no applicant organisation. Queries: 2."""
    tied = select(Membership.user_id).where(
        Membership.organisation_id.in_(applicant_ids(session.call_id)),
        or_(Membership.ended_at.is_(None), Membership.ended_at >= session.created_at),
    )
    return list(
        db.session.scalars(
            select(User)
            .where(User.confirmed_at.is_not(None), User.disabled_at.is_(None), User.id.not_in(tied))
            .order_by(User.name, User.email)
        )
    )


@dataclass(frozen=True)
class Seat:
    """One committee that a person sits on, and what they signed."""

    session: EvaluationSession
    functions: tuple[str, ...]
    declaration: Declaration | None


def seats(actor: Actor) -> list[Seat]:
    """The committees of a person, the newest first. Queries: 2."""
    rows = db.session.scalars(
        select(CommitteeMember)
        .join(EvaluationSession, EvaluationSession.id == CommitteeMember.session_id)
        .where(
            CommitteeMember.user_id == actor.user_id,
            CommitteeMember.is_substitute.is_(False),
            CommitteeMember.left_at.is_(None),
            EvaluationSession.state != SessionState.PLANNED,
        )
        .options(joinedload(CommitteeMember.session).joinedload(EvaluationSession.call))
        .order_by(EvaluationSession.created_at.desc(), CommitteeMember.position)
    )
    held: dict[EvaluationSession, list[str]] = {}
    for member in rows:
        held.setdefault(member.session, []).append(member.function)
    signed = {
        declaration.session_id: declaration
        for declaration in db.session.scalars(
            select(Declaration).where(Declaration.user_id == actor.user_id)
        )
    }
    return [
        Seat(session, tuple(functions), signed.get(session.id))
        for session, functions in held.items()
    ]


def session_for_member(actor: Actor, reference: str) -> EvaluationSession | None:
    """The session of a call the person was appointed for. Queries: 1."""
    session = db.session.scalar(
        select(EvaluationSession)
        .join(Call, Call.id == EvaluationSession.call_id)
        .where(Call.reference == reference)
        .options(joinedload(EvaluationSession.call))
    )
    if session is None or not actor.holds("call", session.call_id):
        return None
    return session


def grids_of(actor: Actor) -> list[Call]:
    """The calls of a person's committees with their grids. Queries: 3."""
    return list(
        db.session.scalars(
            select(Call)
            .where(Call.id.in_(actor.scopes("call")))
            .options(selectinload(Call.grid).selectinload(GridSection.criteria))
            .order_by(Call.reference)
        )
    )
