"""The outbox."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal.core.db import Base
from portal.core.types import EnumText
from portal.mail.states import MailState


class MailMessage(Base):
    """One mail to one person, exactly as it goes out.

    `message_id` is fixed when the mail is queued, so that a repeat after a crash is recognised as
    the same mail. The text of a sensitive mail (a personal link) is shown to nobody and is wiped
    once the mail is sent or has failed.
    """

    __tablename__ = "mail_messages"
    __table_args__ = (
        Index(None, "state", "queued_at"),
        Index(None, "about_type", "about_id"),
        CheckConstraint("(state = 'sent') = (sent_at IS NOT NULL)", name="sent"),
    )

    template: Mapped[str] = mapped_column(String(80))
    to_address: Mapped[str] = mapped_column(String(320), index=True)
    to_name: Mapped[str] = mapped_column(String(200))
    user_id: Mapped[UUID | None]
    language: Mapped[str] = mapped_column(String(10))
    subject: Mapped[str] = mapped_column(Text)
    body_text: Mapped[str] = mapped_column(Text)
    body_html: Mapped[str] = mapped_column(Text)
    is_sensitive: Mapped[bool]
    message_id: Mapped[str] = mapped_column(String(300), unique=True)
    dedupe_key: Mapped[str | None] = mapped_column(String(200), unique=True)
    about_type: Mapped[str] = mapped_column(String(80))
    about_id: Mapped[UUID | None]
    queued_by: Mapped[UUID | None]
    state: Mapped[MailState] = mapped_column(EnumText(MailState), default=MailState.QUEUED)
    queued_at: Mapped[datetime] = mapped_column(index=True)
    sent_at: Mapped[datetime | None]
    tried_at: Mapped[datetime | None]
    next_try_at: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str] = mapped_column(Text, default="")
