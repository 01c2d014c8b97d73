"""EVR: evaluation report with ranking, the committee's record and the basis of the decision."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from portal.core.money import in_currency
from portal.documents.engine import (
    Column,
    Letterhead,
    Story,
    bullets,
    facts,
    heading,
    paragraphs,
    render,
    subheading,
    table,
)
from portal.documents.layouts._parts import (
    Signature,
    figure,
    moment,
    opening,
    signatures,
)

TITLE = "Evaluation report"


@dataclass(frozen=True)
class CommitteeMember:
    """A member of the committee."""

    name: str
    function: str
    votes: bool


@dataclass(frozen=True)
class CheckedApplication:
    """The formal check of one application received."""

    number: str
    applicant: str
    received_at: datetime
    in_time: bool
    result: str


@dataclass(frozen=True)
class ScoredApplication:
    """Totals by assessor and what they came to. Shape: `sheets` in the order of the numbers."""

    number: str
    sheets: tuple[Decimal, ...]
    gap: Decimal
    rule: str
    sections: tuple[Decimal, ...]
    final: Decimal


@dataclass(frozen=True)
class Ranked:
    """A place in the ranking. `outcome`: award, reserve, or rejected with the reason."""

    place: str
    number: str
    applicant: str
    score: Decimal
    requested_eur: Decimal
    cumulative_eur: Decimal | None
    outcome: str


@dataclass(frozen=True)
class LotResult:
    """Everything the committee found in one lot. Shape: `sections` names the score columns."""

    name: str
    envelope_eur: Decimal
    most_grants: int | None
    received: tuple[CheckedApplication, ...]
    sections: tuple[str, ...]
    scored: tuple[ScoredApplication, ...]
    ranking: tuple[Ranked, ...]
    rejected: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True)
class EvaluationReport:
    """The whole report. `rejected` of a lot: number, applicant, reason."""

    head: Letterhead
    call_reference: str
    call_title: str
    published_at: datetime
    closed_at: datetime
    opened_at: datetime
    zone: str
    committee: tuple[CommitteeMember, ...]
    thresholds: tuple[str, ...]
    lots: tuple[LotResult, ...]
    conflicts: tuple[str, ...]
    budget_corrections: tuple[str, ...]
    dissent: tuple[str, ...]
    reserve_until: str
    minutes: str
    signatures: tuple[Signature, ...]


def _received(lot: LotResult, zone: str) -> Story:
    if not lot.received:
        return paragraphs("No application was received for this lot.")
    late = sum(not one.in_time for one in lot.received)
    return [
        *paragraphs(f"Received: {len(lot.received)}, of these late: {late}."),
        table(
            [
                Column("Dossier", 0.2),
                Column("Applicant", 0.28),
                Column("Received", 0.22),
                Column("In time", 0.08),
                Column("Administrative check", 0.22),
            ],
            [
                [
                    one.number,
                    one.applicant,
                    moment(one.received_at, zone).split(" (")[0],
                    "Yes" if one.in_time else "No",
                    one.result,
                ]
                for one in lot.received
            ],
        ),
    ]


def _scores(lot: LotResult) -> Story:
    if not lot.scored:
        return []
    share = 0.54 / max(1, len(lot.sections) + 1)
    return [
        subheading("Totals of the assessors"),
        table(
            [
                Column("Dossier", 0.22),
                Column("No. 1", 0.1, "right"),
                Column("No. 2", 0.1, "right"),
                Column("No. 3", 0.1, "right"),
                Column("Gap", 0.1, "right"),
                Column("Rule used", 0.26),
                Column("Final", 0.12, "right"),
            ],
            [
                [
                    one.number,
                    *(figure(one.sheets[at]) if at < len(one.sheets) else "–" for at in range(3)),
                    figure(one.gap),
                    one.rule,
                    figure(one.final),
                ]
                for one in lot.scored
            ],
        ),
        subheading("Section scores that count"),
        table(
            [
                Column("Dossier", 0.46),
                *(Column(name, share, "right") for name in lot.sections),
                Column("Total", share, "right"),
            ],
            [
                [one.number, *(figure(score) for score in one.sections), figure(one.final)]
                for one in lot.scored
            ],
        ),
    ]


def _ranking(lot: LotResult, currency: str) -> Story:
    if not lot.ranking:
        return [subheading("Ranking"), *paragraphs("No application was ranked in this lot.")]
    return [
        subheading("Ranking"),
        table(
            [
                Column("Rank", 0.07),
                Column("Dossier", 0.19),
                Column("Applicant", 0.23),
                Column("Score", 0.1, "right"),
                Column(f"Asked, {currency}", 0.13, "right"),
                Column(f"Sum, {currency}", 0.13, "right"),
                Column("Outcome", 0.15),
            ],
            [
                [
                    one.place,
                    one.number,
                    one.applicant,
                    figure(one.score),
                    figure(one.requested_eur),
                    figure(one.cumulative_eur) or "–",
                    one.outcome,
                ]
                for one in lot.ranking
            ],
        ),
    ]


def _rejected(lot: LotResult) -> Story:
    if not lot.rejected:
        return []
    return [
        subheading("Rejected, with the reason"),
        table(
            [Column("Dossier", 0.22), Column("Applicant", 0.3), Column("Reason", 0.48)],
            lot.rejected,
        ),
    ]


def _lot(lot: LotResult, zone: str, currency: str) -> Story:
    limit = "no limit" if lot.most_grants is None else str(lot.most_grants)
    return [
        heading(f"Lot: {lot.name}"),
        facts([("Envelope", in_currency(lot.envelope_eur, currency)), ("Most grants", limit)]),
        subheading("Opening and administrative check"),
        *_received(lot, zone),
        *_scores(lot),
        *_ranking(lot, currency),
        *_rejected(lot),
    ]


def _listed(title: str, items: tuple[str, ...], none: str) -> Story:
    return [heading(title), *(bullets(items) if items else paragraphs(none))]


def render_report(data: EvaluationReport) -> bytes:
    """The report as PDF. Source: rules.md 4.4 to 4.6 and section 8, no. 10."""

    def story() -> Story:
        return [
            *opening(
                data.head, "Confidential. The names of members and assessors are not passed on."
            ),
            facts(
                [
                    ("Call", f"{data.call_reference} {data.call_title}"),
                    ("Published", moment(data.published_at, data.zone)),
                    ("Closed", moment(data.closed_at, data.zone)),
                    ("Opened", moment(data.opened_at, data.zone)),
                    ("Reserve list valid until", data.reserve_until),
                ]
            ),
            heading("Evaluation committee"),
            table(
                [Column("Name", 0.5), Column("Function", 0.3), Column("Vote", 0.2)],
                [[one.name, one.function, "Yes" if one.votes else "No"] for one in data.committee],
            ),
            *_listed("Thresholds and rules", data.thresholds, "None set by the call."),
            *(block for lot in data.lots for block in _lot(lot, data.zone, data.head.currency)),
            *_listed("Conflicts of interest and recusals", data.conflicts, "None declared."),
            *_listed("Corrections of budgets", data.budget_corrections, "None."),
            *_listed("Dissent", data.dissent, "None. The report is unanimous."),
            *([heading("Minutes"), *paragraphs(data.minutes)] if data.minutes.strip() else []),
            *signatures(data.signatures, zone=data.zone),
        ]

    return render(data.head, story)
