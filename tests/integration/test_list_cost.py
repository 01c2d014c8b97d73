"""A list costs the same number of statements for 1 row and for 3, and no page more than 15.

Each area keeps its lists in `tests/integration/<area>/lists.py`:

    from tests.support.cast import Cast
    from tests.support.tables import ListPage

    LISTS = {
        "calls.index": ListPage(role="programme", add=lambda cast: make_call(action=cast.action)),
    }

`add` makes one more row that the person who plays `role` sees; `params` gives the values of the
address; `rows` is the CSS selector of one row on the page.
"""

import pytest

from tests.support.cast import Cast
from tests.support.tables import tables

pytestmark = pytest.mark.one_database  # the statements are the same on both

LISTS = tables("lists", "LISTS")
MOST = 15


@pytest.mark.parametrize(("endpoint", "listed"), LISTS, ids=[endpoint for endpoint, _ in LISTS])
def test_list_costs_the_same_for_1_and_3_rows(endpoint, listed, app, sign_in_as, count_queries):
    cast = Cast()
    person = None if listed.role == "visitor" else cast.person(listed.role)
    client = sign_in_as(person) if person else app.test_client()
    shown: list[int] = []
    costs: list[list[str]] = []

    for more in (1, 2):
        for _ in range(more):
            listed.add(cast)
        values = listed.params(cast)
        with count_queries() as seen:
            page = client.get_page(endpoint, **values)
        shown.append(len(page.select(listed.rows)))
        costs.append(seen)

    assert shown[1] - shown[0] == 2, shown
    assert len(costs[0]) == len(costs[1]), "\n".join(costs[1])
    assert len(costs[1]) <= MOST, "\n".join(costs[1])
