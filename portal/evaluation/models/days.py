"""Table of the evaluators' days, approved for their payment."""

import uuid
from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.db import Base
from portal.core.types import Fixed


class ApprovedDays(Base):
    """How many days of one evaluator are paid; approved by somebody else."""

    __tablename__ = "approved_days"
    __table_args__ = (
        UniqueConstraint("session_id", "user_id"),
        CheckConstraint("approved_by_id != user_id", name="four_eyes"),
        CheckConstraint("days >= 0", name="days"),
    )

    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evaluation_sessions.id"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    days: Mapped[Decimal] = mapped_column(Fixed(2))
    note: Mapped[str] = mapped_column(default="")
    approved_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    approved_at: Mapped[datetime]

    approved_by: Mapped["User"] = relationship(foreign_keys=[approved_by_id], lazy="raise_on_sql")
