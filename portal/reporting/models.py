"""Tables of the reports: narrative, results, expenditure, outcome."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.db import Base, Versioned
from portal.core.types import EnumText, Fixed, Money
from portal.files.models import StoredFile
from portal.grants.models import Grant, GrantLine
from portal.reporting.states import ReportState


class Report(Versioned, Base):
    """A narrative and financial report on one period of a grant."""

    __tablename__ = "reports"
    __table_args__ = (
        UniqueConstraint("grant_id", "number"),
        CheckConstraint("kind IN ('interim', 'final')", name="kind"),
        CheckConstraint("period_from <= period_to", name="period"),
        CheckConstraint("finance_checked_by_id != programme_checked_by_id", name="two_checks"),
        CheckConstraint(
            "decided_by_id != programme_checked_by_id AND decided_by_id != finance_checked_by_id",
            name="decided_by_another",
        ),
        Index(None, "state", "due_on"),
    )

    grant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("grants.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[ReportState] = mapped_column(EnumText(ReportState), default=ReportState.NOT_DUE)
    period_from: Mapped[date]
    period_to: Mapped[date]
    due_on: Mapped[date]
    terms: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # see queries.Terms
    explanations: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # by heading or line
    claimed_indirect: Mapped[Decimal | None] = mapped_column(Money())
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    submitted_by_name: Mapped[str | None]
    questions: Mapped[str] = mapped_column(default="")
    questions_due_on: Mapped[date | None]
    asked_at: Mapped[datetime | None]
    programme_checked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    finance_checked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    decided_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime | None]
    decision_note: Mapped[str] = mapped_column(default="")
    accepted_direct: Mapped[Decimal | None] = mapped_column(Money())
    accepted_indirect: Mapped[Decimal | None] = mapped_column(Money())
    accepted_total: Mapped[Decimal | None] = mapped_column(Money())
    disallowed_total: Mapped[Decimal | None] = mapped_column(Money())
    final_grant: Mapped[Decimal | None] = mapped_column(Money())
    balance: Mapped[Decimal | None] = mapped_column(Money())  # negative: recovery

    grant: Mapped[Grant] = relationship(lazy="raise_on_sql")
    sections: Mapped[list["ReportSection"]] = relationship(lazy="raise_on_sql")
    results: Mapped[list["ResultLine"]] = relationship(
        order_by="ResultLine.position", lazy="raise_on_sql"
    )
    expenditure: Mapped[list["Expenditure"]] = relationship(
        order_by="Expenditure.number", lazy="raise_on_sql", back_populates="report"
    )


class ReportSection(Base):
    """One part of the narrative with its revision. Source: rules.md 7.1."""

    __tablename__ = "report_sections"
    __table_args__ = (UniqueConstraint("report_id", "key"),)

    report_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("reports.id", ondelete="CASCADE"))
    key: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(default="")
    revision: Mapped[int] = mapped_column(default=0)
    is_complete: Mapped[bool] = mapped_column(default=False)
    updated_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    updated_at: Mapped[datetime | None]

    updated_by: Mapped["User | None"] = relationship(lazy="raise_on_sql")


class ResultLine(Base):
    """People reached by one activity: numbers only, never names."""

    __tablename__ = "result_lines"
    __table_args__ = (CheckConstraint("women >= 0 AND men >= 0 AND minors >= 0", name="counts"),)

    report_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("reports.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    activity: Mapped[str]
    output: Mapped[str] = mapped_column(default="")
    planned: Mapped[int] = mapped_column(default=0)
    women: Mapped[int] = mapped_column(default=0)
    men: Mapped[int] = mapped_column(default=0)
    minors: Mapped[int] = mapped_column(default=0)  # of them under 18


class Expenditure(Versioned, Base):
    """One supporting document in the list of expenditure. Source: rules.md 7.4."""

    __tablename__ = "expenditure"
    __table_args__ = (
        UniqueConstraint("grant_id", "number"),
        CheckConstraint("financed_by IN ('grant', 'own')", name="financed_by"),
        CheckConstraint(
            "(disallowed_eur IS NULL) OR disallowed_eur = 0 OR reason_code IS NOT NULL",
            name="reason",
        ),
    )

    grant_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("grants.id"))
    report_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("reports.id"), index=True)
    line_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("grant_lines.id"))
    number: Mapped[int]
    description: Mapped[str]
    supplier: Mapped[str]
    document_type: Mapped[str] = mapped_column(String(30))  # invoice, receipt, payroll, contract
    document_number: Mapped[str] = mapped_column(String(60))
    document_on: Mapped[date]
    paid_on: Mapped[date | None]
    payment_proof: Mapped[str] = mapped_column(default="")
    amount_local: Mapped[Decimal] = mapped_column(Money())
    vat_local: Mapped[Decimal] = mapped_column(Money(), default=Decimal(0))
    currency: Mapped[str] = mapped_column(String(3))
    rate: Mapped[Decimal] = mapped_column(Fixed(6))  # local currency for one euro
    rate_source: Mapped[str] = mapped_column(default="")
    amount_eur: Mapped[Decimal] = mapped_column(Money())
    activity: Mapped[str] = mapped_column(String(20), default="")
    financed_by: Mapped[str] = mapped_column(String(10), default="grant")
    file_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stored_files.id"))
    created_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    accepted_eur: Mapped[Decimal | None] = mapped_column(Money())
    disallowed_eur: Mapped[Decimal | None] = mapped_column(Money())
    reason_code: Mapped[str | None] = mapped_column(String(5))  # D01 to D15
    check_comment: Mapped[str] = mapped_column(default="")
    checked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    checked_at: Mapped[datetime | None]

    grant: Mapped[Grant] = relationship(lazy="raise_on_sql")
    line: Mapped[GrantLine] = relationship(lazy="raise_on_sql")
    report: Mapped[Report | None] = relationship(lazy="raise_on_sql", back_populates="expenditure")
    file: Mapped["StoredFile | None"] = relationship(lazy="raise_on_sql")
