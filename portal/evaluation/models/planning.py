"""Tables of the award planner: quotas of an Action, and the scenarios of a committee."""

import uuid
from datetime import datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.db import Base, Versioned


class AwardQuota(Base):
    """How many awards of a kind an Action must and may make, over all its calls."""

    __tablename__ = "award_quotas"
    __table_args__ = (
        UniqueConstraint("action_id", "kind", "key"),
        CheckConstraint("kind IN ('national', 'regional', 'country', 'cluster')", name="kind"),
        CheckConstraint("least IS NULL OR most IS NULL OR least <= most", name="range"),
    )

    action_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("actions.id"))
    kind: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(10), default="")  # country, or number of the cluster
    least: Mapped[int | None]
    most: Mapped[int | None]
    changed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    changed_at: Mapped[datetime]


class AwardScenario(Versioned, Base):
    """A named set of changes to the computed proposal: smaller grants, money between lots.

    Shape: `reductions` are {"application": id, "amount": "9000.00", "reason": text}, `transfers`
    {"source": lot code, "target": lot code, "amount": "4000.00", "reason": text}.
    """

    __tablename__ = "award_scenarios"
    __table_args__ = (
        UniqueConstraint("session_id", "name"),
        CheckConstraint("(adopted_at IS NULL) = (adopted_by_id IS NULL)", name="adopted"),
    )

    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evaluation_sessions.id"))
    name: Mapped[str] = mapped_column(String(80))
    reductions: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    transfers: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    created_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    adopted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    adopted_at: Mapped[datetime | None]

    created_by: Mapped["User"] = relationship(foreign_keys=[created_by_id], lazy="raise_on_sql")
