"""The consensus note: merged from the sheets, edited, agreed or objected to. Source: PRODUCT E9."""

from datetime import datetime
from uuid import UUID

from portal.applications.models import Application
from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import Conflict, RuleBroken
from portal.core.text import N_, clean
from portal.evaluation import policy, queries
from portal.evaluation.models import (
    Assessment,
    ConsensusAnswer,
    ConsensusVersion,
    EvaluationSession,
)
from portal.evaluation.service.committee import recipient
from portal.jobs import service as jobs
from portal.mail import service as mail


def write_consensus(
    application: Application,
    session: EvaluationSession,
    *,
    text: str,
    after: int,
    actor: Actor,
    at: datetime,
) -> ConsensusVersion:
    """Keep a text as the next version and ask every author; the first one is the merged sheets.

    Shape:  `after` is the number of the version that the writer saw, 0 for none.
    Raises: Conflict when another version came in between; RuleBroken for no text, no change, or
            fewer than two sheets.
    """
    lock(application)
    require(policy.can_write_consensus(actor, session, queries.standing(actor, session)))
    versions = queries.consensus_versions(application.id)
    last = versions[0] if versions else None
    if (last.number if last else 0) != after:
        raise Conflict(N_("There is a newer version. Copy what you need, then load it again."))
    sheets = queries.authors(application.id)
    if len(sheets) < 2:
        raise RuleBroken(N_("A consensus needs two sheets that are in."))
    words = clean(text) if last else queries.merged(session.call, sheets)
    if not words:
        raise RuleBroken(N_("Write the text on which the assessors agree"), field="text")
    if last and words == last.text:
        raise RuleBroken(N_("Nothing is changed: the authors have this version"), field="text")
    version = ConsensusVersion(
        application_id=application.id,
        number=after + 1,
        text=words,
        written_by_id=actor.user_id,
        written_at=at,
    )
    db.session.add(version)
    db.session.flush()
    details = {"number": version.number}
    audit.record(actor, "consensus.written", version, at=at, details=details)
    for sheet in sheets:
        _ask(sheet, application, session, actor=actor, at=at)
    return version


def _ask(
    sheet: Assessment,
    application: Application,
    session: EvaluationSession,
    *,
    actor: Actor,
    at: datetime,
) -> None:
    mail.queue(
        "evaluation/consensus_to_agree",
        to=recipient(sheet.assessor),
        about=application,
        actor=actor,
        at=at,
        link=f"/evaluate/{sheet.id}/consensus",
        call=session.call,
        number=application.number,
    )


def answer_consensus(
    assessment: Assessment,
    session: EvaluationSession,
    *,
    number: int,
    agrees: bool,
    reason: str,
    actor: Actor,
    at: datetime,
) -> ConsensusAnswer:
    """An author agrees with the last version or objects; the last answer makes the note due anew.

    Raises: Conflict when `number` is no longer the last version; RuleBroken to object without
    reason.
    """
    lock(assessment)
    versions = queries.consensus_versions(assessment.application_id)
    if not versions or versions[0].number != number:
        raise Conflict(N_("There is a newer version. Read it, then answer."))
    version = versions[0]
    answered = {answer.user_id for answer in version.answers}
    standing = queries.standing(actor, session)
    has_answered = actor.user_id in answered
    require(
        policy.can_answer_consensus(actor, assessment, session, standing, has_answered=has_answered)
    )
    if not agrees and not clean(reason):
        raise RuleBroken(N_("Write why you object"), field="reason")
    answer = ConsensusAnswer(
        version_id=version.id,
        user_id=actor.user_id,
        agrees=agrees,
        reason="" if agrees else clean(reason),
        answered_at=at,
    )
    db.session.add(answer)
    db.session.flush()
    verb = "consensus.agreed" if agrees else "consensus.objected"
    audit.record(actor, verb, answer, at=at, reason=answer.reason, details={"number": number})
    wanted = {sheet.assessor_id for sheet in queries.authors(assessment.application_id)}
    if wanted <= answered | {actor.user_id}:
        order_sheet(assessment.application_id, at=at)
    return answer


def order_sheet(application_id: UUID, *, at: datetime) -> None:
    """The consolidated score sheet (CON) of an application is due, or due anew."""
    jobs.enqueue(
        "documents.issue",
        {"kind": "CON", "subject": str(application_id)},
        at=at,
        dedupe_key=f"CON:{application_id}:{at.isoformat()}",
    )
