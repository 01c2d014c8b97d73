"""Reads of events: what counts to the targets, what comes next."""

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, Select, String, and_, cast, false, null, or_, select
from sqlalchemy.orm import joinedload

from portal.actions.models import Cluster
from portal.actions.rules import Counts, EventFact, OrganisationFact, Stage
from portal.applications.models import PartnerOrganisation
from portal.core.access import LEAD, Actor
from portal.core.db import db
from portal.events import rules
from portal.events.models import Event, Registration
from portal.events.states import HELD, EventState
from portal.grants import queries as grants
from portal.grants.models import Grant
from portal.grants.states import GrantState
from portal.organisations.models import Organisation

S = EventState
UNCOUNTED = frozenset({S.IDEA, S.CANCELLED})
COMING = (S.INVITATIONS_OPEN, S.REGISTRATION_CLOSED)
ADVOCACY = 4  # the cluster whose conferences count to T5. Source: rules.md 9.1
ENGAGING = (2, ADVOCACY)  # clusters whose events engage the organisations that come
TAKING_PART = ("co_applicant", "affiliated_entity")


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


def facts_for_targets(action_id: uuid.UUID) -> tuple[EventFact, ...]:
    """One fact for each round table and conference that is at least planned. Queries: 1."""
    events = db.session.scalars(
        select(Event).where(Event.action_id == action_id).options(joinedload(Event.cluster))
    )
    return tuple(fact for event in events if (fact := fact_of(event)))


def engaged(action_id: uuid.UUID) -> tuple[OrganisationFact, ...]:
    """Organisations that lead or co-apply for a grant, or came to an event of C2 or C4. Queries: 1.

    Source: rules.md 9.2 (T1). Who came counts where the lead has tied them
    to an organisation and the event counts.
    """
    held = Grant.action_id == action_id, Grant.state != GrantState.TERMINATED
    leading = (
        select(Organisation.registration_number, Organisation.country, Grant.state)
        .join(Grant, Grant.organisation_id == Organisation.id)
        .where(*held)
    )
    beside = (
        select(PartnerOrganisation.registration_number, PartnerOrganisation.country, Grant.state)
        .join(Grant, Grant.application_id == PartnerOrganisation.application_id)
        .where(
            *held,
            PartnerOrganisation.relation.in_(TAKING_PART),
            PartnerOrganisation.registration_number != "",
        )
    )
    rows = db.session.execute(leading.union_all(beside, _came(action_id)))
    return tuple(
        OrganisationFact(number, country, _stage(state)) for number, country, state in rows
    )


def _stage(state: GrantState | None) -> Stage:
    return Stage.DONE if state is None else grants.stage_of(state)


def _came(action_id: uuid.UUID) -> Select[str, str, None]:
    return (
        select(Organisation.registration_number, Organisation.country, null())
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
    )
