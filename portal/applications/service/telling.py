"""Mail about one application to people of its applicant."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from portal.applications import queries
from portal.applications.models import Application
from portal.core.access import Actor
from portal.mail import service as mail
from portal.organisations.models import Membership
from portal.organisations.states import MemberRole


def answers_for_it(row: Membership) -> bool:
    """Owners and signatories."""
    return row.role is MemberRole.OWNER or row.is_signatory


def is_writer(row: Membership) -> bool:
    """Everybody who may write, not only read."""
    return row.role is not MemberRole.READER


def tell(
    application: Application,
    template: str,
    *,
    to: Callable[[Membership], bool],
    actor: Actor,
    at: datetime,
    page: str = "",
    **context: Any,
) -> None:
    """Queue one mail for each open account of the applicant that `to` chooses.

    `page` is the address below that of the application; `context` goes to the template.
    """
    for row in queries.people(application.organisation_id):
        if not row.user.is_open or not to(row):
            continue
        mail.queue(
            template,
            to=mail.Recipient(row.user.id, row.user.name, row.user.email, row.user.language),
            about=application,
            actor=actor,
            at=at,
            link=f"/applications/{application.id}{page}",
            action=application.call.action,
            application=application,
            zone=application.call.time_zone,
            **context,
        )
