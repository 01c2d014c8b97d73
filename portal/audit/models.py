"""The audit trail."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base


class AuditEntry(Base):
    """One thing somebody did: never changed, never deleted, sealed by the entry before it.

    `sequence`, `previous_hash` and `hash` are set once, at the end of the transaction; the ids are
    plain values without a foreign key, so that the trail outlives what it tells of.
    Source: SECURITY.md 8.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "subject_type", "subject_id"), Index(None, "actor_id"))

    sequence: Mapped[int | None] = mapped_column(unique=True)
    at: Mapped[datetime]
    actor_id: Mapped[UUID | None]
    actor_name: Mapped[str] = mapped_column(String(200))
    actor_role: Mapped[str] = mapped_column(String(200))
    address: Mapped[str] = mapped_column(String(100))
    verb: Mapped[str] = mapped_column(String(80), index=True)
    subject_type: Mapped[str] = mapped_column(String(80))
    subject_id: Mapped[UUID | None]
    reason: Mapped[str] = mapped_column(Text)
    details: Mapped[dict[str, Any]] = mapped_column(JSON)
    previous_hash: Mapped[str | None] = mapped_column(String(64))
    hash: Mapped[str | None] = mapped_column(String(64))
