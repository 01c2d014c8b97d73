"""From the last sheet to the frozen ranking."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import func, select

from portal.applications.states import ApplicationState
from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.lifecycle import move
from portal.core.text import N_, clean
from portal.evaluation import policy, queries
from portal.evaluation.models import EvaluationSession, Ranking, RankingEntry
from portal.evaluation.service.consensus import order_sheet
from portal.evaluation.service.proposal import LotProposal, ProposalRow, propose
from portal.evaluation.service.scoring import lock_sheets
from portal.evaluation.states import SESSION_MOVES, Proposal

S = ApplicationState
ZERO = Decimal(0)
NOTHING: Mapping[UUID, str] = MappingProxyType({})


def consolidate(session: EvaluationSession, *, actor: Actor, at: datetime) -> None:
    """Every sheet that the call asks for is in: assessors may compare, third sheets are asked for.

    Raises: RuleBroken while a sheet of an application is missing, third ones aside.
    """
    lock(session)
    require(policy.can_consolidate(actor, session, queries.standing(actor, session)))
    missing = [
        one.application.number or "" for one in queries.progress(session.call) if not one.regular_in
    ]
    if missing:
        raise RuleBroken(N_("Sheets are missing for: %(numbers)s.", numbers=", ".join(missing)))
    move(session, "consolidate", SESSION_MOVES)
    audit.record(actor, "evaluation.consolidated", session, at=at)


def start_ranking(session: EvaluationSession, *, actor: Actor, at: datetime) -> None:
    """Lock all sheets and go to the ranking; the consolidated sheets (CON) are due.

    Raises: RuleBroken while a sheet is missing, a needed third one included.
    """
    lock(session)
    require(policy.can_rank(actor, session, queries.standing(actor, session)))
    _require_checks_done(session)
    progress = queries.progress(session.call)
    incomplete = [one for one in progress if not one.is_complete]
    if incomplete:
        numbers = ", ".join(one.application.number or "" for one in incomplete)
        raise RuleBroken(N_("Sheets are missing for: %(numbers)s.", numbers=numbers))
    lock_sheets([sheet for one in progress for sheet in one.sheets], actor=actor, at=at)
    move(session, "rank", SESSION_MOVES)
    for one in progress:
        order_sheet(one.application.id, at=at)
    audit.record(actor, "evaluation.ranking_started", session, at=at)


def _require_checks_done(session: EvaluationSession) -> None:
    """A file that a complaint brought back, or can still bring back, is waited for."""
    unchecked = queries.applications_of(session.call_id, S.OPENED, S.CLARIFICATION)
    if unchecked:
        numbers = ", ".join(one.number or "" for one in unchecked)
        raise RuleBroken(N_("Finish the administrative check of: %(numbers)s.", numbers=numbers))
    if waiting := queries.open_check_complaints(session.call_id):
        raise RuleBroken(
            N_("A complaint about the check of %(numbers)s is not answered yet.",
               numbers=", ".join(waiting))
        )  # fmt: skip


def freeze(
    session: EvaluationSession,
    lot_id: UUID,
    *,
    set_back: Mapping[UUID, str],
    actor: Actor,
    at: datetime,
) -> Ranking:
    """Keep the ranking of a lot as a numbered version that no longer changes.

    Shape:  `set_back` are applications that the committee moves from award to reserve against
            the computed order, each with its written reason.
    Raises: RuleBroken when the reason is missing or the application was not proposed for award.
    """
    lock(session)
    require(policy.can_freeze(actor, session, queries.standing(actor, session)))
    proposal = propose(session.call).get(lot_id)
    if proposal is None:
        raise RuleBroken(N_("This lot has no application to rank."))
    _check_set_back(proposal, set_back)
    return keep(session, proposal, set_back=set_back, actor=actor, at=at)


def keep(
    session: EvaluationSession,
    proposal: LotProposal,
    *,
    set_back: Mapping[UUID, str] = NOTHING,
    reductions: Mapping[UUID, str] = NOTHING,
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> Ranking:
    """Freeze a proposal as the next number of its lot.

    Shape: `set_back` and `reductions` are the reasons by application.
    """
    lot = proposal.lot
    number = db.session.scalar(select(func.count(Ranking.id)).where(Ranking.lot_id == lot.id))
    ranking = Ranking(
        session_id=session.id,
        lot_id=lot.id,
        number=(number or 0) + 1,
        created_by_id=actor.user_id,
        created_at=at,
        reason=reason,
        moved=proposal.envelope - lot.envelope,
    )
    ranking.entries = _entries(proposal, set_back, reductions)
    db.session.add(ranking)
    audit.record(
        actor,
        "evaluation.ranking_frozen",
        ranking,
        at=at,
        details={
            "lot": lot.code,
            "number": ranking.number,
            "set_back": {str(key): clean(words) for key, words in set_back.items()},
        },
        reason=reason,
    )
    return ranking


def _check_set_back(proposal: LotProposal, set_back: Mapping[UUID, str]) -> None:
    awarded = {row.application.id for row in proposal.of(Proposal.AWARD)}
    for application_id, reason in set_back.items():
        if application_id not in awarded:
            raise RuleBroken(N_("Only an application proposed for award can be set back."))
        if not clean(reason):
            raise RuleBroken(
                N_("Write why the proposal leaves the order of the scores"),
                field=f"reason-{application_id}",
            )


def _entries(
    proposal: LotProposal, set_back: Mapping[UUID, str], reductions: Mapping[UUID, str]
) -> list[RankingEntry]:
    running = ZERO
    entries = []
    for row in proposal.rows:
        back = clean(set_back.get(row.application.id, ""))
        is_award = row.proposal is Proposal.AWARD and not back
        running += (row.amount or ZERO) if is_award else ZERO
        smaller = clean(reductions.get(row.application.id, "")) if is_award else ""
        entries.append(_entry(row, back, smaller, running if is_award else _invited(row)))
    return entries


def _invited(row: ProposalRow) -> Decimal | None:
    return row.running if row.proposal is Proposal.INVITE else None


def _entry(row: ProposalRow, set_back: str, smaller: str, running: Decimal | None) -> RankingEntry:
    requested = row.application.requested or ZERO
    return RankingEntry(
        application_id=row.application.id,
        position=row.position,
        rank=row.rank,
        total=row.total,
        section_means={code: str(score) for code, score in row.sections.items()},
        sheet_totals=[str(total) for total in row.sheets],
        rule_used=row.basis.value,
        requested=requested,
        proposed=row.amount if smaller and row.amount != requested else None,
        running_total=running,
        proposal=Proposal.RESERVE if set_back else row.proposal,
        reason=set_back or row.reason or smaller,
        deviation=set_back or smaller,
    )
