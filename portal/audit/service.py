"""Writing the audit trail, and keeping it append only."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, event, inspect, select, text
from sqlalchemy.orm import Mapper, ORMExecuteState, Session

from portal.audit.models import AuditEntry
from portal.audit.queries import content_of
from portal.audit.rules import START, acting_as, plain, seal
from portal.core.access import Actor
from portal.core.db import Base, db

_UNSEALED = "audit_unsealed"
_CHAIN_LOCK = 7_216_001  # any constant: the key of the advisory lock that orders the chain
_SEAL = {"sequence", "previous_hash", "hash"}


class AppendOnly(RuntimeError):
    """Somebody's code tried to change or delete the audit trail."""


def record(
    actor: Actor,
    verb: str,
    subject: Base | None,
    *,
    at: datetime,
    reason: str = "",
    details: Mapping[str, Any] | None = None,
) -> AuditEntry:
    """Note what was done; the entry stands or falls with the transaction it is written in.

    Shape:  `verb` in the past tense, "application.submitted"; `subject` None for things without a
            row (a failed sign-in); `details` may hold amounts, instants and ids.
    """
    db.session.flush()
    entry = AuditEntry(
        at=at,
        actor_id=actor.user_id,
        actor_name=actor.name[:200],
        actor_role=acting_as(actor, _scopes(subject)),
        address=actor.address[:100],
        verb=verb,
        subject_type=subject.__tablename__ if subject is not None else "",
        subject_id=subject.id if subject is not None else None,
        reason=reason.replace("\x00", ""),
        details=plain(details),
    )
    db.session.add(entry)
    db.session.flush()
    db.session.info.setdefault(_UNSEALED, []).append(entry)
    return entry


def _scopes(subject: Base | None) -> set[Any]:
    names = ("id", "organisation_id", "action_id", "call_id")
    return {subject.__dict__.get(name) for name in names} if subject is not None else set()


@event.listens_for(Session, "before_commit")
def _seal_entries(session: Session) -> None:
    """Chain the entries last: the lock that orders all writers is held for a moment only."""
    if session.in_nested_transaction() or not session.info.get(_UNSEALED):
        return
    session.flush()
    entries = [entry for entry in session.info.pop(_UNSEALED) if entry in session]
    _take_chain(session)
    last = session.execute(
        select(AuditEntry.sequence, AuditEntry.hash)
        .where(AuditEntry.sequence.is_not(None))
        .order_by(AuditEntry.sequence.desc())
        .limit(1)
    ).first()
    sequence, previous = (last.sequence, last.hash) if last else (0, START)
    for entry in entries:
        sequence += 1
        entry.sequence, entry.previous_hash = sequence, previous
        entry.hash = previous = seal(content_of(entry), previous)
    session.flush()


def _take_chain(session: Session) -> None:
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHAIN_LOCK})


@event.listens_for(AuditEntry, "before_update")
def _refuse_update(_mapper: Mapper[Any], _connection: Connection, entry: AuditEntry) -> None:
    state = inspect(entry)
    changed = {attribute.key for attribute in state.attrs if attribute.history.has_changes()}
    was_sealed = state.attrs["sequence"].history.deleted not in ((), [None])
    if changed - _SEAL or was_sealed or (changed and "sequence" not in changed):
        raise AppendOnly("An audit entry is never changed.")


@event.listens_for(AuditEntry, "before_delete")
def _refuse_delete(_mapper: Mapper[Any], _connection: Connection, _entry: AuditEntry) -> None:
    raise AppendOnly("An audit entry is never deleted.")


@event.listens_for(Session, "do_orm_execute")
def _refuse_bulk(state: ORMExecuteState) -> None:
    touches = state.is_update or state.is_delete
    if touches and state.bind_mapper and state.bind_mapper.class_ is AuditEntry:
        raise AppendOnly("The audit trail is never changed.")
