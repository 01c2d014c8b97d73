"""Tables of the calls: rules, lots, form, grid, questions."""

import uuid
from datetime import datetime
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
from portal.calls.states import CallState, QuestionKind
from portal.core.db import Base, Versioned
from portal.core.types import EnumText, Fixed, Money

call_impacts = Table(
    "call_impacts",
    Base.metadata,
    Column("call_id", ForeignKey("calls.id", ondelete="CASCADE"), primary_key=True),
    Column("impact_statement_id", ForeignKey("impact_statements.id"), primary_key=True),
)


class Call(Versioned, Base):
    """A public invitation to apply, with every number of its rules as data."""

    __tablename__ = "calls"
    __table_args__ = (
        CheckConstraint("(approved_at IS NULL) = (approved_by_id IS NULL)", name="approved"),
        CheckConstraint(
            "state NOT IN ('draft', 'approved') OR published_at IS NULL", name="published"
        ),
        CheckConstraint("assessors_per_application BETWEEN 2 AND 3", name="assessors"),
        CheckConstraint("(state = 'suspended') = (suspended_at IS NOT NULL)", name="suspended"),
        Index(None, "state", "closes_at"),
    )

    action_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("actions.id"), index=True)
    cluster_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("clusters.id"))
    reference: Mapped[str] = mapped_column(String(40), unique=True)  # SHBB-2026-01
    title: Mapped[str]
    summary: Mapped[str]
    objectives: Mapped[str] = mapped_column(default="")
    who_can_apply: Mapped[str] = mapped_column(default="")
    contact_email: Mapped[str] = mapped_column(default="")
    procedure: Mapped[str] = mapped_column(String(20), default="one_step")
    # the call of concept notes whose invited applicants alone may apply in this one
    follows_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("calls.id"), unique=True)
    state: Mapped[CallState] = mapped_column(EnumText(CallState), default=CallState.DRAFT)
    time_zone: Mapped[str] = mapped_column(String(40), default="Europe/Belgrade")
    currency: Mapped[str] = mapped_column(String(3), default="EUR")
    languages: Mapped[list[str]] = mapped_column(JSON, default=lambda: ["en"])
    form_pages: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)  # key, title, help

    publishes_at: Mapped[datetime | None]
    questions_until_at: Mapped[datetime | None]
    answers_until_at: Mapped[datetime | None]
    closes_at: Mapped[datetime | None]
    grace_seconds: Mapped[int] = mapped_column(default=0)
    published_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    suspended_at: Mapped[datetime | None]  # while the clock stands still

    min_publication_days: Mapped[int] = mapped_column(default=30)
    registered_months: Mapped[int] = mapped_column(default=12)  # ELI05
    # where applicants may be registered; none: the countries of the lots
    applicant_countries: Mapped[list[str]] = mapped_column(JSON, default=list)
    max_applications_as_lead: Mapped[int] = mapped_column(default=1)
    max_awards_as_lead: Mapped[int] = mapped_column(default=1)
    asks_logframe: Mapped[bool] = mapped_column(default=True)  # B1.6
    asks_action_plan: Mapped[bool] = mapped_column(default=True)  # B1.4
    asks_budget: Mapped[bool] = mapped_column(default=True)  # False: a sum is asked, no lines
    asks_partners: Mapped[bool] = mapped_column(default=True)
    asks_activities: Mapped[bool] = mapped_column(default=True)  # of the closed list
    indirect_rate: Mapped[Decimal] = mapped_column(Fixed(4), default=Decimal(7))  # per cent
    contingency_rate: Mapped[Decimal] = mapped_column(Fixed(4), default=Decimal(0))
    max_share: Mapped[Decimal] = mapped_column(Fixed(4), default=Decimal(100))  # per cent
    min_share: Mapped[Decimal | None] = mapped_column(Fixed(4))
    heading_caps: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # "1": "55"
    are_caps_blocking: Mapped[bool] = mapped_column(default=False)  # BUD10: error, not warning
    per_diem_rates: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)  # "RS": "129"
    allows_regranting: Mapped[bool] = mapped_column(default=False)  # BUD11
    justification_words: Mapped[int] = mapped_column(default=80)
    prefinancing_plan: Mapped[list[str]] = mapped_column(JSON, default=lambda: ["80", "20"])
    prefinancing_limit: Mapped[Decimal] = mapped_column(Fixed(4), default=Decimal(90))  # per cent
    keep_years: Mapped[int] = mapped_column(default=7)  # papers, after the main grant's balance
    payment_days_first: Mapped[int] = mapped_column(default=30)
    payment_days_later: Mapped[int] = mapped_column(default=60)
    report_days_final: Mapped[int] = mapped_column(default=30)
    moves_rest: Mapped[bool] = mapped_column(default=False)  # of a lot to another lot
    reserve_months: Mapped[int] = mapped_column(default=6)
    clarification_days: Mapped[int] = mapped_column(default=5)  # working days, to answer
    complaint_days: Mapped[int] = mapped_column(default=15)
    complaint_answer_days: Mapped[int] = mapped_column(default=30)
    document_days: Mapped[int] = mapped_column(default=10)  # to send eligibility documents
    signature_days: Mapped[int] = mapped_column(default=30)

    is_anonymous: Mapped[bool] = mapped_column(default=False)  # who scores reads no names
    assessors_per_application: Mapped[int] = mapped_column(default=2)  # a third on a gap aside
    lowest_mark: Mapped[int] = mapped_column(default=1)  # of a criterion
    highest_mark: Mapped[int] = mapped_column(default=5)
    third_gap_percent: Mapped[Decimal] = mapped_column(Fixed(4), default=Decimal(20))
    straddle_percent: Mapped[Decimal | None] = mapped_column(Fixed(4), default=Decimal(10))
    total_threshold: Mapped[Decimal | None] = mapped_column(Fixed(2))  # T4
    rejects_very_poor_capacity: Mapped[bool] = mapped_column(default=True)  # T3
    requires_partners: Mapped[bool] = mapped_column(default=False)
    # which concept notes are invited: while the sum asked stays within so much of the envelope,
    cut_percent: Mapped[Decimal | None] = mapped_column(Fixed(4))
    cut_invitations: Mapped[int | None]  # or so many of them; both may be set
    change_percent: Mapped[Decimal] = mapped_column(Fixed(4), default=Decimal(20))  # BUD17
    mandate_link_days: Mapped[int] = mapped_column(default=14)  # a partner can sign by it
    mandate_remind_days: Mapped[int] = mapped_column(default=3)  # without an answer; 0 never
    mandate_requests: Mapped[int] = mapped_column(default=6)  # mails that ask one partner, at most
    conflict_years: Mapped[int] = mapped_column(default=3)  # how far back a tie counts
    min_voters: Mapped[int] = mapped_column(default=3)  # of the committee
    words_per_hour: Mapped[int] = mapped_column(default=1500)  # of an assessor
    confirms_checks: Mapped[bool] = mapped_column(default=False)  # a second person does

    created_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    approved_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    approved_at: Mapped[datetime | None]

    action: Mapped[Action] = relationship(lazy="raise_on_sql")
    cluster: Mapped[Cluster] = relationship(lazy="raise_on_sql")
    impact_statements: Mapped[list[ImpactStatement]] = relationship(
        secondary=call_impacts, order_by="ImpactStatement.code", lazy="raise_on_sql"
    )
    created_by: Mapped["User"] = relationship(foreign_keys=[created_by_id], lazy="raise_on_sql")
    approved_by: Mapped["User | None"] = relationship(
        foreign_keys=[approved_by_id], lazy="raise_on_sql"
    )
    lots: Mapped[list["Lot"]] = relationship(
        order_by="Lot.position", lazy="raise_on_sql", back_populates="call"
    )
    activities: Mapped[list["EligibleActivity"]] = relationship(
        order_by="EligibleActivity.position", lazy="raise_on_sql"
    )
    form_sections: Mapped[list["FormSection"]] = relationship(
        order_by="FormSection.position", lazy="raise_on_sql"
    )
    document_slots: Mapped[list["DocumentSlot"]] = relationship(
        order_by="DocumentSlot.position", lazy="raise_on_sql"
    )
    grid: Mapped[list["GridSection"]] = relationship(
        order_by="GridSection.position", lazy="raise_on_sql"
    )
    questions: Mapped[list["Question"]] = relationship(
        order_by="Question.number", lazy="raise_on_sql"
    )

    def most_points(self, *sections: "GridSection") -> int:
        """What these sections of the grid give at most; without any: the whole grid."""
        parts = sections or self.grid
        return sum(c.weight for s in parts for c in s.criteria) * self.highest_mark

    @property
    def is_first_step(self) -> bool:
        """Whether concept notes are asked, of which the best are invited to a second step."""
        return self.procedure == "two_step" and self.follows_id is None


