"""An event is made and changed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from portal.actions.models import Action, Cluster
from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import db, lock
from portal.core.errors import RuleBroken
from portal.core.text import N_, clean, clean_name
from portal.events import policy, rules
from portal.events.models import Event
from portal.events.service.registration import admit_waiting
from portal.events.states import EventKind, EventState
from portal.grants.models import Grant

DATED = ("starts_at", "ends_at")
DATE_FREE = frozenset({EventState.IDEA, EventState.PLANNED, EventState.POSTPONED})


@dataclass(frozen=True)
class NewEvent:
    """What an event starts from. Shape: `cluster` is the number of its one primary cluster."""

    title: str
    kind: EventKind
    country: str | None = None
    cluster: int | None = None
    grant: Grant | None = None


@dataclass(frozen=True)
class Basics:
    """The texts, dates and numbers of an event that its set-up page holds."""

    title: str
    place: str = ""
    address: str = ""
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    registration_until_at: datetime | None = None
    capacity: int | None = None
    organiser: str = ""
    purpose: str = ""
    co_organisers: Sequence[str] = ()
    agenda: Sequence[dict[str, Any]] = field(default_factory=list)


def create(action: Action, new: NewEvent, *, actor: Actor, at: datetime) -> Event:
    """An idea for an event, with its code, its address and its one primary cluster.

    Raises: NotAllowed; RuleBroken at title, country, cluster or grant.
    """
    country = new.grant.country if new.grant is not None else new.country
    require(policy.can_create(actor, action, kind=new.kind, country=country, grant=new.grant))
    if not clean_name(new.title):
        raise RuleBroken(N_("Enter the title"), field="title")
    if new.kind is EventKind.NATIONAL_ROUND_TABLE and country not in action.countries:
        raise RuleBroken(N_("Choose the country of the round table"), field="country")
    if new.kind is EventKind.REGIONAL_CONFERENCE and country is not None:
        raise RuleBroken(N_("A regional conference belongs to no single country"), field="country")
    code = _next_code(action, new.kind, country)
    event = Event(
        action=action,
        cluster=_cluster(action, new),
        grant=new.grant,
        code=code,
        slug=_free_slug(new.title, code),
        kind=new.kind,
        title=clean_name(new.title),
        country=country,
        time_zone=action.time_zone,
        counts_to_target=new.kind is not EventKind.GRANTEE_EVENT,
        created_by_id=actor.user_id,
        created_at=at,
        recommendations=[],
    )
    db.session.add(event)
    db.session.flush()
    audit.record(actor, "event.created", event, at=at, details={"code": code, "kind": new.kind})
    return event


def _cluster(action: Action, new: NewEvent) -> Cluster:
    allowed = rules.CLUSTERS[new.kind]
    number = new.cluster or (allowed[0] if len(allowed) == 1 else None)
    found = next((one for one in action.clusters if one.number == number), None)
    if found is None or number not in allowed:
        names = " or ".join(f"C{one}" for one in sorted(allowed))
        raise RuleBroken(
            N_("Choose the cluster of this event: %(names)s", names=names), field="cluster"
        )
    return found


def _next_code(action: Action, kind: EventKind, country: str | None) -> str:
    lock(action)
    prefix = f"{rules.PREFIXES[kind]}-{country or 'REG'}-"
    taken = set(
        db.session.scalars(select(Event.code).where(Event.code.startswith(prefix, autoescape=True)))
    )
    number = len(taken) + 1
    while f"{prefix}{number:02d}" in taken:
        number += 1
    return f"{prefix}{number:02d}"


def _free_slug(title: str, code: str) -> str:
    wanted = rules.slug(title)
    taken = db.session.scalar(select(func.count(Event.id)).where(Event.slug == wanted))
    return f"{wanted}-{code.lower()}" if taken else wanted


def set_basics(event: Event, basics: Basics, *, actor: Actor, at: datetime) -> None:
    """Change texts, dates, place and numbers; more places let people in from the waiting list.

    Raises: RuleBroken at the field; the date of an announced event moves only by postponing.
    """
    lock(event)
    require(policy.can_edit(actor, event))
    _check(event, basics)
    before = _facts(event)
    for name, value in vars(basics).items():
        setattr(event, name, clean(value) if isinstance(value, str) else value)
    event.title = clean_name(basics.title)
    event.co_organisers = [clean_name(name) for name in basics.co_organisers if clean_name(name)]
    event.agenda = [dict(point) for point in basics.agenda]
    audit.record(
        actor, "event.changed", event, at=at, details={"before": before, "after": _facts(event)}
    )
    admit_waiting(event, actor=actor, at=at)


def _check(event: Event, basics: Basics) -> None:
    starts, ends, until = basics.starts_at, basics.ends_at, basics.registration_until_at
    moved = any(getattr(basics, name) != getattr(event, name) for name in DATED)
    if moved and event.state not in DATE_FREE:
        raise RuleBroken(
            N_("The event is announced. Postpone it to give it another date"), field="starts_at"
        )
    if not clean_name(basics.title):
        raise RuleBroken(N_("Enter the title"), field="title")
    if (starts is None) != (ends is None):
        raise RuleBroken(N_("Enter both the start and the end"), field="ends_at")
    if starts and ends and ends <= starts:
        raise RuleBroken(N_("The end must be after the start"), field="ends_at")
    if starts and ends and (ends - starts).days >= rules.MOST_DAYS:
        raise RuleBroken(
            N_("An event lasts %(days)s days or less", days=rules.MOST_DAYS), field="ends_at"
        )
    if until and starts and until > starts:
        raise RuleBroken(
            N_("Registration must end on or before the start"), field="registration_until_at"
        )
    if basics.capacity is not None and basics.capacity < 1:
        raise RuleBroken(N_("The number of places must be 1 or more"), field="capacity")


def _facts(event: Event) -> dict[str, Any]:
    return {name: getattr(event, name) for name in Basics.__dataclass_fields__}


def mark_counting(event: Event, *, counts: bool, actor: Actor, at: datetime) -> None:
    """The lead says whether the event counts to its target."""
    require(policy.can_mark_counting(actor, event))
    event.counts_to_target = counts
    audit.record(actor, "event.counting_marked", event, at=at, details={"counts": counts})
