"""A sign that somebody is at a page: one small row, written every ten seconds at most."""

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.exc import IntegrityError

from portal.accounts.service import person_id
from portal.applications import queries
from portal.applications.models import Application, SectionPresence
from portal.applications.policy import can_be_present
from portal.core.access import Actor, require
from portal.core.db import db

AGAIN = timedelta(seconds=9)
KEPT = timedelta(days=1)


def needs_sign(application: Application, page: str, *, actor: Actor, at: datetime) -> bool:
    """Whether the last sign is so old that a new one is due."""
    row = queries.present_at(application.id, page, person_id(actor))
    return row is None or row.seen_at <= at - AGAIN


def be_present(application: Application, page: str, *, actor: Actor, at: datetime) -> None:
    """Note that the person is at a page of the form.

    Raises: NotAllowed for whoever is no member, and once nothing can be changed any more.
    """
    require(can_be_present(actor, application, at))
    row = queries.present_at(application.id, page, person_id(actor))
    if row is not None:
        row.seen_at = at
        return
    try:
        with db.session.begin_nested():
            db.session.add(
                SectionPresence(
                    application_id=application.id, page=page, user_id=actor.user_id, seen_at=at
                )
            )
    except IntegrityError:
        pass  # another window of the same person was there first: that sign is as good


def forget_presence(*, at: datetime) -> None:
    """Take away signs that say nothing any more."""
    db.session.execute(delete(SectionPresence).where(SectionPresence.seen_at < at - KEPT))
