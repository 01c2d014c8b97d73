"""Recurring work on reports."""

from datetime import datetime, timedelta
from typing import Any

from portal.core.db import transaction
from portal.jobs.registry import recurring
from portal.reporting import service


@recurring("reporting.calendar", every=timedelta(hours=1))
def keep_calendar(_payload: dict[str, Any], at: datetime) -> None:
    """Reports whose period is over fall due; people are reminded of those that are."""
    with transaction():
        service.open_due(at=at)
        service.remind_due(at=at)
