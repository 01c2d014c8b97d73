"""Mails in the outbox."""

from datetime import UTC, datetime

from portal.core.access import SYSTEM
from portal.core.db import db, transaction
from portal.mail import service
from portal.mail.models import MailMessage
from portal.mail.service import Recipient
from portal.mail.states import MailState

AT = datetime(2026, 12, 4, 11, 0, tzinfo=UTC)


def make_mail(
    name: str = "Đorđe Ћирић", email: str = "djordje@example.org", at=AT, **more
) -> MailMessage:
    """One committed mail with its job."""
    with transaction():
        return service.queue(
            "test_message",
            to=Recipient(None, name, email),
            actor=SYSTEM,
            at=at,
            **({"about": None, "sent_at": at, "link": "/"} | more),
        )


def make_failed_mail(**more) -> MailMessage:
    """One mail that the server refused for good."""
    message = make_mail(**more)
    with transaction():
        message.state, message.last_error = MailState.FAILED, "550 No such user"
        message.attempts, message.tried_at = 1, AT
        db.session.flush()
    return message
