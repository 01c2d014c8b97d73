"""Tables of the grants: contract, budget lines, acceptance, instalments, recovery."""

import uuid
from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.actions.models import Action, Cluster, ImpactStatement
from portal.applications.models import Application
from portal.calls.models import Call, Lot
from portal.core.db import Base, Versioned
from portal.core.types import EnumText, Fixed, Money
from portal.files.models import StoredFile
from portal.grants.states import GrantState, InstalmentState, RecoveryState
from portal.organisations.models import Organisation

grant_clusters = Table(
    "grant_clusters",
    Base.metadata,
    Column("grant_id", ForeignKey("grants.id", ondelete="CASCADE"), primary_key=True),
    Column("cluster_id", ForeignKey("clusters.id"), primary_key=True),
)
grant_impacts = Table(
    "grant_impacts",
    Base.metadata,
    Column("grant_id", ForeignKey("grants.id", ondelete="CASCADE"), primary_key=True),
    Column("impact_statement_id", ForeignKey("impact_statements.id"), primary_key=True),
)


class Grant(Versioned, Base):
    """A sub-grant: financial support to a third party under a contract with fixed numbers."""

    __tablename__ = "grants"
    __table_args__ = (
        CheckConstraint("starts_on IS NULL OR starts_on <= ends_on", name="period"),
        Index(None, "action_id", "state"),
    )

    number: Mapped[str] = mapped_column(String(60), unique=True)  # SHBB-2026-01-G03
    action_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("actions.id"))
    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("calls.id"), index=True)
    lot_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("lots.id"), index=True)
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), unique=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    cluster_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clusters.id"))  # primary: C3
    title: Mapped[str]
    country: Mapped[str | None] = mapped_column(String(2))  # None: regional
    state: Mapped[GrantState] = mapped_column(EnumText(GrantState), default=GrantState.PREPARATION)

    max_amount: Mapped[Decimal] = mapped_column(Money())
    total_eligible: Mapped[Decimal] = mapped_column(Money())
    share_percent: Mapped[Decimal] = mapped_column(Fixed(2))  # as printed, used ever after
    indirect_rate: Mapped[Decimal] = mapped_column(Fixed(4))
    indirect: Mapped[Decimal] = mapped_column(Money())
    transfer_limit_percent: Mapped[Decimal] = mapped_column(Fixed(4), default=Decimal(25))
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    exchange_method: Mapped[str] = mapped_column(String(10), default="MONTH")  # AVG MONTH BANK
    duration_months: Mapped[int]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    signature_due_on: Mapped[date | None]
    report_days_final: Mapped[int]
    payment_days_first: Mapped[int]
    payment_days_later: Mapped[int]
    recovery_days: Mapped[int] = mapped_column(default=30)  # to pay back what was paid too much
    keep_years: Mapped[int] = mapped_column(default=7)  # papers, from the balance on
    plan: Mapped[list[str]] = mapped_column(JSON, default=lambda: ["80", "20"])  # per cent
    prefinancing_limit: Mapped[Decimal] = mapped_column(Fixed(4), default=Decimal(90))  # per cent
    contract_round: Mapped[int] = mapped_column(default=0)  # how often the contract was ordered
    bank_holder: Mapped[str] = mapped_column(default="")
    bank_iban: Mapped[str] = mapped_column(String(40), default="")
    bank_name: Mapped[str] = mapped_column(default="")

    created_at: Mapped[datetime]
    prepared_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    sent_at: Mapped[datetime | None]
    signed_at: Mapped[datetime | None]  # last signature
    final_amount: Mapped[Decimal | None] = mapped_column(Money())
    closed_at: Mapped[datetime | None]
    keep_until: Mapped[date | None]
    is_withheld: Mapped[bool] = mapped_column(default=False)  # not published for safety

    action: Mapped[Action] = relationship(lazy="raise_on_sql")
    call: Mapped[Call] = relationship(lazy="raise_on_sql")
    lot: Mapped[Lot] = relationship(lazy="raise_on_sql")
    application: Mapped[Application] = relationship(lazy="raise_on_sql")
    organisation: Mapped["Organisation"] = relationship(lazy="raise_on_sql")
    cluster: Mapped[Cluster] = relationship(lazy="raise_on_sql")
    secondary_clusters: Mapped[list[Cluster]] = relationship(
        secondary=grant_clusters, order_by="Cluster.number", lazy="raise_on_sql"
    )
    impact_statements: Mapped[list[ImpactStatement]] = relationship(
        secondary=grant_impacts, order_by="ImpactStatement.code", lazy="raise_on_sql"
    )
    lines: Mapped[list["GrantLine"]] = relationship(
        order_by="GrantLine.heading, GrantLine.position", lazy="raise_on_sql"
    )
    contracts: Mapped[list["ContractVersion"]] = relationship(
        order_by="ContractVersion.number", lazy="raise_on_sql"
    )
    instalments: Mapped[list["Instalment"]] = relationship(
        order_by="Instalment.number", lazy="raise_on_sql", back_populates="grant"
    )
    recoveries: Mapped[list["Recovery"]] = relationship(
        order_by="Recovery.issued_at", lazy="raise_on_sql"
    )


