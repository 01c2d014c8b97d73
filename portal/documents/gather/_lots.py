"""What the committee found in each lot: received, checked, scored, ranked, rejected."""

from collections import defaultdict
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.calls.models import Call, Lot
from portal.calls.rules import deadline_of, is_in_time
from portal.core.db import db
from portal.core.lifecycle import label
from portal.core.money import format_amount
from portal.documents.layouts import evr
from portal.evaluation.models import CheckItem, EvaluationSession, Ranking, RankingEntry
from portal.evaluation.queries import latest_rankings
from portal.evaluation.states import Proposal

RULES = {
    "mean_of_two": "mean of two",
    "closest_pair": "closest pair of three",
    "mean_of_three": "mean of three",
    "committee": "committee score",
}
NEVER_RECEIVED = (ApplicationState.DRAFT,)


def lot_results(call: Call, session: EvaluationSession) -> tuple[evr.LotResult, ...]:
    """One result for each lot that received something. Queries: 5."""
    applications = db.session.scalars(
        select(Application)
        .where(Application.call_id == call.id, Application.state.not_in(NEVER_RECEIVED))
        .order_by(Application.number)
        .options(joinedload(Application.organisation))
    ).all()
    by_lot: dict[object, list[Application]] = defaultdict(list)
    for application in applications:
        by_lot[application.lot_id].append(application)
    rankings, failed = latest_rankings(session.id), _failed(call)
    return tuple(
        _lot(call, lot, by_lot[lot.id], rankings.get(lot.id), failed)
        for lot in call.lots
        if by_lot[lot.id]
    )


def _failed(call: Call) -> dict[object, list[CheckItem]]:
    items = db.session.scalars(
        select(CheckItem)
        .join(Application, Application.id == CheckItem.application_id)
        .where(Application.call_id == call.id, CheckItem.answer == "no")
        .order_by(CheckItem.code)
    )
    found: dict[object, list[CheckItem]] = defaultdict(list)
    for item in items:
        found[item.application_id].append(item)
    return found


def _lot(
    call: Call,
    lot: Lot,
    received: list[Application],
    ranking: Ranking | None,
    failed: dict[object, list[CheckItem]],
) -> evr.LotResult:
    entries = ranking.entries if ranking else []
    codes = [section.code for section in call.grid]
    return evr.LotResult(
        name=lot.name,
        envelope_eur=ranking.envelope if ranking else lot.envelope,
        most_grants=lot.max_grants,
        received=tuple(_checked(call, one, failed.get(one.id, [])) for one in received),
        sections=tuple(codes),
        scored=tuple(_scored(entry, codes) for entry in entries),
        ranking=tuple(_ranked(entry) for entry in entries if entry.rank is not None),
        rejected=(
            *(_below(entry) for entry in entries if entry.proposal is Proposal.REJECT),
            *(
                (
                    one.number or "",
                    one.organisation.legal_name,
                    one.result_reason or ", ".join(item.code for item in failed.get(one.id, [])),
                )
                for one in received
                if one.state is ApplicationState.ADMIN_FAILED
            ),
        ),
    )


def _checked(
    call: Call, application: Application, failed: list[CheckItem]
) -> evr.CheckedApplication:
    received = application.submitted_at or application.changed_at
    closes_at = deadline_of(call.closes_at, application.extended_until)
    in_time = closes_at is None or is_in_time(
        received, closes_at=closes_at, grace_seconds=call.grace_seconds
    )
    if application.state is ApplicationState.WITHDRAWN:
        result = "withdrawn"
    elif application.state is ApplicationState.ADMIN_FAILED:
        result = "failed: " + (", ".join(item.code for item in failed) or "see reason")
    elif application.state in {ApplicationState.SUBMITTED, ApplicationState.OPENED}:
        result = label(application.state)
    else:
        result = "passed"
    return evr.CheckedApplication(
        application.number or "", application.organisation.legal_name, received, in_time, result
    )


def _scored(entry: RankingEntry, codes: list[str]) -> evr.ScoredApplication:
    sheets = tuple(Decimal(total) for total in entry.sheet_totals)
    first_two = sheets[:2]
    gap = max(first_two) - min(first_two) if first_two else Decimal(0)
    return evr.ScoredApplication(
        number=entry.application.number or "",
        sheets=sheets,
        gap=gap,
        rule=RULES.get(entry.rule_used, entry.rule_used.replace("_", " ")),
        sections=tuple(Decimal(entry.section_means.get(code, "0")) for code in codes),
        final=entry.total,
    )


def _ranked(entry: RankingEntry) -> evr.Ranked:
    outcome = "; ".join(
        part for part in (entry.proposal.value, _smaller(entry), entry.reason) if part
    )
    return evr.Ranked(
        str(entry.rank),
        entry.application.number or "",
        entry.application.organisation.legal_name,
        entry.total,
        entry.amount if entry.proposal is Proposal.AWARD else entry.requested,
        entry.running_total,
        outcome,
    )


def _smaller(entry: RankingEntry) -> str:
    """Said of a grant that is smaller than asked."""
    if entry.proposed is None:
        return ""
    return f"instead of {format_amount(entry.requested)} asked"


def _below(entry: RankingEntry) -> tuple[str, str, str]:
    return (
        entry.application.number or "",
        entry.application.organisation.legal_name,
        entry.reason,
    )
