"""Who may do what with accounts."""

from uuid import UUID

from portal.accounts.models import User, UserSession
from portal.core.access import ALLOW, Actor, Verdict, deny
from portal.core.text import N_


def can_administer(actor: Actor) -> Verdict:
    """Administrators look after accounts; the system may too."""
    if actor.is_administrator or actor.is_system:
        return ALLOW
    return deny(N_("Only an administrator can manage accounts."))


def can_edit_account(actor: Actor, user_id: UUID) -> Verdict:
    """A person changes their own account and nobody else's."""
    if actor.user_id == user_id:
        return ALLOW
    return deny(N_("This is somebody else's account."))


def can_end_session(actor: Actor, session: UserSession) -> Verdict:
    """A person ends their own sign-ins; an administrator anybody's."""
    if actor.user_id == session.user_id or can_administer(actor):
        return ALLOW
    return deny(N_("This is somebody else's account."))


def can_deactivate(actor: Actor, user: User, other_administrators: int) -> Verdict:
    """An administrator closes an account, but never the last one of the administrators."""
    if not (allowed := can_administer(actor)):
        return allowed
    if user.disabled_at is not None:
        return deny(N_("This account is already deactivated."))
    if user.is_administrator and other_administrators == 0:
        return deny(N_("This is the last administrator. Make somebody else administrator first."))
    return ALLOW


def can_reactivate(actor: Actor, user: User) -> Verdict:
    """An administrator opens a closed account again."""
    if not (allowed := can_administer(actor)):
        return allowed
    if user.disabled_at is None:
        return deny(N_("This account is not deactivated."))
    return ALLOW


def can_start_reset(actor: Actor, user: User) -> Verdict:
    """An administrator has a reset link sent; nobody sets a password for somebody else."""
    if not (allowed := can_administer(actor)):
        return allowed
    if user.disabled_at is not None:
        return deny(N_("This account is deactivated."))
    return ALLOW


def can_grant_administration(actor: Actor, user: User) -> Verdict:
    """An administrator makes another open account administrator."""
    if not (allowed := can_administer(actor)):
        return allowed
    if not user.is_open:
        return deny(N_("Only a confirmed, active account can become administrator."))
    if user.is_administrator:
        return deny(N_("This person is an administrator already."))
    return ALLOW


def can_withdraw_administration(actor: Actor, user: User, other_administrators: int) -> Verdict:
    """An administrator takes the right away again, but never from the last one."""
    if not (allowed := can_administer(actor)):
        return allowed
    if not user.is_administrator:
        return deny(N_("This person is not an administrator."))
    if other_administrators == 0:
        return deny(N_("This is the last administrator. Make somebody else administrator first."))
    return ALLOW