class GrantLine(Base):
    """A line of the budget in the contract."""

    __tablename__ = "grant_lines"

    grant_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("grants.id", ondelete="CASCADE"), index=True
    )
    heading: Mapped[int]
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(20))
    description: Mapped[str]
    unit: Mapped[str] = mapped_column(String(40), default="")
    quantity: Mapped[Decimal] = mapped_column(Fixed(4))
    unit_value: Mapped[Decimal] = mapped_column(Fixed(4))
    total: Mapped[Decimal] = mapped_column(Money())
    activity: Mapped[str] = mapped_column(String(20), default="")


class ContractVersion(Base):
    """A contract document as issued: both sides accept exactly this file."""

    __tablename__ = "contract_versions"
    __table_args__ = (UniqueConstraint("grant_id", "number"),)

    grant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("grants.id"))
    number: Mapped[int]
    reference: Mapped[str] = mapped_column(String(80))
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stored_files.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    issued_at: Mapped[datetime]

    file: Mapped["StoredFile"] = relationship(lazy="raise_on_sql")
    acceptances: Mapped[list["Acceptance"]] = relationship(
        order_by="Acceptance.accepted_at", lazy="raise_on_sql"
    )


class Acceptance(Base):
    """One side's acceptance of a contract version: name, function, time and file hash."""

    __tablename__ = "acceptances"
    __table_args__ = (
        UniqueConstraint("contract_id", "side"),
        UniqueConstraint("contract_id", "user_id"),  # nobody signs for both sides
        CheckConstraint("side IN ('grantee', 'lead')", name="side"),
    )

    contract_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("contract_versions.id"))
    side: Mapped[str] = mapped_column(String(10))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    signed_name: Mapped[str]
    signed_function: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    accepted_at: Mapped[datetime]


class Instalment(Versioned, Base):
    """A planned part of the grant and its way to the bank; each step by another person."""

    __tablename__ = "instalments"
    __table_args__ = (
        UniqueConstraint("grant_id", "number"),
        CheckConstraint("kind IN ('prefinancing', 'balance')", name="kind"),
        CheckConstraint("checked_by_id != requested_by_id", name="checked_by_another"),
        CheckConstraint("approved_by_id != checked_by_id", name="approved_by_another"),
        CheckConstraint("approved_by_id != requested_by_id", name="approved_not_by_asker"),
        CheckConstraint("paid_by_id != approved_by_id", name="paid_by_another"),
        CheckConstraint("paid_by_id != requested_by_id", name="paid_not_by_asker"),
        CheckConstraint("(paid_at IS NULL) = (paid_amount IS NULL)", name="paid"),
        Index(None, "state", "due_on"),
    )

    grant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("grants.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    percent: Mapped[Decimal] = mapped_column(Fixed(4))
    planned_amount: Mapped[Decimal] = mapped_column(Money())
    condition: Mapped[str] = mapped_column(String(40))  # signature, interim_report, final_report
    state: Mapped[InstalmentState] = mapped_column(
        EnumText(InstalmentState), default=InstalmentState.PLANNED
    )
    due_on: Mapped[date | None]  # last day to pay, from the request on
    requested_amount: Mapped[Decimal | None] = mapped_column(Money())
    requested_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    requested_by_name: Mapped[str | None]
    requested_at: Mapped[datetime | None]
    checked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    checked_by_name: Mapped[str | None]
    checked_at: Mapped[datetime | None]
    check_note: Mapped[str] = mapped_column(default="")
    approved_amount: Mapped[Decimal | None] = mapped_column(Money())
    approved_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    approved_by_name: Mapped[str | None]
    approved_at: Mapped[datetime | None]
    paid_amount: Mapped[Decimal | None] = mapped_column(Money())
    paid_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    paid_at: Mapped[datetime | None]
    value_date: Mapped[date | None]
    bank_reference: Mapped[str | None]
    confirmed_at: Mapped[datetime | None]
    hold_reason: Mapped[str | None]

    grant: Mapped[Grant] = relationship(lazy="raise_on_sql", back_populates="instalments")


class Recovery(Base):
    """A claim for money paid too much."""

    __tablename__ = "recoveries"

    grant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("grants.id"), index=True)
    amount: Mapped[Decimal] = mapped_column(Money())
    reason: Mapped[str]
    state: Mapped[RecoveryState] = mapped_column(
        EnumText(RecoveryState), default=RecoveryState.ISSUED
    )
    issued_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    issued_at: Mapped[datetime]
    due_on: Mapped[date]
    settled_on: Mapped[date | None]
    settled_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    settlement_reference: Mapped[str | None]

    grant: Mapped[Grant] = relationship(lazy="raise_on_sql", overlaps="recoveries")
    issued_by: Mapped["User | None"] = relationship(
        foreign_keys=[issued_by_id], lazy="raise_on_sql"
    )
