"""Lists of the calls."""

from tests.factories.calls import make_call
from tests.support.tables import ListPage

LISTS = {
    "calls.index": ListPage(
        role="visitor", add=lambda cast: make_call(action=cast.action), rows="article.gp-call"
    ),
    "calls.manage": ListPage(role="programme", add=lambda cast: make_call(action=cast.action)),
}
