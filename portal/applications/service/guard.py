"""What every change begins with: hold the row, ask the role, ask the moment."""

from datetime import datetime, timedelta
from typing import Any, Protocol

from portal.applications import queries
from portal.applications.models import Application
from portal.applications.policy import can_write, is_unlocked
from portal.core.access import Actor, require
from portal.core.db import lock
from portal.core.errors import Locked

ECHO = timedelta(seconds=15)


class Saved(Protocol):
    """A row with a revision: a page of the form or the budget."""

    revision: int
    updated_by_id: Any
    updated_at: Any


def held(application: Application) -> Application:
    """The same application, held until the transaction ends and read afresh with all parts."""
    lock(application)
    return queries.read_afresh(application.id)


def is_own_echo(row: Saved, revision: int, *, actor: Actor, at: datetime) -> bool:
    """Whether the newer revision is this person's own autosave, sent a moment before the form.

    Leaving a field to press "Save" starts an autosave; the form that follows knows nothing of it.
    """
    return (
        row.updated_by_id == actor.user_id
        and row.revision == revision + 1
        and row.updated_at is not None
        and at - row.updated_at < ECHO
    )


def require_unlocked(application: Application, at: datetime) -> None:
    """Raise Locked with the reason unless it is a draft before the deadline."""
    verdict = is_unlocked(application, at)
    if not verdict:
        raise Locked(verdict.reason)


def writable(application: Application, *, actor: Actor, at: datetime) -> Application:
    """The held application, when this person may change it now.

    Raises: NotAllowed for the role; Locked for the moment.
    """
    application = held(application)
    require_writable(application, actor=actor, at=at)
    return application


def require_writable(application: Application, *, actor: Actor, at: datetime) -> None:
    """Raise NotAllowed for the role, Locked for the moment."""
    require(can_write(actor, application))
    require_unlocked(application, at)
