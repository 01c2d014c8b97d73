"""REG: register of conflicts of interest of one call."""

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

TITLE = "Conflict of interest register"


@dataclass(frozen=True)
class RegisterLine:
    """A tie between a person and an application, and what was done about it."""

    person: str
    function: str
    dossier: str
    applicant: str
    kind: str
    tie: str
    measure: str
    on: str


@dataclass(frozen=True)
class ConflictRegister:
    """Everything declared, recorded and found in the evaluation of a call."""

    head: Letterhead
    call_reference: str
    call_title: str
    members: int
    applications: int
    lines: tuple[RegisterLine, ...]
    signature: Signature
    zone: str


def _count(lines: int) -> str:
    return "1 entry in the register." if lines == 1 else f"{lines} entries in the register."


def _lines(data: ConflictRegister) -> Story:
    if not data.lines:
        return paragraphs("No conflict of interest was declared, recorded or found.")
    return [
        table(
            [
                Column("Person", 0.18),
                Column("Application", 0.21),
                Column("Tie", 0.25),
                Column("Measure", 0.18),
                Column("Date", 0.18),
            ],
            [
                [
                    f"{one.person}\n{one.function}",
                    f"{one.dossier}\n{one.applicant}",
                    f"{one.kind}\n{one.tie}" if one.tie else one.kind,
                    one.measure,
                    one.on,
                ]
                for one in data.lines
            ],
        )
    ]


def render_register(data: ConflictRegister) -> bytes:
    """The register as PDF. Source: rules.md section 8, no. 39."""

    def story() -> Story:
        return [
            *opening(data.head),
            of_call(
                data,
                ("Compared", f"{data.members} people with {data.applications} applications"),
            ),
            callout(_count(len(data.lines))),
            heading("Register"),
            *_lines(data),
            *signatures([data.signature], zone=data.zone, head="For the lead applicant"),
        ]

    return render(data.head, story)
