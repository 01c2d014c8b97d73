"""The last frozen ranking of each lot."""

import uuid

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.applications.models import Application
from portal.core.db import db
from portal.evaluation.models import Ranking, RankingEntry


def latest_rankings(session_id: uuid.UUID) -> dict[uuid.UUID, Ranking]:
    """Lot id to its last ranking, entries with application and organisation. Queries: 3."""
    rows = db.session.scalars(
        select(Ranking)
        .where(Ranking.session_id == session_id)
        .order_by(Ranking.number)
        .options(
            selectinload(Ranking.entries)
            .joinedload(RankingEntry.application)
            .joinedload(Application.organisation)
        )
    )
    return {ranking.lot_id: ranking for ranking in rows}
