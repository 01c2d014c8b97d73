"""What every change begins with: hold the row, ask the role, ask the moment."""

from datetime import datetime

from portal.applications import queries
from portal.applications.models import Application
from portal.applications.policy import can_write, is_unlocked
from portal.core.access import Actor, require
from portal.core.db import lock
from portal.core.errors import Locked


def held(application: Application) -> Application:
    """The same application, held until the transaction ends and read afresh with all parts."""
    lock(application)
    return queries.read_afresh(application.id)


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
    require(can_write(actor, application))
    require_unlocked(application, at)
    return application
