"""Recurring work of the accounts area."""

from datetime import datetime, timedelta

from portal.accounts import service
from portal.core.db import transaction
from portal.jobs.registry import Payload, recurring


@recurring("accounts.sweep", every=timedelta(hours=6))
def sweep(_payload: Payload, at: datetime) -> None:
    """Forget old tries, links and sign-ins."""
    with transaction():
        service.sweep(at=at)
