"""Who acts for an organisation: members and invitations."""

import secrets
from datetime import datetime

from sqlalchemy import update

from portal.accounts.models import User
from portal.accounts.queries import hashed
from portal.accounts.service import person_id
from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.text import N_
from portal.mail import service as mail
from portal.mail.service import Recipient
from portal.organisations import policy, queries
from portal.organisations.models import Invitation, Membership, Organisation
from portal.organisations.rules import INVITATION_LIFE
from portal.organisations.states import MemberRole


def invite(
    organisation: Organisation,
    *,
    email: str,
    role: MemberRole,
    is_signatory: bool,
    actor: Actor,
    at: datetime,
) -> Invitation:
    """Mail a link that makes the owner of this address a member; it works for 7 days.

    An older invitation to the same address ends.
    Raises: RuleBroken at "email" when the person is a member already.
    """
    require(policy.can_manage_people(actor, organisation.id))
    email = email.strip().lower()
    if any(member.user.email == email for member in queries.members(organisation.id)):
        raise RuleBroken(N_("This person belongs to the organisation already"), field="email")
    _end_waiting(organisation, email, at)
    token = secrets.token_urlsafe(16)
    invitation = _add(organisation, email, role, is_signatory, token, actor, at)
    details = {"email": email, "role": role.value, "is_signatory": is_signatory}
    audit.record(actor, "invitation.sent", invitation, at=at, details=details)
    mail.queue(
        "invitation",
        to=Recipient(user_id=None, name="", email=email, language="en"),
        about=invitation,
        actor=actor,
        at=at,
        link=f"/invitations/{token}",
        sensitive=True,
        organisation=organisation.legal_name,
        inviter=actor.name,
        role=role.value,
    )
    return invitation


def _end_waiting(organisation: Organisation, email: str, at: datetime) -> None:
    db.session.execute(
        update(Invitation)
        .where(
            Invitation.organisation_id == organisation.id,
            Invitation.email == email,
            Invitation.accepted_at.is_(None),
            Invitation.withdrawn_at.is_(None),
        )
        .values(withdrawn_at=at)
    )


def _add(
    organisation: Organisation,
    email: str,
    role: MemberRole,
    is_signatory: bool,
    token: str,
    actor: Actor,
    at: datetime,
) -> Invitation:
    invitation = Invitation(
        organisation_id=organisation.id,
        email=email,
        role=role,
        is_signatory=is_signatory,
        token_hash=hashed(token),
        created_by=person_id(actor),
        created_at=at,
        expires_at=at + INVITATION_LIFE,
    )
    db.session.add(invitation)
    db.session.flush()
    return invitation


def withdraw_invitation(invitation: Invitation, *, actor: Actor, at: datetime) -> None:
    """End an invitation; its link no longer works."""
    require(policy.can_withdraw_invitation(actor, lock(invitation), at))
    invitation.withdrawn_at = at
    audit.record(actor, "invitation.withdrawn", invitation, at=at)


def accept_invitation(
    invitation: Invitation, *, user: User, actor: Actor, at: datetime
) -> Membership:
    """Become a member; the invitation is used up.

    Raises: NotAllowed when it was for another address or can no longer be accepted.
    """
    require(policy.can_accept(actor, lock(invitation), at))
    invitation.accepted_at = at
    membership = queries.open_membership(invitation.organisation_id, user.id)
    if membership is None:
        membership = Membership(
            user_id=user.id, organisation_id=invitation.organisation_id, created_at=at
        )
        db.session.add(membership)
    membership.role, membership.is_signatory = invitation.role, invitation.is_signatory
    db.session.flush()
    details = {"role": membership.role.value, "is_signatory": membership.is_signatory}
    audit.record(actor, "membership.begun", membership, at=at, details=details)
    return membership


def change_role(
    membership: Membership, *, role: MemberRole, is_signatory: bool, actor: Actor, at: datetime
) -> None:
    """Give a member another role; it counts from their next request on."""
    _hold_owners(membership)
    others = queries.other_owners(membership.organisation_id, membership.user_id)
    require(policy.can_change_member(actor, membership, others, role=role))
    _keep_signatory(membership, stays=is_signatory)
    before = {"role": membership.role.value, "is_signatory": membership.is_signatory}
    membership.role, membership.is_signatory = role, is_signatory
    details = {"before": before, "role": role.value, "is_signatory": is_signatory}
    audit.record(actor, "membership.changed", membership, at=at, details=details)


def remove_member(membership: Membership, *, actor: Actor, at: datetime) -> None:
    """End a membership at once."""
    _hold_owners(membership)
    others = queries.other_owners(membership.organisation_id, membership.user_id)
    require(policy.can_remove_member(actor, membership, others))
    _keep_signatory(membership)
    membership.ended_at = at
    audit.record(actor, "membership.ended", membership, at=at)


def _hold_owners(membership: Membership) -> None:
    """Hold the organisation's row, so that two owners cannot remove each other at once."""
    lock(db.session.get_one(Organisation, membership.organisation_id))
    lock(membership)


def _keep_signatory(membership: Membership, *, stays: bool = False) -> None:
    others = queries.other_signatories(membership.organisation_id, membership.user_id)
    waiting = queries.waiting_for_signature(membership.organisation_id)
    require(policy.keeps_signatory(membership, others, waiting, stays=stays))
