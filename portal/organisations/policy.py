"""Who may do what with an organisation's records."""

from datetime import datetime
from uuid import UUID

from portal.core.access import ALLOW, Actor, Verdict, deny
from portal.core.text import N_
from portal.organisations.models import BankChange, Invitation, Membership, Organisation
from portal.organisations.states import MemberRole


def can_create(actor: Actor) -> Verdict:
    """Anybody with an account may enter the organisation they act for."""
    if actor.is_visitor:
        return deny(N_("Sign in to enter an organisation."))
    return ALLOW


def can_see(actor: Actor, organisation: Organisation) -> Verdict:
    """Members, and the staff of an Action for the countries they look after."""
    if actor.is_member(organisation.id) or reads_country(actor, organisation.country):
        return ALLOW
    return deny(N_("You do not belong to this organisation."))


def can_list(actor: Actor) -> Verdict:
    """The staff and auditors of an Action look through organisations."""
    if actor.scopes("action"):
        return ALLOW
    return deny(N_("Only the staff of the Action can look through organisations."))


def reads_country(actor: Actor, country: str) -> bool:
    """Whether they are staff or auditors of some Action, for this country or for all."""
    return any(held.area == "action" and held.country in {None, country} for held in actor.roles)


def can_edit(actor: Actor, organisation: Organisation) -> Verdict:
    """Owners and editors keep the profile."""
    if actor.is_member(organisation.id, "owner", "editor"):
        return ALLOW
    return deny(N_("Only an owner or editor of the organisation can change its profile."))


def can_manage_people(actor: Actor, organisation_id: UUID) -> Verdict:
    """Owners decide who belongs to the organisation."""
    if actor.is_member(organisation_id, "owner"):
        return ALLOW
    return deny(N_("Only an owner of the organisation can invite and remove people."))


def keeps_signatory(
    membership: Membership, other_signatories: int, waiting: int, *, stays: bool = False
) -> Verdict:
    """The last signatory stays while something waits for the organisation's signature.

    `waiting` counts drafts in open calls and contracts that were sent; `stays` as signatory.
    """
    if stays or not membership.is_signatory or other_signatories or not waiting:
        return ALLOW
    return deny(
        N_(
            "This is the last signatory, and an application or contract waits for a signature. "
            "Make somebody else signatory first."
        )
    )


def can_change_member(
    actor: Actor, membership: Membership, other_owners: int, *, role: MemberRole | None = None
) -> Verdict:
    """An owner changes roles, but the last owner stays one."""
    if not (allowed := can_manage_people(actor, membership.organisation_id)):
        return allowed
    if membership.ended_at is not None:
        return deny(N_("This person no longer belongs to the organisation."))
    if _is_last_owner(membership, other_owners) and role is not MemberRole.OWNER:
        return deny(N_("This is the last owner. Make somebody else owner first."))
    return ALLOW


def can_remove_member(actor: Actor, membership: Membership, other_owners: int) -> Verdict:
    """An owner removes members and anybody may leave; the last owner stays."""
    if membership.ended_at is not None:
        return deny(N_("This person no longer belongs to the organisation."))
    is_self = membership.user_id == actor.user_id
    if not is_self and not (allowed := can_manage_people(actor, membership.organisation_id)):
        return allowed
    if _is_last_owner(membership, other_owners):
        return deny(N_("This is the last owner. Make somebody else owner first."))
    return ALLOW


def _is_last_owner(membership: Membership, other_owners: int) -> bool:
    return membership.role is MemberRole.OWNER and other_owners == 0


def can_withdraw_invitation(actor: Actor, invitation: Invitation, at: datetime) -> Verdict:
    """An owner withdraws an invitation that still waits."""
    if not (allowed := can_manage_people(actor, invitation.organisation_id)):
        return allowed
    if not is_waiting(invitation, at):
        return deny(N_("This invitation no longer waits for an answer."))
    return ALLOW


def can_accept(actor: Actor, invitation: Invitation, at: datetime) -> Verdict:
    """Only the owner of the invited address accepts, once and within seven days."""
    if not is_waiting(invitation, at):
        return deny(N_("This invitation was used, withdrawn or is older than 7 days."))
    if actor.email != invitation.email:
        return deny(N_("This invitation was sent to another address."))
    return ALLOW


def is_waiting(invitation: Invitation, at: datetime) -> bool:
    """Whether the invitation can still be accepted."""
    answered = invitation.accepted_at or invitation.withdrawn_at
    return answered is None and at < invitation.expires_at


def can_see_bank(actor: Actor, organisation: Organisation) -> Verdict:
    """Owners and signatories of the organisation, and the finance staff of an Action."""
    if actor.is_member(organisation.id, "owner", "signatory"):
        return ALLOW
    if any(
        held.area == "action"
        and held.function in {"finance", "signatory", "auditor"}
        and held.country in {None, organisation.country}
        for held in actor.roles
    ):
        return ALLOW
    return deny(N_("Only owners and signatories can see the bank account."))


def can_set_bank(actor: Actor, organisation: Organisation) -> Verdict:
    """Owners and signatories, once the organisation was selected for a grant."""
    if not actor.is_member(organisation.id, "owner", "signatory"):
        return deny(N_("Only an owner or signatory can enter the bank account."))
    if organisation.bank_asked_at is None:
        return deny(N_("We ask for the bank account only after your application is selected."))
    return ALLOW


def can_merge(actor: Actor, kept: Organisation, other: Organisation) -> Verdict:
    """The lead's programme staff, for organisations that are not their own."""
    if not any(
        held.area == "action" and held.function == "programme" and held.country is None
        for held in actor.roles
    ):
        return deny(N_("Only the programme staff of the lead can decide on two records."))
    if kept.id == other.id:
        return deny(N_("This is one record."))
    if actor.is_member(kept.id) or actor.is_member(other.id):
        return deny(N_("You belong to one of the two organisations."))
    if kept.is_action_party or other.is_action_party:
        return deny(N_("A party of the Action cannot be merged with another organisation."))
    if kept.merged_into_id or other.merged_into_id:
        return deny(N_("One of the two was merged already."))
    return ALLOW


def can_decide_bank(
    actor: Actor, organisation: Organisation, change: BankChange | None = None
) -> Verdict:
    """An administrator, or the lead's finance staff, never somebody of the organisation itself."""
    if not (allowed := can_list_bank(actor)):
        return allowed
    if actor.is_member(organisation.id):
        return deny(N_("You belong to this organisation. Somebody else must decide."))
    if change is not None and change.asked_by == actor.user_id:
        return deny(N_("You asked for this change. Somebody else must decide."))
    return ALLOW


def can_list_bank(actor: Actor) -> Verdict:
    """Administrators and the lead's finance staff see which accounts wait for them."""
    if actor.is_administrator or any(
        held.area == "action" and held.function == "finance" and held.country is None
        for held in actor.roles
    ):
        return ALLOW
    return deny(N_("Only an administrator or the lead's finance staff can approve an account."))


def can_see_document(actor: Actor, organisation: Organisation, kind: str) -> Verdict:
    """Who sees the organisation sees its documents; the bank form only who sees the account."""
    if kind == "bank_form":
        return can_see_bank(actor, organisation)
    return can_see(actor, organisation)


def can_keep_document(actor: Actor, organisation: Organisation, kind: str) -> Verdict:
    """Owners and editors; the bank form as the account: owners and signatories, once selected."""
    if kind == "bank_form":
        return can_set_bank(actor, organisation)
    return can_edit(actor, organisation)
