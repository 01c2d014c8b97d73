"""The evaluation report: drafted by the secretary, signed by chair, secretary and voters."""

from datetime import datetime
from decimal import Decimal

from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.lifecycle import move
from portal.core.text import N_, clean, clean_name, fold
from portal.evaluation import policy, queries
from portal.evaluation.models import EvaluationSession, ReportSignature
from portal.evaluation.service.committee import recipient
from portal.evaluation.service.proposal import propose
from portal.evaluation.states import SESSION_MOVES
from portal.jobs import service as jobs
from portal.mail import service as mail

SIGNERS = ("chair", "secretary", "voter")


def draft_report(session: EvaluationSession, *, minutes: str, actor: Actor, at: datetime) -> None:
    """Put the report before the committee for signing.

    Raises: RuleBroken without minutes or while a lot has no frozen ranking.
    """
    lock(session)
    require(policy.can_draft_report(actor, session, queries.standing(actor, session)))
    if not clean(minutes):
        raise RuleBroken(N_("Write the minutes of the meeting"), field="minutes")
    frozen = queries.latest_rankings(session.id)
    missing = [
        proposal.lot.name
        for lot_id, proposal in propose(session.call).items()
        if lot_id not in frozen
    ]
    if missing:
        raise RuleBroken(N_("Freeze the ranking of: %(lots)s.", lots=", ".join(missing)))
    if sum((one.moved for one in frozen.values()), Decimal(0)):
        raise RuleBroken(
            N_(
                "A version of one lot counts money moved that the other lot's version does not: "
                "adopt the scenario again, or freeze every lot anew."
            )
        )
    if not frozen:
        raise RuleBroken(N_("There is no ranking to report."))
    move(session, "draft_report", SESSION_MOVES)
    session.report_minutes = clean(minutes)
    session.report_drafted_by_id, session.report_drafted_at = actor.user_id, at
    audit.record(actor, "evaluation.report_drafted", session, at=at)
    for member in queries.members(session.id):
        if member.function in SIGNERS and member.sits:
            mail.queue(
                "evaluation/report_to_sign",
                to=recipient(member.user),
                about=session,
                actor=actor,
                at=at,
                link=f"/manage/calls/{session.call.reference}/decision",
                call=session.call,
            )


def sign_report(
    session: EvaluationSession, *, signed_name: str, dissent: str, actor: Actor, at: datetime
) -> ReportSignature | None:
    """Sign with one's name; the last signature makes the report signed and its PDF due.

    A second click changes nothing (None).
    """
    lock(session)
    number = queries.report_round(session.id)
    signed = {signature.user_id for signature in queries.signatures(session.id, number)}
    if actor.user_id in signed:
        return None
    standing = queries.standing(actor, session)
    require(policy.can_sign_report(actor, session, standing, has_signed=False))
    if fold(clean_name(signed_name)) != fold(actor.name):
        raise RuleBroken(
            N_("Type your name as it stands in your account: %(name)s", name=actor.name),
            field="signed_name",
        )
    signers = {
        member.user_id: member.function
        for member in queries.members(session.id)
        if member.function in SIGNERS and member.sits
    }
    signature = ReportSignature(
        session_id=session.id,
        user_id=actor.user_id,
        round=number,
        function=signers.get(actor.user_id, "voter") if actor.user_id else "voter",
        signed_name=clean_name(signed_name),
        dissent=clean(dissent),
        signed_at=at,
    )
    db.session.add(signature)
    audit.record(actor, "evaluation.report_signed_by", signature, at=at, reason=clean(dissent))
    if signers.keys() <= signed | {actor.user_id}:
        _complete(session, number, actor=actor, at=at)
    return signature


def _complete(session: EvaluationSession, number: int, *, actor: Actor, at: datetime) -> None:
    move(session, "sign_report", SESSION_MOVES)
    audit.record(actor, "evaluation.report_signed", session, at=at, details={"round": number})
    jobs.enqueue(
        "documents.issue",
        {"kind": "EVR", "subject": str(session.id)},
        at=at,
        dedupe_key=f"EVR:{session.id}:{number}",
    )


def send_report_back(
    session: EvaluationSession, *, reason: str, actor: Actor, at: datetime
) -> None:
    """A member gives the drafted report back with written reasons; it is signed anew by all.

    Raises: RuleBroken without reasons.
    """
    lock(session)
    require(policy.can_send_report_back(actor, session, queries.standing(actor, session)))
    if not clean(reason):
        raise RuleBroken(N_("Write why the report goes back"), field="why")
    move(session, "send_back", SESSION_MOVES)
    session.report_returns += 1
    session.report_return_reason, session.report_returned_by = clean(reason), actor.name
    db.session.flush()
    audit.record(actor, "evaluation.report_sent_back", session, at=at, reason=clean(reason))
    for member in queries.members(session.id):
        if member.function == "secretary":
            mail.queue(
                "evaluation/report_back",
                to=recipient(member.user),
                about=session,
                actor=actor,
                at=at,
                link=f"/manage/calls/{session.call.reference}/decision",
                call=session.call,
                reason=clean(reason),
            )
