"""Jobs in the table."""

from datetime import UTC, datetime, timedelta

from portal.core.db import db, transaction
from portal.jobs import service
from portal.jobs.models import Job
from portal.jobs.states import JobState

AT = datetime(2026, 12, 4, 11, 0, tzinfo=UTC)


def make_job(kind: str = "test.work", *, at: datetime = AT, **more) -> Job:
    """One committed job that is due."""
    with transaction():
        return service.enqueue(kind, more.pop("payload", {}), at=at, **more)


def make_dead_job(kind: str = "test.work") -> Job:
    """One job that failed for good."""
    with transaction():
        job = Job(
            kind=kind,
            payload={},
            created_at=AT,
            run_at=AT - timedelta(hours=1),
            attempts=10,
            max_attempts=10,
            state=JobState.DEAD,
            last_error="OSError: disk full",
        )
        db.session.add(job)
    return job
