"""Tables of the Actions: facts, clusters or outputs, targets, parties and roles."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, Column, ForeignKey, String, Table, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.db import Base
from portal.core.types import Money

target_clusters = Table(
    "target_clusters",
    Base.metadata,
    Column("target_id", ForeignKey("targets.id", ondelete="CASCADE"), primary_key=True),
    Column("cluster_id", ForeignKey("clusters.id", ondelete="CASCADE"), primary_key=True),
)


class Action(Base):
    """A whole EU-funded project. It groups its work in clusters, or in outputs only."""

    __tablename__ = "actions"
    __table_args__ = (CheckConstraint("grouping IN ('cluster', 'output')", name="grouping"),)

    code: Mapped[str] = mapped_column(String(20), unique=True)
    title: Mapped[str]
    short_title: Mapped[str]
    grouping: Mapped[str] = mapped_column(String(10))  # cluster or output
    grants_third_parties: Mapped[bool] = mapped_column(default=False)  # publishes calls
    donor_name: Mapped[str]
    donor_programme: Mapped[str | None]
    contract_number: Mapped[str | None]
    total_budget_eur: Mapped[Decimal | None] = mapped_column(Money())
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    countries: Mapped[list[str]] = mapped_column(JSON)
    time_zone: Mapped[str] = mapped_column(String(40), default="Europe/Belgrade")
    funding_statement: Mapped[str]
    disclaimer: Mapped[str]
    kosovo_footnote: Mapped[str]
    ceiling_per_third_party_eur: Mapped[Decimal] = mapped_column(Money(), default=Decimal(60000))
    facts: Mapped[dict[str, Any]] = mapped_column(JSON)  # every other fact, keyed as in the file
    checksum: Mapped[str] = mapped_column(String(64))  # of what was loaded: twice changes nothing

    clusters: Mapped[list["Cluster"]] = relationship(
        order_by="Cluster.number", lazy="raise_on_sql", back_populates="action"
    )
    targets: Mapped[list["Target"]] = relationship(order_by="Target.code", lazy="raise_on_sql")
    impact_statements: Mapped[list["ImpactStatement"]] = relationship(
        order_by="ImpactStatement.code", lazy="raise_on_sql"
    )
    parties: Mapped[list["Party"]] = relationship(order_by="Party.position", lazy="raise_on_sql")
    statements: Mapped[list["Statement"]] = relationship(
        order_by="Statement.position", lazy="raise_on_sql"
    )


class Cluster(Base):
    """A block of activities (cluster) or a result (output) of an Action."""

    __tablename__ = "clusters"
    __table_args__ = (UniqueConstraint("action_id", "number"),)

    action_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("actions.id"), index=True)
    number: Mapped[int]
    code: Mapped[str] = mapped_column(String(10))
    title: Mapped[str]
    short_title: Mapped[str]
    details: Mapped[dict[str, Any]] = mapped_column(JSON)  # logic, assumption, indicator, targets

    action: Mapped[Action] = relationship(lazy="raise_on_sql", back_populates="clusters")


class Target(Base):
    """A number the Action has promised to reach, for example 24 national projects (T2)."""

    __tablename__ = "targets"
    __table_args__ = (UniqueConstraint("action_id", "code"),)

    action_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("actions.id"))
    code: Mapped[str] = mapped_column(String(10))
    label: Mapped[str]
    value: Mapped[int]
    unit: Mapped[str] = mapped_column(String(40))

    clusters: Mapped[list[Cluster]] = relationship(
        secondary=target_clusters, order_by="Cluster.number", lazy="raise_on_sql"
    )


class ImpactStatement(Base):
    """What the Action contributes to in the long run; every grant names at least one."""

    __tablename__ = "impact_statements"
    __table_args__ = (UniqueConstraint("action_id", "code"),)

    action_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("actions.id"))
    code: Mapped[str] = mapped_column(String(10))
    text: Mapped[str]


class Party(Base):
    """An organisation with a part in the Action: lead, partner, associate, donor, stakeholder."""

    __tablename__ = "parties"

    action_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("actions.id"), index=True)
    position: Mapped[int]
    role: Mapped[str] = mapped_column(String(40))  # lead_applicant, implementing_partner, ...
    name: Mapped[str]
    abbreviation: Mapped[str | None] = mapped_column(String(40))
    country: Mapped[str | None] = mapped_column(String(2))
    details: Mapped[dict[str, Any]] = mapped_column(JSON)  # kind, basis of country, membership


class Statement(Base):
    """A sentence of the Action of one kind: objective, background, expected effect, source note."""

    __tablename__ = "statements"

    action_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("actions.id"), index=True)
    kind: Mapped[str] = mapped_column(String(60))
    position: Mapped[int]
    text: Mapped[str]
    source: Mapped[str | None]


class ActionRole(Base):
    """A function a person holds in an Action; `country` limits it to one country's lot."""

    __tablename__ = "action_roles"
    __table_args__ = (
        UniqueConstraint("action_id", "user_id", "function", "country"),
        CheckConstraint(
            "function IN ('programme', 'finance', 'signatory', 'auditor')", name="function"
        ),
    )

    action_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("actions.id"), index=True)
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"), index=True)
    function: Mapped[str] = mapped_column(String(20))
    country: Mapped[str | None] = mapped_column(String(2))
    created_at: Mapped[datetime]

    user: Mapped["User"] = relationship(lazy="raise_on_sql")
