"""The worker: claims due jobs one by one and runs their handlers."""

import logging
import random
import socket
import threading
from datetime import datetime
from uuid import UUID

from flask import Flask

from portal.core import clock
from portal.core.db import WRITE, db, lock, transaction
from portal.jobs import queries, service
from portal.jobs.models import Job
from portal.jobs.registry import HANDLERS, RECURRING
from portal.jobs.rules import period_start
from portal.jobs.states import JobState

IDLE = 0.5  # seconds between two looks at an empty table
OUTAGE = 5  # seconds to wait when the database is away
SOCKET_TIMEOUT = 30  # a mail server that says nothing must not hold the worker
log = logging.getLogger(__name__)


def run(app: Flask, stop: threading.Event) -> None:
    """Work until `stop` is set; the job in hand is finished first."""
    socket.setdefaulttimeout(SOCKET_TIMEOUT)
    seen: dict[str, datetime] = {}
    while not stop.is_set():
        try:
            with app.app_context():
                queue_recurring(clock.now(), seen)
                busy = _is_due(clock.now()) and work_one(clock.now())
        except Exception:  # an outage of the database is waited out, whatever form it takes
            log.exception("The worker could not look at its job table")
            busy = False
            stop.wait(OUTAGE)
        if not busy:
            stop.wait(IDLE)


def _is_due(at: datetime) -> bool:
    """Look without taking SQLite's write lock, so that an idle worker is in nobody's way."""
    token = WRITE.set(False)
    try:
        return db.session.scalar(queries.due(at).with_only_columns(Job.id).limit(1)) is not None
    finally:
        db.session.rollback()
        WRITE.reset(token)


def drain(at: datetime | None = None, *, limit: int = 1000, with_recurring: bool = False) -> int:
    """Run every due job, and the jobs they queue, until none is left; answers how many ran.

    For tests and the demo: runs in the caller's session, as of `at` when it is given.
    """
    if with_recurring:
        queue_recurring(at or clock.now(), {})
    done = 0
    while done < limit and work_one(at or clock.now()):
        done += 1
    return done


def queue_recurring(at: datetime, seen: dict[str, datetime]) -> None:
    """Queue this period's round of all recurring work, once whoever asks."""
    starts = {kind: period_start(at, work.every) for kind, work in RECURRING.items()}
    fresh = {kind: start for kind, start in starts.items() if seen.get(kind) != start}
    if not fresh:
        return
    with transaction():
        for kind, start in fresh.items():
            period = start.isoformat()
            service.enqueue(kind, {"period": period}, at=at, dedupe_key=f"{kind}:{period}")
    seen.update(fresh)


def work_one(at: datetime) -> bool:
    """Claim and run one due job; False when there is none."""
    with transaction():
        job = service.claim(at=at)
    if job is None:
        return False
    _run(job, at)
    return True


def _run(job: Job, at: datetime) -> None:
    """Run the handler outside any transaction of ours, then note how it went."""
    job_id, kind, attempt = job.id, job.kind, job.attempts
    error = ""
    try:
        HANDLERS[kind](dict(job.payload), at)
    except Exception as failure:
        log.exception("Job %s (%s) failed at try %s", kind, job_id, attempt)
        error = f"{type(failure).__name__}: {failure}"
    db.session.rollback()  # whatever the handler left open is not ours to keep
    with transaction():
        _note(job_id, attempt, error, at)


def _note(job_id: UUID, attempt: int, error: str, at: datetime) -> None:
    job = lock(db.session.get_one(Job, job_id))
    if job.state != JobState.RUNNING or job.attempts != attempt:
        return  # the lease ran out and another worker has it now
    if error:
        service.fail(job, error=error, at=at, luck=random.random())
    else:
        service.finish(job, at=at)