class Lot(Base):
    """Part of a call with own money and own ranking: one country, or the regional lot."""

    __tablename__ = "lots"
    __table_args__ = (
        UniqueConstraint("call_id", "code"),
        CheckConstraint("min_grant <= max_grant", name="grant_range"),
        CheckConstraint("min_months <= max_months", name="month_range"),
    )

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(20))
    name: Mapped[str]
    country: Mapped[str | None] = mapped_column(String(2))  # None: the regional lot
    envelope: Mapped[Decimal] = mapped_column(Money())
    max_grants: Mapped[int]
    min_grant: Mapped[Decimal] = mapped_column(Money())
    max_grant: Mapped[Decimal] = mapped_column(Money())
    min_months: Mapped[int]
    max_months: Mapped[int]
    min_countries: Mapped[int] = mapped_column(default=1)  # regional: at least 2
    managed_by: Mapped[str] = mapped_column(default="")  # party that runs the lot

    call: Mapped[Call] = relationship(lazy="raise_on_sql", back_populates="lots")

    @property
    def is_regional(self) -> bool:
        """Whether this is the lot for projects in several countries."""
        return self.country is None


class EligibleActivity(Base):
    """One activity of the call's closed list. Source: rules.md FS03."""

    __tablename__ = "eligible_activities"
    __table_args__ = (UniqueConstraint("call_id", "code"),)

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(10))
    text: Mapped[str]


