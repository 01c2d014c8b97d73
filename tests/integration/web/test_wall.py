"""Nobody gets in without signing in, and the person is who they are with what they hold."""

import pytest
from sqlalchemy import update

from portal.accounts.models import UserSession
from portal.core.db import db
from tests.support.cast import AT, Cast


def test_visitor_is_led_to_sign_in_and_back(probe):
    response = probe.get("/probe/private?tab=2")

    assert response.status_code == 302
    assert response.location == "/sign-in?next=/probe/private?tab%3D2"


def test_public_page_is_open(probe):
    assert probe.get("/probe/open").text == "Visitor"


@pytest.mark.parametrize(
    ("role", "held"),
    [
        ("member", ["organisation owner", "organisation signatory"]),
        ("programme", ["action programme"]),
        ("auditor", ["action auditor"]),
        ("evaluator", ["call assessor"]),
        ("administrator", []),
    ],
)
def test_person_holds_their_roles(probe_as, role, held):
    person = Cast().person(role)

    lines = probe_as(person).get("/probe/private").text.splitlines()

    assert lines[0] == person.name
    assert sorted(lines[1:]) == held


def test_ended_session_is_worth_nothing(probe_as):
    client = probe_as(Cast().person("member"))
    db.session.execute(update(UserSession).values(ended_at=AT))

    response = client.get("/probe/private")

    assert response.status_code == 302
