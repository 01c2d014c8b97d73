"""Reads of the Actions."""

import uuid
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import defer, joinedload, selectinload

from portal.actions.models import Action, ActionRole, Cluster, ImpactStatement, Target
from portal.core.db import db
from portal.core.holding import Holding, held


def holding(user_id: uuid.UUID) -> list[Holding]:
    """What asks for the functions the person holds in Actions."""
    mine = held("action", ActionRole.action_id, ActionRole.function, ActionRole.country)
    return [mine.where(ActionRole.user_id == user_id)]


def site_texts() -> dict[str, Any]:
    """The words every page carries, of the Action that gives grants; empty before one is loaded."""
    row = db.session.execute(
        select(
            Action.short_title, Action.funding_statement, Action.disclaimer, Action.kosovo_footnote
        ).order_by(Action.grants_third_parties.desc(), Action.code)
    ).first()
    if row is None:
        return {}
    return {
        "action_short_title": row.short_title,
        "funding_statement": row.funding_statement,
        "disclaimer": row.disclaimer,
        "kosovo_footnote": row.kosovo_footnote,
    }


def granting_clusters(action_ids: frozenset[uuid.UUID]) -> list[Cluster]:
    """Clusters of those Actions that give grants, with their Action, in 1 query."""
    return list(
        db.session.scalars(
            select(Cluster)
            .join(Cluster.action)
            .where(Action.id.in_(action_ids), Action.grants_third_parties)
            .options(joinedload(Cluster.action).selectinload(Action.impact_statements))
            .order_by(Action.code, Cluster.number)
        )
    )


def impact_statements(action_id: uuid.UUID) -> list[ImpactStatement]:
    """The impact statements of an Action, in 1 query."""
    return list(
        db.session.scalars(
            select(ImpactStatement)
            .where(ImpactStatement.action_id == action_id)
            .order_by(ImpactStatement.code)
        )
    )


def actions() -> list[Action]:
    """Every Action, the one that gives grants first, in 1 query."""
    return list(
        db.session.scalars(select(Action).order_by(Action.grants_third_parties.desc(), Action.code))
    )


def granting() -> Action | None:
    """The Action that gives grants, with targets and parties. Queries: 3."""
    return db.session.scalar(
        select(Action)
        .where(Action.grants_third_parties)
        .options(selectinload(Action.targets), selectinload(Action.parties))
        .order_by(Action.code)
        .limit(1)
    )


def overseen(action_ids: frozenset[uuid.UUID]) -> list[Action]:
    """Actions with targets and clusters, the one that gives grants first. Queries: 1."""
    rows = db.session.scalars(
        select(Action)
        .where(Action.id.in_(action_ids))
        .options(joinedload(Action.targets), joinedload(Action.clusters), defer(Action.facts))
        .order_by(Action.grants_third_parties.desc(), Action.code)
    )
    return list(rows.unique())


def get_whole(code: str) -> Action | None:
    """An Action with all its parts, in 6 queries; facts of Actions are public."""
    return db.session.scalar(
        select(Action)
        .where(Action.code == code)
        .options(
            selectinload(Action.clusters),
            selectinload(Action.targets).joinedload(Target.clusters),
            selectinload(Action.impact_statements),
            selectinload(Action.parties),
            selectinload(Action.statements),
        )
    )
