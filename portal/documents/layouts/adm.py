"""ADM and ELI: the check sheets of one application, with their result."""

from dataclasses import dataclass

from portal.documents.engine import (
    Column,
    Letterhead,
    Story,
    callout,
    heading,
    paragraphs,
    render,
    table,
)
from portal.documents.layouts._parts import Signature, of_call, opening, signatures

TITLE = "Administrative check sheet"
TITLE_ELIGIBILITY = "Eligibility check sheet"


@dataclass(frozen=True)
class CheckedItem:
    """One question: the answer, who gave it and on which day; `seen` are documents looked at."""

    code: str
    text: str
    answer: str
    note: str
    by: str
    on: str
    seen: str = ""


@dataclass(frozen=True)
class CheckSheet:
    """Every item of one sheet, and what follows from it."""

    head: Letterhead
    call_reference: str
    call_title: str
    lot: str
    dossier_number: str
    project_title: str
    applicant: str
    items: tuple[CheckedItem, ...]
    result: str
    reason: str
    signatures: tuple[Signature, ...]
    zone: str


def render_sheet(data: CheckSheet) -> bytes:
    """The sheet as PDF. Source: rules.md 5.1, 5.2 and section 8, nos. 5 and 11."""

    def story() -> Story:
        return [
            *opening(data.head),
            of_call(
                data,
                ("Lot", data.lot),
                ("Application", f"{data.dossier_number} {data.project_title}"),
                ("Applicant", data.applicant),
            ),
            callout(f"Result: {data.result}."),
            *(paragraphs(data.reason) if data.reason else []),
            heading("Items"),
            table(
                [
                    Column("Item", 0.38),
                    Column("Answer", 0.12),
                    Column("Note, document", 0.28),
                    Column("Checked", 0.22),
                ],
                [
                    [
                        f"{one.code} {one.text}",
                        one.answer,
                        "\n".join(filter(None, (one.note, one.seen))),
                        f"{one.by}\n{one.on}",
                    ]
                    for one in data.items
                ],
            ),
            *signatures(data.signatures, zone=data.zone, head="Checked and confirmed"),
        ]

    return render(data.head, story)
