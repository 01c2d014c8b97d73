"""A call tried out as an applicant: the whole form, a submission, and no trace among real ones."""

import pytest
from sqlalchemy import exists, func, select
from sqlalchemy.orm import aliased

from portal.applications import queries, service
from portal.applications.models import Application, ApplicationVersion, Attachment
from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.calls.states import CallState
from portal.core.db import db, transaction
from portal.core.errors import Locked, NotAllowed
from portal.core.trial import WITH_TESTS
from portal.jobs.models import Job
from portal.mail.models import MailMessage
from portal.organisations.models import Organisation
from tests.factories.accounts import actor_of, make_user
from tests.factories.applications import make_application
from tests.factories.base import AT
from tests.factories.calls import make_call
from tests.factories.organisations import make_organisation
from tests.integration.applications.test_pages import at
from tests.support.cast import Cast

S = ApplicationState


@pytest.fixture
def cast(app):
    return Cast()


def a_test(call, maker, **overrides):
    """A test application with every answer, of an applicant that exists for it alone."""
    applicant = make_organisation(is_test=True, legal_name="Test applicant")
    return make_application(
        state=S.DRAFT, call=call, owner=maker, organisation=applicant, is_test=True,
        title="Tried out", **overrides,
    )  # fmt: skip


def test_the_manager_of_a_draft_call_sees_and_fills_every_page_and_deletes_it(cast, sign_in_as):
    call = make_call(action=cast.action, state=CallState.DRAFT)
    client = sign_in_as(cast.person("programme"))
    where = f"/manage/calls/{call.reference}/preview"

    page = client.get_page(where)
    names = {field["name"] for field in page.select("form#precheck input[type=radio]")}
    lot = page.select_one("select[name=lot] option")["value"]
    rest = {"organisation": "test", "lot": lot}
    refused = client.post(where, data=dict.fromkeys(names, "no") | rest).text
    client.send(where, dict.fromkeys(names, "yes") | rest)
    [test] = queries.tests_of(actor_of(cast.person("programme")), call.id)
    tasks = client.get_page("applications.detail", application_id=test.id).select(".gp-task a")
    addresses = [link["href"] for link in tasks]
    shown = [client.get_page(path).select_one("main").get_text(" ") for path in addresses]
    client.send(at(test, "summary"), {"A1": "Our idea", "revision": "0", "action": "later"})

    assert "Your organisation cannot apply in this call" in refused
    assert len(addresses) > 10
    assert all("This application is a test" in text for text in shown)
    assert "Our idea" in client.get_page(at(test, "check")).get_text()
    assert "DRAFT" not in client.get_page(where).select_one("tbody").get_text()
    assert client.get(at(test, "copy.docx")).status_code == 200

    client.send(at(test, "delete-test"))

    assert queries.tests_of(actor_of(cast.person("programme")), call.id) == []
    for model in (Application, Organisation):
        found = select(model).where(model.is_test)
        assert db.session.scalars(found, execution_options=WITH_TESTS).all() == []
    assert db.session.get(Call, call.id) is not None


def test_a_submitted_test_is_frozen_and_known_to_nobody(cast, sign_in_as):
    call = make_call(action=cast.action, state=CallState.DRAFT)
    maker = cast.person("programme")
    real = make_application(state=S.SUBMITTED, call=call)
    test, actor = a_test(call, maker), actor_of(maker)
    applicant = test.organisation_id

    with transaction():
        version = service.submit(test, actor=actor, at=AT)

    assert test.number.startswith(f"{call.reference}-TEST-")
    assert queries.content_of(test, version).title == "Tried out"
    assert db.session.scalars(select(Job)).all() == []
    assert db.session.scalars(select(MailMessage)).all() == []
    other = aliased(Application)
    held = select(Application.organisation_id).where(Application.call_id == call.id)
    assert db.session.scalars(select(Application.id)).all() == [real.id]
    assert db.session.scalar(select(func.count(Application.id))) == 1
    assert db.session.scalar(select(func.count()).select_from(Application)) == 1
    assert db.session.scalars(select(other.title)).all() == [real.title]
    versions = select(ApplicationVersion.id).join(
        Application, Application.id == ApplicationVersion.application_id
    )
    assert version.id not in db.session.scalars(versions).all()
    assert db.session.scalars(held).all() == [real.organisation_id]
    inside = select(Organisation.id).where(Organisation.id.in_(held))
    assert db.session.scalars(inside).all() == [real.organisation_id]
    assert not db.session.scalar(select(exists().where(Application.organisation_id == applicant)))
    db.session.expunge_all()
    assert db.session.get(Application, test.id) is None
    assert db.session.get(Organisation, applicant) is None
    assert [one.id for one in queries.by_call(call.id)] == [real.id]
    assert sum(row.submitted for row in queries.counts_by_lot(call.id)) == 1
    assert maker not in queries.concerned(call.id)


@pytest.mark.one_database
def test_no_page_of_anybody_else_shows_a_test(cast, sign_in_as):
    call = make_call(action=cast.action, state=CallState.DRAFT)
    test = a_test(call, cast.person("programme"))
    with transaction():
        service.submit(test, actor=actor_of(cast.person("programme")), at=AT)
    test_id, number = test.id, test.number
    call = db.session.get(Call, call.id)
    call.state, call.published_at, call.closed_at = CallState.CLOSED, AT, AT
    db.session.commit()
    pages = [f"/manage/calls/{call.reference}", f"/manage/calls/{call.reference}/applications",
             "/manage/applications", "/manage/organisations", "/applications", "/manage",
             "/home"]  # fmt: skip

    for role in ("programme", "finance", "signatory", "auditor", "member", "administrator"):
        client = sign_in_as(cast.person(role))
        for path in pages:
            text = client.get(path, follow_redirects=True).text
            assert "Tried out" not in text, (role, path)
            assert number not in text, (role, path)
            assert "Test applicant" not in text, (role, path)
        mine = role == "programme"
        for name in ("", "/check", "/submitted", "/copy.zip", "/delete-test"):
            status = client.get(f"/applications/{test_id}{name}").status_code
            assert status == (200 if mine else 404), (role, name)
        assert client.get(f"/manage/applications/{test_id}").status_code != 500


@pytest.mark.one_database
def test_a_test_goes_by_rules_of_its_own(cast):
    maker = cast.person("programme")
    draft = make_call(action=cast.action, state=CallState.DRAFT)
    test, real = a_test(draft, maker), make_application(state=S.DRAFT)
    mine = test.attachments[0].id
    db.session.commit()

    with pytest.raises(NotAllowed), transaction():
        service.delete_test(real, actor=actor_of(maker), at=AT)
    with pytest.raises(NotAllowed), transaction():
        service.delete_test(queries.whole(test.id), actor=actor_of(make_user()), at=AT)
    with pytest.raises(NotAllowed), transaction():
        service.submit(queries.whole(test.id), actor=actor_of(make_user()), at=AT)
    call = db.session.get(Call, draft.id)
    call.state, call.published_at, call.closed_at = CallState.CLOSED, AT, AT
    db.session.commit()
    with pytest.raises(Locked, match="The call has closed"), transaction():
        service.submit(queries.whole(test.id), actor=actor_of(maker), at=AT)
    with transaction():
        service.delete_test(queries.whole(test.id), actor=actor_of(maker), at=AT)

    assert db.session.get(Attachment, mine) is None
    assert queries.whole(real.id).title == "Safe evenings on the Drina"
