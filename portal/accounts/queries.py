"""Reads of accounts, sessions and links."""

import hashlib
from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.accounts import policy, rules
from portal.accounts.models import RateHit, Token, User, UserSession
from portal.accounts.states import TokenKind
from portal.core.access import Actor
from portal.core.db import db
from portal.core.paging import Page, paginate


def hashed(token: str) -> str:
    """What the portal keeps of a session or link token: SHA-256 of it, in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def signed_in(token_hash: str, at: datetime) -> UserSession | None:
    """The live session of this token with its user; None when ended, idle, too old or closed.

    Queries: 1.
    """
    session = db.session.scalars(
        select(UserSession)
        .options(joinedload(UserSession.user))
        .where(UserSession.token_hash == token_hash, UserSession.ended_at.is_(None))
    ).one_or_none()
    if session is None or not session.user.is_open or not _live(session, at):
        return None
    return session


def _live(session: UserSession, at: datetime) -> bool:
    return rules.is_live(
        session.created_at,
        session.last_seen_at,
        is_administrator=session.user.is_administrator,
        at=at,
    )


def by_email(email: str) -> User | None:
    """The account of this address, whatever its case; exact otherwise."""
    return db.session.scalars(select(User).where(User.email == email.strip().lower())).one_or_none()


def get(user_id: UUID) -> User | None:
    """The account with this id."""
    return db.session.get(User, user_id)


def get_visible(actor: Actor, user_id: UUID) -> User | None:
    """An account for the pages of administrators; None for everybody else."""
    return get(user_id) if policy.can_administer(actor) else None


def open_sessions(user_id: UUID, at: datetime) -> Sequence[UserSession]:
    """Live sessions of a person, the last used first. Queries: 1."""
    rows = db.session.scalars(
        select(UserSession)
        .options(joinedload(UserSession.user))
        .where(
            UserSession.user_id == user_id,
            UserSession.ended_at.is_(None),
            UserSession.created_at > at - rules.ABSOLUTE_LIMIT,
        )
        .order_by(UserSession.last_seen_at.desc())
    )
    return [session for session in rows if _live(session, at)]


def session_of(user_id: UUID, session_id: UUID) -> UserSession | None:
    """One session, when it belongs to this person."""
    return db.session.scalars(
        select(UserSession).where(UserSession.id == session_id, UserSession.user_id == user_id)
    ).one_or_none()


def usable_token(kind: TokenKind, token: str, at: datetime) -> Token | None:
    """The link with its user, while it is unused, not expired and its address still the same."""
    found = db.session.scalars(
        select(Token)
        .options(joinedload(Token.user))
        .where(
            Token.kind == kind,
            Token.token_hash == hashed(token),
            Token.used_at.is_(None),
            Token.expires_at > at,
        )
    ).one_or_none()
    return found if found is not None and found.email == found.user.email else None


def hits(bucket: str, since: datetime) -> int:
    """How often this was tried since then."""
    counted = select(func.coalesce(func.sum(RateHit.hits), 0)).where(
        RateHit.bucket == bucket, RateHit.window_at > since
    )
    return int(db.session.scalar(counted) or 0)


def other_administrators(user_id: UUID) -> int:
    """How many open administrator accounts there are besides this one."""
    return int(
        db.session.scalar(
            select(func.count(User.id)).where(
                User.is_administrator,
                User.id != user_id,
                User.confirmed_at.is_not(None),
                User.disabled_at.is_(None),
            )
        )
        or 0
    )


def listing(actor: Actor, *, search: str = "", page: int = 1) -> Page[User]:
    """Accounts by name, 50 a page; empty for anybody but an administrator. Queries: 2."""
    found = select(User).order_by(func.lower(User.name), User.id)
    if not policy.can_administer(actor):
        return Page([], 1, 0)
    for word in search.split():
        needle = f"%{_escaped(word.lower())}%"
        found = found.where(
            func.lower(User.name).like(needle, escape="\\") | User.email.like(needle, escape="\\")
        )
    return paginate(found, page)


def _escaped(text: str) -> str:
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
