"""More time for one applicant, given by a signatory of the lead before anything is opened."""

from datetime import datetime, timedelta

from portal.applications import queries
from portal.applications.models import Application, DeadlineExtension
from portal.applications.policy import can_extend
from portal.applications.service.telling import answers_for_it, tell
from portal.applications.states import ApplicationState
from portal.audit import service as audit
from portal.calls.models import Call
from portal.calls.rules import deadline_of, in_words
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.text import N_, clean, fold

EXTENDED = (ApplicationState.DRAFT, ApplicationState.SUBMITTED)


def extend_deadline(
    call: Call, *, applicant: str, until: datetime, reason: str, actor: Actor, at: datetime
) -> list[DeadlineExtension]:
    """Give one organisation a later deadline for what it has in the call; it is told by mail.

    Shape:  `applicant` is the registration number or the whole name: what is sealed is not listed.
    Raises: NotAllowed; RuleBroken at "applicant", "until" or "reason".
    """
    lock(call)
    require(can_extend(actor, call))
    if not (words := clean(reason)):
        raise RuleBroken(N_("Enter the reason"), field="reason")
    found = [one for one in queries.applications_in(call.id, *EXTENDED) if _is(one, applicant)]
    if not found:
        raise RuleBroken(
            N_(
                "No draft or submitted application of this organisation is in this call. Enter "
                "its registration number, or its whole name as in its profile"
            ),
            field="applicant",
        )
    return [_give(one, call, until, words, actor=actor, at=at) for one in found]


def move_extensions(
    call: Call, *, since: datetime, stood: timedelta, reason: str, actor: Actor, at: datetime
) -> list[DeadlineExtension]:
    """A call that stood still goes on: personal deadlines that had not run out move with it.

    Shape: `since` is the instant it was suspended, `stood` how long. Each applicant is told.
    """
    return [
        _give(one, call, one.extended_until + stood, reason, actor=actor, at=at)
        for one in queries.applications_in(call.id, *EXTENDED)
        if one.extended_until and one.extended_until > since
    ]


def _is(application: Application, text: str) -> bool:
    organisation, wanted = application.organisation, fold(text).strip()
    names = (organisation.legal_name, organisation.local_name, organisation.registration_number)
    return bool(wanted) and wanted in {fold(name).strip() for name in names if name}


def _give(
    application: Application,
    call: Call,
    until: datetime,
    reason: str,
    *,
    actor: Actor,
    at: datetime,
) -> DeadlineExtension:
    lock(application)
    before = deadline_of(call.closes_at, application.extended_until)
    if before is None or until <= before or until <= at:
        raise RuleBroken(
            N_(
                "The new time must be later than now and than %(when)s",
                when=in_words(before or at, call.time_zone),
            ),
            field="until",
        )
    given = DeadlineExtension(
        application_id=application.id,
        before_at=before,
        until_at=until,
        reason=reason,
        given_at=at,
        given_by_id=actor.user_id,
        given_by_name=actor.name,
    )
    db.session.add(given)
    application.extended_until = until
    db.session.flush()
    audit.record(
        actor,
        "application.deadline_extended",
        application,
        at=at,
        reason=reason,
        details={"before": before, "after": until},
    )
    tell(
        application, "applications/extended", to=answers_for_it,
        actor=actor, at=at, call=call, given=given,
    )  # fmt: skip
    return given
