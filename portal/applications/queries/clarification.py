"""What the committee asked an applicant, and which parts of an application it can ask for."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.applications.models import Application, Clarification
from portal.applications.queries.content import Content
from portal.applications.queries.form import pages
from portal.core.db import db


@dataclass(frozen=True)
class Item:
    """One part that can be opened: `key` "text:A2.1" or "slot:cvs"; the group it stands in."""

    key: str
    label: str
    group: str


def askable(application: Application) -> list[Item]:
    """Every question and document of one application, in the order of the form. Queries: none.

    Shape: `application` is loaded with all its parts.
    """
    texts = [
        Item(f"text:{question.key}", f"{question.key} {question.title}", str(page.title))
        for page in pages(application)
        for question in page.questions
    ]
    slots = [
        Item(f"slot:{slot.key}", slot.label, "")
        for slot in application.call.document_slots
        if slot.stage == "application"
    ]
    return [*texts, *slots]


def labels_of_items(content: Content) -> dict[str, str]:
    """What the parts of a submitted version are called. Queries: none."""
    texts = {f"text:{one.key}": f"{one.key} {one.title}" for one in content.texts}
    return texts | {f"slot:{one.slot}": one.label for one in content.documents}


def clarifications(application_id: uuid.UUID) -> Sequence[Clarification]:
    """Every round with one applicant, the newest first. Queries: 1."""
    return db.session.scalars(
        select(Clarification)
        .where(Clarification.application_id == application_id)
        .order_by(Clarification.asked_at.desc(), Clarification.id)
    ).all()


def open_clarification(application_id: uuid.UUID) -> Clarification | None:
    """The round that waits for its answer. Queries: 1."""
    return next((one for one in clarifications(application_id) if not one.outcome), None)


def overdue_clarifications(at: datetime) -> Sequence[Clarification]:
    """Rounds whose time ran out without an answer. Queries: 1."""
    return db.session.scalars(
        select(Clarification)
        .where(Clarification.outcome == "", Clarification.due_at <= at)
        .options(joinedload(Clarification.application))
        .order_by(Clarification.due_at, Clarification.id)
    ).all()
