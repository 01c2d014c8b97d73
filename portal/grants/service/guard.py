"""What every change begins with: hold the grant, read it afresh with all its parts."""

import uuid

from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.text import N_
from portal.grants import queries
from portal.grants.models import Grant, Instalment


def held(grant_id: uuid.UUID) -> Grant:
    """The grant with all its parts, held until the transaction ends."""
    grant = db.session.get(Grant, grant_id)
    if grant is None:
        raise RuleBroken(N_("There is no such grant."))
    lock(grant)
    return queries.whole(grant_id)


def held_instalment(instalment: Instalment) -> Instalment:
    """The same instalment with its whole grant, held until the transaction ends."""
    grant = held(instalment.grant_id)
    return next(row for row in grant.instalments if row.id == instalment.id)
