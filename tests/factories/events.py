"""Events, registrations and recommendations for tests."""

from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from typing import Any

from portal.actions.models import Action
from portal.events.models import Event, Recommendation, Registration
from portal.events.states import HELD, EventKind, EventState
from portal.organisations.models import Organisation
from tests.factories.actions import cluster_of, make_action
from tests.factories.base import AT, next_number, save


def make_event(
    *,
    state: EventState = EventState.INVITATIONS_OPEN,
    kind: EventKind = EventKind.NATIONAL_ROUND_TABLE,
    action: Action | None = None,
    cluster: int = 4,
    attended_by: Sequence[Organisation] = (),
    **overrides: Any,
) -> Event:
    """A round table in Serbia of one day, three weeks after `AT`; the day of `AT` once held.

    `attended_by` are organisations that came and that the lead has marked.
    """
    action = action or make_action()
    number = next_number()
    starts_at = AT if state in HELD else AT + timedelta(days=21)
    values: dict[str, Any] = {
        "action": action,
        "cluster": cluster_of(action, cluster),
        "code": f"RT-RS-{number:03d}",
        "slug": f"round-table-{number}",
        "kind": kind,
        "state": state,
        "title": f"Round table {number}",
        "country": None if kind is EventKind.REGIONAL_CONFERENCE else "RS",
        "place": "Niš, Hotel Primer",
        "starts_at": starts_at,
        "purpose": "To agree how victims of trafficking are referred.",
        "agenda": [{"time": "10:00", "item": "Opening", "speaker": "Arta Gashi"}],
        "created_at": AT - timedelta(days=40),
        "held_on": AT.date() if state in HELD else None,
    }
    values |= overrides
    if values["starts_at"] is not None:
        values.setdefault("ends_at", values["starts_at"] + timedelta(hours=6))
    event = Event(**values)
    event.registrations, event.recommendations = [], []
    save(event)
    for organisation in attended_by:
        make_registration(event=event, came=True, organisation_id=organisation.id)
    return event


def make_registration(*, event: Event, came: bool = False, **overrides: Any) -> Registration:
    """Somebody from civil society in Serbia who has a place; `came` on the first day."""
    number = next_number()
    values: dict[str, Any] = {
        "event_id": event.id,
        "name": f"Milica Primerović {number}",
        "email": f"guest{number}@example.org",
        "organisation_name": "Udruženje Svetionik",
        "function": "Lawyer",
        "category": "civil_society",
        "country": "RS",
        "sex": "female",
        "token_hash": sha256(str(number).encode()).hexdigest(),
        "registered_at": AT - timedelta(days=5) + timedelta(seconds=number),
        "attended_days": [event.starts_at.date().isoformat()] if came and event.starts_at else [],
    }
    return save(Registration(**(values | overrides)))


def make_recommendation(*, event: Event, **overrides: Any) -> Recommendation:
    """A recommendation to a ministry."""
    values: dict[str, Any] = {
        "event_id": event.id,
        "number": next_number(),
        "area": "Prosecution",
        "finding": "Few cases reach a verdict.",
        "text": "Investigate proactively.",
        "addressee": "Ministry of the Interior",
        "country": "RS",
    }
    return save(Recommendation(**(values | overrides)))
