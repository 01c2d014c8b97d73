"""What the partner's own person does with the link of the mail: sign, or say no."""

from datetime import datetime

from portal.accounts.service import recipient
from portal.applications.models import Application, PartnerMandate
from portal.applications.policy import can_answer_mandate
from portal.applications.service.guard import held, require_unlocked
from portal.applications.states import MANDATE_MOVES, MandateState
from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.errors import RuleBroken
from portal.core.lifecycle import move
from portal.core.text import N_, clean, clean_name
from portal.mail import service as mail
from portal.organisations import queries as organisations


def sign_mandate(
    mandate: PartnerMandate, *, name: str, function: str, actor: Actor, at: datetime
) -> None:
    """The partner's person signs the text they were shown; the link has proven their address.

    Raises: NotAllowed for the applicant's own people; Locked after the deadline; WrongState when
            it was answered or withdrawn; RuleBroken at the field, or when the link has ended.
    """
    application, mandate = _answerable(mandate, actor, at)
    name, function = clean_name(name), clean_name(function)
    if not name:
        raise RuleBroken(N_("Enter your name"), field="name")
    if not function:
        raise RuleBroken(N_("Enter your function in the organisation"), field="function")
    move(mandate, "sign", MANDATE_MOVES)
    mandate.signed_name, mandate.signed_function = name, function
    mandate.signed_by_id = actor.user_id
    mandate.partner.has_mandate = True
    _answered(application, mandate, actor=actor, at=at)


def decline_mandate(mandate: PartnerMandate, *, reason: str, actor: Actor, at: datetime) -> None:
    """The partner's person says no.

    Raises: as sign_mandate.
    """
    application, mandate = _answerable(mandate, actor, at)
    move(mandate, "decline", MANDATE_MOVES)
    mandate.reason = clean(reason)
    _answered(application, mandate, actor=actor, at=at)


def _answerable(
    mandate: PartnerMandate, actor: Actor, at: datetime
) -> tuple[Application, PartnerMandate]:
    """Both held and read afresh: a change of the applicant at the same moment counts first."""
    token = mandate.token_hash
    application = held(mandate.partner.application)
    require(can_answer_mandate(actor, application))
    require_unlocked(application, at)
    fresh = next(
        (
            row.mandate
            for row in application.partners
            if row.mandate and row.mandate.id == mandate.id
        ),
        None,
    )
    if fresh is None or fresh.token_hash != token:
        raise RuleBroken(N_("This link no longer works. Look for the latest mail."))
    if fresh.expires_at is None or at >= fresh.expires_at:
        raise RuleBroken(N_("This link has ended. Ask the lead applicant for a new one."))
    return application, fresh


def _answered(
    application: Application, mandate: PartnerMandate, *, actor: Actor, at: datetime
) -> None:
    mandate.answered_at = application.changed_at = at
    is_signed = mandate.state is MandateState.SIGNED
    details = {
        "partner": mandate.partner.name,
        "email": mandate.email,
        "name": mandate.signed_name,
        "function": mandate.signed_function,
        "sha256": mandate.sha256,
        "reason": mandate.reason,
    }
    verb = f"application.mandate_{mandate.state.value}"
    audit.record(actor, verb, application, at=at, details=details)
    told = [
        recipient(person)
        for person in organisations.people_to_tell(application.organisation_id, signatories=True)
    ]
    for to in [*told, mail.Recipient(mandate.signed_by_id, mandate.to_name, mandate.email)]:
        mail.queue(
            "applications/mandate_answered",
            to=to,
            about=application,
            actor=actor,
            at=at,
            link=f"/applications/{application.id}/partners",
            action=application.call.action,
            application=application,
            mandate=mandate,
            is_signed=is_signed,
            is_own=to.email == mandate.email,
            zone=application.call.time_zone,
        )
