"""Who else is at a page of the form just now."""

import uuid
from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import func, select

from portal.accounts.models import User
from portal.applications.models import Application, SectionPresence
from portal.applications.rules.pages import FIXED
from portal.calls.models import FormSection
from portal.core.db import db
from portal.organisations.models import Membership

STAYS = timedelta(seconds=20)  # after the last sign


def others_at(application: Application, page: str, user_id: uuid.UUID, at: datetime) -> list[str]:
    """Names of the other members at a page; somebody removed is gone at once. Queries: 1."""
    return list(
        db.session.scalars(
            select(User.name)
            .join(SectionPresence, SectionPresence.user_id == User.id)
            .join(Membership, Membership.user_id == User.id)
            .where(
                SectionPresence.application_id == application.id,
                SectionPresence.page == page,
                SectionPresence.seen_at > at - STAYS,
                User.id != user_id,
                Membership.organisation_id == application.organisation_id,
                Membership.ended_at.is_(None),
            )
            .order_by(User.name, User.id)
        )
    )


def present_at(application_id: uuid.UUID, page: str, user_id: uuid.UUID) -> SectionPresence | None:
    """The person's own sign at a page. Queries: 1."""
    return db.session.scalars(
        select(SectionPresence).where(
            SectionPresence.application_id == application_id,
            SectionPresence.page == page,
            SectionPresence.user_id == user_id,
        )
    ).one_or_none()


def has_colleagues(organisation_id: uuid.UUID) -> bool:
    """Whether more than one person works for the organisation. Queries: 1."""
    counted = select(func.count(Membership.id)).where(
        Membership.organisation_id == organisation_id, Membership.ended_at.is_(None)
    )
    return int(db.session.scalar(counted) or 0) > 1


def is_page(application: Application, page: str) -> bool:
    """Whether the form of its call has such a page. Queries: at most 1."""
    if page in FIXED:
        return True
    found: Sequence[str] = db.session.scalars(
        select(FormSection.page)
        .where(FormSection.call_id == application.call_id, FormSection.page == page)
        .limit(1)
    ).all()
    return bool(found)
