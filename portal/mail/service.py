"""Queueing mail, and what the sender notes about it."""

import uuid
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from portal import config
from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import Base, db, lock
from portal.core.lifecycle import move
from portal.jobs import service as jobs
from portal.mail import queries, rules
from portal.mail.models import MailMessage
from portal.mail.policy import can_see, can_send_again
from portal.mail.render import render
from portal.mail.states import MOVES, MailState

SEND = "mail.send"
_COPIED = (
    "template", "to_address", "to_name", "user_id", "language", "subject", "body_text",
    "body_html", "is_sensitive", "about_type", "about_id",
)  # fmt: skip
_WIPED = "(The text carried a personal link and was not kept.)"


@dataclass(frozen=True)
class Recipient:
    """One person a mail goes to."""

    user_id: uuid.UUID | None
    name: str
    email: str
    language: str = "en"


def queue(
    template: str,
    *,
    to: Recipient,
    about: Base | None,
    actor: Actor,
    at: datetime,
    link: str = "",
    sensitive: bool = False,
    dedupe_key: str | None = None,
    **context: Any,
) -> MailMessage:
    """Write a mail to one person into the outbox; it leaves after the transaction is kept.

    Shape:  `link` is a path of the portal and reaches the template as a full address; so do `to`,
            `base_url` and everything in `context`. `action=` brings the Action's wording.
            `sensitive` for mails with a personal link. A second mail with the same `dedupe_key`
            is the first one.
    """
    if dedupe_key and (known := queries.by_key(dedupe_key)):
        return known
    db.session.flush()
    base_url = config.current().base_url
    made = render(template, {"to": to, "link": f"{base_url}{link}", **context})
    message = MailMessage(
        template=template,
        to_address=rules.header(to.email),
        to_name=rules.header(to.name),
        user_id=to.user_id,
        language=to.language,
        subject=made.subject,
        body_text=made.text,
        body_html=made.html,
        is_sensitive=sensitive,
        message_id=_new_message_id(),
        dedupe_key=dedupe_key,
        about_type=about.__tablename__ if about is not None else "",
        about_id=about.id if about is not None else None,
        queued_by=actor.user_id,
        queued_at=at,
    )
    return _post(message, at=at)


def _new_message_id() -> str:
    host = urlsplit(config.current().base_url).hostname or "localhost"
    return f"<{uuid.uuid4()}@{host}>"


def _post(message: MailMessage, *, at: datetime, run_at: datetime | None = None) -> MailMessage:
    db.session.add(message)
    db.session.flush()
    key = f"{SEND}:{message.id}:{message.attempts}:{(run_at or at).isoformat()}"
    jobs.enqueue(SEND, {"message": str(message.id)}, at=at, run_at=run_at, dedupe_key=key)
    return message


def note_sent(message: MailMessage, *, at: datetime) -> None:
    """The mail server took it."""
    lock(message)
    move(message, "send", MOVES)
    message.sent_at = message.tried_at = at
    message.attempts, message.next_try_at, message.last_error = message.attempts + 1, None, ""
    _wipe(message)
    db.session.flush()


def note_failure(message: MailMessage, *, error: str, permanent: bool, at: datetime) -> None:
    """It did not go out: try again later with growing gaps, or give up after a day."""
    lock(message)
    message.attempts, message.tried_at = message.attempts + 1, at
    message.last_error = error[:2000]
    gap = None if permanent else rules.next_gap(message.attempts)
    if gap is None:
        move(message, "fail", MOVES)
        message.next_try_at = None
        _wipe(message)
        db.session.flush()
        return
    move(message, "defer", MOVES)
    message.next_try_at = at + gap
    _post(message, at=at, run_at=message.next_try_at)


def _wipe(message: MailMessage) -> None:
    if message.is_sensitive:
        message.body_text = message.body_html = _WIPED


def send_test(*, actor: Actor, at: datetime) -> MailMessage:
    """Send an administrator a mail to their own address, to see that mail goes out."""
    require(can_see(actor))
    to = Recipient(actor.user_id, actor.name, actor.email)
    message = queue("test_message", to=to, about=None, actor=actor, at=at, link="/", sent_at=at)
    audit.record(actor, "mail.test_sent", message, at=at, details={"to": to.email})
    return message


def send_again(message: MailMessage, *, actor: Actor, at: datetime) -> MailMessage:
    """Send a mail once more: a failed one as itself, a sent one as a new copy of the same text."""
    lock(message)
    require(can_send_again(actor, message))
    again = _copy(message, actor=actor, at=at) if message.state == MailState.SENT else message
    if again is message:
        move(message, "requeue", MOVES)
        message.attempts, message.next_try_at = 0, None
    _post(again, at=at)
    audit.record(actor, "mail.sent_again", again, at=at, details={"to": again.to_address})
    return again


def _copy(message: MailMessage, *, actor: Actor, at: datetime) -> MailMessage:
    return MailMessage(
        **{name: getattr(message, name) for name in _COPIED},
        message_id=_new_message_id(),
        queued_by=actor.user_id,
        queued_at=at,
    )
