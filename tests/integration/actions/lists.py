"""Lists of the actions area."""

from portal.grants.states import GrantState
from tests.factories.calls import make_call
from tests.factories.grants import make_grant
from tests.support.cast import Cast
from tests.support.tables import ListPage


def a_grant(cast: Cast) -> object:
    call = make_call(action=cast.action, state="decided")
    return make_grant(call=call, state=GrantState.SENT)


COUNTED = ".gp-counted td:nth-of-type(1):-soup-contains('T2')"  # not the organisation behind it
LISTS = {
    "actions.attention": ListPage(role="programme", add=a_grant),
    "actions.indicators": ListPage(
        role="programme", add=a_grant, rows=".gp-counted td:nth-of-type(1):-soup-contains('T2')"
    ),
}
