"""Tables of the applications: form, budget, partners, files, frozen versions."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, query_expression, relationship

from portal.accounts.models import User
from portal.applications.states import ApplicationState, AttemptKind, MandateState
from portal.calls.models import Call, DocumentSlot, Lot
from portal.calls.rules import deadline_of
from portal.core.db import Base, Versioned
from portal.core.trial import MayBeTest
from portal.core.types import EnumText, Fixed, Money
from portal.files.models import StoredFile
from portal.organisations.models import Organisation


class Application(MayBeTest, Versioned, Base):
    """One applicant's file in one lot."""

    __tablename__ = "applications"
    __table_args__ = (
        CheckConstraint(
            "state = 'draft' OR state = 'withdrawn' OR number IS NOT NULL", name="number"
        ),
        CheckConstraint("(state != 'submitted') OR (submitted_at IS NOT NULL)", name="submitted"),
        Index(None, "call_id", "state"),
        Index(None, "organisation_id", "state"),
    )

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("calls.id"))
    lot_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("lots.id"), index=True)
    organisation_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("organisations.id"))
    # the second step: the concept note it started from, what that asked for, the keys it brought
    concept_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("applications.id"), index=True)
    concept_requested: Mapped[Decimal | None] = mapped_column(Money())
    carried: Mapped[list[str]] = mapped_column(JSON, default=list)
    number: Mapped[str | None] = mapped_column(String(60), unique=True)  # SHBB-2026-01-0007
    state: Mapped[ApplicationState] = mapped_column(
        EnumText(ApplicationState), default=ApplicationState.DRAFT
    )
    title: Mapped[str] = mapped_column(default="")
    location: Mapped[str] = mapped_column(default="")  # towns
    countries: Mapped[list[str]] = mapped_column(JSON, default=list)
    duration_months: Mapped[int | None]
    requested: Mapped[Decimal | None] = mapped_column(Money())
    total_eligible: Mapped[Decimal | None] = mapped_column(Money())  # heading 11, at submission
    created_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    withdrawn_at: Mapped[datetime | None]
    extended_until: Mapped[datetime | None]  # its own deadline, later than that of the call
    # what the committee decided, frozen with the ranking
    result_reason: Mapped[str | None]
    granted: Mapped[Decimal | None] = mapped_column(Money())  # a grant smaller than asked
    reserve_rank: Mapped[int | None]
    reserve_until: Mapped[date | None]
    letter_sent_at: Mapped[datetime | None]
    documents_due_on: Mapped[date | None]

    held: Mapped[Decimal | None] = query_expression()  # grants of the organisation, BUD16

    call: Mapped[Call] = relationship(lazy="raise_on_sql")
    lot: Mapped[Lot] = relationship(lazy="raise_on_sql")
    organisation: Mapped["Organisation"] = relationship(lazy="raise_on_sql")
    created_by: Mapped["User"] = relationship(foreign_keys=[created_by_id], lazy="raise_on_sql")
    sections: Mapped[list["ApplicationSection"]] = relationship(
        lazy="raise_on_sql", back_populates="application"
    )
    budget: Mapped["Budget | None"] = relationship(
        lazy="raise_on_sql", back_populates="application", uselist=False
    )
    partners: Mapped[list["PartnerOrganisation"]] = relationship(
        order_by="PartnerOrganisation.position", lazy="raise_on_sql", back_populates="application"
    )
    attachments: Mapped[list["Attachment"]] = relationship(
        order_by="Attachment.created_at", lazy="raise_on_sql"
    )
    versions: Mapped[list["ApplicationVersion"]] = relationship(
        order_by="ApplicationVersion.number", lazy="raise_on_sql"
    )

    @property
    def closes_at(self) -> datetime | None:
        """The deadline of this application: the call's, or its own later one."""
        return deadline_of(self.call.closes_at, self.extended_until)


class ApplicationSection(Base):
    """The answers of one page of the form, as one row: autosave writes only this row."""

    __tablename__ = "application_sections"
    __table_args__ = (UniqueConstraint("application_id", "page"),)

    application_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("applications.id", ondelete="CASCADE")
    )
    page: Mapped[str] = mapped_column(String(30))  # identification, summary, ..., declaration
    answers: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)  # form key -> text
    revision: Mapped[int] = mapped_column(default=0)
    is_complete: Mapped[bool] = mapped_column(default=False)
    updated_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    updated_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(lazy="raise_on_sql", back_populates="sections")
    updated_by: Mapped["User | None"] = relationship(lazy="raise_on_sql")


