"""Reading the audit trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select

from portal.audit.models import AuditEntry
from portal.audit.rules import START, seal
from portal.core.db import db

PAGE = 50
MOST_EXPORTED = 20_000


@dataclass(frozen=True)
class Chain:
    """What checking the trail found: how many entries hold, and where it breaks, if it does."""

    entries: int
    head: str
    broken_at: int | None = None

    @property
    def is_whole(self) -> bool:
        """True when every entry is sealed by the one before it."""
        return self.broken_at is None


@dataclass(frozen=True)
class Filters:
    """What to list: empty means all. `person` matches part of the name, `verb` its beginning."""

    verb: str = ""
    person: str = ""
    subject_type: str = ""
    subject_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None


def content_of(entry: AuditEntry) -> Mapping[str, Any]:
    """What the seal covers: everything but the seal itself."""
    return {
        "sequence": entry.sequence,
        "id": str(entry.id),
        "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor_id": str(entry.actor_id),
        "actor_name": entry.actor_name,
        "actor_role": entry.actor_role,
        "address": entry.address,
        "verb": entry.verb,
        "subject_type": entry.subject_type,
        "subject_id": str(entry.subject_id),
        "reason": entry.reason,
        "details": entry.details,
    }


def history(subject_type: str, subject_id: UUID) -> list[AuditEntry]:
    """Everything done to one thing, oldest first. One query."""
    return list(
        db.session.scalars(
            select(AuditEntry)
            .where(AuditEntry.subject_type == subject_type, AuditEntry.subject_id == subject_id)
            .order_by(AuditEntry.at, AuditEntry.sequence)
        )
    )


def listing(filters: Filters, *, page: int = 1) -> tuple[list[AuditEntry], int]:
    """One page of the trail, newest first, and how many entries match. Two queries."""
    matching = _matching(filters)
    total = db.session.scalar(select(func.count()).select_from(matching.subquery())) or 0
    rows = matching.order_by(AuditEntry.sequence.desc()).limit(PAGE).offset((page - 1) * PAGE)
    return list(db.session.scalars(rows)), total


def for_export(filters: Filters) -> list[AuditEntry]:
    """What matches, oldest first, at most the latest `MOST_EXPORTED`. One query."""
    rows = _matching(filters).order_by(AuditEntry.sequence.desc()).limit(MOST_EXPORTED)
    return list(reversed(db.session.scalars(rows).all()))


def _matching(filters: Filters) -> Select[AuditEntry]:
    matching = select(AuditEntry)
    if filters.verb:
        matching = matching.where(AuditEntry.verb.startswith(filters.verb, autoescape=True))
    if filters.person:
        matching = matching.where(AuditEntry.actor_name.icontains(filters.person, autoescape=True))
    if filters.subject_type:
        matching = matching.where(AuditEntry.subject_type == filters.subject_type)
    if filters.subject_id:
        matching = matching.where(AuditEntry.subject_id == filters.subject_id)
    if filters.since:
        matching = matching.where(AuditEntry.at >= filters.since)
    if filters.until:
        matching = matching.where(AuditEntry.at < filters.until)
    return matching


def subject_types() -> list[str]:
    """The kinds of thing the trail tells of, for the filter. One query."""
    kinds = select(AuditEntry.subject_type).where(AuditEntry.subject_type != "").distinct()
    return sorted(db.session.scalars(kinds))


def verify_chain() -> Chain:
    """Check every seal in order, a thousand at a time.

    What it cannot see is a trail cut off at its end: keep `head` elsewhere.
    """
    previous, checked = START, 0
    while True:
        batch = db.session.scalars(
            select(AuditEntry)
            .where(AuditEntry.sequence > checked)
            .order_by(AuditEntry.sequence)
            .limit(1000)
            .execution_options(populate_existing=True)
        ).all()
        for entry in batch:
            if not _holds(entry, checked + 1, previous):
                return Chain(checked, previous, broken_at=checked + 1)
            checked, previous = checked + 1, str(entry.hash)
        if not batch:
            return Chain(checked, previous)


def _holds(entry: AuditEntry, sequence: int, previous: str) -> bool:
    return (
        entry.sequence == sequence
        and entry.previous_hash == previous
        and entry.hash == seal(content_of(entry), previous)
    )
