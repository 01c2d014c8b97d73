"""Conflicts found, decided and recorded; a conflict closes the file to the person at once."""

from datetime import datetime

from sqlalchemy import select

from portal.accounts.models import User
from portal.applications.models import Application
from portal.audit import service as audit
from portal.core.access import SYSTEM, Actor, require
from portal.core.clock import day_in
from portal.core.days import add_months
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.lifecycle import can_move, move
from portal.core.text import N_, clean
from portal.evaluation import policy, queries, rules
from portal.evaluation.models import (
    Assessment,
    ConflictFinding,
    ConflictOfInterest,
    EvaluationSession,
)
from portal.evaluation.service.committee import recipient
from portal.evaluation.states import ASSESSMENT_MOVES
from portal.jobs import service as jobs
from portal.mail import service as mail

KINDS = ("family", "work", "economic", "political", "other")
FOUND = "found"
CLEARED, CONFIRMED = "cleared", "confirmed"


def look_for_conflicts(
    session: EvaluationSession, *, actor: Actor = SYSTEM, at: datetime
) -> list[ConflictFinding]:
    """Compare the committee with every application; answers what was not known before.

    A tie closes the file to the person; one that only bars from scoring does so where the person
    holds a sheet. A suspicion waits for the secretary, who is told. Doing it again adds nothing.
    """
    lock(session)
    since = add_months(day_in(session.call.time_zone, at), -12 * session.call.conflict_years)
    people, dossiers, joints, scoring = queries.conflict_facts(session, since=since)
    found = rules.find_all(people, dossiers, joints, since=since, assessors=scoring)
    known = {(f.application_id, f.user_id, f.rule) for f in queries.findings(session.call_id)}
    new = [_keep(one, at=at) for one in found if _key(one) not in known]
    if new:
        db.session.flush()
        _act_on(session, new, actor=actor, at=at)
    return new


def _key(found: rules.Finding) -> tuple[object, object, str]:
    return (found.application, found.person, found.rule.value)


def _keep(found: rules.Finding, *, at: datetime) -> ConflictFinding:
    row = ConflictFinding(
        application_id=found.application,
        user_id=found.person,
        rule=found.rule.value,
        blocks=found.blocks,
        text=str(found.words),
        found_at=at,
    )
    db.session.add(row)
    return row


def _act_on(
    session: EvaluationSession, new: list[ConflictFinding], *, actor: Actor, at: datetime
) -> None:
    sheets = queries.sheets_by_pair(session.call_id)
    people = {member.user_id: member.user for member in queries.members(session.id)}
    files = {one.id: one for one in queries.applications_of(session.call_id)}
    for row in new:
        audit.record(
            actor,
            "evaluation.conflict_found",
            row,
            at=at,
            details={"application": files[row.application_id].number, "rule": row.rule},
        )
        held = queries.is_live(sheets.get((row.application_id, row.user_id)))
        only_scoring = row.rule in rules.BARS_SCORING_ONLY
        if row.blocks and (held or not only_scoring):
            close_file(
                files[row.application_id],
                session,
                people[row.user_id],
                kind=FOUND,
                note=row.text,
                actor=actor,
                at=at,
            )
    open_ones = [row for row in new if not row.blocks]
    secretaries = queries.secretaries(session.id)
    for decider, count in (
        ("secretary", sum(row.user_id not in secretaries for row in open_ones)),
        ("chair", sum(row.user_id in secretaries for row in open_ones)),
    ):
        if count:
            _ask(session, decider, count, actor=actor, at=at)


def _ask(
    session: EvaluationSession, decider: str, count: int, *, actor: Actor, at: datetime
) -> None:
    for member in queries.members(session.id):
        if member.function == decider and member.sits:
            mail.queue(
                "evaluation/suspicions",
                to=recipient(member.user),
                about=session,
                actor=actor,
                at=at,
                link=f"/manage/calls/{session.call.reference}/conflicts",
                call=session.call,
                count=count,
            )


def close_file(
    application: Application,
    session: EvaluationSession,
    person: User,
    *,
    kind: str,
    note: str,
    actor: Actor,
    at: datetime,
) -> ConflictOfInterest:
    """Close an application to a person from now on; what they had seen is marked.

    A sheet not locked yet stops to count. The person and the secretary are told. A second tie finds
    the first one.
    """
    known = db.session.scalar(
        select(ConflictOfInterest).where(
            ConflictOfInterest.application_id == application.id,
            ConflictOfInterest.user_id == person.id,
        )
    )
    if known is not None:
        return known
    sheet = db.session.scalar(
        select(Assessment).where(
            Assessment.application_id == application.id, Assessment.assessor_id == person.id
        )
    )
    conflict = ConflictOfInterest(
        application_id=application.id,
        user_id=person.id,
        kind=kind,
        note=clean(note),
        declared_at=at,
        declared_by_id=actor.user_id,
        sheet_state=sheet.state.value if sheet is not None else "",
        was_readable=_was_readable(session, person, sheet),
    )
    db.session.add(conflict)
    audit.record(
        actor,
        "evaluation.conflict_declared",
        conflict,
        at=at,
        details={"application": application.number, "kind": kind, "person": person.name},
    )
    if sheet is not None:
        _end(sheet, actor=actor, at=at)
    _tell(application, session, person, actor=actor, at=at)
    return conflict


