"""Tables of the evaluation: committee, checks, sheets, ranking, report, decision."""

import uuid
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.applications.models import Application
from portal.calls.models import Call, Criterion, GridSection, Lot
from portal.core.db import Base, Versioned
from portal.core.types import EnumText, Fixed, Money
from portal.evaluation.states import AssessmentState, Proposal, SessionState


class EvaluationSession(Versioned, Base):
    """The work of the committee on one call; ranked lot by lot."""

    __tablename__ = "evaluation_sessions"

    call_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("calls.id"), unique=True)
    state: Mapped[SessionState] = mapped_column(
        EnumText(SessionState), default=SessionState.PLANNED
    )
    scores_due_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    # an anonymous call: when, by whom and why those who score and vote were told the names
    identities_opened_at: Mapped[datetime | None]
    identities_opened_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    identities_reason: Mapped[str] = mapped_column(default="")
    report_minutes: Mapped[str] = mapped_column(default="")
    report_drafted_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    report_drafted_at: Mapped[datetime | None]
    report_returns: Mapped[int] = mapped_column(default=0)  # by the committee, before signing
    report_return_reason: Mapped[str] = mapped_column(default="")
    report_returned_by: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]

    call: Mapped[Call] = relationship(lazy="raise_on_sql")
    members: Mapped[list["CommitteeMember"]] = relationship(
        order_by="CommitteeMember.position", lazy="raise_on_sql", back_populates="session"
    )


class CommitteeMember(Base):
    """A seat: chair and secretary without a vote, voters, assessors, observers."""

    __tablename__ = "committee_members"
    __table_args__ = (
        UniqueConstraint("session_id", "user_id", "function"),
        CheckConstraint(
            "function IN ('chair', 'secretary', 'voter', 'assessor', 'observer')", name="function"
        ),
    )

    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evaluation_sessions.id"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"), index=True)
    position: Mapped[int] = mapped_column(default=0)
    function: Mapped[str] = mapped_column(String(20))
    is_substitute: Mapped[bool] = mapped_column(default=False)
    appointed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    appointed_at: Mapped[datetime]
    called_in_at: Mapped[datetime | None]  # a substitute who took a place, and why
    called_in_reason: Mapped[str] = mapped_column(default="")
    left_at: Mapped[datetime | None]  # who gave the place to a substitute, and why
    left_reason: Mapped[str] = mapped_column(default="")

    session: Mapped[EvaluationSession] = relationship(lazy="raise_on_sql", back_populates="members")
    user: Mapped["User"] = relationship(foreign_keys=[user_id], lazy="raise_on_sql")
    appointed_by: Mapped["User"] = relationship(foreign_keys=[appointed_by_id], lazy="raise_on_sql")

    @property
    def sits(self) -> bool:
        """Whether the seat is theirs now: no waiting substitute, nobody who left."""
        return not self.is_substitute and self.left_at is None


class Declaration(Base):
    """Impartiality and confidentiality, signed once per person and session. Source: 4.7."""

    __tablename__ = "declarations"
    __table_args__ = (UniqueConstraint("session_id", "user_id"),)

    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evaluation_sessions.id"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    signed_name: Mapped[str]
    statements: Mapped[list[str]] = mapped_column(JSON)  # the words that were signed
    applicants: Mapped[list[dict[str, Any]]] = mapped_column(JSON)  # list read, with yes or no
    signed_at: Mapped[datetime]

    session: Mapped[EvaluationSession] = relationship(lazy="raise_on_sql")
    user: Mapped["User"] = relationship(lazy="raise_on_sql")


class ConflictOfInterest(Base):
    """A tie of a person with an application: closes the file to that person at once."""

    __tablename__ = "conflicts_of_interest"
    __table_args__ = (UniqueConstraint("application_id", "user_id"),)

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))  # family, work, economic, political, other, found
    note: Mapped[str] = mapped_column(default="")
    declared_at: Mapped[datetime]
    declared_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    # how far the person had come with the sheet when the file was closed to them; "" for no sheet
    sheet_state: Mapped[str] = mapped_column(String(20), default="")
    was_readable: Mapped[bool] = mapped_column(default=False)  # the file had been open to them

    user: Mapped["User"] = relationship(foreign_keys=[user_id], lazy="raise_on_sql")
    declared_by: Mapped["User | None"] = relationship(
        foreign_keys=[declared_by_id], lazy="raise_on_sql"
    )
    application: Mapped[Application] = relationship(lazy="raise_on_sql")


class CheckItem(Base):
    """One answer of the administrative (ADM) or eligibility (ELI) sheet. Source: rules.md 5."""

    __tablename__ = "check_items"
    __table_args__ = (
        UniqueConstraint("application_id", "code"),
        CheckConstraint("answer IN ('yes', 'no', 'na', 'ask')", name="answer"),
    )

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"))
    code: Mapped[str] = mapped_column(String(10))
    answer: Mapped[str] = mapped_column(String(5))
    is_automatic: Mapped[bool] = mapped_column(default=False)
    note: Mapped[str] = mapped_column(default="")
    checked_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    checked_at: Mapped[datetime]


