"""Reads of events. Every list and look-up starts at `visible_to`."""

import hashlib
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, String, cast, false, func, or_, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from portal.actions.models import Action
from portal.core.access import Actor
from portal.core.db import db
from portal.core.paging import Page, paginate
from portal.events import rules
from portal.events.models import Event, Registration
from portal.events.policy import WORKING_GRANTS
from portal.events.queries.targets import read_as_staff
from portal.events.states import PUBLIC, EventKind, EventState
from portal.grants.models import Grant
from portal.organisations.models import Organisation

WHOLE: tuple[ORMOption, ...] = (
    joinedload(Event.action),
    joinedload(Event.cluster),
    joinedload(Event.grant).joinedload(Grant.organisation),
    selectinload(Event.recommendations),
)


def hashed(token: str) -> str:
    """What the portal keeps of a cancel link: SHA-256 of its token, in hex."""
    return hashlib.sha256(token.encode()).hexdigest()


def visible_to(actor: Actor) -> Select[Event]:
    """Announced events for all; the others for the Action's staff and auditors and the grantee."""
    return select(Event).where(or_(Event.state.in_(PUBLIC), _theirs(actor)))


def _theirs(actor: Actor) -> ColumnElement[bool]:
    grants = select(Grant.id).where(Grant.organisation_id.in_(actor.scopes("organisation")))
    theirs = Event.grant_id.in_(grants) if actor.scopes("organisation") else false()
    return or_(theirs, read_as_staff(actor))


def get_public(actor: Actor, slug: str) -> Event | None:
    """The event with this address; None when it is not theirs to know. Queries: 2."""
    return db.session.scalar(visible_to(actor).where(Event.slug == slug).options(*WHOLE))


def get_visible(actor: Actor, event_id: uuid.UUID) -> Event | None:
    """An event the actor may see, with Action, cluster, grant, recommendations. Queries: 2."""
    return db.session.scalar(visible_to(actor).where(Event.id == event_id).options(*WHOLE))


def get_whole(event_id: uuid.UUID) -> Event:
    """An event by id with all its parts and people, read afresh, for services and jobs. Queries: 3.

    Raises: NoResultFound when there is none.
    """
    return db.session.scalars(
        select(Event)
        .where(Event.id == event_id)
        .options(*WHOLE, selectinload(Event.registrations))
        .execution_options(populate_existing=True)
    ).one()


@dataclass(frozen=True)
class Filters:
    """What the calendar is narrowed to; empty is everything."""

    kind: str = ""
    country: str = ""


def _narrowed(filters: Filters) -> list[ColumnElement[bool]]:
    wanted: list[ColumnElement[bool]] = [Event.state.in_(PUBLIC)]
    if filters.kind in set(EventKind):
        wanted.append(Event.kind == EventKind(filters.kind))
    if filters.country:
        wanted.append(Event.country == filters.country)
    return wanted


def upcoming(filters: Filters, *, at: datetime, most: int | None = None) -> list[Event]:
    """Announced events that are not over, the next first, with their cluster. Queries: 1."""
    statement = (
        select(Event)
        .where(*_narrowed(filters), Event.ends_at >= at)
        .options(joinedload(Event.cluster))
        .order_by(Event.starts_at, Event.code)
        .limit(most)
    )
    return list(db.session.scalars(statement))


def past(filters: Filters, *, at: datetime, page: int) -> Page[Event]:
    """Announced events that are over, the latest first, records without a day last. Queries: 2."""
    return paginate(
        select(Event)
        .where(*_narrowed(filters), or_(Event.ends_at < at, Event.ends_at.is_(None)))
        .options(joinedload(Event.cluster))
        .order_by(Event.starts_at.is_(None), Event.starts_at.desc(), Event.code),
        page,
    )


def dated(filters: Filters) -> list[Event]:
    """Announced events with a date, for the calendar feed. Queries: 1."""
    return list(
        db.session.scalars(
            select(Event)
            .where(*_narrowed(filters), Event.starts_at.is_not(None), Event.ends_at.is_not(None))
            .order_by(Event.starts_at, Event.code)
        )
    )


def managed(actor: Actor, *, filters: Filters, state: str, page: int) -> Page[Event]:
    """Events of the actor's Actions and grants, the latest first, with cluster. Queries: 2."""
    statement = visible_to(actor).where(_theirs(actor), Event.is_reference.is_(False))
    if filters.kind in set(EventKind):
        statement = statement.where(Event.kind == EventKind(filters.kind))
    if filters.country:
        statement = statement.where(Event.country == filters.country)
    if state in set(EventState):
        statement = statement.where(Event.state == EventState(state))
    return paginate(
        statement.options(joinedload(Event.cluster)).order_by(
            Event.starts_at.is_not(None), Event.starts_at.desc(), Event.code
        ),
        page,
    )


