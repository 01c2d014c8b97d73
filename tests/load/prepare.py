"""A database in which so many applications wait for the button, each with its own signatory."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from portal.accounts.service import hash_password
from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.core.db import db
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.applications import make_application
from tests.factories.calls import make_call

AT_ONCE = 25


def fill(people: int) -> dict[str, Any]:
    """Make the call and its applicants; answers who they are, for the load to play.

    Shape: call (id), password, and for each person e-mail address and application.
    """
    kept = hash_password(PASSWORD)
    call_id = make_call().id
    db.session.commit()
    made: list[dict[str, str]] = []
    for first in range(0, people, AT_ONCE):
        for _ in range(min(AT_ONCE, people - first)):
            owner = make_user(password_hash=kept)
            call = db.session.get_one(Call, call_id)
            application = make_application(
                state=ApplicationState.DRAFT, owner=owner, call=call, created_at=datetime.now(UTC)
            )
            made.append({"email": owner.email, "application": str(application.id)})
        db.session.commit()
        db.session.expunge_all()
    return {"call": str(call_id), "password": PASSWORD, "people": made}


def set_deadline(call_id: str, closes_at: datetime) -> None:
    """The call of the load closes at this instant."""
    call = db.session.get_one(Call, UUID(call_id))
    call.questions_until_at = closes_at - timedelta(minutes=2)
    call.answers_until_at = closes_at - timedelta(minutes=1)
    call.closes_at = closes_at
    db.session.commit()
