"""The register of all applications: what is sealed stays out, search finds the rest."""

import pytest

from portal.applications.states import ApplicationState
from portal.calls.states import CallState
from tests.factories.accounts import make_user
from tests.factories.actions import make_action, make_action_role
from tests.factories.applications import make_application
from tests.factories.base import AT
from tests.factories.calls import make_call
from tests.factories.organisations import make_organisation

S = ApplicationState


@pytest.fixture
def action(app):
    return make_action()


@pytest.fixture
def client(sign_in_as, action):
    user = make_user()
    make_action_role(action=action, user=user, function="finance")
    return sign_in_as(user)


@pytest.fixture
def filed(action):
    """Two of a closed call; one sealed, one draft and one of another Action beside them."""
    call = make_call(action=action, state=CallState.DECIDED, closed_at=AT)
    named = make_organisation(legal_name="Žuta kuća")
    first = make_application(state=S.UNDER_FULL_EVALUATION, call=call, organisation=named)
    second = make_application(state=S.REJECTED_QUALITY, call=call, lot="AL")
    make_application(state=S.SUBMITTED, call=make_call(action=action))
    make_application(state=S.DRAFT, call=call)
    make_application(state=S.OPENED, call=make_call(state=CallState.CLOSED, closed_at=AT))
    return first, second


def numbers(page):
    return {row.select_one(".gp-ref").get_text() for row in page.select("tbody tr")}


def test_the_register_holds_what_is_open_to_the_staff(client, filed):
    page = client.get_page("applications.register")

    assert numbers(page) == {application.number for application in filed}


@pytest.mark.parametrize(
    ("wanted", "kept"),
    [({"q": "zuta"}, [0]), ({"state": "rejected_quality"}, [1]), ({"call": "none"}, [])],
)
def test_the_register_is_narrowed(client, filed, wanted, kept):
    page = client.get_page("applications.register", **wanted)

    assert numbers(page) == {filed[at].number for at in kept}
