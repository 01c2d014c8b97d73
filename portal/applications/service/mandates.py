"""Mandates: asked of a partner by mail, signed or declined by the partner's own person."""

import secrets
from datetime import datetime, timedelta

from portal.accounts.queries import hashed
from portal.accounts.service import person_id
from portal.applications.models import Application, PartnerMandate, PartnerOrganisation
from portal.applications.policy import is_unlocked
from portal.applications.rules.mandate import (
    SIGNING,
    Parties,
    fingerprint_of,
    mandate_text,
)
from portal.applications.service.guard import held, writable
from portal.applications.states import MANDATE_MOVES, MandateState
from portal.audit import service as audit
from portal.core.access import SYSTEM, Actor
from portal.core.db import db
from portal.core.errors import RuleBroken
from portal.core.lifecycle import can_move, move
from portal.core.text import N_, clean_name
from portal.files import service as files
from portal.mail import service as mail
from portal.organisations import queries as organisations

PAPER = ("pdf", "png", "jpg")


def parties(application: Application, partner: PartnerOrganisation) -> Parties:
    """Who and what is meant in the mandate of a partner."""
    return Parties(
        partner=partner.name,
        number=partner.registration_number,
        lead=application.organisation.legal_name,
        call=f"{application.call.reference}, {application.call.title}",
        title=application.title,
        role=partner.role,
    )


def present_text(application: Application, partner: PartnerOrganisation) -> str:
    """The text that would be asked for now; an associate signs none."""
    if partner.relation not in SIGNING:
        return ""
    return mandate_text(partner.relation, parties(application, partner))


def ask_mandate(
    application: Application,
    partner: PartnerOrganisation,
    *,
    name: str,
    email: str,
    actor: Actor,
    at: datetime,
) -> PartnerMandate:
    """Mail the partner's own person a link to the statement; an earlier link ends.

    Raises: RuleBroken at "email" when the person belongs to the applicant, or was asked too often;
            WrongState when it is signed; NotAllowed, Locked.
    """
    application = writable(application, actor=actor, at=at)
    row, email = _signing(application, partner), email.strip().lower()
    if application.is_test:
        raise RuleBroken(N_("A test sends no mail. Take the way on paper instead"), field="email")
    _require_askable(application, row, email)
    mandate = _renewed(application, row, "ask", actor=actor, at=at)
    mandate.to_name, mandate.email = clean_name(name), email
    details = {"partner": row.name, "email": email}
    _send_link(application, mandate, is_reminder=False, actor=actor, at=at)
    audit.record(actor, "application.mandate_asked", application, at=at, details=details)
    return mandate


def _signing(application: Application, partner: PartnerOrganisation) -> PartnerOrganisation:
    row = next((one for one in application.partners if one.id == partner.id), None)
    if row is None:
        raise RuleBroken(N_("This partner was taken off the application"))
    if row.relation not in SIGNING:
        raise RuleBroken(N_("An associate signs no mandate"))
    if not application.title:
        raise RuleBroken(N_("Enter the title of the project first: the mandate names it"))
    return row


def _require_askable(application: Application, partner: PartnerOrganisation, email: str) -> None:
    members = organisations.members(application.organisation_id)
    if email in {row.user.email for row in members}:
        raise RuleBroken(
            N_("This person belongs to your organisation. The partner’s own person signs"),
            field="email",
        )
    _require_patience(application, partner)


def _require_patience(application: Application, partner: PartnerOrganisation) -> None:
    most = application.call.mandate_requests
    if partner.mandate is not None and partner.mandate.times_asked >= most:
        raise RuleBroken(
            N_("This partner was asked %(times)s times. Talk to them", times=most),
            field="email",
        )


def _renewed(
    application: Application, partner: PartnerOrganisation, verb: str, *, actor: Actor, at: datetime
) -> PartnerMandate:
    """The partner's mandate as asked or handed in now, with the text as it is now."""
    text = present_text(application, partner)
    mandate = partner.mandate
    if mandate is None:
        mandate = PartnerMandate(state=MANDATE_MOVES[verb].target, times_asked=0)
        partner.mandate = mandate
    else:
        move(mandate, verb, MANDATE_MOVES)
    mandate.text, mandate.sha256 = text, fingerprint_of(text)
    mandate.asked_by_id, mandate.asked_at = person_id(actor), at
    mandate.answered_at = mandate.ended_at = mandate.reminded_at = None
    mandate.reason = mandate.signed_name = mandate.signed_function = ""
    mandate.signed_by_id = mandate.file = None
    application.changed_at = at
    return mandate


