"""CGS: call guidelines summary, which tells organisations the rules of a call on few pages."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from portal.core.money import in_currency
from portal.documents.engine import (
    Column,
    Letterhead,
    Story,
    bullets,
    callout,
    facts,
    heading,
    numbered,
    paragraphs,
    render,
    small,
    table,
)
from portal.documents.layouts._parts import figure, moment, opening

TITLE = "Call guidelines summary"


@dataclass(frozen=True)
class LotLine:
    """A lot of the call. Units: EUR and months."""

    name: str
    run_by: str
    envelope_eur: Decimal
    most_grants: int
    least_eur: Decimal
    most_eur: Decimal
    months: str
    countries: str


@dataclass(frozen=True)
class CriterionLine:
    """A section of the grid: its criteria in words, its points, its threshold."""

    code: str
    title: str
    criteria: tuple[str, ...]
    points: int
    threshold: Decimal | None


@dataclass(frozen=True)
class Guidelines:
    """The rules of a call as published. `fine_print`: rules of costs as label and value."""

    head: Letterhead
    call_reference: str
    call_title: str
    summary: str
    procedure: str
    languages: str
    cluster: str
    impacts: tuple[str, ...]
    objectives: str
    who_can_apply: str
    conditions: tuple[str, ...]
    lots: tuple[LotLine, ...]
    activities: tuple[str, ...]
    costs: tuple[tuple[str, str], ...]
    grid: tuple[CriterionLine, ...]
    marks: tuple[int, int]
    minimum: Decimal | None
    documents_now: tuple[str, ...]
    documents_later: tuple[str, ...]
    publication_at: datetime | None
    questions_until_at: datetime | None
    answers_until_at: datetime | None
    closes_at: datetime | None
    zone: str
    steps: tuple[str, ...]
    contact: str
    address: str
    approved_by: str
    approved_at: datetime | None


def _money(data: Guidelines) -> Story:
    has_runner = any(lot.run_by for lot in data.lots)
    columns = [
        Column("Lot", 0.4 if has_runner else 0.34),
        Column(f"Envelope, {data.head.currency}", 0.14, "right"),
        Column("Grants", 0.09, "right"),
        Column(f"Grant, {data.head.currency}", 0.22 if has_runner else 0.25, "right"),
        Column("Months", 0.15 if has_runner else 0.18, "right"),
    ]
    rows = [
        [
            "\n".join(part for part in (lot.name, lot.run_by, lot.countries) if part),
            figure(lot.envelope_eur),
            str(lot.most_grants),
            f"{figure(lot.least_eur)} to {figure(lot.most_eur)}",
            lot.months,
        ]
        for lot in data.lots
    ]
    envelope = sum((lot.envelope_eur for lot in data.lots), Decimal(0))
    grants = sum(lot.most_grants for lot in data.lots)
    return [
        heading("Lots and money"),
        table(columns, rows, total=["All lots", figure(envelope), str(grants), "", ""]),
        small("Each lot has its own money and its own ranking."),
    ]


def _scoring(data: Guidelines) -> Story:
    total = sum(section.points for section in data.grid)
    least = f"An application needs at least {data.minimum:.0f} points." if data.minimum else ""
    return [
        heading("How applications are scored"),
        *paragraphs(
            " ".join(
                part
                for part in (
                    "Assessors score each application alone, each criterion from "
                    f"{data.marks[0]} (very poor) to {data.marks[1]} (very good), times its "
                    "weight.",
                    least,
                )
                if part
            )
        ),
        table(
            [
                Column("Section and criteria", 0.72),
                Column("Points", 0.13, "right"),
                Column("At least", 0.15, "right"),
            ],
            [
                [
                    "\n".join([f"{one.code} {one.title}", "; ".join(one.criteria)]),
                    str(one.points),
                    figure(one.threshold) or "–",
                ]
                for one in data.grid
            ],
            total=["Total", str(total), figure(data.minimum) or "–"],
        ),
    ]


def _documents(data: Guidelines) -> Story:
    rows = [
        ("With the application", "\n".join(data.documents_now)),
        ("Only if you are selected", "\n".join(data.documents_later)),
    ]
    return [heading("Documents"), facts(rows)] if any(value for _label, value in rows) else []


def _dates(data: Guidelines) -> Story:
    return [
        heading("Timetable"),
        facts(
            [
                ("Publication", moment(data.publication_at, data.zone)),
                ("Questions until", moment(data.questions_until_at, data.zone)),
                ("Answers published until", moment(data.answers_until_at, data.zone)),
                ("Deadline", moment(data.closes_at, data.zone)),
            ]
        ),
    ]


def _purpose(data: Guidelines) -> Story:
    return [
        heading("What the call is for"),
        *paragraphs(data.objectives or data.summary),
        *([small("The call contributes to:"), *bullets(data.impacts)] if data.impacts else []),
        heading("Who can apply"),
        *paragraphs(data.who_can_apply),
        *bullets(data.conditions),
    ]


def render_guidelines(data: Guidelines) -> bytes:
    """The summary as PDF. Source: rules.md section 8, no. 1."""

    def story() -> Story:
        return [
            *opening(data.head, data.summary),
            *(
                [callout(f"Deadline: {moment(data.closes_at, data.zone)}")]
                if data.closes_at
                else []
            ),
            facts(
                [
                    ("Call", f"{data.call_reference} {data.call_title}"),
                    ("Procedure", data.procedure),
                    (
                        "Money in all",
                        in_currency(
                            sum((one.envelope_eur for one in data.lots), Decimal(0)),
                            data.head.currency,
                        ),
                    ),
                    ("Cluster of the Action", data.cluster),
                    ("Language of the application", data.languages),
                ]
            ),
            *_purpose(data),
            *_money(data),
            heading("What can be funded"),
            *paragraphs(
                "The list of activities is closed: nothing else can be funded."
                if data.activities
                else "The call has no closed list of activities."
            ),
            *bullets(data.activities),
            heading("Costs"),
            facts(data.costs),
            *_scoring(data),
            *_documents(data),
            *_dates(data),
            heading("How to apply"),
            *numbered(data.steps),
            facts(
                [
                    ("Contact", data.contact),
                    ("The call in the portal", data.address),
                    ("Approved by", data.approved_by),
                    ("Approved on", moment(data.approved_at, data.zone)),
                ]
            ),
        ]

    return render(data.head, story)
