"""Lists of the applications."""

from typing import Any

from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.calls.states import CallState
from tests.factories.applications import make_application
from tests.factories.calls import make_call
from tests.support.cast import Cast
from tests.support.tables import ListPage

S = ApplicationState
_calls: dict[int, Call] = {}


def _closed_call(cast: Cast) -> Call:
    """The one closed call of this cast."""
    if id(cast) not in _calls:
        _calls.clear()
        _calls[id(cast)] = make_call(action=cast.action, state=CallState.CLOSED)
    return _calls[id(cast)]


def add_own(cast: Cast) -> Any:
    return make_application(
        state=S.DRAFT,
        call=make_call(action=cast.action),
        organisation=cast.organisation,
        owner=cast.person("member"),
    )


def add_to_call(cast: Cast) -> Any:
    return make_application(state=S.SUBMITTED, call=_closed_call(cast))


LISTS = {
    "applications.register": ListPage(role="programme", add=add_to_call),
    "applications.index": ListPage(role="member", add=add_own),
    "applications.managed": ListPage(
        role="programme",
        add=add_to_call,
        params=lambda cast: {"reference": _closed_call(cast).reference},
    ),
}
