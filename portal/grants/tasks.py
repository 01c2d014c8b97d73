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


@recurring("grants.lapse_unsigned", every=timedelta(hours=1))
def lapse_unsigned(_payload: Payload, at: datetime) -> None:
    """End what was not signed by its day; the next of the reserve list is offered the grant."""
    for grant in queries.unsigned(at):
        with transaction():
            service.lapse(grant, at=at)
