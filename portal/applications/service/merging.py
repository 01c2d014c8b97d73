"""Merging two applicants: never while both apply in one call."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import aliased

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.calls.states import CallState
from portal.core.access import Actor
from portal.core.db import db
from portal.core.errors import RuleBroken
from portal.core.text import N_
from portal.organisations import service as organisations
from portal.organisations.models import Organisation

UNDECIDED = (
    CallState.PUBLISHED,
    CallState.SUSPENDED,
    CallState.CLOSED,
    CallState.IN_EVALUATION,
)


def merge_organisations(
    kept: Organisation, other: Organisation, *, reason: str, actor: Actor, at: datetime
) -> None:
    """Make two records of one organisation one, with all their applications.

    Raises: as organisations.service.merge; RuleBroken when both lead an application in a call that
            is not decided: the applicant would then have two in one call.
    """
    if call := shared_call(kept, other):
        raise RuleBroken(
            N_(
                "Both lead an application in the call %(call)s, which is not decided yet. "
                "One of the two must be withdrawn first",
                call=call.reference,
            )
        )
    organisations.merge(kept, other, reason=reason, actor=actor, at=at)


def shared_call(first: Organisation, second: Organisation) -> Call | None:
    """A call that is not decided, in which both lead an application. Queries: 1."""
    one, two = aliased(Application), aliased(Application)
    return db.session.scalars(
        select(Call)
        .join(one, (one.call_id == Call.id) & (one.organisation_id == first.id))
        .join(two, (two.call_id == Call.id) & (two.organisation_id == second.id))
        .where(
            Call.state.in_(UNDECIDED),
            one.state != ApplicationState.WITHDRAWN,
            two.state != ApplicationState.WITHDRAWN,
        )
        .order_by(Call.reference)
        .limit(1)
    ).first()
