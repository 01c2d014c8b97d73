"""What people do with their own account."""

from datetime import datetime
from uuid import UUID

from portal.accounts import policy, queries, rules
from portal.accounts.models import User
from portal.accounts.service import limits, links, sessions
from portal.accounts.service.passwords import PasswordHash, hash_password
from portal.accounts.service.registration import recipient
from portal.accounts.service.sign_in import actor_for
from portal.accounts.states import TokenKind
from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import lock
from portal.core.errors import NotAllowed, RuleBroken
from portal.core.text import N_, clean_name
from portal.mail import service as mail


def person_id(actor: Actor) -> UUID:
    """The id of the person who acts.

    Raises: NotAllowed for a visitor and for the system.
    """
    if actor.user_id is None:
        raise NotAllowed(N_("Sign in to do this."))
    return actor.user_id


def new_password(password: str, *, personal: tuple[str, ...]) -> PasswordHash:
    """The hash of a new password that keeps the rules. Call it outside a write transaction.

    Raises: RuleBroken at "password".
    """
    rules.check_password(password, personal=personal)
    return hash_password(password)


def edit(user: User, *, name: str, language: str, actor: Actor, at: datetime) -> None:
    """Change one's own name and language."""
    require(policy.can_edit_account(actor, user.id))
    before = {"name": user.name, "language": user.language}
    user.name, user.language = clean_name(name), language
    audit.record(actor, "account.edited", user, at=at, details={"before": before})


def note_own_data(user: User, *, actor: Actor, at: datetime) -> None:
    """Note that a person takes a copy of what is kept of them; nobody takes it for another."""
    require(policy.can_edit_account(actor, user.id))
    audit.record(actor, "account.data_taken", user, at=at)


def change_password(
    user: User, password_hash: PasswordHash, *, keep: UUID, actor: Actor, at: datetime
) -> None:
    """Set a new password; ends all other sign-ins and open links, and tells the person by mail.

    The view has asked for the present password; `keep` is the session it was asked in.
    """
    require(policy.can_edit_account(actor, user.id))
    _set_password(user, password_hash, keep=keep, actor=actor, at=at)


def _set_password(
    user: User, password_hash: PasswordHash, *, keep: UUID | None, actor: Actor, at: datetime
) -> None:
    user = lock(user)
    user.password_hash = password_hash
    sessions.end_all(user.id, at=at, keep=keep)
    links.end(user.id, TokenKind.CONFIRM, TokenKind.RESET, at=at)
    limits.forget(limits.bucket("sign-in", user.email))
    audit.record(actor, "account.password_changed", user, at=at)
    mail.queue(
        "password_changed",
        to=recipient(user),
        about=user,
        actor=actor,
        at=at,
        link="/forgotten-password",
    )


def ask_reset(email: str, *, address: str, at: datetime) -> None:
    """Mail a reset link when the address has an account; the answer never tells.

    Raises: TooManyTries after 10 within 15 minutes from one client address.
    """
    limits.count_from("reset", address, at=at)
    user = queries.by_email(email)
    if user and user.disabled_at is None and limits.may_mail_link(user.email, at=at):
        _send_reset(user, actor=actor_for(user, address), at=at)


def _send_reset(user: User, *, actor: Actor, at: datetime) -> None:
    link = f"/reset-password/{links.make(user, TokenKind.RESET, at=at)}"
    audit.record(actor, "account.reset_asked", user, at=at)
    mail.queue(
        "reset", to=recipient(user), about=user, actor=actor, at=at, link=link, sensitive=True
    )


def start_reset(user: User, *, actor: Actor, at: datetime) -> None:
    """An administrator has a reset link sent to the person; nobody else sees it."""
    require(policy.can_start_reset(actor, user))
    _send_reset(user, actor=actor, at=at)


def reset_password(token: str, password_hash: PasswordHash, *, address: str, at: datetime) -> User:
    """Set a new password by a link; proves the address too, ends every sign-in.

    Raises: RuleBroken when the link was used, is too old, or the account is closed.
    """
    user = links.use(TokenKind.RESET, token, at=at)
    if user.disabled_at is not None:
        raise RuleBroken(N_("This account is deactivated. Write to us"))
    user.confirmed_at = user.confirmed_at or at
    _set_password(user, password_hash, keep=None, actor=actor_for(user, address), at=at)
    return user
