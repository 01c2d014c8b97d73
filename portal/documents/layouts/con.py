"""CON: consolidated score sheet, the sheets of one application side by side and what counts."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from portal.documents.engine import (
    Column,
    Letterhead,
    Story,
    facts,
    heading,
    paragraphs,
    render,
    small,
    table,
)
from portal.documents.layouts._parts import figure, moment, opening

TITLE = "Consolidated score sheet"
SOLE = "Assessors stand as numbers; the sheets that they signed are kept with their names."


@dataclass(frozen=True)
class AssessorTotal:
    """One sheet. `counts` is False for the one that the closest pair leaves out."""

    number: int
    total: Decimal
    counts: bool
    submitted_at: datetime | None


@dataclass(frozen=True)
class ConsolidatedSection:
    """The points of one section: by assessor in the order of the sheets, and what counts."""

    code: str
    title: str
    points: tuple[Decimal, ...]
    score: Decimal
    maximum: Decimal
    threshold: Decimal | None = None


@dataclass(frozen=True)
class Answer:
    """What an author says to the consensus text."""

    name: str
    agrees: bool
    reason: str
    at: datetime


@dataclass(frozen=True)
class Consensus:
    """The written consensus in its last version, with every answer."""

    version: int
    text: str
    written_by: str
    written_at: datetime
    answers: tuple[Answer, ...]
    missing: tuple[str, ...]


@dataclass(frozen=True)
class ConsolidatedSheet:
    """How the sheets of one application became one score."""

    head: Letterhead
    call_reference: str
    call_title: str
    lot: str
    dossier_number: str
    project_title: str
    applicant: str
    assessors: tuple[AssessorTotal, ...]
    sections: tuple[ConsolidatedSection, ...]
    score: Decimal
    maximum: Decimal
    gap: Decimal
    rule: str
    third: str
    consensus: Consensus | None
    zone: str


def _scores(data: ConsolidatedSheet) -> Story:
    share = 0.11
    columns = [
        Column("Section", 1 - share * (len(data.assessors) + 3)),
        *(Column(f"No. {one.number}", share, "right") for one in data.assessors),
        Column("Counts", share, "right"),
        Column("At least", share, "right"),
        Column("Most", share, "right"),
    ]
    rows = [
        [
            f"{one.code} {one.title}",
            *(figure(points) for points in one.points),
            figure(one.score),
            figure(one.threshold) or "–",
            f"{one.maximum:.0f}",
        ]
        for one in data.sections
    ]
    total = ["Total", *(figure(one.total) for one in data.assessors), figure(data.score), "",
             f"{data.maximum:.0f}"]  # fmt: skip
    return [heading("Points by section"), table(columns, rows, total=total), small(SOLE)]


def _sheets(data: ConsolidatedSheet) -> Story:
    return [
        heading("Sheets"),
        table(
            [
                Column("Assessor", 0.2),
                Column("Total", 0.15, "right"),
                Column("Counts", 0.15),
                Column("Submitted", 0.5),
            ],
            [
                [
                    f"No. {one.number}",
                    figure(one.total),
                    "Yes" if one.counts else "No",
                    moment(one.submitted_at, data.zone),
                ]
                for one in data.assessors
            ],
        ),
    ]


def _consensus(data: ConsolidatedSheet) -> Story:
    note = data.consensus
    if note is None:
        return []
    answers = [
        [
            one.name,
            "Agrees" if one.agrees else f"Objects: {one.reason}",
            moment(one.at, data.zone),
        ]
        for one in note.answers
    ] + [[name, "Has not answered", ""] for name in note.missing]
    return [
        heading("Consensus of the assessors"),
        small(
            f"Version {note.version}, written by {note.written_by}, "
            f"{moment(note.written_at, data.zone)}"
        ),
        *paragraphs(note.text),
        heading("Answers of the authors"),
        table([Column("Author", 0.28), Column("Answer", 0.37), Column("When", 0.35)], answers),
    ]


def render_sheet(data: ConsolidatedSheet) -> bytes:
    """The consolidated sheet as PDF. Source: rules.md 4.5 and section 8, no. 9."""

    def story() -> Story:
        return [
            *opening(data.head),
            facts(
                [
                    ("Call", f"{data.call_reference} {data.call_title}"),
                    ("Lot", data.lot),
                    ("Dossier", data.dossier_number),
                    ("Title of the project", data.project_title),
                    ("Applicant", data.applicant),
                    ("Score that counts", f"{figure(data.score)} of {data.maximum:.0f}"),
                    ("Gap between the first two totals", f"{figure(data.gap)} points"),
                    ("Rule used", data.rule),
                    ("Third assessor", data.third),
                ]
            ),
            *_scores(data),
            *_sheets(data),
            *_consensus(data),
        ]

    return render(data.head, story)
