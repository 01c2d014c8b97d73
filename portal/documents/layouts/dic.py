"""DIC: declaration of impartiality and confidentiality of one person for one call."""

from dataclasses import dataclass

from portal.documents.engine import (
    Column,
    Letterhead,
    Story,
    callout,
    facts,
    heading,
    numbered,
    paragraphs,
    render,
    table,
)
from portal.documents.layouts._parts import Signature, opening, signatures

TITLE = "Declaration of impartiality and confidentiality"
STATEMENTS = (
    "I carry out this task honestly and fairly, by the published criteria and by nothing else.",
    "I have read the list of applicants below, their co-applicants included.",
    "I have no tie with any of them, by family, feeling, politics, money or any other shared "
    "interest, now or in the last {years} years, except where I say so in the list.",
    "If I find such a tie later I report it at once and step down from the case.",
    "Nobody has tried to influence me. If somebody does I report it at once.",
    "I keep everything that I learn in this task confidential and use it for this task only.",
    "I keep no copies, on paper or in any other form, when the task is over.",
)


@dataclass(frozen=True)
class DeclaredApplicant:
    """An applicant on the list, and what the person said about it."""

    number: str
    organisation: str
    has_conflict: bool
    remark: str = ""


@dataclass(frozen=True)
class ImpartialityDeclaration:
    """What one person declared. Units: `years` is the span the statement looks back."""

    head: Letterhead
    call_reference: str
    call_title: str
    lots: tuple[str, ...]
    function: str
    applicants: tuple[DeclaredApplicant, ...]
    signature: Signature
    zone: str
    years: int = 3


def _applicants(data: ImpartialityDeclaration) -> Story:
    if not data.applicants:
        return paragraphs("The list held no applicant when this declaration was signed.")
    conflicts = [one for one in data.applicants if one.has_conflict]
    summary = (
        f"Conflict declared for {len(conflicts)} of {len(data.applicants)} applicants."
        if conflicts
        else f"No conflict declared for any of the {len(data.applicants)} applicants."
    )
    return [
        callout(summary),
        table(
            [
                Column("Dossier", 0.2),
                Column("Applicant", 0.4),
                Column("Conflict", 0.12),
                Column("Kind of tie", 0.28),
            ],
            [
                [one.number, one.organisation, "Yes" if one.has_conflict else "No", one.remark]
                for one in data.applicants
            ],
        ),
    ]


def render_declaration(data: ImpartialityDeclaration) -> bytes:
    """The declaration as PDF. Source: rules.md 4.7 and section 8, no. 6."""

    def story() -> Story:
        return [
            *opening(data.head),
            facts(
                [
                    ("Call", f"{data.call_reference} {data.call_title}"),
                    ("Lots", ", ".join(data.lots)),
                    ("Name", data.signature.name),
                    ("Function", data.function),
                ],
                label_share=0.22,
            ),
            heading("I declare"),
            *numbered(statement.format(years=data.years) for statement in STATEMENTS),
            heading("List of applicants"),
            *_applicants(data),
            *signatures([data.signature], zone=data.zone, head="Signature"),
        ]

    return render(data.head, story)
