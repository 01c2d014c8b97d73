"""An award that comes to no contract: declined, or not signed by its day. Source: rules.md 2.2."""

from datetime import datetime

from portal.applications.models import Application
from portal.audit import service as audit
from portal.core.access import SYSTEM, Actor
from portal.core.clock import day_in
from portal.core.db import lock
from portal.core.lifecycle import move
from portal.evaluation import service as evaluation
from portal.grants import queries
from portal.grants.models import Grant
from portal.grants.service.guard import held
from portal.grants.service.notices import tell_grantee
from portal.grants.states import GRANT_MOVES, GrantState


def fall_away(application: Application, *, reason: str, actor: Actor, at: datetime) -> Grant | None:
    """The grant of a declined award ends before its contract; None where there is none yet.

    Whether the person may decline is asked by the evaluation, in the same transaction.
    Raises: WrongState once both sides have signed.
    """
    grant = queries.of_application(application.id)
    if grant is None:
        return None
    lock(grant)
    move(grant, "fall_away", GRANT_MOVES)
    audit.record(actor, "grant.fell_away", grant, at=at, reason=reason)
    return grant


def lapse(grant: Grant, *, at: datetime) -> bool:
    """The day for signing has passed: the award falls away and the reserve list moves.

    Answers whether it did; a contract signed in the meantime stays. Its last day counts.
    """
    grant = held(grant.id)
    due_on = grant.signature_due_on
    today = day_in(grant.action.time_zone, at)
    if grant.state is not GrantState.SENT or due_on is None or today <= due_on:
        return False
    move(grant, "fall_away", GRANT_MOVES)
    audit.record(SYSTEM, "grant.lapsed", grant, at=at)
    link = f"/grants/{grant.id}"
    tell_grantee(
        grant, "contract_lapsed", about=grant, link=link, actor=SYSTEM, at=at, due_on=due_on
    )
    evaluation.lapse(grant.application, at=at)
    return True
