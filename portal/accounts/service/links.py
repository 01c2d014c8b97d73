"""One-time links: made, used, ended."""

import secrets
from datetime import datetime
from uuid import UUID

from sqlalchemy import update

from portal.accounts import queries, rules
from portal.accounts.models import Token, User
from portal.accounts.states import TokenKind
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.text import N_


def make(user: User, kind: TokenKind, *, at: datetime) -> str:
    """A new link token for this person; older ones of the kind no longer work.

    Units: 128 random bits; only the hash is kept; lives 60 minutes.
    """
    end(user.id, kind, at=at)
    token = secrets.token_urlsafe(16)
    db.session.add(
        Token(
            kind=kind,
            token_hash=queries.hashed(token),
            email=user.email,
            user_id=user.id,
            created_at=at,
            expires_at=at + rules.LINK_LIFE,
        )
    )
    db.session.flush()
    return token


def end(user_id: UUID, *kinds: TokenKind, at: datetime) -> None:
    """End the person's unused links of these kinds."""
    db.session.execute(
        update(Token)
        .where(Token.user_id == user_id, Token.kind.in_(kinds), Token.used_at.is_(None))
        .values(used_at=at)
    )


def use(kind: TokenKind, token: str, *, at: datetime) -> User:
    """Use the link up and answer whose it is.

    Raises: RuleBroken when it was used, is too old or never existed.
    """
    found = queries.usable_token(kind, token, at)
    if found is None or lock(found).used_at is not None:
        raise RuleBroken(
            N_("This link was used already or is older than 60 minutes. Ask for a new one")
        )
    found.used_at = at
    return lock(found.user)
