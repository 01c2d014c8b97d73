"""The tables that the dossier itself prints: checks, assignments, rankings, letters, complaints."""

import uuid
from collections import defaultdict
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import User
from portal.applications.models import Application
from portal.calls.models import Call, Lot
from portal.core.db import db
from portal.core.lifecycle import label
from portal.core.text import Text
from portal.documents.engine import day
from portal.documents.layouts import dos
from portal.documents.layouts._parts import eur, figure, moment
from portal.evaluation.models import (
    Assessment,
    CheckItem,
    Complaint,
    Ranking,
    RankingEntry,
)
from portal.evaluation.states import Proposal

SHORT = {"yes": "yes", "no": "NO", "na": "n.a.", "ask": "ask"}


def checks(title: str, codes: Mapping[str, Text], received: Sequence[Application]) -> dos.Part:
    """One row for each application that was checked: answers in order, remarks, by whom.

    Queries: 1.
    """
    items: dict[uuid.UUID, dict[str, tuple[CheckItem, str | None]]] = defaultdict(dict)
    rows = db.session.execute(
        select(CheckItem, User.name)
        .outerjoin(User, User.id == CheckItem.checked_by_id)
        .where(
            CheckItem.application_id.in_([one.id for one in received]), CheckItem.code.in_(codes)
        )
    )
    for item, name in rows:
        items[item.application_id][item.code] = item, name
    found = []
    for application in received:
        given = items.get(application.id)
        if not given:
            continue
        answers = " ".join(
            f"{code[3:]} {SHORT[given[code][0].answer]}" for code in codes if code in given
        )
        remarks = "; ".join(
            f"{code}: {given[code][0].note}"
            for code in codes
            if code in given and given[code][0].note
        )
        people = sorted({name for _item, name in given.values() if name}) or ["the portal"]
        last = max(item.checked_at for item, _name in given.values())
        found.append(
            (
                application.number or "",
                answers,
                remarks or "–",
                f"{', '.join(people)}, {day(last.date())}",
            )
        )
    legend = "; ".join(f"{code[3:]} {text}" for code, text in codes.items())
    return dos.Part(
        title,
        ("Dossier", "Answers", "Remarks", "By"),
        (0.2, 0.32, 0.28, 0.2),
        tuple(found),
        (f"Items: {legend}.",) if found else ("Nothing was checked.",),
    )


def assignments(call: Call, zone: str) -> tuple[dos.Part, ...]:
    """One row for each sheet: who, when assigned, how it ended. Queries: 1."""
    rows = db.session.scalars(
        select(Assessment)
        .join(Application, Application.id == Assessment.application_id)
        .where(Application.call_id == call.id)
        .options(joinedload(Assessment.assessor), joinedload(Assessment.application))
        .order_by(Application.number, Assessment.position, Assessment.assigned_at)
    )
    found = tuple(
        (
            sheet.application.number or "",
            f"No. {sheet.position}",
            sheet.assessor.name,
            day(sheet.assigned_at.date()),
            _ended(sheet, zone),
        )
        for sheet in rows
    )
    heads = ("Dossier", "Sheet", "Assessor", "Assigned", "Ended")
    return (dos.Part("Sheets assigned", heads, (0.2, 0.1, 0.25, 0.17, 0.28), found),)


def _ended(sheet: Assessment, zone: str) -> str:
    words = label(sheet.state)
    if sheet.submitted_at:
        words = f"submitted on {moment(sheet.submitted_at, zone)}"
    return "; ".join(part for part in (words, sheet.ended_reason) if part)


def rankings(session_id: uuid.UUID) -> tuple[dos.Part, ...]:
    """Every frozen version of every lot, oldest first. Queries: 2."""
    rows = db.session.scalars(
        select(Ranking)
        .join(Lot, Lot.id == Ranking.lot_id)
        .where(Ranking.session_id == session_id)
        .options(
            joinedload(Ranking.lot),
            selectinload(Ranking.entries)
            .joinedload(RankingEntry.application)
            .joinedload(Application.organisation),
        )
        .order_by(Lot.position, Ranking.number)
    )
    heads = ("Rank", "Dossier", "Applicant", "Score", "Grant EUR", "Proposal")
    return tuple(
        dos.Part(
            f"{ranking.lot.name}, version {ranking.number}",
            heads,
            (0.08, 0.2, 0.24, 0.1, 0.14, 0.24),
            tuple(_ranked(entry) for entry in ranking.entries),
            (_head(ranking),),
            figures=(3, 4),
        )
        for ranking in rows
    )


def _head(ranking: Ranking) -> str:
    words = f"Frozen on {day(ranking.created_at.date())}. Money {eur(ranking.envelope)}."
    return f"{words} {ranking.reason}".strip()


def _ranked(entry: RankingEntry) -> tuple[str, ...]:
    is_award = entry.proposal is Proposal.AWARD
    return (
        str(entry.rank or "–"),
        entry.application.number or "",
        entry.application.organisation.legal_name,
        figure(entry.total),
        figure(entry.amount if is_award else entry.requested),
        "; ".join(part for part in (entry.proposal.value, entry.reason) if part),
    )


def letters(received: Sequence[Application], zone: str) -> dos.Part:
    """When each applicant was told."""
    return dos.Part(
        "Letters sent",
        ("Dossier", "Applicant", "State now", "Letter sent"),
        (0.2, 0.3, 0.2, 0.3),
        tuple(
            (
                one.number or "",
                one.organisation.legal_name,
                label(one.state),
                moment(one.letter_sent_at, zone),
            )
            for one in received
            if one.letter_sent_at
        ),
    )


def complaints(call: Call, zone: str) -> tuple[dos.Part, ...]:
    """Each complaint with its answer, in full. Queries: 1."""
    rows = db.session.scalars(
        select(Complaint)
        .join(Application, Application.id == Complaint.application_id)
        .where(Application.call_id == call.id)
        .options(
            joinedload(Complaint.application).joinedload(Application.organisation),
            joinedload(Complaint.submitted_by),
            joinedload(Complaint.answered_by),
        )
        .order_by(Application.number, Complaint.number)
    )
    found = tuple(_complaint(row, zone) for row in rows)
    return found or (dos.Part("Complaints", text=("Nobody has complained.",)),)


def _complaint(row: Complaint, zone: str) -> dos.Part:
    application = row.application
    text = [
        f"{application.organisation.legal_name}, by {row.submitted_by.name}, "
        f"{moment(row.submitted_at, zone)}. Answer due by {day(row.due_on)}.",
        f"Why they do not agree: {row.reason}",
        f"What they ask for: {row.asks}",
    ]
    if row.answered_at and row.answered_by:
        text.append(
            f"{label(row.state).capitalize()} by {row.answered_by.name}, "
            f"{moment(row.answered_at, zone)}: {row.answer}"
        )
    if row.new_total is not None:
        text.append(f"Score that counts from then on: {figure(row.new_total)}.")
    return dos.Part(f"{application.number}, complaint {row.number}", text=tuple(text))
