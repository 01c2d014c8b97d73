"""Table of the results of the check sheets: what was found, and who confirmed it."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.db import Base


class CheckResult(Base):
    """The result of one sheet of one application; sent back, it stays and a new one follows.

    Where the call asks for it, a second person confirms before it takes effect.
    """

    __tablename__ = "check_results"
    __table_args__ = (
        CheckConstraint("sheet IN ('ADM', 'ELI')", name="sheet"),
        CheckConstraint("confirmed_by_id IS NULL OR confirmed_by_id != made_by_id", name="others"),
        CheckConstraint("finished_at IS NULL OR sent_back_at IS NULL", name="one_end"),
    )

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    sheet: Mapped[str] = mapped_column(String(3))
    is_passed: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")  # for the applicant, when it is not passed
    made_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    made_at: Mapped[datetime]
    confirmed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    finished_at: Mapped[datetime | None]  # when it took effect
    sent_back_at: Mapped[datetime | None]
    sent_back_reason: Mapped[str] = mapped_column(default="")

    made_by: Mapped["User"] = relationship(foreign_keys=[made_by_id], lazy="raise_on_sql")
    confirmed_by: Mapped["User | None"] = relationship(
        foreign_keys=[confirmed_by_id], lazy="raise_on_sql"
    )

    @property
    def waits(self) -> bool:
        """Whether a second person has to look at it."""
        return self.finished_at is None and self.sent_back_at is None