class FormSection(Base):
    """One question of the application form. Source: rules.md 3.

    Units: words; a limit of 0 is no limit, None is not asked in that kind of lot.
    """

    __tablename__ = "form_sections"
    __table_args__ = (
        UniqueConstraint("call_id", "key"),
        CheckConstraint("required_at IN ('save', 'submit')", name="required_at"),
        CheckConstraint("(shown_if_key IS NULL) = (shown_if_value IS NULL)", name="shown_if"),
    )

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"))
    position: Mapped[int]
    page: Mapped[str] = mapped_column(String(30))  # page of the form: summary, relevance, ...
    key: Mapped[str] = mapped_column(String(20))  # A1, A2.1, B1.5
    title: Mapped[str]
    help: Mapped[str] = mapped_column(default="")
    example: Mapped[str] = mapped_column(default="")  # of a good answer
    max_words_national: Mapped[int | None]  # None: not asked in national lots
    max_words_regional: Mapped[int | None]
    is_required: Mapped[bool] = mapped_column(default=True)
    required_at: Mapped[str] = mapped_column(String(10), default="save")  # or "submit"
    kind: Mapped[QuestionKind] = mapped_column(
        EnumText(QuestionKind), default=QuestionKind.LONG_TEXT
    )
    options: Mapped[list[str]] = mapped_column(JSON, default=list)  # of one of, many of
    columns: Mapped[list[dict[str, str]]] = mapped_column(JSON, default=list)  # label, kind
    max_rows: Mapped[int] = mapped_column(default=10)  # of a table
    slot_key: Mapped[str | None] = mapped_column(String(30))  # the document a file question asks
    shown_if_key: Mapped[str | None] = mapped_column(String(20))  # earlier question, and
    shown_if_value: Mapped[str | None]  # the answer that shows this one
    grid_section_code: Mapped[str | None] = mapped_column(String(10))  # criterion it feeds
    # in the second step: a fact assessed in the concept note, carried over and not changed
    is_fixed: Mapped[bool] = mapped_column(default=False)


