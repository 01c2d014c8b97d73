"""Reading the job table."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Select, and_, func, or_, select

from portal.core.db import db
from portal.jobs.models import Job
from portal.jobs.states import JobState

PAGE = 50


def due(at: datetime) -> Select[Job]:
    """Jobs that may be claimed now: ready ones, and running ones whose lease ran out."""
    return (
        select(Job)
        .where(
            or_(
                and_(Job.state == JobState.READY, Job.run_at <= at),
                and_(Job.state == JobState.RUNNING, Job.locked_until < at),
            )
        )
        .order_by(Job.run_at, Job.id)
    )


def get(job_id: UUID) -> Job | None:
    """The job, or None. One query."""
    return db.session.get(Job, job_id)


def by_key(dedupe_key: str) -> Job | None:
    """The job of this name, whatever its state. One query."""
    return db.session.scalars(select(Job).where(Job.dedupe_key == dedupe_key)).one_or_none()


def dead(*, page: int = 1) -> tuple[list[Job], int]:
    """Jobs that failed for good, latest first, and how many there are. Two queries."""
    found = select(Job).where(Job.state == JobState.DEAD)
    total = db.session.scalar(select(func.count()).select_from(found.subquery())) or 0
    rows = found.order_by(Job.run_at.desc(), Job.id).limit(PAGE).offset((page - 1) * PAGE)
    return list(db.session.scalars(rows)), total


def counts() -> dict[JobState, int]:
    """How many jobs stand in each state. One query."""
    rows = db.session.execute(select(Job.state, func.count()).group_by(Job.state))
    found = {JobState(state): count for state, count in rows}
    return {state: found.get(state, 0) for state in JobState}


def oldest_waiting(at: datetime) -> datetime | None:
    """Since when the longest overdue job has been waiting; None when nothing is overdue."""
    return db.session.scalar(
        select(func.min(Job.run_at)).where(Job.state == JobState.READY, Job.run_at <= at)
    )
