"""What administrators do with accounts. They never see or set a password."""

from datetime import datetime

from portal.accounts import policy, queries
from portal.accounts.models import User
from portal.accounts.service import links, sessions
from portal.accounts.states import TokenKind
from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import lock


def deactivate(user: User, *, reason: str, actor: Actor, at: datetime) -> None:
    """Close an account: every sign-in and link of it ends at once."""
    user = lock(user)
    require(policy.can_deactivate(actor, user, queries.other_administrators(user.id)))
    user.disabled_at = at
    sessions.end_all(user.id, at=at)
    links.end(user.id, TokenKind.CONFIRM, TokenKind.RESET, at=at)
    audit.record(actor, "account.deactivated", user, at=at, reason=reason)


def reactivate(user: User, *, reason: str, actor: Actor, at: datetime) -> None:
    """Open a closed account again."""
    user = lock(user)
    require(policy.can_reactivate(actor, user))
    user.disabled_at = None
    audit.record(actor, "account.reactivated", user, at=at, reason=reason)


def sign_out_everywhere(user: User, *, actor: Actor, at: datetime) -> None:
    """End every sign-in of a person."""
    require(policy.can_administer(actor))
    sessions.end_all(user.id, at=at)
    audit.record(actor, "account.signed_out_everywhere", user, at=at)


def grant_administration(user: User, *, reason: str, actor: Actor, at: datetime) -> None:
    """Make somebody an administrator; holds from their next request on."""
    user = lock(user)
    require(policy.can_grant_administration(actor, user))
    user.is_administrator = True
    audit.record(actor, "account.administration_granted", user, at=at, reason=reason)


def withdraw_administration(user: User, *, reason: str, actor: Actor, at: datetime) -> None:
    """Take the right of an administrator away; never from the last one."""
    user = lock(user)
    require(policy.can_withdraw_administration(actor, user, queries.other_administrators(user.id)))
    user.is_administrator = False
    audit.record(actor, "account.administration_withdrawn", user, at=at, reason=reason)
