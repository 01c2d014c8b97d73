"""The job table."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base
from portal.core.types import EnumText
from portal.jobs.states import JobState


class Job(Base):
    """One piece of work for the worker.

    `locked_until` is the lease of the worker that runs it; after that another may take it.
    `dedupe_key` names work that must exist once: a reminder of one day, a document's version.
    """

    __tablename__ = "jobs"
    __table_args__ = (
        Index(None, "state", "run_at"),
        CheckConstraint("(state = 'running') = (locked_until IS NOT NULL)", name="lease"),
        CheckConstraint("(state = 'done') = (finished_at IS NOT NULL)", name="finished"),
    )

    kind: Mapped[str] = mapped_column(String(80))
    payload: Mapped[dict[str, Any]] = mapped_column(JSON)
    dedupe_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    state: Mapped[JobState] = mapped_column(EnumText(JobState), default=JobState.READY)
    created_at: Mapped[datetime]
    run_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    max_attempts: Mapped[int]
    last_error: Mapped[str] = mapped_column(Text, default="")
