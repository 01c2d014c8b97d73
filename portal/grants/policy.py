"""Who may do what with a grant, its contract and its money. Source: rules.md 2.5, 2.6."""

from portal.core.access import ALLOW, LEAD, Actor, Verdict, deny
from portal.core.lifecycle import can_move, label
from portal.core.text import N_
from portal.grants.models import Acceptance, Grant, Instalment, Recovery
from portal.grants.states import (
    GRANT_MOVES,
    INSTALMENT_MOVES,
    RECOVERY_MOVES,
    GrantState,
    RecoveryState,
)

S = GrantState
IN_DRAFT = frozenset({S.PREPARATION, S.CONTRACT_DRAFT})
UNSIGNED = IN_DRAFT | {S.SENT}
PUBLISHED = frozenset(S) - UNSIGNED - {S.NOT_CONCLUDED}
OPEN_RECOVERY = frozenset({RecoveryState.ISSUED, RecoveryState.DUE})
MEMBERS = ("owner", "editor", "signatory")


def is_staff(actor: Actor, grant: Grant, *functions: str) -> bool:
    """Whether they work for the lead (in one of `functions`) and this grant is in their country.

    A national partner's staff have the grants of their country; a regional grant is the lead's.
    """
    return any(
        held.area == "action"
        and held.scope_id == grant.action_id
        and held.function in (functions or LEAD)
        and (held.country is None or held.country == grant.country)
        for held in actor.roles
    )


def can_read(actor: Actor, grant: Grant) -> Verdict:
    """Members of the grantee, the lead's staff and auditors."""
    if actor.is_member(grant.organisation_id) or is_staff(actor, grant, *LEAD, "auditor"):
        return ALLOW
    return deny(N_("Only the grantee and the staff of the Action can read this grant."))


def can_manage(actor: Actor, grant: Grant) -> Verdict:
    """Whether they see the grant as the lead's staff or auditors do."""
    if is_staff(actor, grant, *LEAD, "auditor"):
        return ALLOW
    return deny(N_("Only the staff of the Action can open this page."))


def can_set_terms(actor: Actor, grant: Grant) -> Verdict:
    """The programme staff complete the contract until it is sent."""
    if not is_staff(actor, grant, "programme"):
        return deny(N_("Only programme staff of the lead prepare contracts."))
    if grant.state not in IN_DRAFT:
        return deny(N_("The contract was sent. It can no longer be changed."))
    return ALLOW


def can_draft_contract(actor: Actor, grant: Grant) -> Verdict:
    """The programme staff have the contract made."""
    if not is_staff(actor, grant, "programme"):
        return deny(N_("Only programme staff of the lead prepare contracts."))
    return _movable(grant, "draft_contract")


def can_send_contract(actor: Actor, grant: Grant) -> Verdict:
    """The programme staff send the contract to the grantee."""
    if not is_staff(actor, grant, "programme"):
        return deny(N_("Only programme staff of the lead send contracts."))
    return _movable(grant, "send_contract")


def can_sign_as_grantee(actor: Actor, grant: Grant, acceptances: list[Acceptance]) -> Verdict:
    """A signatory of the grantee accepts the contract that was sent, once."""
    if not actor.is_member(grant.organisation_id, "signatory"):
        return deny(N_("Only a signatory of your organisation can accept the contract."))
    return _acceptable(actor, grant, acceptances, "grantee")


def can_sign_as_lead(actor: Actor, grant: Grant, acceptances: list[Acceptance]) -> Verdict:
    """The lead's signatory accepts the contract, once, and not for both sides."""
    if not is_staff(actor, grant, "signatory"):
        return deny(N_("Only the signatory of the lead can accept the contract."))
    return _acceptable(actor, grant, acceptances, "lead")


def _acceptable(actor: Actor, grant: Grant, acceptances: list[Acceptance], side: str) -> Verdict:
    if any(row.side == side for row in acceptances):
        return deny(N_("Your side has accepted this contract."))
    if any(row.user_id == actor.user_id for row in acceptances):
        return deny(N_("You accepted for the other side. Another person must accept for this one."))
    if grant.state is not S.SENT:
        return deny(N_("There is no contract waiting to be accepted."))
    return ALLOW


def can_close(actor: Actor, grant: Grant) -> Verdict:
    """The programme staff close the accounts of a grant when all money is settled."""
    if not is_staff(actor, grant, "programme", "signatory"):
        return deny(N_("Only programme staff and the signatory of the lead close a grant."))
    return _movable(grant, "close")


