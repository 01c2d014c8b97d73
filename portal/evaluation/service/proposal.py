"""The computed proposal of every lot, from locked sheets. Writes nothing."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from uuid import UUID

from sqlalchemy import func, select

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.calls.models import Call, Lot
from portal.core.countries import country_name
from portal.core.db import db
from portal.core.money import EURO
from portal.core.text import N_, Text
from portal.evaluation import queries, rules
from portal.evaluation.states import Proposal

S = ApplicationState
ZERO = Decimal(0)
CENT = Decimal("0.01")
BELOW_CUT = N_("Below the cut: better concept notes take up what the call invites in this lot.")
HOLDS_GRANT = frozenset({S.AWARDED, S.CONTRACTED})
WAITS = {
    rules.Waits.MONEY: N_("The money left is less than the amount asked."),
    rules.Waits.NUMBER: N_("The number of grants of the lot is reached."),
    rules.Waits.BEHIND: N_("Behind an application that does not fit: nobody leaps ahead."),
    rules.Waits.ONE_AWARD: N_("One award per organisation."),
    rules.Waits.CEILING: N_("Above the ceiling for one organisation under the Action."),
}
K = rules.QuotaKind


@dataclass(frozen=True)
class ProposalRow:
    """One application in the ranking of its lot. Units: scores with two decimals, half up.

    `amount` is the grant proposed; None is no award.
    """

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
    amount: Decimal | None


@dataclass(frozen=True)
class LotProposal:
    """The ranking of a lot and who is proposed. Units: euro; `envelope` after transfers.

    `limit` is what the cut of concept notes allows; None outside of it, or without such a limit.
    """

    lot: Lot
    envelope: Decimal
    rows: tuple[ProposalRow, ...]
    awarded: Decimal
    left: Decimal
    limit: Decimal | None = None

    def of(self, proposal: Proposal) -> list[ProposalRow]:
        """The rows with this proposal, in order."""
        return [row for row in self.rows if row.proposal is proposal]


@dataclass(frozen=True)
class Field:
    """What the awards of a call are planned from. Shape: everything by lot code."""

    call: Call
    lots: Mapping[str, Lot]
    limits: Mapping[str, rules.LotRules]
    progress: Mapping[str, list[queries.Progress]]
    results: Mapping[UUID, rules.Consolidated]
    rankings: Mapping[str, rules.Ranking]
    quotas: tuple[rules.Quota, ...]

    def candidates(self) -> list[rules.Candidate]:
        """Every application that passes, at its place."""
        return [
            rules.Candidate(
                placed, code, self.lots[code].country or "", str(self.call.cluster.number)
            )
            for code, ranking in self.rankings.items()
            for placed in ranking.placed
        ]

    def plan(self, changes: rules.Changes = rules.NO_CHANGES) -> rules.Plan:
        """The awards under every limit, with the changes of a scenario."""
        return rules.plan(self.limits, self.candidates(), self.quotas, changes)

    def application(self, number: str) -> Application:
        """The application with this dossier number."""
        return next(
            one.application
            for rows in self.progress.values()
            for one in rows
            if one.application.number == number
        )


def field_of(call: Call) -> Field:
    """Rankings and limits of every lot whose sheets are complete. Queries: 8."""
    progress = [one for one in queries.progress(call) if one.is_complete]
    results = {one.application.id: rules.consolidate(one.totals) for one in progress}
    by_lot: dict[str, list[queries.Progress]] = defaultdict(list)
    for one in progress:
        by_lot[one.application.lot.code].append(one)
    # A lot without applications takes part: its rest may go to another one.
    lots = {lot.code: lot for lot in call.lots}
    committed = committed_by(call)
    grid, settings = queries.grid_of(call), queries.scoring_rules_of(call)
    return Field(
        call=call,
        lots=lots,
        limits={code: lot_rules(lot, call, committed) for code, lot in lots.items()},
        progress=by_lot,
        results=results,
        rankings={
            code: rules.rank(_entry(one, results, grid, settings) for one in by_lot[code])
            for code in lots
            if code in by_lot
        },
        quotas=queries.quotas_of(call),
    )


def propose(call: Call, changes: rules.Changes = rules.NO_CHANGES) -> dict[UUID, LotProposal]:
    """By lot, the ranking of the applications whose sheets are complete. Queries: 8."""
    field = field_of(call)
    if call.is_first_step:
        return invitations(field)
    return proposals(field, field.plan(changes))


def invitations(field: Field) -> dict[UUID, LotProposal]:
    """By lot, which concept notes the cut of the call invites. Source: rules.md 4.2."""
    return {field.lots[code].id: _lot_invitations(field, code) for code in field.rankings}


def _lot_invitations(field: Field, code: str) -> LotProposal:
    call, lot, ranking = field.call, field.lots[code], field.rankings[code]
    cut = rules.cut_concept_notes(
        [*(placed.entry for placed in ranking.placed), *ranking.rejected],
        envelope=lot.envelope,
        percent=call.cut_percent,
        invitations=call.cut_invitations,
    )
    by_number = {one.application.number: one for one in field.progress[code]}
    rows: list[ProposalRow] = []
    running = ZERO
    for placed in [*cut.kept, *cut.cut]:
        is_kept = placed.position <= len(cut.kept)
        running += placed.entry.requested if is_kept else ZERO
        rows.append(
            _row(
                by_number[placed.entry.number],
                field.results,
                position=len(rows) + 1,
                placed=placed,
                proposal=Proposal.INVITE if is_kept else Proposal.REJECT,
                reason="" if is_kept else BELOW_CUT,
                running=running if is_kept else None,
                amount=None,
            )
        )
    rows += _rejected(field, code, len(rows))
    limit = None if cut.limit is None else _cents(cut.limit)
    left = ZERO if limit is None else limit - cut.requested
    return LotProposal(lot, lot.envelope, tuple(rows), cut.requested, left, limit)


def _cents(limit: Fraction) -> Decimal:
    return (Decimal(limit.numerator) / limit.denominator).quantize(CENT)


def _rejected(field: Field, code: str, before: int) -> list[ProposalRow]:
    """Those below a threshold, after the `before` that have a rank."""
    by_number = {one.application.number: one for one in field.progress[code]}
    return [
        _row(
            by_number[entry.number],
            field.results,
            position=before + place,
            placed=None,
            proposal=Proposal.REJECT,
            reason=" ".join(str(failure.message) for failure in entry.failures),
            running=None,
            amount=None,
        )
        for place, entry in enumerate(field.rankings[code].rejected, start=1)
    ]


def proposals(field: Field, plan: rules.Plan) -> dict[UUID, LotProposal]:
    """By lot, what a plan proposes for every application with a rank and for those without."""
    return {
        field.lots[code].id: _lot_proposal(field, code, plan.lots[code]) for code in field.rankings
    }


def _entry(
    one: queries.Progress,
    results: Mapping[UUID, rules.Consolidated],
    grid: rules.Grid,
    settings: rules.ScoringRules,
) -> rules.Entry:
    application = one.application
    if application.submitted_at is None or application.requested is None:
        raise AssertionError("An application under evaluation was submitted with an amount.")
    return rules.make_entry(
        results[application.id],
        grid,
        settings,
        number=application.number or "",
        organisation=str(application.organisation_id),
        requested=application.requested,
        submitted_at=application.submitted_at,
    )


def lot_rules(
    lot: Lot, call: Call, committed: dict[str, Decimal], *, envelope: Decimal | None = None
) -> rules.LotRules:
    """What the lot can give, with the ceiling of the Action."""
    return rules.LotRules(
        envelope=lot.envelope if envelope is None else envelope,
        max_grants=lot.max_grants,
        ceiling=call.action.ceiling_per_third_party_eur if call.currency == EURO else None,
        committed=committed,
        max_awards_as_lead=call.max_awards_as_lead,
    )


def committed_by(call: Call) -> dict[str, Decimal]:
    """What organisations hold in euro from other calls of the Action, as lead. Queries: 1."""
    held = func.coalesce(Application.granted, Application.requested)
    rows = db.session.execute(
        select(Application.organisation_id, func.sum(held))
        .join(Call, Call.id == Application.call_id)
        .where(
            Call.action_id == call.action_id,
            Call.id != call.id,
            Call.currency == EURO,
            Application.state.in_(HOLDS_GRANT),
        )
        .group_by(Application.organisation_id)
    )
    return {str(organisation_id): held or ZERO for organisation_id, held in rows}


def why(row: rules.Planned) -> str:
    """The rule that keeps an application from an award, in words."""
    if row.binds is None:
        return ""
    if row.quota is None:
        return WAITS[row.binds]
    return N_(
        "The quota of the Action is full: %(most)s awards for %(what)s.",
        most=row.quota.most,
        what=quota_name(row.quota),
    )


def quota_name(quota: rules.Quota) -> str:
    """What a quota counts, in words."""
    names: dict[rules.QuotaKind, Text] = {
        K.NATIONAL: N_("national projects"),
        K.REGIONAL: N_("regional projects"),
        K.CLUSTER: N_("cluster %(number)s", number=quota.key),
    }
    return names.get(quota.kind) or country_name(quota.key)


def _lot_proposal(field: Field, code: str, plan: rules.LotPlan) -> LotProposal:
    by_number = {one.application.number: one for one in field.progress[code]}
    rows: list[ProposalRow] = []
    running = ZERO
    for planned in plan.rows:
        placed = planned.candidate.placed
        running += planned.amount or ZERO
        rows.append(
            _row(
                by_number[placed.entry.number],
                field.results,
                position=len(rows) + 1,
                placed=placed,
                proposal=Proposal.RESERVE if planned.amount is None else Proposal.AWARD,
                reason=why(planned),
                running=None if planned.amount is None else running,
                amount=planned.amount,
            )
        )
    rows += _rejected(field, code, len(rows))
    return LotProposal(field.lots[code], plan.envelope, tuple(rows), plan.awarded, plan.left)


def _row(
    one: queries.Progress,
    results: Mapping[UUID, rules.Consolidated],
    *,
    position: int,
    placed: rules.Placed | None,
    proposal: Proposal,
    reason: str,
    running: Decimal | None,
    amount: Decimal | None,
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
        amount=amount,
    )
