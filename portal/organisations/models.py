"""Tables of the organisations area."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import (
    JSON,
    CheckConstraint,
    ForeignKey,
    Index,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.countries import country_name
from portal.core.db import Base, Versioned
from portal.core.trial import MayBeTest
from portal.core.types import EnumText, Money
from portal.files.models import StoredFile
from portal.organisations.states import MemberRole


class Organisation(MayBeTest, Versioned, Base):
    """A legal person: applicant, grantee, co-applicant or party of the Action.

    `name_folded` holds the names in the form used for searching (core.text.fold). A record that
    was merged into another stays as a pointer to it: `merged_into_id`.
    `bank_asked_at` is set when an application is selected: bank details are not asked before.
    """

    __tablename__ = "organisations"
    __table_args__ = (
        UniqueConstraint("country", "registration_number"),
        CheckConstraint("length(country) = 2", name="country_code"),
        CheckConstraint("(merged_into_id IS NULL) = (merged_at IS NULL)", name="merged"),
        Index(None, "name_folded"),
    )

    legal_name: Mapped[str] = mapped_column(String(300))
    local_name: Mapped[str] = mapped_column(String(300), default="")
    acronym: Mapped[str] = mapped_column(String(40), default="")
    name_folded: Mapped[str] = mapped_column(Text)
    registration_number: Mapped[str] = mapped_column(String(60))
    tax_number: Mapped[str] = mapped_column(String(60), default="")
    legal_form: Mapped[str] = mapped_column(String(120), default="")
    registered_on: Mapped[date | None]
    street: Mapped[str] = mapped_column(String(200), default="")
    city: Mapped[str] = mapped_column(String(120), default="")
    postal_code: Mapped[str] = mapped_column(String(20), default="")
    country: Mapped[str] = mapped_column(String(2))
    email: Mapped[str] = mapped_column(String(254), default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    website: Mapped[str] = mapped_column(String(300), default="")
    representative_name: Mapped[str] = mapped_column(String(200), default="")
    representative_function: Mapped[str] = mapped_column(String(120), default="")
    other_representatives: Mapped[list[dict[str, Any]]] = mapped_column(JSON, default=list)
    networks: Mapped[str] = mapped_column(Text, default="")
    fields_of_work: Mapped[list[str]] = mapped_column(JSON, default=list)
    staff_full_time: Mapped[int | None]
    staff_part_time: Mapped[int | None]
    mission: Mapped[str] = mapped_column(Text, default="")
    is_action_party: Mapped[bool] = mapped_column(default=False)
    has_mixed_script: Mapped[bool] = mapped_column(default=False)  # a word in two scripts
    bank_asked_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    merged_into_id: Mapped[UUID | None] = mapped_column(ForeignKey("organisations.id"), index=True)
    merged_at: Mapped[datetime | None]

    years: Mapped[list["OrganisationYear"]] = relationship(
        lazy="raise_on_sql",
        order_by="OrganisationYear.year.desc()",
        cascade="all, delete-orphan",
        back_populates="organisation",
    )

    @property
    def country_name(self) -> str:
        """The country's name with its mark."""
        return country_name(self.country)

    @property
    def short_name(self) -> str:
        """The acronym where there is one, else the legal name."""
        return self.acronym or self.legal_name


class OrganisationYear(Base):
    """Turnover of one closed year, in EUR."""

    __tablename__ = "organisation_years"
    __table_args__ = (UniqueConstraint("organisation_id", "year"),)

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    year: Mapped[int]
    turnover: Mapped[Decimal] = mapped_column(Money())

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql", back_populates="years")


