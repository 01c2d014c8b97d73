"""Reading the outbox."""

from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import func, or_, select

from portal.core.db import db
from portal.mail.models import MailMessage
from portal.mail.states import MailState

PAGE = 50


@dataclass(frozen=True)
class Filters:
    """What to list: empty means all. `person` matches part of the name or address."""

    state: MailState | None = None
    person: str = ""
    template: str = ""


@dataclass(frozen=True)
class Health:
    """How sending goes: mails waiting, and the server's last words when the last try failed."""

    waiting: int
    failed: int
    trouble: str


def get(message_id: UUID) -> MailMessage | None:
    """The mail, or None. One query."""
    return db.session.get(MailMessage, message_id)


def by_key(dedupe_key: str) -> MailMessage | None:
    """The mail queued under this key. One query."""
    found = select(MailMessage).where(MailMessage.dedupe_key == dedupe_key)
    return db.session.scalars(found).one_or_none()


def listing(filters: Filters, *, page: int = 1) -> tuple[list[MailMessage], int]:
    """One page of the delivery log, newest first, and how many match. Two queries."""
    matching = select(MailMessage)
    if filters.state:
        matching = matching.where(MailMessage.state == filters.state)
    if filters.template:
        matching = matching.where(MailMessage.template == filters.template)
    if filters.person:
        matching = matching.where(
            or_(
                MailMessage.to_address.icontains(filters.person, autoescape=True),
                MailMessage.to_name.icontains(filters.person, autoescape=True),
            )
        )
    total = db.session.scalar(select(func.count()).select_from(matching.subquery())) or 0
    rows = matching.order_by(MailMessage.queued_at.desc(), MailMessage.id)
    return list(db.session.scalars(rows.limit(PAGE).offset((page - 1) * PAGE))), total


def about(about_type: str, about_id: UUID) -> list[MailMessage]:
    """Every mail about one thing (table name and id), oldest first. One query."""
    found = select(MailMessage).where(
        MailMessage.about_type == about_type, MailMessage.about_id == about_id
    )
    return list(db.session.scalars(found.order_by(MailMessage.queued_at, MailMessage.id)))


def templates() -> list[str]:
    """The templates that were used, for the filter. One query."""
    return sorted(db.session.scalars(select(MailMessage.template).distinct()))


def health() -> Health:
    """Whether mail goes out. Two queries."""
    rows = db.session.execute(
        select(MailMessage.state, func.count()).group_by(MailMessage.state)
    ).all()
    counts = {MailState(state): count for state, count in rows}
    last = db.session.execute(
        select(MailMessage.state, MailMessage.last_error)
        .where(MailMessage.tried_at.is_not(None))
        .order_by(MailMessage.tried_at.desc())
        .limit(1)
    ).first()
    return Health(
        waiting=counts.get(MailState.QUEUED, 0) + counts.get(MailState.DEFERRED, 0),
        failed=counts.get(MailState.FAILED, 0),
        trouble=last.last_error if last and last.state == MailState.DEFERRED else "",
    )
