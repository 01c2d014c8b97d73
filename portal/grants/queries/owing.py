"""Who owes money from an earlier grant."""

from uuid import UUID

from sqlalchemy import select

from portal.core.db import db
from portal.grants.models import Grant, Recovery
from portal.grants.states import RecoveryState

UNPAID = (RecoveryState.ISSUED, RecoveryState.DUE)


def has_unpaid_recovery(organisation_id: UUID) -> bool:
    """Whether a recovery from a grant of this organisation is open (ELI16). Queries: 1."""
    unpaid = (
        select(Recovery.id)
        .join(Recovery.grant)
        .where(Grant.organisation_id == organisation_id, Recovery.state.in_(UNPAID))
    )
    return db.session.scalar(unpaid.limit(1)) is not None
