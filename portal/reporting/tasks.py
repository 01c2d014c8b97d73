"""Recurring work on reports."""

from datetime import datetime, timedelta
from typing import Any

from portal.core.db import transaction
from portal.jobs.registry import recurring
from portal.reporting import service


@recurring("reporting.calendar", every=timedelta(hours=1))
def keep_calendar(_payload: dict[str, Any], at: datetime) -> None:
    """Signed grants get their reports; those whose period is over fall due; people are reminded."""
    with transaction():
        service.schedule_missing(at=at)
        service.open_due(at=at)
        service.remind_due(at=at)