def grants_of(actor: Actor) -> list[Grant]:
    """Running grants of the organisations for which the actor organises events. Queries: 1."""
    organisations = actor.scopes("organisation", "owner", "editor")
    return list(
        db.session.scalars(
            select(Grant)
            .where(Grant.organisation_id.in_(organisations), Grant.state.in_(WORKING_GRANTS))
            .options(joinedload(Grant.action).selectinload(Action.clusters))
            .order_by(Grant.number)
        )
    )


def has_grants(actor: Actor) -> bool:
    """Whether an organisation of the actor has or had a grant. Queries: 1."""
    organisations = actor.scopes("organisation")
    found = select(Grant.id).where(Grant.organisation_id.in_(organisations)).limit(1)
    return bool(organisations) and db.session.scalar(found) is not None


def actions_of(actor: Actor) -> list[Action]:
    """Actions with clusters for which the actor organises events. Queries: 2."""
    return list(
        db.session.scalars(
            select(Action)
            .where(Action.id.in_(actor.scopes("action", "programme")), Action.grouping == "cluster")
            .options(selectinload(Action.clusters))
            .order_by(Action.grants_third_parties.desc(), Action.code)
        )
    )


@dataclass(frozen=True)
class Places:
    """How many registered, how many wait, how many came."""

    registered: int = 0
    waiting: int = 0
    attended: int = 0


def places(event_id: uuid.UUID) -> Places:
    """The people of one event, counted. Queries: 1."""
    return places_of([event_id]).get(event_id, Places())


def places_of(event_ids: list[uuid.UUID]) -> dict[uuid.UUID, Places]:
    """The people of several events, counted. Queries: 1."""
    is_in = Registration.cancelled_at.is_(None)
    rows = db.session.execute(
        select(
            Registration.event_id,
            func.count().filter(is_in, Registration.is_waiting.is_(False)),
            func.count().filter(is_in, Registration.is_waiting.is_(True)),
            func.count().filter(is_in, cast(Registration.attended_days, String) != "[]"),
        )
        .where(Registration.event_id.in_(event_ids))
        .group_by(Registration.event_id)
    )
    return {row[0]: Places(*row[1:]) for row in rows}


def people(event_id: uuid.UUID) -> list[Registration]:
    """Everybody who registered, by name; those who cancelled last. Queries: 1."""
    return list(
        db.session.scalars(
            select(Registration)
            .where(Registration.event_id == event_id)
            .options(joinedload(Registration.organisation))
            .order_by(Registration.cancelled_at.is_not(None), Registration.name, Registration.email)
        )
    )


def person(event_id: uuid.UUID, registration_id: uuid.UUID) -> Registration | None:
    """One registration of the event with its organisation. Queries: 1."""
    return db.session.scalar(
        select(Registration)
        .where(Registration.event_id == event_id, Registration.id == registration_id)
        .options(joinedload(Registration.organisation))
    )


def by_email(event_id: uuid.UUID, email: str) -> Registration | None:
    """The registration with this address, cancelled or not. Queries: 1."""
    return db.session.scalar(
        select(Registration).where(Registration.event_id == event_id, Registration.email == email)
    )


def by_token(event_id: uuid.UUID, token: str) -> Registration | None:
    """The registration whose cancel link carries this token. Queries: 1."""
    return db.session.scalar(
        select(Registration).where(
            Registration.event_id == event_id, Registration.token_hash == hashed(token)
        )
    )


def organisations(country: str | None) -> list[Organisation]:
    """Organisations that a participant may come from, by name. Queries: 1."""
    statement = select(Organisation).order_by(Organisation.name_folded, Organisation.id)
    if country:
        statement = statement.where(Organisation.country == country)
    return list(db.session.scalars(statement))


def attendance(registrations: list[Registration]) -> rules.Attendance:
    """The numbers of an event from its list of people."""
    return rules.attendance_summary(
        rules.Attendee(one.category, one.sex, one.country, len(one.attended_days))
        for one in registrations
        if one.cancelled_at is None
    )


def to_remind(at: datetime, within: timedelta) -> list[Event]:
    """Events that start within this time, with their Action. Queries: 1."""
    return list(
        db.session.scalars(
            select(Event)
            .where(
                Event.state.in_((EventState.INVITATIONS_OPEN, EventState.REGISTRATION_CLOSED)),
                Event.starts_at > at,
                Event.starts_at <= at + within,
            )
            .options(joinedload(Event.action))
        )
    )


def to_close_registration(at: datetime) -> list[Event]:
    """Events whose time for registration is over. Queries: 1."""
    return list(
        db.session.scalars(
            select(Event).where(
                Event.state == EventState.INVITATIONS_OPEN,
                func.coalesce(Event.registration_until_at, Event.starts_at) <= at,
            )
        )
    )
