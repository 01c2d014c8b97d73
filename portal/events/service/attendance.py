"""Who came, the attendance sheet, and which organisations count as reached."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from portal.audit import service as audit
from portal.core.access import Actor, require
from portal.core.db import lock
from portal.core.errors import RuleBroken
from portal.core.text import N_
from portal.events import policy, queries, rules
from portal.events.models import Event, Registration
from portal.jobs import service as jobs
from portal.organisations.models import Organisation

Tick = tuple[UUID, date]


def change_attendance(
    event: Event,
    *,
    present: Collection[Tick],
    absent: Collection[Tick],
    actor: Actor,
    at: datetime,
) -> None:
    """Tick and untick people for days; what neither names stays, so two tablets do not clash.

    Raises: RuleBroken for a day that is not one of the event.
    """
    lock(event)
    require(policy.can_tick(actor, event, at))
    days = set(rules.days(event.starts_at, event.ends_at, event.time_zone))
    if any(day not in days for _, day in (*present, *absent)):
        raise RuleBroken(N_("This day is not a day of the event."))
    changed = 0
    for registration in queries.people(event.id):
        changed += _tick(registration, present, absent)
    if changed:
        audit.record(actor, "event.attendance_changed", event, at=at, details={"people": changed})


def _tick(registration: Registration, present: Collection[Tick], absent: Collection[Tick]) -> bool:
    came = set(registration.attended_days)
    came |= {day.isoformat() for one, day in present if one == registration.id}
    came -= {day.isoformat() for one, day in absent if one == registration.id}
    if came == set(registration.attended_days) or registration.cancelled_at is not None:
        return False
    registration.attended_days = sorted(came)
    if came:
        registration.is_waiting = False
    return True


def order_attendance_sheet(event: Event, *, actor: Actor, at: datetime) -> None:
    """Have the sheet made: before the event to sign on, after it with who attended."""
    require(policy.can_print(actor, event))
    audit.record(actor, "event.sheet_ordered", event, at=at)
    issue("ATT", event, at=at)


def issue(kind: str, event: Event, *, at: datetime) -> None:
    """Order a document about the event; with the same data the same version stays."""
    jobs.enqueue(
        "documents.issue",
        {"kind": kind, "subject": str(event.id)},
        at=at,
        dedupe_key=f"{kind}:{event.id}:{at.isoformat(timespec='minutes')}",
    )


def mark_organisation(
    event: Event,
    registration: Registration,
    *,
    organisation: Organisation | None,
    actor: Actor,
    at: datetime,
) -> None:
    """The lead ties a participant to an organisation, which then counts as reached (T1)."""
    require(policy.can_mark_counting(actor, event))
    registration.organisation_id = organisation.id if organisation else None
    name = organisation.legal_name if organisation else None
    audit.record(
        actor,
        "registration.organisation_marked",
        registration,
        at=at,
        details={"event": event.code, "organisation": name},
    )


def note_export(event: Event, *, actor: Actor, at: datetime) -> None:
    """The list of participants leaves the portal as a file."""
    require(policy.can_read_people(actor, event))
    audit.record(actor, "event.participants_exported", event, at=at)
