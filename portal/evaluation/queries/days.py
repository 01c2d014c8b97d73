"""The days on which assessors worked, from their sheets, and what was approved of them."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.accounts.models import User
from portal.applications.models import Application
from portal.calls.models import Call
from portal.core.clock import day_in
from portal.core.db import db
from portal.evaluation.models import ApprovedDays, Assessment, EvaluationSession
from portal.evaluation.queries.sheets import IN


@dataclass(frozen=True)
class Worked:
    """One assessor: the days on which sheets were taken or handed in, and how many came in."""

    user: User
    days: tuple[date, ...]
    sheets: int
    approved: ApprovedDays | None


def worked(session: EvaluationSession) -> list[Worked]:
    """Every assessor who has handed something in, by name. Queries: 2."""
    call: Call = session.call
    rows = db.session.scalars(
        select(Assessment)
        .join(Application, Application.id == Assessment.application_id)
        .where(Application.call_id == call.id, Assessment.submitted_at.is_not(None))
        .options(joinedload(Assessment.assessor))
    )
    people: dict[UUID, User] = {}
    days: dict[UUID, set[date]] = defaultdict(set)
    sheets: dict[UUID, int] = defaultdict(int)
    for sheet in rows:
        people[sheet.assessor_id] = sheet.assessor
        sheets[sheet.assessor_id] += sheet.state in IN
        days[sheet.assessor_id] |= {
            day_in(call.time_zone, at) for at in (sheet.accepted_at, sheet.submitted_at) if at
        }
    approved = {
        row.user_id: row
        for row in db.session.scalars(
            select(ApprovedDays)
            .where(ApprovedDays.session_id == session.id)
            .options(joinedload(ApprovedDays.approved_by))
        )
    }
    found = [
        Worked(user, tuple(sorted(days[key])), sheets[key], approved.get(key))
        for key, user in people.items()
    ]
    return sorted(found, key=lambda one: (one.user.name, str(one.user.id)))
