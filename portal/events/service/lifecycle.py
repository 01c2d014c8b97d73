"""The way of an event: planned, announced, held, closed; postponed or cancelled beside it."""

from collections.abc import Callable
from datetime import datetime

from portal.audit import service as audit
from portal.core.access import SYSTEM, Actor, Verdict, require
from portal.core.clock import day_in
from portal.core.db import lock
from portal.core.errors import RuleBroken
from portal.core.lifecycle import move
from portal.core.text import N_, clean
from portal.events import policy, queries, rules
from portal.events.models import Event
from portal.events.service.attendance import issue
from portal.events.service.registration import active, confirm_again, recipient
from portal.events.states import MOVES, EventKind
from portal.mail import service as mail


def _begin(
    event: Event, actor: Actor, may: Callable[[Actor, Event], Verdict], reason: str | None = None
) -> str:
    lock(event)
    require(may(actor, event))
    told = clean(reason or "")
    if reason is not None and not told:
        raise RuleBroken(N_("Enter the reason"), field="reason")
    return told


def plan(event: Event, *, actor: Actor, at: datetime) -> None:
    """The event has date and place; a postponed one has its new date.

    Raises: RuleBroken naming what is missing.
    """
    _begin(event, actor, policy.can_plan)
    _demand_date(event, at)
    if not event.place:
        raise RuleBroken(N_("Enter the place before the event is planned."), field="place")
    move(event, "plan", MOVES)
    audit.record(actor, "event.planned", event, at=at)


def _demand_date(event: Event, at: datetime) -> None:
    if event.starts_at is None:
        raise RuleBroken(N_("Enter the date before the event is planned."), field="starts_at")
    if event.starts_at <= at:
        raise RuleBroken(N_("The event must start in the future."), field="starts_at")


def open_invitations(event: Event, *, actor: Actor, at: datetime) -> None:
    """Announce the event and take registrations; who registered before a new date is told it.

    Raises: RuleBroken when a grantee announces its event too late.
    """
    _begin(event, actor, policy.can_open_invitations)
    _demand_date(event, at)
    _demand_notice(event, at)
    move(event, "open_invitations", MOVES)
    event.reason = ""
    audit.record(actor, "event.announced", event, at=at)
    confirm_again(event, actor=actor, at=at)


def _demand_notice(event: Event, at: datetime) -> None:
    if event.kind is not EventKind.GRANTEE_EVENT or event.starts_at is None:
        return
    last = rules.last_announcement(event.starts_at, event.time_zone, event.notice_days)
    if day_in(event.time_zone, at) > last:
        raise RuleBroken(
            N_(
                "A grantee announces its event at least %(days)s days ahead, so that the lead "
                "and the donor can come: for this date on %(last)s at the latest.",
                days=event.notice_days,
                last=last.isoformat(),
            ),
            field="starts_at",
        )


def close_registration(event: Event, *, actor: Actor, at: datetime) -> None:
    """No more registrations over the portal."""
    _begin(event, actor, policy.can_close_registration)
    move(event, "close_registration", MOVES)
    audit.record(actor, "event.registration_closed", event, at=at)


def close_due_registration(event: Event, *, at: datetime) -> None:
    """The time to register is over."""
    lock(event)
    if policy.can_register(event, at):
        return
    move(event, "close_registration", MOVES)
    audit.record(SYSTEM, "event.registration_closed", event, at=at)


def hold(event: Event, *, actor: Actor, at: datetime) -> None:
    """The event took place, as its attendance sheet shows; the sheet is issued.

    Raises: RuleBroken while nobody is ticked as present.
    """
    _begin(event, actor, policy.can_hold)
    came = [one for one in queries.people(event.id) if one.attended_days]
    if not came:
        raise RuleBroken(
            N_("Tick who came first: an event counts as held with its attendance sheet.")
        )
    move(event, "hold", MOVES)
    days = rules.days(event.starts_at, event.ends_at, event.time_zone)
    event.held_on = days[0] if days else day_in(event.time_zone, at)
    audit.record(actor, "event.held", event, at=at, details={"attended": len(came)})
    issue("ATT", event, at=at)


def close(event: Event, *, actor: Actor, at: datetime) -> None:
    """Nothing more is to be done."""
    _begin(event, actor, policy.can_close)
    move(event, "close", MOVES)
    audit.record(actor, "event.closed", event, at=at)


def postpone(event: Event, *, reason: str, actor: Actor, at: datetime) -> None:
    """Another date will follow; everybody who registered is told and keeps their place."""
    told = _begin(event, actor, policy.can_postpone, reason)
    move(event, "postpone", MOVES)
    event.reason = told
    audit.record(actor, "event.postponed", event, at=at, reason=told)
    _tell("events/postponed", event, actor=actor, at=at)


def cancel(event: Event, *, reason: str, actor: Actor, at: datetime) -> None:
    """The event will not take place; everybody who registered is told why."""
    told = _begin(event, actor, policy.can_cancel, reason)
    move(event, "cancel", MOVES)
    event.reason = told
    audit.record(actor, "event.cancelled", event, at=at, reason=told)
    _tell("events/cancelled", event, actor=actor, at=at)


def _tell(template: str, event: Event, *, actor: Actor, at: datetime) -> None:
    for registration in active(event):
        mail.queue(
            template,
            to=recipient(registration),
            about=registration,
            actor=actor,
            at=at,
            link=f"/events/{event.slug}",
            action=event.action,
            event=event,
        )
