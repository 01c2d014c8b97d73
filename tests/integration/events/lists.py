"""Lists of the events."""

from typing import Any

from portal.core.clock import now
from portal.events.models import Event
from tests.factories.events import make_event, make_recommendation, make_registration
from tests.support.cast import Cast
from tests.support.tables import ListPage


def _coming(cast: Cast) -> Event:
    return make_event(action=cast.action, starts_at=now(), ends_at=now().replace(year=2099))


def _event(cast: Cast) -> Event:
    kept: Event | None = cast.__dict__.get("event")
    if kept is None:
        kept = cast.__dict__["event"] = make_event(action=cast.action)
    return kept


def _params(cast: Cast) -> dict[str, Any]:
    return {"event_id": _event(cast).id}


LISTS = {
    "events.index": ListPage(role="visitor", add=_coming, rows="article.gp-event"),
    "events.manage": ListPage(
        role="programme", add=lambda cast: make_registration(event=make_event(action=cast.action))
    ),
    "events.participants": ListPage(
        role="programme",
        add=lambda cast: make_registration(event=_event(cast)),
        params=_params,
    ),
    "events.attendance": ListPage(
        role="programme",
        add=lambda cast: make_registration(event=_event(cast)),
        params=_params,
    ),
    "events.recommendations": ListPage(
        role="programme",
        add=lambda cast: make_recommendation(event=_event(cast)),
        params=_params,
        rows="ol.gp-advice > li",
    ),
}
