"""Sign-ins on the server: opened, kept alive, ended."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from portal.accounts import policy, queries, rules
from portal.accounts.models import User, UserSession
from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import db


def open_session(user: User, *, address: str, user_agent: str, at: datetime) -> str:
    """A new session for this person; answers its token, which the portal keeps only as a hash."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        UserSession(
            token_hash=queries.hashed(token),
            user_id=user.id,
            created_at=at,
            last_seen_at=at,
            address=address[:64],
            user_agent=user_agent[:300],
        )
    )
    db.session.flush()
    return token


def touch(token: str, *, at: datetime) -> None:
    """Note that the session is in use; changes nothing within the same minute."""
    db.session.execute(
        update(UserSession)
        .where(
            UserSession.token_hash == queries.hashed(token),
            UserSession.ended_at.is_(None),
            UserSession.last_seen_at <= at - rules.TOUCH_EVERY,
        )
        .values(last_seen_at=at)
    )


def end_session(session: UserSession, *, actor: Actor, at: datetime) -> None:
    """End one sign-in; its cookie is worthless from the next request on."""
    require(policy.can_end_session(actor, session))
    if session.ended_at is None:
        session.ended_at = at
        audit.record(actor, "account.session_ended", session, at=at)


def sign_out(token: str, *, actor: Actor, at: datetime) -> None:
    """End the sign-in of this token."""
    session = queries.signed_in(queries.hashed(token), at)
    if session is not None:
        session.ended_at = at
        audit.record(actor, "account.signed_out", session.user, at=at)


def end_all(user_id: UUID, *, at: datetime, keep: UUID | None = None) -> None:
    """End every sign-in of the person, but not the session `keep`."""
    ending = update(UserSession).where(
        UserSession.user_id == user_id, UserSession.ended_at.is_(None)
    )
    if keep is not None:
        ending = ending.where(UserSession.id != keep)
    db.session.execute(ending.values(ended_at=at))


def end_others(user: User, *, keep: UUID, actor: Actor, at: datetime) -> None:
    """End the person's sign-ins on all other devices."""
    require(policy.can_edit_account(actor, user.id))
    end_all(user.id, at=at, keep=keep)
    audit.record(actor, "account.other_sessions_ended", user, at=at)
