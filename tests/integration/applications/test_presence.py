"""Who else is at a page of the form: members of the organisation, and nobody else."""

from datetime import timedelta

from sqlalchemy import func, select

from portal.applications import queries, service
from portal.applications.models import SectionPresence
from portal.applications.states import ApplicationState
from portal.applications.tasks import forget_presence
from portal.calls.states import CallState
from portal.core.clock import now
from portal.core.db import db, transaction
from portal.organisations import queries as organisations
from tests.factories.accounts import actor_of, make_user
from tests.factories.applications import make_application
from tests.factories.base import AT
from tests.factories.calls import make_call
from tests.factories.organisations import make_membership

S = ApplicationState


def both(sign_in_as, **more):
    owner, colleague = make_user(name="Ana Primer"), make_user(name="Bea Test")
    application = make_application(state=S.DRAFT, owner=owner, **more)
    make_membership(organisation=application.organisation, user=colleague, role="editor",
                    is_signatory=False)  # fmt: skip
    return application, owner, colleague, sign_in_as(owner), sign_in_as(colleague)


def path(application, page="summary"):
    return f"/applications/{application.id}/sections/{page}/presence"


def test_two_people_at_one_page_see_each_other_and_elsewhere_not(app, sign_in_as):
    application, _owner, colleague, first, second = both(sign_in_as)

    alone = first.post(path(application)).json
    seen = second.post(path(application)).json
    back = first.post(path(application)).json
    elsewhere = first.post(path(application, "budget")).json
    rows = db.session.scalar(select(func.count(SectionPresence.id)))

    assert alone == {"words": "", "again": True}
    assert seen["words"] == "Ana Primer is in this section now."
    assert back["words"] == "Bea Test is in this section now."
    assert elsewhere["words"] == ""
    assert rows == 3
    assert first.post(path(application, "nothing")).status_code == 404

    membership = organisations.open_membership(application.organisation_id, colleague.id)
    membership.ended_at = now()
    db.session.commit()
    assert second.post(path(application)).status_code == 404
    assert first.post(path(application)).json == {"words": "", "again": False}


def test_a_sign_is_written_every_ten_seconds_at_most_and_fades(app, sign_in_as):
    application, owner, colleague, _first, _second = both(sign_in_as)
    actor = actor_of(owner)
    with transaction():
        service.be_present(application, "summary", actor=actor, at=AT)
        service.be_present(application, "summary", actor=actor, at=AT)

    def due(seconds):
        at = AT + timedelta(seconds=seconds)
        return service.needs_sign(application, "summary", actor=actor, at=at)

    def seen(seconds):
        at = AT + timedelta(seconds=seconds)
        return queries.others_at(application, "summary", colleague.id, at)

    assert [due(5), due(9)] == [False, True]
    assert [seen(19), seen(20)] == [["Ana Primer"], []]
    forget_presence({}, AT + timedelta(days=2))
    assert db.session.scalar(select(func.count(SectionPresence.id))) == 0


def test_nobody_is_shown_once_nothing_can_be_changed(app, sign_in_as):
    call = make_call(state=CallState.CLOSED, closed_at=AT)
    application, _owner, _colleague, first, _second = both(sign_in_as, call=call)

    assert first.post(path(application)).status_code == 403
    assert db.session.scalar(select(func.count(SectionPresence.id))) == 0
