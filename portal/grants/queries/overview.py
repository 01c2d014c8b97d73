"""All grants of an Action at once, for the board: one query, everything else is counted."""

import uuid
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.actions.rules import GrantFact
from portal.core.access import Actor
from portal.core.db import db
from portal.grants.models import Grant
from portal.grants.queries.money import stage_of
from portal.grants.queries.reading import AROUND, read_as_staff
from portal.grants.states import GrantState


def of_action(actor: Actor, action_id: uuid.UUID) -> Sequence[Grant]:
    """The Action's grants that the actor reads as staff, with money and claims. Queries: 1."""
    rows = db.session.scalars(
        select(Grant)
        .where(Grant.action_id == action_id, read_as_staff(actor))
        .options(*AROUND, joinedload(Grant.instalments), joinedload(Grant.recoveries))
        .order_by(Grant.number)
    )
    return rows.unique().all()


def fact_of(grant: Grant) -> GrantFact | None:
    """What a grant counts to the targets; None when it was terminated. Queries: none."""
    if grant.state is GrantState.TERMINATED:
        return None
    return GrantFact(grant.country, grant.country is None, stage_of(grant.state))
