"""Tables of the consensus note: its versions, and what each author says to them."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.db import Base


class ConsensusVersion(Base):
    """The text on which the assessors of one application agree or do not; each change is a row."""

    __tablename__ = "consensus_versions"
    __table_args__ = (UniqueConstraint("application_id", "number"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"))
    number: Mapped[int]
    text: Mapped[str]
    written_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    written_at: Mapped[datetime]

    written_by: Mapped["User"] = relationship(lazy="raise_on_sql")
    answers: Mapped[list["ConsensusAnswer"]] = relationship(
        order_by="ConsensusAnswer.answered_at", lazy="raise_on_sql"
    )


class ConsensusAnswer(Base):
    """An author agrees with one version, or objects with a reason; said once, on record."""

    __tablename__ = "consensus_answers"
    __table_args__ = (
        UniqueConstraint("version_id", "user_id"),
        CheckConstraint("agrees OR reason != ''", name="reason"),
    )

    version_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("consensus_versions.id"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    agrees: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime]

    user: Mapped["User"] = relationship(lazy="raise_on_sql")
