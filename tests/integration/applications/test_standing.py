"""Taken back and not sent again by the deadline: the version that was sent counts."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.applications import queries, service
from portal.applications.service.attempts import TooLate
from portal.applications.states import ApplicationState
from portal.applications.tasks import let_stand
from portal.audit.models import AuditEntry
from portal.calls import service as calls
from portal.core.db import db, transaction
from portal.evaluation import service as evaluation
from portal.evaluation.states import SessionState
from portal.mail.models import MailMessage
from tests.factories.accounts import actor_of, make_user
from tests.factories.applications import make_application
from tests.factories.base import AT
from tests.factories.calls import make_call
from tests.factories.evaluation import make_session, seat

S = ApplicationState
LATE = AT + timedelta(hours=1)


def taken_back(**call):
    """Sent, taken back, its title and sum changed, not sent again; and one that was never sent."""
    owner = make_user()
    call = make_call(closes_at=AT + timedelta(minutes=10), **call)
    application = make_application(owner=owner, call=call, title="As it was sent")
    never = make_application(state=S.DRAFT, call=call)
    with transaction():
        service.reopen(application, actor=actor_of(owner), at=AT)
    application = queries.whole(application.id)
    application.title, application.requested = "Changed and not sent", None
    db.session.commit()
    return owner, application, never


def test_the_last_version_counts_after_the_deadline_and_its_people_are_told(app, sign_in_as):
    owner, application, never = taken_back()
    path = f"/applications/{application.id}"
    with time_machine.travel(AT, tick=False):
        before = sign_in_as(owner).get_page(path).get_text(" ", strip=True)
    let_stand({}, AT)
    assert application.state is S.DRAFT

    let_stand({}, LATE)
    let_stand({}, LATE)

    db.session.expire_all()
    application = queries.whole(application.id)
    [version] = queries.versions(application.id)
    assert (application.state, never.state) == (S.SUBMITTED, S.DRAFT)
    assert (application.title, str(application.requested)) == ("As it was sent", "12500.00")
    assert queries.for_evaluation(application).sha256 == version.sha256
    [mail] = db.session.scalars(
        select(MailMessage).where(MailMessage.template == "applications/left_standing")
    )
    assert mail.to_address == owner.email
    assert "version 1" in mail.body_text
    assert version.sha256 in mail.body_text
    verbs = [entry.verb for entry in db.session.scalars(select(AuditEntry))]
    assert verbs.count("application.left_standing") == 1
    with time_machine.travel(LATE, tick=False):
        after = sign_in_as(owner).get_page(path).get_text(" ", strip=True)
    assert "If you do not submit again before the deadline, version 1 counts" in before
    assert "Version 1 counts: it is what the committee reads." in after
    assert "Change and resubmit" not in after


def test_late_is_told_what_counts_and_the_opening_finds_it(app):
    owner, application, _never = taken_back()
    with pytest.raises(TooLate) as late, transaction():
        service.submit(application, actor=actor_of(owner), at=LATE)
    application = queries.whole(application.id)
    with transaction():
        calls.close(application.call, at=LATE)
    session = make_session(state=SessionState.CONSTITUTED, call=application.call)

    with transaction():
        opened = evaluation.open_applications(
            session, actor=actor_of(seat(session, "secretary")), at=LATE
        )

    assert "Version 1, sent on" in late.value.message
    assert opened == 1
    assert queries.whole(application.id).state is S.OPENED


@pytest.mark.one_database
def test_more_time_for_one_applicant_is_waited_for(app):
    _owner, application, _never = taken_back()
    application.extended_until = LATE + timedelta(hours=1)
    db.session.commit()

    let_stand({}, LATE)

    assert queries.whole(application.id).state is S.DRAFT
