"""Clearing away files that nobody attached."""

from datetime import datetime, timedelta

from portal.core.db import transaction
from portal.files import service
from portal.jobs.registry import Payload, recurring


@recurring("files.clean_up", every=timedelta(hours=6))
def clean_up(_payload: Payload, at: datetime) -> None:
    """First the rows, then, once that is certain, the bytes nothing names any more."""
    with transaction():
        service.forget_unattached(at=at)
    with transaction():
        service.sweep_store(at=at)
