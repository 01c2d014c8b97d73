"""Entries of the audit trail."""

from datetime import UTC, datetime

from portal.audit import service
from portal.audit.models import AuditEntry
from portal.core.access import Actor
from portal.core.db import transaction

AT = datetime(2026, 12, 4, 11, 0, tzinfo=UTC)
ANA = Actor(None, "Ana Marković", address="192.0.2.7")


def make_entry(
    verb: str = "call.published", *, actor: Actor = ANA, subject=None, at=AT, **more
) -> AuditEntry:
    """One committed entry."""
    with transaction():
        return service.record(actor, verb, subject, at=at, **more)
