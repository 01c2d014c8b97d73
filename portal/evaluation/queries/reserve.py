"""Reads of the reserve list and of the lead's people who are told."""

from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.accounts.models import User
from portal.actions.models import ActionRole
from portal.calls.models import Call
from portal.core.db import db
from portal.evaluation.models import EvaluationSession, Ranking
from portal.evaluation.states import SessionState


def lead_people(action_id: UUID, *functions: str) -> list[User]:
    """The lead's own people with these functions in the Action. Queries: 1."""
    return list(
        db.session.scalars(
            select(User)
            .where(
                User.disabled_at.is_(None),
                User.id.in_(
                    select(ActionRole.user_id).where(
                        ActionRole.action_id == action_id,
                        ActionRole.function.in_(functions),
                        ActionRole.country.is_(None),
                    )
                ),
            )
            .order_by(User.email)
        )
    )


def ranking_versions(session_id: UUID) -> dict[UUID, list[Ranking]]:
    """Every version of each lot's ranking, the newest first, without entries. Queries: 1."""
    found: dict[UUID, list[Ranking]] = {}
    rows = db.session.scalars(
        select(Ranking).where(Ranking.session_id == session_id).order_by(Ranking.number.desc())
    )
    for ranking in rows:
        found.setdefault(ranking.lot_id, []).append(ranking)
    return found


def closed_sessions() -> list[EvaluationSession]:
    """Evaluations whose letters are all out, with call and Action. Queries: 1."""
    return list(
        db.session.scalars(
            select(EvaluationSession)
            .where(EvaluationSession.state == SessionState.CLOSED)
            .options(
                joinedload(EvaluationSession.call).options(
                    joinedload(Call.action), joinedload(Call.lots)
                )
            )
            .order_by(EvaluationSession.created_at)
        ).unique()
    )
