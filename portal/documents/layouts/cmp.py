"""CMP: appointment of the evaluation committee of one call."""

from dataclasses import dataclass

from portal.documents.engine import (
    Column,
    Letterhead,
    Story,
    callout,
    heading,
    numbered,
    render,
    table,
)
from portal.documents.layouts._parts import Signature, of_call, opening, signatures

TITLE = "Appointment of the evaluation committee"
DUTIES = (
    "The chair and the secretary have no vote. Every voter has one vote.",
    "Every member, assessor and observer signs the declaration of impartiality and "
    "confidentiality before anything of an application is opened to them.",
    "A substitute takes a place only when called in, with the reason on record, and signs too.",
    "The names of members and assessors stay confidential towards the applicants.",
)


@dataclass(frozen=True)
class AppointedMember:
    """A person on the list. `remark`: substitute, or whom they replaced and why."""

    name: str
    function: str
    has_vote: bool
    appointed_on: str
    remark: str = ""


@dataclass(frozen=True)
class CommitteeAppointment:
    """Who sits on the committee of a call."""

    head: Letterhead
    call_reference: str
    call_title: str
    lots: tuple[str, ...]
    members: tuple[AppointedMember, ...]
    scores_due: str
    signature: Signature
    zone: str


def render_appointment(data: CommitteeAppointment) -> bytes:
    """The appointment as PDF. Source: rules.md 4.5 (6) and section 8, no. 7."""
    voters = sum(member.has_vote for member in data.members)

    def story() -> Story:
        return [
            *opening(data.head),
            of_call(
                data,
                ("Lots", ", ".join(data.lots)),
                ("Scores due", data.scores_due),
            ),
            callout(f"{len(data.members)} appointments; {voters} voters."),
            heading("Members"),
            table(
                [
                    Column("Name", 0.28),
                    Column("Function", 0.18),
                    Column("Vote", 0.08),
                    Column("Appointed", 0.18),
                    Column("Remark", 0.28),
                ],
                [
                    [
                        one.name,
                        one.function,
                        "Yes" if one.has_vote else "No",
                        one.appointed_on,
                        one.remark,
                    ]
                    for one in data.members
                ],
            ),
            heading("Duties"),
            *numbered(DUTIES),
            *signatures([data.signature], zone=data.zone, head="Appointed by"),
        ]

    return render(data.head, story)