def remind_mandate(
    application: Application, partner: PartnerOrganisation, *, actor: Actor, at: datetime
) -> None:
    """Send the person who was asked a new link; the earlier one ends.

    Raises: RuleBroken when nobody is asked, or too often; NotAllowed, Locked.
    """
    application = writable(application, actor=actor, at=at)
    row = _signing(application, partner)
    if row.mandate is None or row.mandate.state is not MandateState.ASKED:
        raise RuleBroken(N_("Nobody is asked for this mandate now"))
    _require_patience(application, row)
    audit.record(
        actor, "application.mandate_reminded", application, at=at, details={"partner": row.name}
    )
    _send_link(application, row.mandate, is_reminder=True, actor=actor, at=at)


def remind_by_itself(mandate: PartnerMandate, *, at: datetime) -> None:
    """Remind whoever has not answered for days, once for each request."""
    application = held(db.session.get_one(Application, mandate.partner.application_id))
    mandate.reminded_at = at
    is_waiting = mandate.state is MandateState.ASKED and is_unlocked(application, at)
    if is_waiting and mandate.times_asked < application.call.mandate_requests:
        _send_link(application, mandate, is_reminder=True, actor=SYSTEM, at=at)


def _send_link(
    application: Application,
    mandate: PartnerMandate,
    *,
    is_reminder: bool,
    actor: Actor,
    at: datetime,
) -> None:
    token = secrets.token_urlsafe(24)
    mandate.token_hash = hashed(token)
    mandate.expires_at = at + timedelta(days=application.call.mandate_link_days)
    mandate.times_asked += 1
    db.session.flush()
    mail.queue(
        "applications/mandate_asked",
        to=mail.Recipient(None, mandate.to_name, mandate.email),
        about=application,
        actor=actor,
        at=at,
        link=f"/mandates/{token}",
        sensitive=True,
        action=application.call.action,
        partner=mandate.partner.name,
        application=application,
        is_reminder=is_reminder,
        expires_at=mandate.expires_at,
        zone=application.call.time_zone,
    )


def withdraw_mandate(
    application: Application, partner: PartnerOrganisation, *, actor: Actor, at: datetime
) -> None:
    """The applicant takes the request (or a signed mandate) back; the link no longer works.

    Raises: RuleBroken when there is none; WrongState; NotAllowed, Locked.
    """
    application = writable(application, actor=actor, at=at)
    row = _signing(application, partner)
    reason = N_("The lead applicant took the request back")
    if not end_mandate(application, row, "withdraw", reason=reason, actor=actor, at=at):
        raise RuleBroken(N_("Nobody is asked for this mandate now"))


def end_mandate(
    application: Application,
    partner: PartnerOrganisation,
    verb: str,
    *,
    reason: str,
    actor: Actor,
    at: datetime,
) -> bool:
    """End a mandate that is asked or signed and tell whoever was asked; False when there is none.

    Shape: `verb` withdraw or void; the application is held.
    """
    mandate, partner.has_mandate = partner.mandate, False
    if mandate is None or not can_move(mandate.state, verb, MANDATE_MOVES):
        return False
    was_signed = mandate.state is MandateState.SIGNED
    move(mandate, verb, MANDATE_MOVES)
    mandate.token_hash, mandate.ended_at, mandate.reason = None, at, str(reason)
    application.changed_at = at
    details = {"partner": partner.name, "was_signed": was_signed, "sha256": mandate.sha256}
    audit.record(
        actor, f"application.mandate_{mandate.state.value}", application, at=at, reason=reason,
        details=details,
    )  # fmt: skip
    if mandate.email:
        mail.queue(
            "applications/mandate_ended",
            to=mail.Recipient(mandate.signed_by_id, mandate.to_name, mandate.email),
            about=application,
            actor=actor,
            at=at,
            action=application.call.action,
            application=application,
            partner=partner.name,
            was_signed=was_signed,
            reason=reason,
        )
    return True


def sign_on_paper(
    application: Application,
    partner: PartnerOrganisation,
    data: bytes,
    *,
    name: str,
    actor: Actor,
    at: datetime,
) -> None:
    """Keep the scan of a mandate that the partner signed on paper; a link sent before ends.

    Raises: RuleBroken at "file" for type or size; WrongState when it is signed already;
            NotAllowed, Locked.
    """
    application = writable(application, actor=actor, at=at)
    row = _signing(application, partner)
    stored = files.store(data, name=name, actor=actor, at=at, allowed=PAPER, field="file")
    files.attach(stored)
    mandate = _renewed(application, row, "sign_on_paper", actor=actor, at=at)
    mandate.file, mandate.answered_at = stored, at
    mandate.token_hash, mandate.expires_at = None, None
    row.has_mandate = True
    details = {"partner": row.name, "file": stored.name, "sha256": stored.sha256}
    audit.record(actor, "application.mandate_on_paper", application, at=at, details=details)
