"""Work of the evaluation that nobody has to ask for."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from portal.core.clock import day_in
from portal.core.db import transaction
from portal.evaluation import queries, service
from portal.jobs.registry import recurring


@recurring("evaluation.expire_reserve", every=timedelta(hours=1))
def expire_reserve(_payload: Mapping[str, Any], at: datetime) -> None:
    """End the reserve list for applications whose last day has passed in their call's zone."""
    for application in queries.on_reserve():
        until = application.reserve_until
        if until is not None and until < day_in(application.call.time_zone, at):
            with transaction():
                service.expire_reserve(application, at=at)


@recurring("evaluation.offer_next", every=timedelta(minutes=15))
def offer_next(_payload: Mapping[str, Any], at: datetime) -> None:
    """Offer what withdrawals have freed to the next of each reserve list."""
    for session in queries.closed_sessions():
        with transaction():
            service.offer_next(session, at=at)


@recurring("evaluation.look_for_conflicts", every=timedelta(hours=1))
def look_for_conflicts(_payload: Mapping[str, Any], at: datetime) -> None:
    """Find ties that came up since: a new membership, a new employer, a changed address."""
    for session in queries.running_sessions():
        with transaction():
            service.look_for_conflicts(session, at=at)
