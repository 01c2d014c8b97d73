"""Events for tests: a national round table of the advocacy cluster."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from portal.actions.models import Action
from portal.events.models import Event, Registration
from portal.events.states import EventKind, EventState
from portal.organisations.models import Organisation
from tests.factories.actions import cluster_of, make_action
from tests.factories.base import AT, next_number, save


def make_event(
    *,
    action: Action | None = None,
    cluster: int = 4,
    attended_by: Sequence[Organisation] = (),
    **overrides: Any,
) -> Event:
    """A round table in three weeks, in Serbia; `attended_by` are organisations that came."""
    action = action or make_action()
    number = next_number()
    is_conference = overrides.get("kind") is EventKind.REGIONAL_CONFERENCE
    values: dict[str, Any] = {
        "action_id": action.id,
        "cluster_id": cluster_of(action, cluster).id,
        "code": f"RT-{number}",
        "slug": f"round-table-{number}",
        "kind": EventKind.NATIONAL_ROUND_TABLE,
        "state": EventState.PLANNED,
        "title": f"Round table {number}",
        "country": None if is_conference else "RS",
        "place": "Belgrade",
        "starts_at": AT + timedelta(days=21),
        "created_at": AT,
    }
    values |= overrides
    values.setdefault("ends_at", values["starts_at"] + timedelta(hours=6))
    event = save(Event(**values))
    for organisation in attended_by:
        _register(event, organisation)
    return event


def _register(event: Event, organisation: Organisation) -> Registration:
    number = next_number()
    return save(
        Registration(
            event_id=event.id,
            organisation_id=organisation.id,
            name=f"Participant {number}",
            email=f"participant{number}@example.org",
            organisation_name=organisation.legal_name,
            country=organisation.country,
            token_hash=str(number),
            registered_at=event.created_at,
            attended_days=[event.starts_at.date().isoformat()] if event.starts_at else [],
        )
    )
