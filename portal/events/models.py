"""Tables of the events: registration, attendance, recommendations, report."""

import uuid
from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.actions.models import Action, Cluster
from portal.core.clock import day_in
from portal.core.db import Base, Versioned
from portal.core.types import EnumText
from portal.events.states import EventKind, EventState
from portal.grants.models import Grant
from portal.organisations.models import Organisation


class Event(Versioned, Base):
    """A meeting of the Action or of a grant; a reference event belongs to no Action."""

    __tablename__ = "events"
    __table_args__ = (
        CheckConstraint("action_id IS NOT NULL OR is_reference", name="action"),
        CheckConstraint("starts_at IS NULL OR starts_at <= ends_at", name="time"),
        Index(None, "action_id", "state"),
    )

    action_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("actions.id"))
    cluster_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("clusters.id"), index=True)
    grant_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("grants.id"), index=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)  # RT-RS-01, part of references
    slug: Mapped[str] = mapped_column(String(120), unique=True)
    kind: Mapped[EventKind] = mapped_column(EnumText(EventKind))
    state: Mapped[EventState] = mapped_column(EnumText(EventState), default=EventState.IDEA)
    title: Mapped[str]
    country: Mapped[str | None] = mapped_column(String(2))
    place: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    time_zone: Mapped[str] = mapped_column(String(40), default="Europe/Belgrade")
    registration_until_at: Mapped[datetime | None]
    capacity: Mapped[int | None]
    organiser: Mapped[str] = mapped_column(default="")
    co_organisers: Mapped[list[str]] = mapped_column(JSON, default=list)
    purpose: Mapped[str] = mapped_column(default="")
    agenda: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)  # time, item
    counts_to_target: Mapped[bool] = mapped_column(default=True)
    notice_days: Mapped[int] = mapped_column(default=10)  # a grantee announces it so far ahead
    is_reference: Mapped[bool] = mapped_column(default=False)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # of a reference event
    summary: Mapped[str] = mapped_column(default="")  # report: what was said
    findings: Mapped[str] = mapped_column(default="")
    media: Mapped[str] = mapped_column(default="")
    held_on: Mapped[date | None]
    report_drafted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    report_approved_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    reason: Mapped[str] = mapped_column(default="")  # of postponing or cancelling
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]

    action: Mapped[Action | None] = relationship(lazy="raise_on_sql")
    cluster: Mapped[Cluster | None] = relationship(lazy="raise_on_sql")
    grant: Mapped[Grant | None] = relationship(lazy="raise_on_sql")
    registrations: Mapped[list["Registration"]] = relationship(
        order_by="Registration.name", lazy="raise_on_sql", back_populates="event"
    )
    recommendations: Mapped[list["Recommendation"]] = relationship(
        order_by="Recommendation.number", lazy="raise_on_sql", back_populates="event"
    )

    @property
    def starts_on(self) -> date | None:
        """The day it starts in its own zone."""
        return day_in(self.time_zone, self.starts_at) if self.starts_at else None


class Registration(Base):
    """A person who registered for an event, and whether they came."""

    __tablename__ = "registrations"
    __table_args__ = (UniqueConstraint("event_id", "email"),)

    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("events.id"))
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("organisations.id"))
    name: Mapped[str]
    email: Mapped[str] = mapped_column(String(254))
    organisation_name: Mapped[str] = mapped_column(default="")
    function: Mapped[str] = mapped_column(default="")
    category: Mapped[str] = mapped_column(String(40), default="civil_society")
    country: Mapped[str | None] = mapped_column(String(2))
    sex: Mapped[str] = mapped_column(String(20), default="")  # statistics only
    needs: Mapped[str] = mapped_column(default="")
    consents_to_photos: Mapped[bool] = mapped_column(default=False)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)  # cancel link
    is_waiting: Mapped[bool] = mapped_column(default=False)
    registered_at: Mapped[datetime]
    cancelled_at: Mapped[datetime | None]
    attended_days: Mapped[list[str]] = mapped_column(JSON, default=list)  # ISO dates

    event: Mapped[Event] = relationship(lazy="raise_on_sql", back_populates="registrations")
    organisation: Mapped["Organisation | None"] = relationship(lazy="raise_on_sql")


class Recommendation(Base):
    """An agreed finding of an event, with addressee and what became of it."""

    __tablename__ = "recommendations"
    __table_args__ = (UniqueConstraint("event_id", "number"),)

    event_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("events.id"))
    number: Mapped[int]
    area: Mapped[str]
    finding: Mapped[str] = mapped_column(default="")
    text: Mapped[str]
    addressee: Mapped[str] = mapped_column(default="")
    country: Mapped[str | None] = mapped_column(String(2))
    follow_up: Mapped[str] = mapped_column(String(20), default="open")  # open adopted refused
    follow_up_note: Mapped[str] = mapped_column(default="")

    event: Mapped[Event] = relationship(lazy="raise_on_sql", back_populates="recommendations")
