"""REG and CMP: who sits on the committee of a call, and the register of conflicts."""

import uuid
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.calls.queries import get_whole
from portal.core.clock import day_in
from portal.documents.engine import Letterhead, day
from portal.documents.gather._base import Gathered, Source, one
from portal.documents.gather.evaluation import confidential
from portal.documents.layouts import cmp, reg
from portal.documents.layouts._parts import Signature, moment
from portal.evaluation import queries
from portal.evaluation.models import CommitteeMember, EvaluationSession
from portal.evaluation.queries import Entry

KINDS = {
    "family": "Family",
    "work": "Work or membership",
    "economic": "Money or property",
    "political": "Politics",
    "other": "Another shared interest",
    "found": "Found by the portal",
    "member": "Membership",
    "person": "Worked on the application",
    "employer": "Employer",
    "earlier": "Earlier partners",
    "country": "Own country",
    "name": "Same name",
    "mail": "Same mail domain",
}


def _session(session_id: uuid.UUID) -> EvaluationSession:
    return one(
        select(EvaluationSession)
        .where(EvaluationSession.id == session_id)
        .options(
            selectinload(EvaluationSession.members).options(
                joinedload(CommitteeMember.user), joinedload(CommitteeMember.appointed_by)
            )
        )
    )


def register(session_id: uuid.UUID) -> Gathered:
    """REG: what was declared, recorded and found in a call, and what was done about it."""
    session = _session(session_id)
    call = get_whole(session.call_id)
    functions: dict[uuid.UUID, list[str]] = {}
    for member in session.members:
        functions.setdefault(member.user_id, []).append(member.function)
    entries = queries.register(call.id)
    count = len(queries.applications_of(call.id))
    lines = tuple(_line(entry, functions, call.time_zone) for entry in entries)

    def build(head: Letterhead) -> reg.ConflictRegister:
        return reg.ConflictRegister(
            head=head,
            call_reference=call.reference,
            call_title=call.title,
            members=len(functions),
            applications=count,
            lines=lines,
            signature=Signature("", "Programme officer", head.issuer),
            zone=call.time_zone,
        )

    subject = ("evaluation_sessions", session.id)
    return Gathered(**confidential(call, "REG", subject, call.title), build=build)


def _line(entry: Entry, functions: dict[uuid.UUID, list[str]], zone: str) -> reg.RegisterLine:
    return reg.RegisterLine(
        person=entry.person.name,
        function=", ".join(functions.get(entry.person.id, [])).capitalize(),
        dossier=entry.application.number or "",
        applicant=entry.application.organisation.legal_name,
        kind=KINDS.get(entry.kind, entry.kind.capitalize()),
        tie=entry.text,
        measure=_measure(entry),
        on=day(day_in(zone, entry.at)),
    )


def _measure(entry: Entry) -> str:
    if entry.is_closed:
        seen = "it had been open to the person" if entry.was_readable else "never readable before"
        sheet = entry.sheet_state.replace("_", " ")
        return f"File closed; {seen}" + (f"; sheet then {sheet}" if sheet else "")
    if entry.waits:
        return "Decision of the secretary awaited; not assigned meanwhile"
    if entry.finding is not None and entry.finding.blocks:
        return "Does not score this application"
    return f"No conflict: {entry.finding.reason}" if entry.finding is not None else ""


def appointment(session_id: uuid.UUID) -> Gathered:
    """CMP: chair, secretary, voters, assessors, observers and substitutes, with dates."""
    session = _session(session_id)
    call = get_whole(session.call_id)
    members = session.members
    first = min(members, key=lambda member: member.appointed_at)

    def build(head: Letterhead) -> cmp.CommitteeAppointment:
        return cmp.CommitteeAppointment(
            head=head,
            call_reference=call.reference,
            call_title=call.title,
            lots=tuple(lot.name for lot in call.lots),
            members=tuple(
                cmp.AppointedMember(
                    member.user.name,
                    member.function.capitalize(),
                    member.function == "voter" and member.sits,
                    day(day_in(call.time_zone, member.appointed_at)),
                    _remark(member),
                )
                for member in members
            ),
            scores_due=moment(session.scores_due_at, call.time_zone),
            signature=Signature(
                first.appointed_by.name,
                "Signatory",
                head.issuer,
                max(at for member in members for at in _changes(member)),
            ),
            zone=call.time_zone,
        )

    subject = ("evaluation_sessions", session.id)
    return Gathered(**confidential(call, "CMP", subject, call.title), build=build)


def _changes(member: CommitteeMember) -> list[datetime]:
    found = (member.appointed_at, member.called_in_at, member.left_at)
    return [at for at in found if at is not None]


def _remark(member: CommitteeMember) -> str:
    if member.left_reason:
        return f"Left the place: {member.left_reason}"
    if member.called_in_reason:
        return f"Substitute, called in: {member.called_in_reason}"
    return "Substitute" if member.is_substitute else ""


SOURCES: dict[str, Source] = {"REG": register, "CMP": appointment}
