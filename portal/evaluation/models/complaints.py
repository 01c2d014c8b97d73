"""Tables of complaints: who answers them in a call, and each complaint with its answer."""

import uuid
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.applications.models import Application
from portal.core.db import Base, Versioned
from portal.core.types import EnumText, Fixed
from portal.evaluation.states import ComplaintState


class ComplaintOfficer(Base):
    """The person outside the committee who answers the complaints of one call."""

    __tablename__ = "complaint_officers"

    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evaluation_sessions.id"), unique=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"), index=True)
    appointed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    appointed_at: Mapped[datetime]

    user: Mapped["User"] = relationship(foreign_keys=[user_id], lazy="raise_on_sql")


class Complaint(Versioned, Base):
    """An applicant does not agree with the decision: reason, what it asks, the answer."""

    __tablename__ = "complaints"
    __table_args__ = (
        UniqueConstraint("application_id", "number"),
        CheckConstraint("(state = 'open') = (answered_at IS NULL)", name="answered"),
        CheckConstraint("state = 'upheld' OR new_total IS NULL", name="new_total"),
    )

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"))
    number: Mapped[int] = mapped_column(default=1)  # one for each letter
    state: Mapped[ComplaintState] = mapped_column(
        EnumText(ComplaintState), default=ComplaintState.OPEN
    )
    reason: Mapped[str]
    asks: Mapped[str]
    submitted_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    submitted_at: Mapped[datetime]
    due_on: Mapped[date]  # the answer
    answer: Mapped[str] = mapped_column(default="")
    new_total: Mapped[Decimal | None] = mapped_column(Fixed(2))  # the score that counts from now on
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    answered_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(lazy="raise_on_sql")
    submitted_by: Mapped["User"] = relationship(foreign_keys=[submitted_by_id], lazy="raise_on_sql")
    answered_by: Mapped["User | None"] = relationship(
        foreign_keys=[answered_by_id], lazy="raise_on_sql"
    )
