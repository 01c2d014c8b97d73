"""Sending what stands in the outbox."""

from datetime import datetime
from uuid import UUID

from portal.core.db import transaction
from portal.jobs.registry import Payload, task
from portal.mail import queries, sender, service
from portal.mail.states import MOVES


@task(service.SEND)
def send(payload: Payload, at: datetime) -> None:
    """Send one mail, outside any transaction, and note how it went.

    A mail that was sent or stopped in the meantime is left alone.
    """
    with transaction():
        message = queries.get(UUID(payload["message"]))
    if message is None or message.state not in MOVES["send"].sources:
        return
    try:
        sender.send(message)
    except sender.SendingFailed as failure:
        with transaction():
            service.note_failure(message, error=str(failure), permanent=failure.permanent, at=at)
        return
    with transaction():
        service.note_sent(message, at=at)