class Assessment(Versioned, Base):
    """One assessor's sheet for one application."""

    __tablename__ = "assessments"
    __table_args__ = (
        UniqueConstraint("application_id", "assessor_id"),
        CheckConstraint(
            "state NOT IN ('submitted', 'locked') OR submitted_at IS NOT NULL", name="submitted"
        ),
        Index(None, "assessor_id", "state"),
    )

    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"))
    assessor_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    position: Mapped[int]  # 1, 2; 3 for the third assessor
    state: Mapped[AssessmentState] = mapped_column(
        EnumText(AssessmentState), default=AssessmentState.ASSIGNED
    )
    strengths: Mapped[str] = mapped_column(default="")
    weaknesses: Mapped[str] = mapped_column(default="")
    recommendation: Mapped[str] = mapped_column(String(20), default="")
    own_notes: Mapped[str] = mapped_column(default="")  # read by the assessor only, never issued
    revision: Mapped[int] = mapped_column(default=0)
    assigned_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    assigned_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    returned_reason: Mapped[str | None]
    ended_reason: Mapped[str] = mapped_column(default="")  # declined, or given to somebody else

    application: Mapped[Application] = relationship(lazy="raise_on_sql")
    assessor: Mapped["User"] = relationship(foreign_keys=[assessor_id], lazy="raise_on_sql")
    scores: Mapped[list["Score"]] = relationship(lazy="raise_on_sql", cascade="all, delete-orphan")
    comments: Mapped[list["SectionComment"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan"
    )


class Score(Base):
    """A whole number of the call's scale for one sub-criterion, with its comment."""

    __tablename__ = "scores"
    __table_args__ = (
        UniqueConstraint("assessment_id", "criterion_id"),
        CheckConstraint("value IS NULL OR value BETWEEN 0 AND 10", name="value"),
    )

    assessment_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("assessments.id", ondelete="CASCADE")
    )
    criterion_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("criteria.id"))
    value: Mapped[int | None]
    comment: Mapped[str] = mapped_column(default="")

    criterion: Mapped[Criterion] = relationship(lazy="raise_on_sql")


class SectionComment(Base):
    """The comment required per section of the grid."""

    __tablename__ = "section_comments"
    __table_args__ = (UniqueConstraint("assessment_id", "section_id"),)

    assessment_id: Mapped[uuid.UUID] = mapped_column(
        ForeignKey("assessments.id", ondelete="CASCADE")
    )
    section_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("grid_sections.id"))
    text: Mapped[str] = mapped_column(default="")

    section: Mapped[GridSection] = relationship(lazy="raise_on_sql")


class Ranking(Base):
    """A numbered, frozen ranking of one lot as shown to the committee."""

    __tablename__ = "rankings"
    __table_args__ = (UniqueConstraint("lot_id", "number"),)

    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evaluation_sessions.id"), index=True)
    lot_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("lots.id"))
    number: Mapped[int]
    created_by_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(default="")
    moved: Mapped[Decimal] = mapped_column(Money(), default=Decimal(0))  # from or to other lots

    lot: Mapped[Lot] = relationship(lazy="raise_on_sql")
    entries: Mapped[list["RankingEntry"]] = relationship(
        order_by="RankingEntry.position", lazy="raise_on_sql", back_populates="ranking"
    )

    @property
    def envelope(self) -> Decimal:
        """The money of the lot, with what the committee moved in or out."""
        return self.lot.envelope + self.moved


class RankingEntry(Base):
    """One application in a frozen ranking: score, place, what is proposed and why."""

    __tablename__ = "ranking_entries"
    __table_args__ = (UniqueConstraint("ranking_id", "application_id"),)

    ranking_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("rankings.id"))
    application_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("applications.id"), index=True)
    position: Mapped[int]  # order in the list, rejected ones last
    rank: Mapped[int | None]  # None: below a threshold
    total: Mapped[Decimal] = mapped_column(Fixed(2))
    section_means: Mapped[dict[str, str]] = mapped_column(JSON)  # grid section code -> "17.50"
    sheet_totals: Mapped[list[str]] = mapped_column(JSON)  # by assessor position
    rule_used: Mapped[str] = mapped_column(String(40))  # mean_of_two, closest_pair, mean_of_three
    requested: Mapped[Decimal] = mapped_column(Money())
    proposed: Mapped[Decimal | None] = mapped_column(Money())  # a grant smaller than asked
    running_total: Mapped[Decimal | None] = mapped_column(Money())
    proposal: Mapped[Proposal] = mapped_column(EnumText(Proposal))
    reason: Mapped[str] = mapped_column(default="")
    deviation: Mapped[str] = mapped_column(default="")  # why it leaves the computed order

    ranking: Mapped[Ranking] = relationship(lazy="raise_on_sql", back_populates="entries")
    application: Mapped[Application] = relationship(lazy="raise_on_sql")

    @property
    def amount(self) -> Decimal:
        """The grant that an award gives."""
        return self.requested if self.proposed is None else self.proposed


class ReportSignature(Base):
    """A signature under the evaluation report: chair, secretary, voters."""

    __tablename__ = "report_signatures"
    __table_args__ = (UniqueConstraint("session_id", "user_id", "round"),)

    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evaluation_sessions.id"))
    user_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    round: Mapped[int] = mapped_column(default=1)  # a report sent back is signed anew
    function: Mapped[str] = mapped_column(String(20))
    signed_name: Mapped[str]
    dissent: Mapped[str] = mapped_column(default="")
    signed_at: Mapped[datetime]


class AwardDecision(Base):
    """The signatory's decision on the committee's proposal; the proposer cannot take it."""

    __tablename__ = "award_decisions"
    __table_args__ = (CheckConstraint("proposed_by_id != decided_by_id", name="four_eyes"),)

    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evaluation_sessions.id"), index=True)
    proposed_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    decided_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime]
    is_approved: Mapped[bool]
    reason: Mapped[str] = mapped_column(default="")
    reserve_until: Mapped[date | None]
    signed_name: Mapped[str]

    session: Mapped[EvaluationSession] = relationship(lazy="raise_on_sql")
