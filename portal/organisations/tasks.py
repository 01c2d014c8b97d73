"""Recurring work on organisations."""

from datetime import datetime, timedelta

from portal.core.clock import day_in
from portal.core.db import transaction
from portal.jobs.registry import Payload, recurring
from portal.organisations import queries, service
from portal.organisations.service.documents import ZONE


@recurring("organisations.remind_expiry", every=timedelta(hours=6))
def remind_expiry(_payload: Payload, at: datetime) -> None:
    """Owners learn of documents that expire within 30 days, once for each document."""
    with transaction():
        for document in queries.expiring(day_in(ZONE, at)):
            service.remind_expiring(document, at=at)


@recurring("organisations.find_keys", every=timedelta(days=1))
def find_keys(_payload: Payload, _at: datetime) -> None:
    """Organisations entered before there were keys get theirs."""
    with transaction():
        for organisation in queries.without_keys():
            service.set_keys(organisation)
