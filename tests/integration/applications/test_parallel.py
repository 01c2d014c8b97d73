"""People who press the button at the same moment."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from portal.applications import queries, service
from portal.applications.models import Application, ApplicationVersion
from portal.applications.states import ApplicationState
from portal.core.db import db, transaction
from portal.core.errors import PortalError
from tests.factories.accounts import actor_of, make_user
from tests.factories.applications import make_application
from tests.factories.base import AT
from tests.factories.calls import make_call

S = ApplicationState


@pytest.fixture
def submit_at_once(portal):
    """Runs submissions in threads of their own; answers what each said: its number or refusal."""

    def submit(application_id, actor):
        with portal.app_context():
            try:
                with transaction():
                    application = queries.get(application_id)
                    service.submit(application, actor=actor, at=AT)
                    return application.number
            except PortalError as refused:
                return type(refused).__name__

    def run(pairs):
        with ThreadPoolExecutor(len(pairs)) as pool:
            return list(pool.map(lambda pair: submit(*pair), pairs))

    return run


def drafts(portal, count):
    """Drafts of different organisations in one call: (id, signatory) pairs and the reference."""
    with portal.app_context():
        call = make_call()
        reference, pairs = call.reference, []
        for _ in range(count):
            owner = make_user()
            application = make_application(state=S.DRAFT, call=call, owner=owner)
            pairs.append((application.id, actor_of(owner)))
        db.session.commit()
        return pairs, reference


def test_parallel_submissions_get_different_numbers_without_gaps(portal, submit_at_once):
    pairs, reference = drafts(portal, 4)

    numbers = submit_at_once(pairs)

    assert sorted(numbers) == [f"{reference}-{serial:04d}" for serial in range(1, 5)]


def test_a_double_click_makes_one_version(portal, submit_at_once):
    pairs, reference = drafts(portal, 1)

    answers = submit_at_once(pairs * 3)

    assert sorted(answers) == [f"{reference}-0001", "WrongState", "WrongState"]
    with portal.app_context():
        assert db.session.query(ApplicationVersion).count() == 1
        assert db.session.query(Application).one().state is S.SUBMITTED
