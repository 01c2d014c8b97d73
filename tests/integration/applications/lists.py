"""Lists of the applications."""

from datetime import timedelta
from typing import Any

from portal.applications.models import DeadlineExtension
from portal.applications.service.attempts import TooLate, note_refusal
from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.calls.states import CallState
from tests.factories.accounts import actor_of
from tests.factories.applications import make_application
from tests.factories.base import AT, save
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


def add_attempt(cast: Cast) -> Any:
    application = add_to_call(cast)
    actor = actor_of(cast.person("member"))
    note_refusal(application.id, TooLate("Late."), actor=actor, at=AT)
    return application


def add_extension(cast: Cast) -> Any:
    application = add_to_call(cast)
    return save(
        DeadlineExtension(
            application_id=application.id,
            before_at=AT,
            until_at=AT + timedelta(days=1),
            reason="No electricity.",
            given_at=AT,
            given_by_id=cast.person("member").id,
            given_by_name="Vesna",
        )
    )


LISTS = {
    "applications.attempts": ListPage(
        role="programme",
        add=add_attempt,
        params=lambda cast: {"reference": _closed_call(cast).reference},
    ),
    "applications.extensions": ListPage(
        role="programme",
        add=add_extension,
        params=lambda cast: {"reference": _closed_call(cast).reference},
    ),
    "applications.register": ListPage(role="programme", add=add_to_call),
    "applications.index": ListPage(role="member", add=add_own),
    "applications.managed": ListPage(
        role="programme",
        add=add_to_call,
        params=lambda cast: {"reference": _closed_call(cast).reference},
    ),
}
