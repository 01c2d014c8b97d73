"""Recurring work on calls."""

from datetime import datetime, timedelta
from typing import Any

from portal.calls import queries, service
from portal.core.db import transaction
from portal.jobs.registry import recurring


@recurring("calls.close_due", every=timedelta(minutes=1))
def close_due(_payload: dict[str, Any], at: datetime) -> None:
    """Close every call whose deadline has passed."""
    with transaction():
        for call in queries.due_to_close(at):
            service.close(call, at=at)