class DocumentSlot(Base):
    """A document the call asks for, at application or at the eligibility check."""

    __tablename__ = "document_slots"
    __table_args__ = (
        UniqueConstraint("call_id", "key"),
        CheckConstraint("stage IN ('application', 'eligibility')", name="stage"),
    )

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"))
    position: Mapped[int]
    key: Mapped[str] = mapped_column(String(30))
    label: Mapped[str]
    help: Mapped[str] = mapped_column(default="")
    stage: Mapped[str] = mapped_column(String(20))
    formats: Mapped[list[str]] = mapped_column(JSON)  # ["pdf", "docx"]
    is_required: Mapped[bool] = mapped_column(default=True)
    supports: Mapped[list[str]] = mapped_column(JSON, default=list)  # ["ELI01", "ELI05"]


class Corrigendum(Base):
    """A change of a published call that everybody is told of. Source: rules.md 2.1, 8 row 2."""

    __tablename__ = "corrigenda"
    __table_args__ = (
        UniqueConstraint("call_id", "number"),
        CheckConstraint(
            "kind IN ('change', 'deadline', 'suspended', 'resumed', 'cancelled')", name="kind"
        ),
    )

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(20))
    clause: Mapped[str]  # what changed, in words
    before: Mapped[str] = mapped_column(default="")
    after: Mapped[str] = mapped_column(default="")
    reason: Mapped[str]
    published_at: Mapped[datetime]
    published_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))


class GridSection(Base):
    """A section of the evaluation grid. `role` is what ties and thresholds look at."""

    __tablename__ = "grid_sections"
    __table_args__ = (UniqueConstraint("call_id", "code"),)

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(10))
    title: Mapped[str]
    role: Mapped[str] = mapped_column(String(20))  # capacity relevance design sustainability budget
    threshold: Mapped[Decimal | None] = mapped_column(Fixed(2))  # minimum mean of the section

    criteria: Mapped[list["Criterion"]] = relationship(
        order_by="Criterion.position", lazy="raise_on_sql"
    )


class Criterion(Base):
    """One sub-criterion: its mark times its weight. Source: rules.md 4.1."""

    __tablename__ = "criteria"
    __table_args__ = (UniqueConstraint("section_id", "code"),)

    section_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("grid_sections.id", ondelete="CASCADE"), index=True
    )
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(10))
    text: Mapped[str]
    guidance: Mapped[str] = mapped_column(default="")
    is_partnership: Mapped[bool] = mapped_column(default=False)  # full mark without co-applicants
    weight: Mapped[int] = mapped_column(default=1)
    form_keys: Mapped[list[str]] = mapped_column(JSON, default=list)  # sections of the form to read


class Question(Base):
    """A question of an applicant; the answer is published to all without the asker's name."""

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("call_id", "number"),)

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("calls.id", ondelete="CASCADE"))
    number: Mapped[int]
    text: Mapped[str]
    asked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    asked_at: Mapped[datetime]
    answer: Mapped[str | None]
    answered_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    published_at: Mapped[datetime | None]

    def is_late(self, call: Call) -> bool:
        """Whether the answer came after the day that the timetable of its call promised."""
        until = call.answers_until_at
        return until is not None and self.published_at is not None and self.published_at > until
