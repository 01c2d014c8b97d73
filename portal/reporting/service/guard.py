"""What every change begins with: hold the rows, read them afresh with all their parts."""

from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.text import N_
from portal.grants.models import Grant
from portal.reporting import queries
from portal.reporting.models import Report


def held(report: Report) -> Report:
    """The report with all its parts, held until the transaction ends; its grant is held first."""
    hold_grant(report)
    stored = db.session.get(Report, report.id)
    if stored is None:
        raise RuleBroken(N_("There is no such report."))
    lock(stored)
    return queries.whole(report.id)


def hold_grant(thing: Report) -> None:
    """Nobody else changes costs or reports of this grant until the transaction ends."""
    grant = db.session.get(Grant, thing.grant_id)
    if grant is not None:
        lock(grant)
