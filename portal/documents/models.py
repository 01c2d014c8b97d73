"""Table of the issued compliance documents."""

import uuid
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.core.db import Base
from portal.files.models import StoredFile


class Document(Base):
    """A PDF as issued: stored once, with its hash; a reissue is a new version."""

    __tablename__ = "documents"
    __table_args__ = (
        UniqueConstraint("reference", "version"),
        UniqueConstraint("series", "number", "version"),
        Index(None, "subject_type", "subject_id"),
        Index(None, "action_id", "kind"),
    )

    kind: Mapped[str] = mapped_column(String(5))  # ACK, GCO, ...
    series: Mapped[str] = mapped_column(String(80))  # SHBB/SHBB-2026-01/ACK/2026
    number: Mapped[int]
    reference: Mapped[str] = mapped_column(String(100))  # SHBB/SHBB-2026-01/ACK/001/2026
    version: Mapped[int] = mapped_column(default=1)
    language: Mapped[str] = mapped_column(String(10), default="en")
    title: Mapped[str]
    subject_type: Mapped[str] = mapped_column(String(40))  # table name of what it is about
    subject_id: Mapped[uuid.UUID]
    action_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("actions.id"))
    call_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("calls.id"), index=True)
    country: Mapped[str | None] = mapped_column(String(2))  # for a national partner's staff
    organisation_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("organisations.id"), index=True
    )  # whose members may read it
    person_id: Mapped[uuid.UUID | None] = mapped_column(
        ForeignKey("users.id"), index=True
    )  # who may read it: the assessor of a sheet, the signer of a declaration
    is_public: Mapped[bool] = mapped_column(default=False)
    is_confidential: Mapped[bool] = mapped_column(default=False)  # evaluation: committee and lead
    file_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("stored_files.id"))
    sha256: Mapped[str] = mapped_column(String(64))
    pages: Mapped[int]
    issued_at: Mapped[datetime]

    file: Mapped["StoredFile"] = relationship(lazy="raise_on_sql")


class DossierOrder(Base):
    """Somebody ordered the evaluation dossier of a call; the worker makes it and tells how far."""

    __tablename__ = "dossier_orders"
    __table_args__ = (
        CheckConstraint("(finished_at IS NULL) = (document_id IS NULL)", name="finished"),
    )

    session_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("evaluation_sessions.id"), index=True)
    ordered_by_id: Mapped[uuid.UUID] = mapped_column(ForeignKey("users.id"))
    ordered_at: Mapped[datetime]
    done: Mapped[int] = mapped_column(default=0)  # pieces bound so far, of `total`
    total: Mapped[int] = mapped_column(default=0)
    finished_at: Mapped[datetime | None]
    document_id: Mapped[uuid.UUID | None] = mapped_column(ForeignKey("documents.id"))
    manifest: Mapped[str] = mapped_column(String(64), default="")  # what it says, as a hash

    ordered_by: Mapped["User"] = relationship(lazy="raise_on_sql")
    document: Mapped["Document | None"] = relationship(lazy="raise_on_sql")
