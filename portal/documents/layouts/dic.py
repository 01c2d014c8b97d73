"""DIC: declaration of impartiality and confidentiality of one person for one call."""

from dataclasses import dataclass

from portal.documents.engine import (
    Column,
    Letterhead,
    Story,
    callout,
    heading,
    numbered,
    paragraphs,
    render,
    table,
)
from portal.documents.layouts._parts import Signature, of_call, opening, signatures

TITLE = "Declaration of impartiality and confidentiality"


@dataclass(frozen=True)
class DeclaredApplicant:
    """An applicant on the list, and what the person said about it."""

    number: str
    organisation: str
    has_conflict: bool
    remark: str = ""


@dataclass(frozen=True)
class ImpartialityDeclaration:
    """What one person declared, in the words that they signed."""

    head: Letterhead
    call_reference: str
    call_title: str
    lots: tuple[str, ...]
    function: str
    applicants: tuple[DeclaredApplicant, ...]
    signature: Signature
    zone: str
    statements: tuple[str, ...]


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
            of_call(
                data,
                ("Lots", ", ".join(data.lots)),
                ("Name", data.signature.name),
                ("Function", data.function),
            ),
            heading("I declare"),
            *numbered(data.statements),
            heading("List of applicants"),
            *_applicants(data),
            *signatures([data.signature], zone=data.zone, head="Signature"),
        ]

    return render(data.head, story)
