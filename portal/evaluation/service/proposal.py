"""The computed proposal of every lot, from locked sheets. Writes nothing."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from sqlalchemy import func, select

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.calls.models import Call, Lot
from portal.core.db import db
from portal.core.text import N_
from portal.evaluation import queries, rules
from portal.evaluation.states import Proposal

S = ApplicationState
ZERO = Decimal(0)
HOLDS_GRANT = frozenset({S.AWARDED, S.CONTRACTED})
WAITS = {
    rules.Waits.MONEY: N_("The money left is less than the amount asked."),
    rules.Waits.NUMBER: N_("The number of grants of the lot is reached."),
    rules.Waits.BEHIND: N_("Behind an application that does not fit: nobody leaps ahead."),
    rules.Waits.ONE_AWARD: N_("One award per organisation."),
    rules.Waits.CEILING: N_("Above the ceiling for one organisation under the Action."),
}


@dataclass(frozen=True)
class ProposalRow:
    """One application in the ranking of its lot. Units: scores with two decimals, half up."""

    application: Application
    position: int
    rank: int | None
    total: Decimal
    sections: dict[str, Decimal]
    sheets: tuple[Decimal, ...]
    gap: Decimal
    basis: rules.Basis
    proposal: Proposal
    reason: str
    running: Decimal | None
    tie: rules.TieLevel | None


@dataclass(frozen=True)
class LotProposal:
    """The ranking of a lot and who is proposed."""

    lot: Lot
    rows: tuple[ProposalRow, ...]
    awarded: Decimal
    left: Decimal

    def of(self, proposal: Proposal) -> list[ProposalRow]:
        """The rows with this proposal, in order."""
        return [row for row in self.rows if row.proposal is proposal]


def propose(call: Call) -> dict[UUID, LotProposal]:
    """By lot, the ranking of the applications whose sheets are complete. Queries: 5."""
    progress = [one for one in queries.progress(call) if one.is_complete]
    results = {one.application.id: rules.consolidate(one.totals) for one in progress}
    by_lot: dict[str, list[queries.Progress]] = defaultdict(list)
    for one in progress:
        by_lot[one.application.lot.code].append(one)
    lots = {lot.code: lot for lot in call.lots if lot.code in by_lot}
    committed = committed_by(call)
    rankings = {
        code: rules.rank(_entry(one, results, call) for one in by_lot[code]) for code in lots
    }
    proposals = rules.propose_call(
        {
            code: (rankings[code].placed, lot_rules(lot, call, committed))
            for code, lot in lots.items()
        }
    )
    return {
        lot.id: _lot_proposal(lot, rankings[code], proposals[code], by_lot[code], results)
        for code, lot in lots.items()
    }


def _entry(
    one: queries.Progress, results: dict[UUID, rules.Consolidated], call: Call
) -> rules.Entry:
    application = one.application
    if application.submitted_at is None or application.requested is None:
        raise AssertionError("An application under evaluation was submitted with an amount.")
    return rules.make_entry(
        results[application.id],
        queries.grid_of(call),
        queries.scoring_rules_of(call),
        number=application.number or "",
        organisation=str(application.organisation_id),
        requested=application.requested,
        submitted_at=application.submitted_at,
    )


def lot_rules(lot: Lot, call: Call, committed: dict[str, Decimal]) -> rules.LotRules:
    """What the lot can give, with the ceiling of the Action."""
    return rules.LotRules(
        envelope=lot.envelope,
        max_grants=lot.max_grants,
        ceiling=call.action.ceiling_per_third_party_eur,
        committed=committed,
        max_awards_as_lead=call.max_awards_as_lead,
    )


def committed_by(call: Call) -> dict[str, Decimal]:
    """What organisations hold from other calls of the Action, as lead. Queries: 1."""
    rows = db.session.execute(
        select(Application.organisation_id, func.sum(Application.requested))
        .join(Call, Call.id == Application.call_id)
        .where(
            Call.action_id == call.action_id,
            Call.id != call.id,
            Application.state.in_(HOLDS_GRANT),
        )
        .group_by(Application.organisation_id)
    )
    return {str(organisation_id): held or ZERO for organisation_id, held in rows}


def _lot_proposal(
    lot: Lot,
    ranking: rules.Ranking,
    proposal: rules.AwardProposal,
    progress: list[queries.Progress],
    results: dict[UUID, rules.Consolidated],
) -> LotProposal:
    by_number = {one.application.number: one for one in progress}
    awarded = {placed.entry.number for placed in proposal.awards}
    waits = {one.placed.entry.number: WAITS[one.reason] for one in proposal.reserve}
    rows: list[ProposalRow] = []
    running = Decimal(0)
    for placed in ranking.placed:
        number = placed.entry.number
        if number in awarded:
            running += placed.entry.requested
        rows.append(
            _row(
                by_number[number],
                results,
                position=len(rows) + 1,
                placed=placed,
                proposal=Proposal.AWARD if number in awarded else Proposal.RESERVE,
                reason=waits.get(number, ""),
                running=running if number in awarded else None,
            )
        )
    for entry in ranking.rejected:
        reason = " ".join(str(failure.message) for failure in entry.failures)
        rows.append(
            _row(
                by_number[entry.number],
                results,
                position=len(rows) + 1,
                placed=None,
                proposal=Proposal.REJECT,
                reason=reason,
                running=None,
            )
        )
    return LotProposal(lot, tuple(rows), proposal.awarded, proposal.left)


def _row(
    one: queries.Progress,
    results: dict[UUID, rules.Consolidated],
    *,
    position: int,
    placed: rules.Placed | None,
    proposal: Proposal,
    reason: str,
    running: Decimal | None,
) -> ProposalRow:
    result = results[one.application.id]
    totals = [Decimal(total.total.numerator) / total.total.denominator for total in one.totals]
    return ProposalRow(
        application=one.application,
        position=position,
        rank=placed.position if placed else None,
        total=result.total_shown,
        sections={code: result.section_shown(code) for code in result.sections},
        sheets=tuple(totals),
        gap=max(totals) - min(totals),
        basis=result.basis,
        proposal=proposal,
        reason=reason,
        running=running,
        tie=placed.tie if placed else None,
    )
