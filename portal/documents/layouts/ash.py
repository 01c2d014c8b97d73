"""ASH: assessment sheet, the scores and reasons of one assessor for one application."""

from dataclasses import dataclass
from decimal import Decimal

from portal.documents.engine import (
    Column,
    Letterhead,
    Story,
    facts,
    heading,
    paragraphs,
    render,
    subheading,
    table,
)
from portal.documents.layouts._parts import (
    SectionScore,
    Signature,
    figure,
    opening,
    section_scores,
    signatures,
)

TITLE = "Assessment sheet"


@dataclass(frozen=True)
class ScoredCriterion:
    """A mark for one sub-criterion. Units: points are mark × weight; `most` can be given."""

    code: str
    title: str
    mark: int
    weight: int
    most: int
    comment: str = ""


@dataclass(frozen=True)
class ScoredSection:
    """The marks of one section and the comment that stands for it."""

    code: str
    title: str
    maximum: Decimal
    criteria: tuple[ScoredCriterion, ...]
    comment: str

    @property
    def points(self) -> Decimal:
        """Sum of the marks, each with its weight."""
        return Decimal(sum(one.mark * one.weight for one in self.criteria))


@dataclass(frozen=True)
class AssessmentSheet:
    """One submitted sheet."""

    head: Letterhead
    call_reference: str
    call_title: str
    lot: str
    dossier_number: str
    project_title: str
    applicant: str
    stage: str
    assessor_number: int
    sections: tuple[ScoredSection, ...]
    scale: str
    strengths: str
    weaknesses: str
    budget_remarks: str
    recommendation: str
    signature: Signature
    zone: str


def _section(section: ScoredSection) -> Story:
    rows = [
        [
            f"{one.code} {one.title}",
            str(one.mark),
            f"× {one.weight}",
            str(one.mark * one.weight),
            str(one.most),
        ]
        for one in section.criteria
    ]
    comments = [
        block
        for one in section.criteria
        if one.comment
        for block in (subheading(f"{one.code}, mark {one.mark}"), *paragraphs(one.comment))
    ]
    return [
        heading(f"{section.code} {section.title}"),
        table(
            [
                Column("Criterion", 0.56),
                Column("Mark", 0.1, "right"),
                Column("Weight", 0.11, "right"),
                Column("Points", 0.11, "right"),
                Column("Most", 0.12, "right"),
            ],
            rows,
            total=["Section", "", "", figure(section.points), f"{section.maximum:.0f}"],
        ),
        *paragraphs(section.comment),
        *comments,
    ]


def _words(data: AssessmentSheet) -> Story:
    parts = (
        ("Strengths", data.strengths),
        ("Weaknesses", data.weaknesses),
        ("Remarks on the budget", data.budget_remarks),
        ("Recommendation", data.recommendation),
    )
    return [block for title, text in parts if text for block in (heading(title), *paragraphs(text))]


def render_sheet(data: AssessmentSheet) -> bytes:
    """The sheet as PDF. Source: rules.md 4.1 and section 8, no. 8."""
    total = sum((one.points for one in data.sections), Decimal(0))
    maximum = sum((one.maximum for one in data.sections), Decimal(0))

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
                    ("Stage", data.stage),
                    ("Assessor", f"No. {data.assessor_number}"),
                ]
            ),
            heading("Result"),
            section_scores(
                [
                    SectionScore(one.code, one.title, one.points, one.maximum)
                    for one in data.sections
                ],
                total,
                maximum,
            ),
            *paragraphs(data.scale),
            *(block for section in data.sections for block in _section(section)),
            *_words(data),
            *signatures([data.signature], zone=data.zone, head="Signature of the assessor"),
        ]

    return render(data.head, story)
