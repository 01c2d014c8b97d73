"""Every endpoint stands in one table of who may open it, and each endpoint x role is requested.

Each area keeps its table in `tests/integration/<area>/access.py`:

    from tests.support.cast import LEAD, SIGNED_IN, STAFF, Cast
    from tests.support.tables import Access

    def a_call(cast: Cast) -> dict[str, object]:
        call = make_call(action=cast.action)      # of tests/factories/calls.py
        return {"reference": call.reference}      # the values of the address

    ACCESS = {
        "calls.index": Access(public=True),
        "calls.detail": Access(public=True, params=a_call),
        "calls.edit": Access(allowed={"programme"}, params=a_call),
        "calls.approve": (
            Access(allowed={"signatory"}, params=a_call),
            Access(allowed={"signatory"}, method="POST", params=a_call, data={"confirm": "y"}),
        ),
    }

Roles are those of `tests.support.cast.ROLES`. `cast` holds the organisation, Action and call that
they belong to; `params` makes the thing in a state in which the allowed may act on it, new each
time it is called (after each POST that was let in), so references and the like must differ.
Allowed means: answered with a page, a file, a redirect, or words about the input (409, 422, 423).
Everybody else must get 403 or 404, and a visitor the sign-in page.
"""

from collections import Counter
from typing import Any

import pytest

from tests.support.cast import ROLES, SIGNED_IN, Cast
from tests.support.client import address
from tests.support.tables import Access, tables

# Rights are decided by the same code on both databases; the areas test what people see on both.
pytestmark = pytest.mark.one_database

TABLE = tables("access", "ACCESS")
ROWS = [
    (endpoint, access)
    for endpoint, accesses in TABLE
    for access in (accesses if isinstance(accesses, tuple) else (accesses,))
]


def test_every_endpoint_stands_in_one_table(app):
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()} - {"static"}

    counted = Counter(endpoint for endpoint, _ in TABLE)

    assert endpoints - counted.keys() == set(), "not in any table"
    assert counted.keys() - endpoints == set(), "in a table, but there is no such endpoint"
    assert [endpoint for endpoint, times in counted.items() if times > 1] == [], "in two tables"


@pytest.mark.parametrize(
    ("endpoint", "access"), ROWS, ids=[f"{endpoint}-{access.method}" for endpoint, access in ROWS]
)
def test_only_the_allowed_are_let_in(endpoint, access, app, sign_in_as):
    cast = Cast()
    values = access.params(cast)
    expected = {role: _expected(access, role) for role in ROLES}

    seen = {}
    for role in ROLES:
        client = app.test_client() if role == "visitor" else sign_in_as(cast.person(role))
        client.checks_html = False
        path = address(endpoint, **values)
        seen[role] = _outcome(client.open(path, method=access.method, data=dict(access.data)))
        if access.method != "GET" and seen[role] == "let in":
            values = access.params(cast)  # whoever is let in changes it

    wrong = {role: seen[role] for role in ROLES if seen[role] != expected[role]}
    assert wrong == {}, f"expected {expected}"


def _expected(access: Access, role: str) -> str:
    if access.public:
        return "let in"
    if role == "visitor":
        return "sign in"
    assert set(access.allowed) <= SIGNED_IN, access.allowed
    return "let in" if role in access.allowed else "refused"


def _outcome(response: Any) -> str:
    if response.status_code in {302, 303} and response.location.startswith("/sign-in"):
        return "sign in"
    if response.status_code in {200, 302, 303, 409, 422, 423}:
        return "let in"
    return "refused" if response.status_code in {403, 404} else response.status
