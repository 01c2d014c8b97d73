"""Who may open the pages of the events."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from portal.core.clock import now
from portal.events.models import Event
from portal.events.queries import hashed
from portal.events.states import EventState
from tests.factories.base import next_number
from tests.factories.events import make_event, make_recommendation, make_registration
from tests.support.cast import STAFF, Cast
from tests.support.tables import Access

S = EventState
PROGRAMME = {"programme"}
Params = Callable[[Cast], dict[str, Any]]


def _made(cast: Cast, state: EventState, **overrides: Any) -> Event:
    soon = now() + timedelta(days=30)
    dates = {"starts_at": soon, "ends_at": soon + timedelta(hours=5)}
    return make_event(action=cast.action, state=state, **(dates | overrides))


def at(state: EventState, **more: Any) -> Params:
    return lambda cast: {"event_id": _made(cast, state).id, **more}


def begun(cast: Cast) -> dict[str, Any]:
    today = {"starts_at": now(), "ends_at": now() + timedelta(hours=5)}
    return {"event_id": _made(cast, S.REGISTRATION_CLOSED, **today).id}


def a_person(cast: Cast) -> dict[str, Any]:
    event = _made(cast, S.INVITATIONS_OPEN)
    return {"event_id": event.id, "registration_id": make_registration(event=event).id}


def advice(cast: Cast) -> dict[str, Any]:
    event = _made(cast, S.HELD)
    return {"event_id": event.id, "number": make_recommendation(event=event).number}


def a_page(cast: Cast) -> dict[str, Any]:
    return {"slug": _made(cast, S.INVITATIONS_OPEN).slug}


def a_link(cast: Cast) -> dict[str, Any]:
    event, token = _made(cast, S.INVITATIONS_OPEN), f"token{next_number()}"
    make_registration(event=event, token_hash=hashed(token))
    return {"slug": event.slug, "token": token}


def a_handed_in_report(cast: Cast) -> dict[str, Any]:
    event = _made(cast, S.REPORT_DRAFT)
    make_recommendation(event=event)
    return {"event_id": event.id, "verb": "approve-report"}


ADVICE = {"area": "Prosecution", "text": "Investigate more."}
PERSON = {"name": "Ana Primer", "email": "ana@example.org", "category": "media", "sex": ""}
ACCESS = {
    "events.index": Access(public=True),
    "events.feed": Access(public=True),
    "events.detail": Access(public=True, params=a_page),
    "events.entry": Access(public=True, params=a_page),
    "events.register": (
        Access(public=True, params=a_page),
        Access(public=True, method="POST", params=a_page, data=PERSON),
    ),
    "events.registered": Access(public=True, params=a_page),
    "events.give_back": (
        Access(public=True, params=a_link),
        Access(public=True, method="POST", params=a_link),
    ),
    "events.manage": Access(allowed=STAFF),
    "events.create": Access(allowed=PROGRAMME),
    "events.dashboard": Access(allowed=STAFF, params=at(S.IDEA)),
    "events.edit": Access(allowed=PROGRAMME, params=at(S.PLANNED)),
    "events.step": (
        Access(allowed=PROGRAMME, method="POST", params=at(S.IDEA, verb="plan")),
        Access(allowed=PROGRAMME, method="POST", params=at(S.PLANNED, verb="announce")),
        Access(
            allowed=PROGRAMME,
            method="POST",
            params=at(S.INVITATIONS_OPEN, verb="close-registration"),
        ),
        Access(allowed=PROGRAMME, method="POST", params=at(S.REGISTRATION_CLOSED, verb="hold")),
        Access(allowed={"programme", "signatory"}, method="POST", params=a_handed_in_report),
        Access(allowed=PROGRAMME, method="POST", params=at(S.REPORT_APPROVED, verb="close")),
    ),
    "events.because": (
        Access(allowed=PROGRAMME, params=at(S.PLANNED, verb="postpone")),
        Access(
            allowed=PROGRAMME,
            method="POST",
            params=at(S.PLANNED, verb="cancel"),
            data={"reason": "No room."},
        ),
        Access(
            allowed={"programme", "signatory"},
            method="POST",
            params=at(S.REPORT_DRAFT, verb="return-report"),
            data={"reason": "Numbers are missing."},
        ),
    ),
    "events.counting": Access(allowed=PROGRAMME, method="POST", params=at(S.PLANNED)),
    "events.participants": Access(allowed=STAFF, params=at(S.INVITATIONS_OPEN)),
    "events.add_participant": Access(allowed=PROGRAMME, params=at(S.INVITATIONS_OPEN)),
    "events.remove_participant": Access(allowed=PROGRAMME, method="POST", params=a_person),
    "events.organisation": Access(allowed=PROGRAMME, params=a_person),
    "events.export": Access(allowed=STAFF, method="POST", params=at(S.INVITATIONS_OPEN)),
    "events.attendance": (
        Access(allowed=STAFF, params=begun),
        Access(allowed=PROGRAMME, method="POST", params=begun),
    ),
    "events.sheet": Access(allowed=PROGRAMME, method="POST", params=begun),
    "events.recommendations": (
        Access(allowed=STAFF, params=at(S.HELD)),
        Access(allowed=PROGRAMME, method="POST", params=at(S.HELD), data=ADVICE),
    ),
    "events.recommendation": Access(allowed=PROGRAMME, params=advice),
    "events.remove_recommendation": Access(allowed=PROGRAMME, method="POST", params=advice),
    "events.follow_up": Access(allowed=PROGRAMME, params=advice),
    "events.report": (
        Access(allowed=STAFF, params=at(S.HELD)),
        Access(allowed=PROGRAMME, method="POST", params=at(S.HELD), data={"summary": "Agreed."}),
    ),
}
