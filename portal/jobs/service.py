"""Queueing work, and what the worker notes about it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.lifecycle import move
from portal.jobs import queries
from portal.jobs.models import Job
from portal.jobs.policy import can_retry
from portal.jobs.rules import gap
from portal.jobs.states import MOVES, JobState

LEASE = timedelta(minutes=10)
MAX_ATTEMPTS = 10
KEEP_RECURRING = timedelta(days=2)


def enqueue(
    kind: str,
    payload: Mapping[str, Any],
    *,
    at: datetime,
    run_at: datetime | None = None,
    dedupe_key: str | None = None,
    max_attempts: int = MAX_ATTEMPTS,
) -> Job:
    """Queue work in the transaction of its cause; the same `dedupe_key` is the same job, once."""
    if dedupe_key and (known := queries.by_key(dedupe_key)):
        return known
    job = Job(
        kind=kind,
        payload=dict(payload),
        dedupe_key=dedupe_key,
        created_at=at,
        run_at=run_at or at,
        max_attempts=max_attempts,
    )
    try:
        with db.session.begin_nested():
            db.session.add(job)
    except IntegrityError:
        known = queries.by_key(dedupe_key) if dedupe_key else None
        if known is None:
            raise
        return known
    return job


def claim(*, at: datetime, lease: timedelta = LEASE) -> Job | None:
    """Take the next due job for one worker; nobody else gets it until the lease runs out."""
    taking = queries.due(at).limit(1).with_for_update(skip_locked=True)
    while job := db.session.scalars(taking).first():
        move(job, "claim", MOVES)
        if job.attempts < job.max_attempts:
            job.locked_until, job.attempts = at + lease, job.attempts + 1
            db.session.flush()
            return job
        _give_up(job, "The worker stopped during the last try.")
    return None


def finish(job: Job, *, at: datetime) -> None:
    """The work is done."""
    move(job, "finish", MOVES)
    job.locked_until, job.finished_at, job.last_error = None, at, ""
    db.session.flush()


def fail(job: Job, *, error: str, at: datetime, luck: float) -> None:
    """The work failed: try again later, or give up after the last try."""
    if job.attempts >= job.max_attempts:
        _give_up(job, error)
        return
    move(job, "put_back", MOVES)
    job.locked_until, job.last_error = None, error[:4000]
    job.run_at = at + gap(job.attempts, luck=luck)
    db.session.flush()


def _give_up(job: Job, error: str) -> None:
    move(job, "give_up", MOVES)
    job.locked_until, job.last_error = None, error[:4000]
    db.session.flush()


def retry(job: Job, *, actor: Actor, at: datetime) -> None:
    """Let a job that failed for good start over."""
    lock(job)
    require(can_retry(actor, job))
    move(job, "retry", MOVES)
    job.attempts, job.run_at = 0, at
    audit.record(actor, "job.retried", job, at=at, details={"kind": job.kind})


def forget_recurring(kinds: frozenset[str], *, at: datetime) -> None:
    """Drop finished rounds of recurring work after two days; one-off jobs are kept."""
    db.session.execute(
        delete(Job).where(
            Job.kind.in_(kinds),
            Job.state == JobState.DONE,
            Job.finished_at < at - KEEP_RECURRING,
        )
    )
