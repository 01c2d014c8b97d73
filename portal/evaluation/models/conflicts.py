"""Tables of what is found about the people of a committee, and what they say of themselves."""

import uuid
from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.applications.models import Application
from portal.core.db import Base


class ConflictFinding(Base):
    """What the portal found between a person and an application, and what was decided on it."""

    __tablename__ = "conflict_findings"
    __table_args__ = (
        UniqueConstraint("application_id", "user_id", "rule"),
        CheckConstraint("decision IN ('', 'cleared', 'confirmed')", name="decision"),
        CheckConstraint("decision = '' OR decided_at IS NOT NULL", name="decided"),
    )

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"), index=True)
    rule: Mapped[str] = mapped_column(String(30))
    blocks: Mapped[bool]  # False: a suspicion that the secretary decides on
    text: Mapped[str]
    found_at: Mapped[datetime]
    decision: Mapped[str] = mapped_column(String(20), default="")
    reason: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]

    user: Mapped["User"] = relationship(foreign_keys=[user_id], lazy="raise_on_sql")
    decided_by: Mapped["User | None"] = relationship(
        foreign_keys=[decided_by_id], lazy="raise_on_sql"
    )
    application: Mapped[Application] = relationship(lazy="raise_on_sql")


class EvaluatorProfile(Base):
    """What an evaluator says of themselves: languages they read, fields, places they know."""

    __tablename__ = "evaluator_profiles"

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"), unique=True)
    languages: Mapped[list[str]] = mapped_column(JSON, default=list)
    expertise: Mapped[list[str]] = mapped_column(JSON, default=list)
    countries: Mapped[list[str]] = mapped_column(JSON, default=list)
    changed_at: Mapped[datetime]


class Employment(Base):
    """An organisation an evaluator works or worked for; removed ones stay as history."""

    __tablename__ = "employments"
    __table_args__ = (CheckConstraint("to_year IS NULL OR to_year >= from_year", name="years"),)

    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"), index=True)
    name: Mapped[str] = mapped_column(String(300))
    country: Mapped[str] = mapped_column(String(2))
    registration_number: Mapped[str] = mapped_column(String(60), default="")
    from_year: Mapped[int]
    to_year: Mapped[int | None]  # None: still
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]