def can_request(actor: Actor, instalment: Instalment) -> Verdict:
    """A signatory of the grantee asks for an instalment that is due."""
    if not actor.is_member(instalment.grant.organisation_id, "signatory"):
        return deny(N_("Only a signatory of your organisation can ask for a payment."))
    return _step(instalment, "request")


def can_check(actor: Actor, instalment: Instalment) -> Verdict:
    """The lead's finance staff check a request; never the one who asked."""
    if not is_staff(actor, instalment.grant, "finance"):
        return deny(N_("Only finance staff of the lead check payment requests."))
    if actor.user_id == instalment.requested_by_id:
        return deny(N_("You asked for this payment. Another person must check it."))
    return _step(instalment, "check")


def can_approve(actor: Actor, instalment: Instalment) -> Verdict:
    """The lead's signatory approves; never the one who asked or checked."""
    if not is_staff(actor, instalment.grant, "signatory"):
        return deny(N_("Only the signatory of the lead approves payments."))
    if actor.user_id == instalment.checked_by_id:
        return deny(N_("You checked this payment. Another person must approve it."))
    if actor.user_id == instalment.requested_by_id:
        return deny(N_("You asked for this payment. Another person must approve it."))
    return _step(instalment, "approve")


def can_pay(actor: Actor, instalment: Instalment) -> Verdict:
    """The lead's finance staff enter the transfer; never the one who approved or asked."""
    if not is_staff(actor, instalment.grant, "finance"):
        return deny(N_("Only finance staff of the lead enter payments."))
    if actor.user_id == instalment.approved_by_id:
        return deny(N_("You approved this payment. Another person must pay it."))
    if actor.user_id == instalment.requested_by_id:
        return deny(N_("You asked for this payment. Another person must pay it."))
    return _step(instalment, "pay")


def can_confirm(actor: Actor, instalment: Instalment) -> Verdict:
    """The grantee says that the money arrived."""
    if not actor.is_member(instalment.grant.organisation_id, *MEMBERS):
        return deny(N_("Only owners, editors and signatories of the grantee confirm a payment."))
    return _step(instalment, "confirm")


def can_send_back(actor: Actor, instalment: Instalment) -> Verdict:
    """Who checks or approves may send a request back with a reason."""
    if not is_staff(actor, instalment.grant, "finance", "signatory"):
        return deny(N_("Only finance staff and the signatory of the lead send requests back."))
    return _step(instalment, "send_back")


def can_hold(actor: Actor, instalment: Instalment) -> Verdict:
    """The lead's finance staff and signatory stop a payment with a reason."""
    if not is_staff(actor, instalment.grant, "finance", "signatory"):
        return deny(N_("Only finance staff and the signatory of the lead stop payments."))
    return _step(instalment, "hold")


def can_release(actor: Actor, instalment: Instalment) -> Verdict:
    """The same people let it go on."""
    if not is_staff(actor, instalment.grant, "finance", "signatory"):
        return deny(N_("Only finance staff and the signatory of the lead release payments."))
    return _step(instalment, "release")


def can_settle_recovery(actor: Actor, recovery: Recovery) -> Verdict:
    """The lead's finance staff note that the money came back."""
    if not is_staff(actor, recovery.grant, "finance"):
        return deny(N_("Only finance staff of the lead settle recoveries."))
    if not can_move(recovery.state, "settle", RECOVERY_MOVES):
        return deny(N_("This recovery is %(state)s.", state=label(recovery.state)))
    return ALLOW


def can_account(actor: Actor, grant: Grant) -> Verdict:
    """Who releases further instalments and settles the accounts: the staff who decide reports."""
    if is_staff(actor, grant):
        return ALLOW
    return deny(N_("Only the staff of the lead settle the accounts of a grant."))


def _movable(grant: Grant, verb: str) -> Verdict:
    if can_move(grant.state, verb, GRANT_MOVES):
        return ALLOW
    return deny(N_("The grant is %(state)s.", state=label(grant.state)))


def _step(instalment: Instalment, verb: str) -> Verdict:
    if can_move(instalment.state, verb, INSTALMENT_MOVES):
        return ALLOW
    return deny(N_("This instalment is %(state)s.", state=label(instalment.state)))