class Budget(Base):
    """The budget of one application: what is not a line. Totals are always computed."""

    __tablename__ = "budgets"

    application_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("applications.id", ondelete="CASCADE"), unique=True
    )
    indirect: Mapped[Decimal] = mapped_column(Money(), default=Decimal(0))  # heading 8
    contingency: Mapped[Decimal] = mapped_column(Money(), default=Decimal(0))  # heading 10
    taxes: Mapped[Decimal] = mapped_column(Money(), default=Decimal(0))  # heading 12
    requested: Mapped[Decimal] = mapped_column(Money(), default=Decimal(0))
    revision: Mapped[int] = mapped_column(default=0)
    is_complete: Mapped[bool] = mapped_column(default=False)
    updated_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    updated_at: Mapped[datetime | None]

    application: Mapped[Application] = relationship(lazy="raise_on_sql", back_populates="budget")
    updated_by: Mapped["User | None"] = relationship(lazy="raise_on_sql")
    lines: Mapped[list["BudgetLine"]] = relationship(
        order_by="BudgetLine.heading, BudgetLine.position",
        lazy="raise_on_sql",
        cascade="all, delete-orphan",
    )
    sources: Mapped[list["FundingSource"]] = relationship(
        order_by="FundingSource.position", lazy="raise_on_sql", cascade="all, delete-orphan"
    )


class BudgetLine(Base):
    """One line of a budget under headings 1 to 6. Source: rules.md 6.1."""

    __tablename__ = "budget_lines"
    __table_args__ = (CheckConstraint("heading BETWEEN 1 AND 6", name="heading"),)

    budget_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("budgets.id", ondelete="CASCADE"), index=True
    )
    heading: Mapped[int]
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(20))  # 1.1.1
    description: Mapped[str]
    unit: Mapped[str] = mapped_column(String(40), default="")
    quantity: Mapped[Decimal] = mapped_column(Fixed(4))
    unit_value: Mapped[Decimal] = mapped_column(Fixed(4))
    total: Mapped[Decimal] = mapped_column(Money())  # as entered or computed; BUD01 compares
    persons: Mapped[int] = mapped_column(default=1)
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    activity: Mapped[str] = mapped_column(String(20), default="")
    justification: Mapped[str] = mapped_column(default="")
    is_regranting: Mapped[bool] = mapped_column(default=False)  # BUD11


class FundingSource(Base):
    """Money beside the grant: own, other donor, income from the project."""

    __tablename__ = "funding_sources"
    __table_args__ = (CheckConstraint("kind IN ('own', 'other', 'income')", name="kind"),)

    budget_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("budgets.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(default="")
    amount: Mapped[Decimal] = mapped_column(Money())
    is_secured: Mapped[bool] = mapped_column(default=True)


class PartnerOrganisation(Base):
    """A co-applicant, affiliated entity or associate of an application."""

    __tablename__ = "partner_organisations"
    __table_args__ = (
        CheckConstraint(
            "relation IN ('co_applicant', 'affiliated_entity', 'associate')", name="relation"
        ),
    )

    application_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("applications.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    relation: Mapped[str] = mapped_column(String(20))
    name: Mapped[str]
    country: Mapped[str] = mapped_column(String(2))
    registration_number: Mapped[str] = mapped_column(String(60), default="")
    legal_form: Mapped[str] = mapped_column(default="")
    role: Mapped[str] = mapped_column(default="")
    has_mandate: Mapped[bool] = mapped_column(default=False)  # signed; set with the mandate only

    application: Mapped[Application] = relationship(lazy="raise_on_sql", back_populates="partners")
    mandate: Mapped["PartnerMandate | None"] = relationship(
        lazy="raise_on_sql",
        back_populates="partner",
        uselist=False,
        cascade="all, delete-orphan",
    )


class PartnerMandate(Base):
    """What a partner's own person signs: asked by mail, answered by a link, or on paper.

    Of the link only its hash is kept. `text` is what was shown and signed, `sha256` its hash;
    no address of a computer is kept with a signature.
    """

    __tablename__ = "partner_mandates"
    __table_args__ = (
        CheckConstraint(
            "state NOT IN ('signed', 'declined') OR answered_at IS NOT NULL", name="answered"
        ),
        CheckConstraint("state != 'asked' OR token_hash IS NOT NULL", name="asked"),
    )

    partner_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("partner_organisations.id", ondelete="CASCADE"), unique=True
    )
    state: Mapped[MandateState] = mapped_column(EnumText(MandateState))
    token_hash: Mapped[str | None] = mapped_column(String(64), unique=True)
    to_name: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(String(254), default="")
    text: Mapped[str]
    sha256: Mapped[str] = mapped_column(String(64))
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]  # by the portal itself, once for each request
    times_asked: Mapped[int] = mapped_column(default=0)
    answered_at: Mapped[datetime | None]
    signed_name: Mapped[str] = mapped_column(default="")
    signed_function: Mapped[str] = mapped_column(default="")
    signed_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    file_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("stored_files.id"))
    reason: Mapped[str] = mapped_column(default="")  # why it was declined, or no longer counts
    ended_at: Mapped[datetime | None]

    partner: Mapped[PartnerOrganisation] = relationship(
        lazy="raise_on_sql", back_populates="mandate"
    )
    file: Mapped["StoredFile | None"] = relationship(lazy="raise_on_sql")


