"""Moves of an application that the committee and the grants make.

Whether the person may is asked by the area that calls (evaluation, grants); here the move is made,
its facts are set and it is noted.
"""

from datetime import date, datetime

from portal.applications.models import Application
from portal.applications.states import MOVES
from portal.audit import service as audit
from portal.core.access import Actor
from portal.core.db import db
from portal.core.lifecycle import move


def open_application(application: Application, *, actor: Actor, at: datetime) -> None:
    """The secretary opens it after the deadline."""
    _make(application, "open", "application.opened", actor=actor, at=at)


def fail_admin(application: Application, *, reason: str, actor: Actor, at: datetime) -> None:
    """The administrative check failed for good."""
    application.result_reason = reason
    _make(application, "fail_admin", "application.admin_failed", actor=actor, at=at, reason=reason)


def pass_admin(application: Application, *, actor: Actor, at: datetime) -> None:
    """The administrative check is passed: it goes to the assessors."""
    _make(application, "pass_admin", "application.admin_passed", actor=actor, at=at)


def invite(application: Application, *, actor: Actor, at: datetime) -> None:
    """The concept note is above the cut: its applicant may hand in the full application."""
    _make(application, "invite", "application.invited", actor=actor, at=at)


def lapse(application: Application, *, actor: Actor, at: datetime) -> None:
    """The second step has closed without a full application of the invited."""
    _make(application, "lapse", "application.lapsed", actor=actor, at=at)


def reject_concept(application: Application, *, reason: str, actor: Actor, at: datetime) -> None:
    """The concept note is below a threshold, or below the cut."""
    application.result_reason = reason
    _make(application, "reject_concept", "application.rejected", actor=actor, at=at, reason=reason)


def reject_quality(application: Application, *, reason: str, actor: Actor, at: datetime) -> None:
    """Below a threshold."""
    application.result_reason = reason
    _make(application, "reject_quality", "application.rejected", actor=actor, at=at, reason=reason)


def select(application: Application, *, actor: Actor, at: datetime, reason: str = "") -> None:
    """Inside envelope and number of grants, or moved up from the reserve."""
    application.reserve_rank = None
    _make(application, "select", "application.selected", actor=actor, at=at, reason=reason)


def put_on_reserve(
    application: Application,
    *,
    rank: int,
    until: date | None,
    actor: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    """Good enough, no money now; valid until the day, that day included."""
    application.reserve_rank, application.reserve_until = rank, until
    _make(application, "put_on_reserve", "application.reserved", actor=actor, at=at, reason=reason)


def restore(
    application: Application,
    *,
    rank: int,
    until: date | None,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    """An upheld complaint brings a rejected one back, onto the reserve list."""
    application.reserve_rank, application.reserve_until = rank, until
    application.result_reason = reason
    _make(application, "restore", "application.restored", actor=actor, at=at, reason=reason)


def check_again(application: Application, *, reason: str, actor: Actor, at: datetime) -> None:
    """An upheld complaint brings it back to the administrative check; a new letter will follow."""
    application.result_reason, application.letter_sent_at = "", None
    _make(application, "check_again", "application.restored", actor=actor, at=at, reason=reason)


def start_eligibility(
    application: Application, *, due_on: date, actor: Actor, at: datetime
) -> None:
    """Supporting documents are asked for, to be sent by the day."""
    application.documents_due_on = due_on
    _make(application, "start_eligibility", "application.documents_asked", actor=actor, at=at)


def find_ineligible(application: Application, *, reason: str, actor: Actor, at: datetime) -> None:
    """The documents show that it cannot get a grant."""
    application.result_reason = reason
    _make(
        application, "find_ineligible", "application.found_ineligible",
        actor=actor, at=at, reason=reason,
    )  # fmt: skip


def award(application: Application, *, actor: Actor, at: datetime) -> None:
    """The grant is awarded."""
    _make(application, "award", "application.awarded", actor=actor, at=at)


def expire(application: Application, *, actor: Actor, at: datetime) -> None:
    """The reserve list has ended."""
    _make(application, "expire", "application.expired", actor=actor, at=at)


def contract(application: Application, *, actor: Actor, at: datetime) -> None:
    """Both sides have signed."""
    _make(application, "contract", "application.contracted", actor=actor, at=at)


def decline(application: Application, *, reason: str, actor: Actor, at: datetime) -> None:
    """The applicant does not take the grant, or did not sign in time."""
    _make(application, "decline", "application.declined", actor=actor, at=at, reason=reason)


def letter_sent(application: Application, *, actor: Actor, at: datetime) -> None:
    """The letter with the result has gone out: the applicant may see result, scores, reasons."""
    application.letter_sent_at = at
    db.session.flush()
    audit.record(actor, "application.letter_sent", application, at=at)


def _make(
    application: Application,
    verb: str,
    event: str,
    *,
    actor: Actor,
    at: datetime,
    reason: str = "",
) -> None:
    before = move(application, verb, MOVES)
    application.changed_at = at
    db.session.flush()
    audit.record(
        actor,
        event,
        application,
        at=at,
        reason=reason,
        details={"from": before.value, "to": application.state.value},
    )
