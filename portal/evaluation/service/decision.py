"""The award decision: the signatory approves the committee's proposal or sends it back."""

from datetime import date, datetime

from portal.applications import service as applications
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.audit import service as audit
from portal.calls import service as calls
from portal.core.access import Actor, require
from portal.core.clock import day_in
from portal.core.days import add_months
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.lifecycle import move
from portal.core.text import N_, clean, clean_name, fold
from portal.evaluation import policy, queries, rules
from portal.evaluation.models import AwardDecision, EvaluationSession, RankingEntry
from portal.evaluation.states import SESSION_MOVES, Proposal
from portal.jobs import service as jobs


def approve(
    session: EvaluationSession, *, signed_name: str, reason: str, actor: Actor, at: datetime
) -> AwardDecision:
    """Approve the proposal: awards, reserve and rejections take effect, the call is decided.

    In a call of concept notes the best are invited, the others are told why not.

    Applications withdrawn since the ranking was frozen are left out.
    Raises: NotAllowed for who proposed it; RuleBroken when awards exceed an envelope (BUD20).
    """
    lock(session)
    _require_decider(session, actor)
    if fold(clean_name(signed_name)) != fold(actor.name):
        raise RuleBroken(
            N_("Type your name as it stands in your account: %(name)s", name=actor.name),
            field="signed_name",
        )
    until = add_months(day_in(session.call.time_zone, at), session.call.reserve_months)
    kept_until = None if session.call.is_first_step else until
    for ranking in queries.latest_rankings(session.id).values():
        awards = [e.amount for e in ranking.entries if e.proposal is Proposal.AWARD]
        if problem := rules.check_envelope(awards, ranking.envelope):
            raise RuleBroken(problem.message)
        if session.call.is_first_step:
            _invite(ranking.entries, actor=actor, at=at)
        else:
            _carry_out(ranking.entries, until, actor=actor, at=at)
    move(session, "decide", SESSION_MOVES)
    session.decided_at = at
    decision = _record(session, True, signed_name, reason, kept_until, actor=actor, at=at)
    calls.decide(session.call, actor=actor, at=at)
    jobs.enqueue(
        "documents.issue",
        {"kind": "AWD", "subject": str(decision.id)},
        at=at,
        dedupe_key=f"AWD:{decision.id}",
    )
    return decision


def _require_decider(session: EvaluationSession, actor: Actor) -> None:
    applicants = queries.applicant_ids(session.call_id)
    require(policy.can_decide(actor, session, applicants=applicants))


def _invite(entries: list[RankingEntry], *, actor: Actor, at: datetime) -> None:
    for entry in entries:
        if entry.application.state is not ApplicationState.UNDER_FULL_EVALUATION:
            continue
        if entry.proposal is Proposal.INVITE:
            applications.invite(entry.application, actor=actor, at=at)
        else:
            applications.reject_concept(entry.application, reason=entry.reason, actor=actor, at=at)


def _carry_out(entries: list[RankingEntry], until: date, *, actor: Actor, at: datetime) -> None:
    place = 0
    for entry in entries:
        application: Application = entry.application
        if application.state is not ApplicationState.UNDER_FULL_EVALUATION:
            continue
        if entry.proposal is Proposal.AWARD:
            application.granted = entry.proposed
            applications.select(application, actor=actor, at=at)
        elif entry.proposal is Proposal.RESERVE:
            place += 1
            applications.put_on_reserve(
                application, rank=place, until=until, reason=entry.reason, actor=actor, at=at
            )
        else:
            applications.reject_quality(application, reason=entry.reason, actor=actor, at=at)


def _record(
    session: EvaluationSession,
    is_approved: bool,
    signed_name: str,
    reason: str,
    until: date | None,
    *,
    actor: Actor,
    at: datetime,
) -> AwardDecision:
    decision = AwardDecision(
        session_id=session.id,
        proposed_by_id=session.report_drafted_by_id,
        decided_by_id=actor.user_id,
        decided_at=at,
        is_approved=is_approved,
        reason=clean(reason),
        reserve_until=until,
        signed_name=clean_name(signed_name),
    )
    db.session.add(decision)
    verb = "evaluation.awards_approved" if is_approved else "evaluation.awards_refused"
    audit.record(actor, verb, decision, at=at, reason=clean(reason))
    return decision


def refuse(session: EvaluationSession, *, reason: str, actor: Actor, at: datetime) -> AwardDecision:
    """Send the proposal back to the ranking with written reasons; the report is signed anew."""
    lock(session)
    _require_decider(session, actor)
    if not clean(reason):
        raise RuleBroken(N_("Write the reasons for the committee"), field="reason")
    decision = _record(session, False, actor.name, reason, None, actor=actor, at=at)
    move(session, "send_back", SESSION_MOVES)
    return decision