class SectionPresence(Base):
    """Who is at a page of the form: one row for each person and page, with the last sign."""

    __tablename__ = "section_presences"
    __table_args__ = (UniqueConstraint("application_id", "page", "user_id"),)

    application_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("applications.id", ondelete="CASCADE")
    )
    page: Mapped[str] = mapped_column(String(30))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    seen_at: Mapped[datetime] = mapped_column(index=True)


class Attachment(Base):
    """A file in one document slot of an application; nothing replaces anything in silence."""

    __tablename__ = "attachments"

    application_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("applications.id", ondelete="CASCADE"), index=True
    )
    slot_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("document_slots.id"))
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stored_files.id"))
    created_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    slot: Mapped[DocumentSlot] = relationship(lazy="raise_on_sql")
    file: Mapped["StoredFile"] = relationship(lazy="raise_on_sql")


class ApplicationVersion(Base):
    """What was submitted, frozen: the whole content, its hash, who and when."""

    __tablename__ = "application_versions"
    __table_args__ = (UniqueConstraint("application_id", "number"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"))
    number: Mapped[int]
    content: Mapped[dict[str, Any]] = mapped_column(JSON)
    sha256: Mapped[str] = mapped_column(String(64))  # of the canonical JSON of content
    submitted_at: Mapped[datetime]
    submitted_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    submitted_by_name: Mapped[str]


class SubmissionAttempt(Base):
    """Each try to submit, also failed and late ones, with its reason. It is never changed.

    Shape: `problems` how many by page of the form; `reason` in words as the person read them.
    """

    __tablename__ = "submission_attempts"

    application_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("applications.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime]
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    user_name: Mapped[str] = mapped_column(String(200), default="")  # as it was at that moment
    succeeded: Mapped[bool]
    kind: Mapped[AttemptKind] = mapped_column(EnumText(AttemptKind))
    problems: Mapped[dict[str, int]] = mapped_column(JSON, default=dict)
    reason: Mapped[str] = mapped_column(default="")

    application: Mapped[Application] = relationship(lazy="raise_on_sql")


class DeadlineExtension(Base):
    """A later deadline for one applicant, with the reason, given by a signatory of the lead."""

    __tablename__ = "deadline_extensions"
    __table_args__ = (CheckConstraint("until_at > before_at", name="later"),)

    application_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("applications.id", ondelete="CASCADE"), index=True
    )
    before_at: Mapped[datetime]
    until_at: Mapped[datetime]
    reason: Mapped[str]
    given_at: Mapped[datetime]
    given_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    given_by_name: Mapped[str] = mapped_column(String(200))

    application: Mapped[Application] = relationship(lazy="raise_on_sql")


class Clarification(Base):
    """A question of the committee on formal items, open until its own deadline. Source: 2.2, 5.1.

    Shape: `items` are the only parts that open: "text:A2.1" a question of the form, "slot:cvs" a
    document. `before` and `after` hold each changed item as it was and as it is.
    """

    __tablename__ = "clarifications"
    __table_args__ = (
        CheckConstraint("outcome IN ('', 'answered', 'lapsed')", name="outcome"),
        CheckConstraint("(outcome = 'answered') = (answered_at IS NOT NULL)", name="answered"),
    )

    application_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("applications.id", ondelete="CASCADE"), index=True
    )
    question: Mapped[str]
    items: Mapped[list[str]] = mapped_column(JSON)
    due_at: Mapped[datetime]
    asked_at: Mapped[datetime]
    asked_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    asked_by_name: Mapped[str] = mapped_column(String(200))
    outcome: Mapped[str] = mapped_column(String(10), default="")
    answer: Mapped[str] = mapped_column(default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    answered_by_name: Mapped[str] = mapped_column(String(200), default="")
    before: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)

    application: Mapped[Application] = relationship(lazy="raise_on_sql")
