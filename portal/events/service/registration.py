"""People register, wait, cancel and are reminded."""

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select

from portal.accounts.service import limits
from portal.audit import service as audit
from portal.core.access import VISITOR, Actor, require
from portal.core.countries import COUNTRIES
from portal.core.db import db, lock
from portal.core.errors import RuleBroken, TooManyTries
from portal.core.text import N_, clean, clean_name
from portal.events import policy, queries, rules
from portal.events.models import Event, Registration
from portal.mail import service as mail
from portal.mail.service import Recipient

REMIND_BEFORE = timedelta(days=2)
MOST_FROM_ONE_ADDRESS = 40
WINDOW = timedelta(minutes=15)


@dataclass(frozen=True)
class Participant:
    """What somebody says of themselves. Shape: `sex` and `country` empty when not stated."""

    name: str
    email: str
    organisation_name: str = ""
    function: str = ""
    category: str = "civil_society"
    country: str | None = None
    sex: str = ""
    needs: str = ""
    consents_to_photos: bool = False


def register(event: Event, participant: Participant, *, address: str, at: datetime) -> None:
    """Register somebody who came to the public page; when it is full, on the waiting list.

    Whoever is registered already gets the same answer and nothing changes, so nobody learns who
    comes. Raises: RuleBroken when registration is over or a field is wrong; TooManyTries.
    """
    _count_try(address, at)
    lock(event)
    verdict = policy.can_register(event, at)
    if not verdict:
        raise RuleBroken(verdict.reason)
    known = queries.by_email(event.id, _email(participant))
    if known is not None and known.cancelled_at is None:
        return
    registration, token = _enter(event, participant, known, at=at)
    _say_registered(event, registration, token, actor=VISITOR, at=at)
    audit.record(
        VISITOR,
        "registration.made",
        registration,
        at=at,
        details={"event": event.code, "waiting": registration.is_waiting},
    )


def _count_try(address: str, at: datetime) -> None:
    name = limits.bucket("event-from", address)
    try:
        limits.demand(name, most=MOST_FROM_ONE_ADDRESS, window=WINDOW, at=at)
    except TooManyTries as many:
        raise TooManyTries(
            N_("Too many registrations came from your network. Try again in 15 minutes")
        ) from many
    limits.hit(name, at=at)


def add_by_hand(
    event: Event, participant: Participant, *, actor: Actor, at: datetime
) -> Registration:
    """The organiser adds somebody, also beyond the number of places and on the day itself.

    Raises: RuleBroken at email when this address is on the list already.
    """
    lock(event)
    require(policy.can_change_people(actor, event))
    known = queries.by_email(event.id, _email(participant))
    if known is not None and known.cancelled_at is None:
        raise RuleBroken(N_("This email address is on the list already"), field="email")
    registration, _token = _enter(event, participant, known, at=at, is_waiting=False)
    audit.record(actor, "registration.added", registration, at=at, details={"event": event.code})
    return registration


def _email(participant: Participant) -> str:
    return clean_name(participant.email).lower()


def _enter(
    event: Event,
    participant: Participant,
    known: Registration | None,
    *,
    at: datetime,
    is_waiting: bool | None = None,
) -> tuple[Registration, str]:
    name = clean_name(participant.name)
    if not name:
        raise RuleBroken(N_("Enter the name"), field="name")
    if participant.category not in rules.CATEGORIES:
        raise RuleBroken(N_("Choose a category"), field="category")
    if participant.sex not in rules.SEXES:
        raise RuleBroken(N_("Choose one of the answers"), field="sex")
    if participant.country and participant.country not in COUNTRIES:
        raise RuleBroken(N_("Choose a country"), field="country")
    if is_waiting is None:
        now_in = queries.places(event.id)
        is_waiting = rules.places_left(event.capacity, now_in.registered) == 0
    registration = known or Registration(event_id=event.id)
    registration.name, registration.email = name, _email(participant)
    registration.organisation_name = clean_name(participant.organisation_name)
    registration.function = clean_name(participant.function)
    registration.category, registration.sex = participant.category, participant.sex
    registration.country = participant.country or None
    registration.needs = clean(participant.needs)
    registration.consents_to_photos = participant.consents_to_photos
    registration.is_waiting, registration.cancelled_at = is_waiting, None
    registration.registered_at = at
    registration.attended_days = []
    token = _new_token(registration)
    db.session.add(registration)
    db.session.flush()
    return registration, token