def _was_readable(session: EvaluationSession, person: User, sheet: Assessment | None) -> bool:
    """Whether the person could have read the file: opened, signed, and theirs to read."""
    if session.opened_at is None or person.id not in queries.declarations(session.id):
        return False
    seats = {m.function for m in queries.members(session.id) if m.user_id == person.id}
    return sheet is not None or bool(seats - {"assessor"})


def _end(sheet: Assessment, *, actor: Actor, at: datetime) -> None:
    for verb in ("recuse", "set_aside"):
        if can_move(sheet.state, verb, ASSESSMENT_MOVES):
            move(sheet, verb, ASSESSMENT_MOVES)
            audit.record(actor, "assessment.recused", sheet, at=at)
            return


def _tell(
    application: Application,
    session: EvaluationSession,
    person: User,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    for member in queries.members(session.id):
        if (
            member.function == "secretary"
            and member.sits
            and member.user_id not in {actor.user_id, person.id}
        ):
            mail.queue(
                "evaluation/conflict",
                to=recipient(member.user),
                about=application,
                actor=actor,
                at=at,
                link=f"/manage/calls/{session.call.reference}/assignments",
                call=session.call,
                application=application,
                person=person.name,
            )
    if person.id != actor.user_id:
        mail.queue(
            "evaluation/file_closed",
            to=recipient(person),
            about=session,
            actor=actor,
            at=at,
            link="/evaluate",
            call=session.call,
            number=application.number,
        )


def record_conflict(
    session: EvaluationSession,
    application: Application,
    person: User,
    *,
    kind: str,
    note: str,
    actor: Actor,
    at: datetime,
) -> ConflictOfInterest:
    """The secretary recuses a member of the committee from one application.

    Raises: RuleBroken without a kind and a reason, or for somebody who does not sit.
    """
    lock(session)
    require(policy.can_rule_on_conflicts(actor, session, queries.standing(actor, session)))
    if person.id not in {member.user_id for member in queries.members(session.id)}:
        raise RuleBroken(N_("Choose a member of the committee"), field="person")
    if kind not in KINDS:
        raise RuleBroken(N_("Choose what kind of tie it is"), field="kind")
    if not clean(note):
        raise RuleBroken(N_("Say in a sentence what the tie is"), field="note")
    return close_file(application, session, person, kind=kind, note=note, actor=actor, at=at)


def rule_on(
    session: EvaluationSession,
    finding: ConflictFinding,
    *,
    is_conflict: bool,
    reason: str,
    actor: Actor,
    at: datetime,
) -> None:
    """A suspicion is decided on: a conflict, or none; with a reason, once.

    The secretary decides; on one about the secretary the chair or a signatory does.
    Raises: RuleBroken without a reason, and on what is no suspicion.
    """
    lock(finding)
    standing, secretaries = queries.standing(actor, session), queries.secretaries(session.id)
    require(policy.can_rule_on(actor, session, standing, finding, secretaries=secretaries))
    if finding.blocks:
        raise RuleBroken(N_("This is a conflict by the rules of the call; nothing is to decide."))
    if finding.decision:
        raise RuleBroken(N_("This was decided before."))
    if not clean(reason):
        raise RuleBroken(N_("Say why"), field="reason")
    finding.decision = CONFIRMED if is_conflict else CLEARED
    finding.reason, finding.decided_by_id, finding.decided_at = clean(reason), actor.user_id, at
    audit.record(
        actor,
        "evaluation.suspicion_decided",
        finding,
        at=at,
        details={"decision": finding.decision},
        reason=clean(reason),
    )
    if is_conflict:
        note = f"{finding.text} {clean(reason)}"
        close_file(
            finding.application,
            session,
            finding.user,
            kind=FOUND,
            note=note,
            actor=actor,
            at=at,
        )


def issue_register(session: EvaluationSession, *, actor: Actor, at: datetime) -> None:
    """Order the register as it is now as a document (REG)."""
    require(policy.can_issue_register(actor, session, queries.standing(actor, session)))
    audit.record(actor, "evaluation.register_ordered", session, at=at)
    jobs.enqueue(
        "documents.issue",
        {"kind": "REG", "subject": str(session.id)},
        at=at,
        dedupe_key=f"REG:{session.id}:{at:%Y%m%d%H%M}",
    )
