"""Work of the job table on itself."""

from datetime import datetime, timedelta

from portal.core.db import transaction
from portal.jobs import service
from portal.jobs.registry import RECURRING, Payload, recurring


@recurring("jobs.tidy", every=timedelta(hours=1))
def tidy(_payload: Payload, at: datetime) -> None:
    """Forget finished rounds of recurring work."""
    with transaction():
        service.forget_recurring(frozenset(RECURRING), at=at)
