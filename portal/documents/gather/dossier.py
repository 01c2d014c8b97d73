"""DOS from everything that is on record about the evaluation of one call."""

import re
import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.calls.queries import get_whole
from portal.calls.rules import is_in_time
from portal.core.db import db
from portal.core.lifecycle import label
from portal.documents.engine import Letterhead, day
from portal.documents.gather._base import Gathered, Source, one
from portal.documents.gather._dossier_tables import (
    assignments,
    checks,
    complaints,
    letters,
    rankings,
)
from portal.documents.gather.evaluation import confidential
from portal.documents.layouts import dos
from portal.documents.layouts._parts import moment
from portal.documents.models import Document
from portal.evaluation import rules
from portal.evaluation.models import EvaluationSession

LETTERS = ("LTA", "LTR", "LTJ", "INV")
EVERY_VERSION = frozenset({"EVR", "AWD"})  # a report sent back stays beside the one that followed
NUMBER = re.compile(r"([0-9]+)")


def received_in(call: Call) -> list[Application]:
    """Every application that was handed in, by number. Queries: 1."""
    return list(
        db.session.scalars(
            select(Application)
            .where(
                Application.call_id == call.id,
                Application.number.is_not(None),
                Application.state != ApplicationState.DRAFT,
            )
            .options(joinedload(Application.organisation), joinedload(Application.lot))
            .order_by(Application.number)
        )
    )


def evaluation_dossier(session_id: uuid.UUID) -> Gathered:
    """DOS: eleven annexes, of tables made from the records and of documents as issued."""
    session = one(select(EvaluationSession).where(EvaluationSession.id == session_id))
    call = get_whole(session.call_id)
    received, issued = received_in(call), _issued(call.id)
    annexes = _annexes(call, session, received, issued)

    def build(head: Letterhead) -> dos.EvaluationDossier:
        return dos.EvaluationDossier(
            head=head,
            call_reference=call.reference,
            call_title=call.title,
            facts=(
                ("Closed", moment(call.closes_at, call.time_zone)),
                ("Opened", moment(session.opened_at, call.time_zone)),
                ("Decided", moment(session.decided_at, call.time_zone)),
                ("Applications", str(len(received))),
                ("State of the evaluation", label(session.state)),
            ),
            annexes=annexes,
        )

    subject = ("evaluation_sessions", session.id)
    return Gathered(**confidential(call, "DOS", subject, call.title), build=build)


def _annexes(
    call: Call,
    session: EvaluationSession,
    received: Sequence[Application],
    issued: dict[str, list[Document]],
) -> tuple[dos.Annex, ...]:
    zone = call.time_zone
    contents: tuple[tuple[str, str, tuple[dos.Part, ...], Iterable[str]], ...] = (
        ("Opening record", "What was received, when, and what came late.",
         (_opening(call, received),), ("OPR",)),
        ("Checks", "The administrative and the eligibility grid, item by item.",
         (checks("Administrative check", rules.ADMINISTRATIVE, received),
          checks("Eligibility check", rules.ELIGIBILITY, received)), ()),
        ("Assignments", "Who assessed what, and who stepped down.",
         assignments(call, zone), ()),
        ("Declarations and conflicts of interest",
         "Appointment, declarations of impartiality and confidentiality, register of conflicts.",
         (), ("CMP", "DIC", "REG")),
        ("Assessment sheets", "Each sheet as its assessor submitted it.", (), ("ASH",)),
        ("Consolidation", "The sheets of each application side by side, and what counts.",
         (), ("CON",)),
        ("Ranking", "Every frozen version of every lot.", rankings(session.id), ()),
        ("Evaluation report", "As signed by the committee.", (), ("EVR",)),
        ("Award decision", "By a signatory who proposed nothing.", (), ("AWD",)),
        ("Letters", "What each applicant was told.", (letters(received, zone),), LETTERS),
        ("Complaints", "What applicants did not agree with, and the answers.",
         complaints(call, zone), ()),
    )  # fmt: skip
    return tuple(
        dos.Annex(
            number, title, note, parts,
            tuple(_attached(found) for kind in kinds for found in issued.get(kind, ())),
        )
        for number, (title, note, parts, kinds) in enumerate(contents, start=1)
    )  # fmt: skip


def _opening(call: Call, received: Sequence[Application]) -> dos.Part:
    rows = []
    for application in received:
        at = application.submitted_at
        late = (
            at is not None
            and call.closes_at is not None
            and not is_in_time(at, closes_at=call.closes_at, grace_seconds=call.grace_seconds)
        )
        remark = "late" if late else "in time"
        if application.state is ApplicationState.WITHDRAWN:
            remark = f"withdrawn on {day(application.withdrawn_at.date())}" if (
                application.withdrawn_at) else "withdrawn"  # fmt: skip
        rows.append(
            (
                application.number or "",
                application.organisation.legal_name,
                application.lot.name,
                moment(at, call.time_zone),
                remark,
            )
        )
    return dos.Part(
        "Applications received",
        ("Dossier", "Applicant", "Lot", "Received", "Remark"),
        (0.2, 0.28, 0.14, 0.24, 0.14),
        tuple(rows),
    )


def _issued(call_id: uuid.UUID) -> dict[str, list[Document]]:
    """The documents of a call by kind, in the order of their titles; the last version of each."""
    rows = db.session.scalars(
        select(Document)
        .where(Document.call_id == call_id, Document.kind != "DOS")
        .order_by(Document.reference, Document.version)
    )
    found: dict[str, dict[tuple[str, int], Document]] = defaultdict(dict)
    for row in rows:
        version = row.version if row.kind in EVERY_VERSION else 0
        found[row.kind][row.reference, version] = row
    return {kind: sorted(rows.values(), key=_order) for kind, rows in found.items()}


def _order(document: Document) -> tuple[list[str], str, int]:
    """By title with its numbers as numbers, then by reference and version."""
    parts = [part.zfill(12) if part.isdigit() else part for part in NUMBER.split(document.title)]
    return parts, document.reference, document.version


def _attached(document: Document) -> dos.Attached:
    return dos.Attached(
        document.title.partition(": ")[2] or document.title,
        document.reference,
        document.version,
        document.sha256,
        document.pages,
    )


SOURCES: dict[str, Source] = {"DOS": evaluation_dossier}
