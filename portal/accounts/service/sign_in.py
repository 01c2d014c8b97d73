"""Signing in, in three steps so that the slow check of the password holds no lock."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal.accounts import queries, rules
from portal.accounts.models import User
from portal.accounts.service import limits, sessions
from portal.accounts.service.passwords import PasswordHash, matches, needs_rehash
from portal.audit import service as audit
from portal.core.access import VISITOR, Actor
from portal.core.db import db, lock


@dataclass(frozen=True)
class Attempt:
    """One try to sign in, already counted."""

    email: str
    address: str
    user_id: UUID | None
    kept: str | None

    def is_right(self, password: str) -> bool:
        """Whether the password fits; takes as long for an address nobody has."""
        return matches(password, self.kept)

    @property
    def is_outdated(self) -> bool:
        """Whether the kept hash was made with other work than the present setting."""
        return self.kept is not None and needs_rehash(self.kept)

    @property
    def buckets(self) -> tuple[str, str]:
        """The counters of this try: by account and by client address."""
        return limits.bucket("sign-in", self.email), limits.bucket("sign-in-from", self.address)


def begin(email: str, *, address: str, at: datetime) -> Attempt:
    """Count a try to sign in.

    Raises: TooManyTries after 10 within 15 minutes, by account and by client address.
    """
    user = queries.by_email(email)
    attempt = Attempt(
        email=email.strip().lower(),
        address=address,
        user_id=user.id if user else None,
        kept=user.password_hash if user else None,
    )
    for name in attempt.buckets:
        limits.demand(name, most=rules.TRIES, window=rules.TRIES_WINDOW, at=at)
        limits.hit(name, at=at)
    return attempt


def refuse(attempt: Attempt, *, at: datetime) -> None:
    """Note that the password was wrong."""
    user = queries.get(attempt.user_id) if attempt.user_id else None
    visitor = Actor(user_id=None, name=VISITOR.name, address=attempt.address)
    details = {"email": attempt.email[:254]}
    audit.record(visitor, "account.sign_in_refused", user, at=at, details=details)


def finish(
    attempt: Attempt, *, user_agent: str, at: datetime, rehashed: PasswordHash | None = None
) -> str | None:
    """Open the session after a right password; answers its token, None when the account is closed.

    `rehashed` replaces the kept hash when the setting of the work has grown.
    """
    user = lock(db.session.get_one(User, attempt.user_id))
    if user.password_hash != attempt.kept or not user.is_open:
        refuse(attempt, at=at)
        return None
    user.password_hash = rehashed or user.password_hash
    settle(attempt, at=at)
    return start_session(user, address=attempt.address, user_agent=user_agent, at=at)


def settle(attempt: Attempt, *, at: datetime) -> None:
    """Uncount a try that was right: the account's wrong ones are forgotten with it."""
    by_account, by_address = attempt.buckets
    limits.forget(by_account)
    limits.take_back(by_address, at=at)


def start_session(user: User, *, address: str, user_agent: str, at: datetime) -> str:
    """Open a session and note the sign-in; answers the session's token."""
    token = sessions.open_session(user, address=address, user_agent=user_agent, at=at)
    audit.record(actor_for(user, address), "account.signed_in", user, at=at)
    return token


def actor_for(user: User, address: str = "") -> Actor:
    """The person acting on their own account, before they hold a session."""
    return Actor(
        user_id=user.id,
        name=user.name,
        email=user.email,
        is_administrator=user.is_administrator,
        address=address,
    )
