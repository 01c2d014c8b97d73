"""What was sent stands: a draft taken back and not sent again by the deadline counts as it was."""

from datetime import datetime
from decimal import Decimal

from portal.accounts.service import recipient
from portal.applications import queries
from portal.applications.models import Application, ApplicationVersion
from portal.applications.policy import EXTENDABLE, is_taken
from portal.applications.service.guard import held
from portal.applications.states import MOVES, ApplicationState
from portal.audit import service as audit
from portal.core.access import SYSTEM
from portal.core.db import db
from portal.core.lifecycle import move
from portal.mail import service as mail
from portal.organisations import queries as organisations


def let_stand(application: Application, *, at: datetime) -> ApplicationVersion | None:
    """The last submitted version counts, and its people are told; None when nothing is due.

    What was written after that version stays in the portal and does not count.
    Source: PRODUCT.md A9, rules.md 2.2 (the old version is kept).
    """
    application = held(application)
    closes_at, last = application.closes_at, queries.latest_version(application.id)
    if application.state is not ApplicationState.DRAFT or last is None or application.is_test:
        return None
    is_over = closes_at is not None and closes_at <= at and not is_taken(application, at)
    if application.call.state not in EXTENDABLE or not is_over:
        return None
    _as_sent(application, last)
    move(application, "let_stand", MOVES)
    application.changed_at = at
    db.session.flush()
    audit.record(
        SYSTEM,
        "application.left_standing",
        application,
        at=at,
        details={"version": last.number, "sha256": last.sha256},
    )
    _tell(application, last, at=at)
    return last


def _as_sent(application: Application, last: ApplicationVersion) -> None:
    """The facts that lists show are those of the version again."""
    content = last.content
    application.title, application.location = content["title"], content["location"]
    application.countries = list(content["countries"])
    application.duration_months = content["duration_months"]
    application.requested = Decimal(content["budget"]["requested"])
    application.total_eligible = Decimal(content["budget"]["eligible"])


def _tell(application: Application, last: ApplicationVersion, *, at: datetime) -> None:
    for person in organisations.people_to_tell(application.organisation_id, signatories=True):
        mail.queue(
            "applications/left_standing",
            to=recipient(person),
            about=application,
            actor=SYSTEM,
            at=at,
            link=f"/applications/{application.id}",
            dedupe_key=f"left_standing:{application.id}:{last.number}:{at:%Y%m%d%H%M}:{person.id}",
            action=application.call.action,
            application=application,
            version=last,
            zone=application.call.time_zone,
        )
