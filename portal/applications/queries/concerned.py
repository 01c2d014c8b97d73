"""Whom a change of a call concerns."""

import uuid
from collections.abc import Sequence

from sqlalchemy import or_, select

from portal.accounts.models import User
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.core.db import db
from portal.organisations.models import Membership
from portal.organisations.states import MemberRole


def concerned(call_id: uuid.UUID) -> Sequence[User]:
    """Everybody who works on a draft or a submission in the call, each once, by name.

    Owners, editors and signatories of the applicants; what was withdrawn does not count.
    Queries: 1.
    """
    applicants = select(Application.organisation_id).where(
        Application.call_id == call_id, Application.state != ApplicationState.WITHDRAWN
    )
    people = db.session.scalars(
        select(User)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Membership.organisation_id.in_(applicants),
            Membership.ended_at.is_(None),
            or_(Membership.role != MemberRole.READER, Membership.is_signatory),
        )
        .distinct()
        .order_by(User.name, User.id)
    )
    return [person for person in people if person.is_open]