def _new_token(registration: Registration) -> str:
    token = secrets.token_urlsafe(16)
    registration.token_hash = queries.hashed(token)
    return token


def cancel_registration(
    event: Event, registration: Registration, *, actor: Actor, at: datetime
) -> None:
    """Somebody who holds the link of their mail gives their place back; twice is once."""
    lock(event)
    lock(registration)
    if registration.cancelled_at is not None:
        return
    if registration.attended_days:
        raise RuleBroken(N_("You came to this event: your registration can no longer end."))
    _let_go(event, registration, actor=actor, at=at)


def remove(event: Event, registration: Registration, *, actor: Actor, at: datetime) -> None:
    """The organiser takes somebody off the list.

    Raises: RuleBroken when the person is ticked as present.
    """
    lock(event)
    require(policy.can_change_people(actor, event))
    if registration.attended_days:
        raise RuleBroken(N_("%(name)s is ticked as present.", name=registration.name))
    if registration.cancelled_at is None:
        _let_go(event, registration, actor=actor, at=at)


def _let_go(event: Event, registration: Registration, *, actor: Actor, at: datetime) -> None:
    registration.cancelled_at = at
    registration.is_waiting = False
    audit.record(
        actor, "registration.cancelled", registration, at=at, details={"event": event.code}
    )
    admit_waiting(event, actor=actor, at=at)


def admit_waiting(event: Event, *, actor: Actor, at: datetime) -> None:
    """Free places go to the waiting list, first come first served, each told by mail."""
    db.session.flush()
    now_in = queries.places(event.id)
    number = rules.waiting_to_admit(event.capacity, now_in.registered, now_in.waiting)
    if not number or event.starts_at is None or at >= event.starts_at:
        return
    admitted = db.session.scalars(
        select(Registration)
        .where(
            Registration.event_id == event.id,
            Registration.is_waiting,
            Registration.cancelled_at.is_(None),
        )
        .order_by(Registration.registered_at, Registration.id)
        .limit(number)
    ).all()
    for registration in admitted:
        registration.is_waiting = False
        _say_registered(event, registration, _new_token(registration), actor=actor, at=at)
        audit.record(
            actor, "registration.admitted", registration, at=at, details={"event": event.code}
        )


def active(event: Event) -> list[Registration]:
    """Everybody who has not cancelled, waiting or not."""
    return [one for one in queries.people(event.id) if one.cancelled_at is None]


def recipient(registration: Registration) -> Recipient:
    """The participant as somebody a mail goes to."""
    return Recipient(None, registration.name, registration.email)


def _say_registered(
    event: Event, registration: Registration, token: str, *, actor: Actor, at: datetime
) -> None:
    mail.queue(
        "events/registered",
        to=recipient(registration),
        about=registration,
        actor=actor,
        at=at,
        link=f"/events/{event.slug}",
        sensitive=True,
        action=event.action,
        event=event,
        is_waiting=registration.is_waiting,
        cancel_path=f"/events/{event.slug}/cancel/{token}",
    )


def confirm_again(event: Event, *, actor: Actor, at: datetime) -> None:
    """Tell everybody who is registered the new date, with a fresh link to cancel."""
    for registration in active(event):
        _say_registered(event, registration, _new_token(registration), actor=actor, at=at)


def remind(event: Event, *, actor: Actor, at: datetime) -> int:
    """Mail everybody who has a place and registered before the reminder was due, once each.

    Answers how many places that concerns.
    """
    if event.starts_at is None:
        return 0
    due = event.starts_at - REMIND_BEFORE
    expected = [
        one for one in active(event) if not one.is_waiting and one.registered_at < due <= at
    ]
    for registration in expected:
        mail.queue(
            "events/reminder",
            to=recipient(registration),
            about=registration,
            actor=actor,
            at=at,
            link=f"/events/{event.slug}",
            dedupe_key=f"event-reminder:{registration.id}:{event.starts_at.isoformat()}",
            action=event.action,
            event=event,
        )
    return len(expected)