class OrganisationKey(Base):
    """One thing by which a second record of the same organisation is found: see rules.keys_of."""

    __tablename__ = "organisation_keys"
    __table_args__ = (
        UniqueConstraint("organisation_id", "kind", "key"),
        Index(None, "kind", "key"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    kind: Mapped[str] = mapped_column(String(10))  # name look number tax
    key: Mapped[str] = mapped_column(String(300))


class DistinctPair(Base):
    """Two records somebody has looked at and found to be two organisations; lower id first."""

    __tablename__ = "distinct_pairs"
    __table_args__ = (
        UniqueConstraint("first_id", "second_id"),
        CheckConstraint("first_id < second_id", name="order"),
    )

    first_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    second_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    reason: Mapped[str] = mapped_column(Text)
    decided_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    decided_at: Mapped[datetime]


class Membership(Base):
    """A person acts for an organisation; ended memberships stay as history."""

    __tablename__ = "memberships"
    __table_args__ = (
        Index(
            "uq_memberships_open",
            "user_id",
            "organisation_id",
            unique=True,
            sqlite_where=text("ended_at IS NULL"),
            postgresql_where=text("ended_at IS NULL"),
        ),
        Index(None, "organisation_id"),
    )

    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    role: Mapped[MemberRole] = mapped_column(EnumText(MemberRole))
    is_signatory: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="raise_on_sql")
    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")


class Invitation(Base):
    """A link by mail that makes the owner of one address a member."""

    __tablename__ = "invitations"
    __table_args__ = (Index(None, "organisation_id"), Index(None, "email"))

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    email: Mapped[str] = mapped_column(String(254))
    role: Mapped[MemberRole] = mapped_column(EnumText(MemberRole))
    is_signatory: Mapped[bool] = mapped_column(default=False)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    inviter: Mapped[User] = relationship(lazy="raise_on_sql")


class BankAccount(Base):
    """Where money for an organisation goes; a new account replaces the old one, which stays."""

    __tablename__ = "bank_accounts"
    __table_args__ = (
        Index(
            "uq_bank_accounts_current",
            "organisation_id",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    holder: Mapped[str] = mapped_column(String(300))
    iban: Mapped[str] = mapped_column(String(34))
    bank_name: Mapped[str] = mapped_column(String(200))
    swift: Mapped[str] = mapped_column(String(11), default="")
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")


class BankChange(Base):
    """Another account that an organisation asks for: used only after a second person approved."""

    __tablename__ = "bank_changes"
    __table_args__ = (
        CheckConstraint("outcome IN ('', 'approved', 'refused', 'replaced')", name="outcome"),
        CheckConstraint("(outcome = '') = (decided_at IS NULL)", name="decided"),
        Index(None, "organisation_id"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"))
    holder: Mapped[str] = mapped_column(String(300))
    iban: Mapped[str] = mapped_column(String(34))
    bank_name: Mapped[str] = mapped_column(String(200))
    swift: Mapped[str] = mapped_column(String(11), default="")
    asked_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    asked_by_name: Mapped[str] = mapped_column(String(200))
    asked_at: Mapped[datetime]
    outcome: Mapped[str] = mapped_column(String(10), default="")
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("users.id"))
    decided_by_name: Mapped[str] = mapped_column(String(200), default="")
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")


class OrganisationDocument(Base):
    """One version of a document of the profile; a newer one replaces it, nothing is deleted."""

    __tablename__ = "organisation_documents"
    __table_args__ = (
        Index(
            "uq_organisation_documents_current",
            "organisation_id",
            "kind",
            unique=True,
            sqlite_where=text("replaced_at IS NULL"),
            postgresql_where=text("replaced_at IS NULL"),
        ),
        CheckConstraint("issued_on IS NULL OR issued_on <= expires_on", name="days"),
        Index(None, "expires_on"),
    )

    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    kind: Mapped[str] = mapped_column(String(30))  # rules.DOCUMENT_KINDS
    file_id: Mapped[UUID] = mapped_column(ForeignKey("stored_files.id"))
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    created_by: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    replaced_at: Mapped[datetime | None]
    reminded_at: Mapped[datetime | None]

    organisation: Mapped[Organisation] = relationship(lazy="raise_on_sql")
    file: Mapped[StoredFile] = relationship(lazy="raise_on_sql")
