"""Tables of the accounts area."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.states import TokenKind
from portal.core.db import Base
from portal.core.types import EnumText


class User(Base):
    """A person with an account; the address is kept in lower case and stands once.

    A disabled account keeps its rows: what somebody did stays readable under their name.
    """

    __tablename__ = "users"
    __table_args__ = (CheckConstraint("email = lower(email)", name="email_lower"),)

    email: Mapped[str] = mapped_column(String(254), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    password_hash: Mapped[str] = mapped_column(String(255))
    language: Mapped[str] = mapped_column(String(20), default="en")
    is_administrator: Mapped[bool] = mapped_column(default=False)
    confirmed_at: Mapped[datetime | None]
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]

    @property
    def is_open(self) -> bool:
        """Whether the person may sign in: confirmed address, account not closed."""
        return self.confirmed_at is not None and self.disabled_at is None


class UserSession(Base):
    """One sign-in on one device. The browser holds the token, the portal only its hash."""

    __tablename__ = "user_sessions"
    __table_args__ = (Index(None, "user_id", "ended_at"),)

    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    last_seen_at: Mapped[datetime]
    address: Mapped[str] = mapped_column(String(64), default="")
    user_agent: Mapped[str] = mapped_column(String(300), default="")
    ended_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="raise_on_sql")


class Token(Base):
    """A link sent by mail: used once, bound to one address, kept as a hash."""

    __tablename__ = "tokens"
    __table_args__ = (Index(None, "user_id", "kind"),)

    kind: Mapped[TokenKind] = mapped_column(EnumText(TokenKind))
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    email: Mapped[str] = mapped_column(String(254))
    user_id: Mapped[UUID] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

    user: Mapped[User] = relationship(lazy="raise_on_sql")


class RateHit(Base):
    """How often something was tried in one window of time, by account or by client address."""

    __tablename__ = "rate_hits"
    __table_args__ = (UniqueConstraint("bucket", "window_at"),)

    bucket: Mapped[str] = mapped_column(String(100))
    window_at: Mapped[datetime]
    hits: Mapped[int] = mapped_column(default=0)
