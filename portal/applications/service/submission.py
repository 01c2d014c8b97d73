"""Submitting, changing again, withdrawing."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from portal.applications import queries, rules
from portal.applications.models import Application, ApplicationVersion
from portal.applications.policy import can_reopen, can_sign, can_write, is_taken
from portal.applications.rules.frozen import fingerprint
from portal.applications.service.attempts import Incomplete, TooLate, note_receipt
from portal.applications.service.guard import held
from portal.applications.service.telling import answers_for_it, tell
from portal.applications.states import MOVES, ApplicationState
from portal.audit import service as audit
from portal.calls.models import Call
from portal.calls.states import CallState
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import Locked, WrongState
from portal.core.lifecycle import move
from portal.core.text import N_
from portal.jobs import service as jobs

STANDS_STILL = frozenset({CallState.SUSPENDED, CallState.CANCELLED})


def submit(application: Application, *, actor: Actor, at: datetime) -> ApplicationVersion:
    """Hand the application in: number, frozen version with its hash, receipt by mail.

    Raises: NotAllowed (not a signatory); Locked at or after the deadline; WrongState when it is
            no draft, for example after a double click; Incomplete while something is missing.
    """
    application = held(application)
    require(can_sign(actor, application))
    if application.state is ApplicationState.SUBMITTED:
        raise _submitted_already(application)
    _require_in_time(application, at)
    if application.state is not ApplicationState.DRAFT:
        raise WrongState(N_("This application is no longer a draft. Nothing was changed."))
    if found := queries.problems(application):
        raise Incomplete(found)
    number = application.number or _number_for(application)
    application.number, application.submitted_at = number, at
    move(application, "submit", MOVES)
    version = _freeze(application, actor=actor, at=at)
    budget = queries.budget_of(application)
    application.requested = budget.requested
    application.total_eligible = rules.totals(budget).eligible
    application.submitted_by_id, application.changed_at = actor.user_id, at
    note_receipt(application, version, actor=actor, at=at)
    audit.record(
        actor,
        "application.submitted",
        application,
        at=at,
        details={"number": number, "version": version.number, "sha256": version.sha256},
    )
    if application.is_test:
        return version  # no receipt as a document, no mail: nobody hears of it
    jobs.enqueue(
        "documents.issue",
        {"kind": "ACK", "subject": str(application.id)},
        at=at,
        dedupe_key=f"ACK:{application.id}:{version.number}",
    )
    _tell(application, "applications/submitted", version=version, actor=actor, at=at)
    return version


def _require_in_time(application: Application, at: datetime) -> None:
    verdict = is_taken(application, at)
    if verdict:
        return
    if application.is_test:
        raise Locked(verdict.reason)
    closes_at, zone = application.closes_at, application.call.time_zone
    if application.call.state in STANDS_STILL or closes_at is None or at < closes_at:
        raise Locked(verdict.reason)
    last = queries.latest_version(application.id)
    if last is None:
        raise TooLate(
            N_("The call closed on %(when)s. Nothing was submitted.", when=_local(closes_at, zone))
        )
    raise TooLate(
        N_(
            "The call closed on %(when)s. Version %(version)s, sent on %(sent)s, counts.",
            when=_local(closes_at, zone),
            version=last.number,
            sent=_local(last.submitted_at, zone),
        )
    )


def _submitted_already(application: Application) -> WrongState:
    last = queries.latest_version(application.id)
    if last is None:
        return WrongState(N_("This application is submitted already."))
    return WrongState(
        N_(
            "This application is submitted already: version %(version)s by %(name)s, received on "
            "%(when)s. Nothing was sent a second time.",
            version=last.number,
            name=last.submitted_by_name,
            when=_local(last.submitted_at, application.call.time_zone),
        )
    )


def _local(instant: datetime, zone: str) -> str:
    local = instant.astimezone(ZoneInfo(zone))
    return f"{local.day} {local:%B %Y} at {local:%H:%M}"


def _number_for(application: Application) -> str:
    """A test has a number that no real application can have, and takes none away."""
    if application.is_test:
        return f"{application.call.reference}-TEST-{application.id.hex[:8]}"
    return _next_number(application.call)


def _next_number(call: Call) -> str:
    """The next dossier number; the call's row is held so that two submissions get two numbers."""
    lock(call)
    last = db.session.scalar(
        select(func.max(Application.number)).where(
            Application.call_id == call.id, Application.number.is_not(None)
        )
    )
    serial = int(str(last).rpartition("-")[2]) + 1 if last else 1
    return f"{call.reference}-{serial:04d}"


def _freeze(application: Application, *, actor: Actor, at: datetime) -> ApplicationVersion:
    content = {
        **queries.build(application),
        "number": application.number,
        "submitted_at": at.isoformat(),
        "submitted_by": actor.name,
    }
    last = queries.latest_version(application.id)
    version = ApplicationVersion(
        application_id=application.id,
        number=last.number + 1 if last else 1,
        content=content,
        sha256=fingerprint(content),
        submitted_at=at,
        submitted_by_id=actor.user_id,
        submitted_by_name=actor.name,
    )
    db.session.add(version)
    db.session.flush()
    return version


def reopen(application: Application, *, actor: Actor, at: datetime) -> None:
    """Take a submitted application back to change it; the version that was sent is kept.

    If it is not submitted again by the deadline, that version counts (`let_stand`).
    Raises: NotAllowed, Locked after the deadline, WrongState.
    """
    application = held(application)
    require(can_write(actor, application))
    _require_in_time(application, at)
    if not (verdict := can_reopen(actor, application, at)):
        raise WrongState(verdict.reason)
    move(application, "reopen", MOVES)
    application.changed_at = at
    audit.record(actor, "application.reopened", application, at=at)


def withdraw(application: Application, *, actor: Actor, at: datetime, reason: str = "") -> None:
    """Withdraw for good.

    Raises: NotAllowed (not a signatory); WrongState.
    """
    application = held(application)
    require(can_sign(actor, application))
    move(application, "withdraw", MOVES)
    application.withdrawn_at = application.changed_at = at
    audit.record(actor, "application.withdrawn", application, at=at, reason=reason)
    _tell(application, "applications/withdrawn", version=None, actor=actor, at=at)


def _tell(
    application: Application,
    template: str,
    *,
    version: ApplicationVersion | None,
    actor: Actor,
    at: datetime,
) -> None:
    tell(
        application, template, to=answers_for_it, actor=actor, at=at,
        version=version, by=actor.name, happened_at=at,
    )  # fmt: skip
