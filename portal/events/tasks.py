"""Recurring work on events."""

from datetime import datetime, timedelta
from typing import Any

from portal.core.access import SYSTEM
from portal.core.db import transaction
from portal.events import queries, service
from portal.events.service.registration import REMIND_BEFORE
from portal.jobs.registry import recurring


@recurring("events.close_due", every=timedelta(minutes=5))
def close_due(_payload: dict[str, Any], at: datetime) -> None:
    """Close the registration of every event whose time for it is over."""
    with transaction():
        for event in queries.to_close_registration(at):
            service.close_due_registration(event, at=at)


@recurring("events.remind", every=timedelta(hours=1))
def remind(_payload: dict[str, Any], at: datetime) -> None:
    """Remind those who registered, two days before the event."""
    with transaction():
        for event in queries.to_remind(at, REMIND_BEFORE):
            service.remind(event, actor=SYSTEM, at=at)
