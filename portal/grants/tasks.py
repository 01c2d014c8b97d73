"""Projects start and end by themselves."""

from datetime import datetime, timedelta

from portal.core.db import transaction
from portal.grants import queries, service
from portal.jobs.registry import Payload, recurring


@recurring("grants.start_and_end", every=timedelta(minutes=15))
def start_and_end(_payload: Payload, at: datetime) -> None:
    """Start what begins today or began, end what ended yesterday or earlier."""
    for grant in queries.to_start(at):
        with transaction():
            service.start(grant, at=at)
    for grant in queries.to_end(at):
        with transaction():
            service.end(grant, at=at)
