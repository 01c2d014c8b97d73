"""Reads of events: what counts to the targets, what comes next."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, String, and_, cast, false, or_, select
from sqlalchemy.orm import joinedload

from portal.actions.models import Cluster
from portal.actions.rules import Counts, EventFact, Facts, OrganisationFact, Stage
from portal.core.access import LEAD, Actor
from portal.core.db import db
from portal.events import rules
from portal.events.models import Event, Registration
from portal.events.states import HELD, EventState
from portal.organisations.models import Organisation

S = EventState
UNCOUNTED = frozenset({S.IDEA, S.CANCELLED})
COMING = (S.INVITATIONS_OPEN, S.REGISTRATION_CLOSED)
ADVOCACY = 4  # the cluster whose conferences count to T5. Source: rules.md 9.1
ENGAGING = (2, ADVOCACY)  # clusters whose events engage the organisations that come


def read_as_staff(actor: Actor) -> ColumnElement[bool]:
    """The events an actor reads as staff or auditor of an Action; a partner's: their country."""
    parts = [
        and_(
            Event.action_id == held.scope_id,
            Event.country == held.country if held.country else Event.id.is_not(None),
        )
        for held in actor.roles
        if held.area == "action" and held.function in {*LEAD, "auditor"}
    ]
    return or_(false(), *parts)


def of_action(actor: Actor, action_id: uuid.UUID) -> Sequence[Event]:
    """The Action's events that the actor reads as staff, with their cluster. Queries: 1."""
    return db.session.scalars(
        select(Event)
        .where(Event.action_id == action_id, read_as_staff(actor))
        .options(joinedload(Event.cluster))
        .order_by(Event.starts_at, Event.code)
    ).all()


def coming(at: datetime, count: int) -> Sequence[Event]:
    """The next events that everybody may know, the soonest first. Queries: 1."""
    return db.session.scalars(
        select(Event)
        .where(Event.state.in_(COMING), Event.ends_at >= at)
        .order_by(Event.starts_at, Event.code)
        .limit(count)
    ).all()


def fact_of(event: Event) -> EventFact | None:
    """What a round table or conference with its cluster counts; None for all else. Queries: none.

    Planned until held. A grantee's event counts as a round table where the lead has marked it.
    Source: rules.md 9.2.
    """
    kind = rules.counted_as(event.kind)
    if kind is None or event.state in UNCOUNTED:
        return None
    is_elsewhere = event.cluster is not None and event.cluster.number != ADVOCACY
    return EventFact(
        counts_as=kind,
        country=event.country,
        stage=Stage.DONE if event.state in HELD else Stage.PLANNED,
        counts=event.counts_to_target and not (kind is Counts.CONFERENCES and is_elsewhere),
    )


def facts_for_targets(action_id: uuid.UUID) -> Facts:
    """What counts to T1, T4 and T5: events from the plan on, organisations that came. Queries: 2.

    Source: rules.md 9.2.
    """
    events = db.session.scalars(
        select(Event).where(Event.action_id == action_id).options(joinedload(Event.cluster))
    )
    return Facts(
        events=tuple(fact for event in events if (fact := fact_of(event))),
        organisations=organisations_that_came(action_id),
    )


def organisations_that_came(action_id: uuid.UUID) -> tuple[OrganisationFact, ...]:
    """Organisations whose people came to an event of C2 or C4 that counts. Queries: 1.

    Who came counts where the lead has tied them to an organisation.
    """
    rows = db.session.execute(
        select(Organisation.registration_number, Organisation.country, Organisation.legal_name)
        .join(Registration, Registration.organisation_id == Organisation.id)
        .join(Registration.event)
        .join(Event.cluster)
        .where(
            Event.action_id == action_id,
            Event.state.in_(HELD),
            Event.counts_to_target,
            Cluster.number.in_(ENGAGING),
            cast(Registration.attended_days, String) != "[]",
        )
        .distinct()
    )
    return tuple(OrganisationFact(number, country, name=name) for number, country, name in rows)
