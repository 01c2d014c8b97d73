"""OPR: what was received in a call until it was opened."""

import uuid
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.applications import queries as applications
from portal.applications.models import Application, DeadlineExtension, SubmissionAttempt
from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.calls.queries import get_whole
from portal.calls.rules import deadline_of, is_in_time
from portal.documents.engine import Letterhead, day
from portal.documents.gather._base import Gathered, Source, one
from portal.documents.gather.evaluation import confidential
from portal.documents.layouts import opr
from portal.documents.layouts._parts import Signature
from portal.evaluation.models import CommitteeMember, EvaluationSession

SIGNERS = {"secretary": 0, "chair": 1}


def record(session_id: uuid.UUID) -> Gathered:
    """OPR: applications by lot, late tries, and later deadlines, as they stood at the opening."""
    session = one(
        select(EvaluationSession)
        .where(EvaluationSession.id == session_id)
        .options(selectinload(EvaluationSession.members).joinedload(CommitteeMember.user))
    )
    call = get_whole(session.call_id)
    opened_at = session.opened_at or session.created_at
    closes_at = call.closes_at or opened_at
    received = applications.by_call(call.id)
    given = [one for one in applications.extensions_in(call.id) if one.given_at <= opened_at]
    late = [one for one in applications.late_in(call.id) if one.at <= opened_at]
    drafts = len(applications.applications_in(call.id, ApplicationState.DRAFT))
    signers = sorted(
        (member for member in session.members if member.function in SIGNERS),
        key=lambda member: (member.is_substitute, SIGNERS[member.function]),
    )

    def build(head: Letterhead) -> opr.OpeningRecord:
        return opr.OpeningRecord(
            head=head,
            call_reference=call.reference,
            call_title=call.title,
            closes_at=closes_at,
            grace_seconds=call.grace_seconds,
            opened_at=opened_at,
            zone=call.time_zone,
            received=len(received),
            drafts=drafts,
            lots=tuple(
                opr.LotReceived(
                    lot.name,
                    tuple(
                        _line(one, call, closes_at, opened_at)
                        for one in received
                        if one.lot_id == lot.id
                    ),
                )
                for lot in call.lots
            ),
            late=tuple(_late(one, call.time_zone) for one in late),
            extensions=tuple(_extension(one, call.time_zone) for one in given),
            people=tuple(
                Signature(member.user.name, member.function.capitalize())
                for member in signers
                if not member.is_substitute
            ),
        )

    return Gathered(
        **confidential(call, "OPR", ("evaluation_sessions", session.id), call.title), build=build
    )


def _line(
    application: Application, call: Call, closes_at: datetime, opened_at: datetime
) -> opr.ReceivedLine:
    at = application.submitted_at or application.changed_at
    limit = deadline_of(closes_at, application.extended_until) or closes_at
    withdrawn = application.withdrawn_at
    remarks = []
    if application.extended_until:
        remarks.append(f"More time until {_instant(application.extended_until, call.time_zone)}")
    if withdrawn and withdrawn <= opened_at:
        remarks.append("Withdrawn before the opening")
    return opr.ReceivedLine(
        application.number or "",
        application.organisation.legal_name,
        _instant(at, call.time_zone),
        is_in_time(at, closes_at=limit, grace_seconds=call.grace_seconds),
        "; ".join(remarks),
    )


def _late(attempt: SubmissionAttempt, zone: str) -> opr.LateLine:
    applicant = attempt.application.organisation.legal_name
    at = _instant(attempt.at, zone)
    return opr.LateLine(applicant, attempt.application.lot.name, at, attempt.reason)


def _extension(given: DeadlineExtension, zone: str) -> opr.ExtensionLine:
    return opr.ExtensionLine(
        given.application.organisation.legal_name,
        given.application.lot.name,
        _instant(given.until_at, zone),
        given.reason,
        f"{given.given_by_name}, {_instant(given.given_at, zone)}",
    )


def _instant(at: datetime, zone: str) -> str:
    """4 December 2026, 12:00:03.412."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{day(local.date())}, {local:%H:%M:%S}.{local.microsecond // 1000:03d}"


SOURCES: dict[str, Source] = {"OPR": record}
