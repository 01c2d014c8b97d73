"""ATT and EVT from an event, its registrations and recommendations."""

import uuid
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import User
from portal.core.clock import day_in
from portal.core.countries import country_name
from portal.core.db import db
from portal.core.lifecycle import label
from portal.documents.engine import Letterhead, day
from portal.documents.gather._base import Gathered, Source, lead_of, one
from portal.documents.layouts import TITLES, att, evt
from portal.documents.layouts._parts import Signature
from portal.documents.service import About
from portal.events.models import Event, Registration

MOST_DAYS = 14


def load(event_id: uuid.UUID) -> Event:
    """The event with all its people and recommendations. Queries: 3."""
    return one(
        select(Event)
        .where(Event.id == event_id)
        .options(
            joinedload(Event.action),
            joinedload(Event.cluster),
            joinedload(Event.grant),
            selectinload(Event.registrations),
            selectinload(Event.recommendations),
        )
    )


def _gathered(event: Event, kind: str, build: Any, *, is_public: bool) -> Gathered:
    return Gathered(
        about=About(
            kind=kind,
            title=f"{TITLES[kind]}: {event.title}",
            subject_type="events",
            subject_id=event.id,
            action_id=event.action_id,
            country=event.country,
            organisation_id=event.grant.organisation_id if event.grant else None,
            is_public=is_public,
        ),
        action=event.action,
        part=event.code,
        zone=event.time_zone,
        build=build,
        lead=lead_of(event.action_id),
    )


def days_of(event: Event) -> tuple[date, ...]:
    """The days of the event in its own zone."""
    if event.starts_at is None:
        return (event.held_on,) if event.held_on else ()
    first = day_in(event.time_zone, event.starts_at)
    last = day_in(event.time_zone, event.ends_at or event.starts_at)
    count = min((last - first).days + 1, MOST_DAYS)
    return tuple(first + timedelta(days=number) for number in range(count))


def _kind(event: Event) -> str:
    return label(event.kind).capitalize()


def _cluster(event: Event) -> str:
    return f"{event.cluster.code} {event.cluster.title}" if event.cluster else ""


def _words(code: str) -> str:
    return code.replace("_", " ").capitalize()


def _country(code: str | None) -> str:
    return country_name(code) if code else ""


def _expected(event: Event) -> list[Registration]:
    return [one_ for one_ in event.registrations if not (one_.cancelled_at or one_.is_waiting)]


def attendance(event_id: uuid.UUID) -> Gathered:
    """ATT: a table for each day, those who came marked."""
    event = load(event_id)

    def build(head: Letterhead) -> att.AttendanceSheet:
        return att.AttendanceSheet(
            head=head,
            event=event.title,
            kind=_kind(event),
            place=", ".join(part for part in (event.address, event.place) if part),
            country=_country(event.country),
            organiser=event.organiser or head.issuer,
            cluster=_cluster(event),
            days=days_of(event) or (head.issued_on,),
            attendees=tuple(
                att.Attendee(
                    person.name,
                    person.organisation_name,
                    person.function,
                    _words(person.category),
                    _country(person.country),
                    may_mail=False,
                    may_photo=person.consents_to_photos,
                    attended=tuple(date.fromisoformat(on) for on in person.attended_days),
                )
                for person in _expected(event)
            ),
        )

    return _gathered(event, "ATT", build, is_public=False)


def report(event_id: uuid.UUID) -> Gathered:
    """EVT: what was said, agreed and recommended; numbers only, no names of participants."""
    event = load(event_id)
    came = [person for person in _expected(event) if person.attended_days]
    drafted_by = (
        db.session.get(User, event.report_drafted_by_id) if event.report_drafted_by_id else None
    )

    def build(head: Letterhead) -> evt.EventReport:
        days = days_of(event)
        organiser = event.organiser or head.issuer
        return evt.EventReport(
            head=head,
            event=event.title,
            kind=_kind(event),
            days=", ".join(day(on) for on in days),
            place=event.place,
            country=_country(event.country),
            organiser=organiser,
            co_organisers=tuple(event.co_organisers),
            cluster=_cluster(event),
            purpose=event.purpose,
            agenda=tuple(_agenda(event.agenda)),
            participants=len(came),
            counts=(
                _count("By category", (_words(person.category) for person in came)),
                _count("By sex", (_words(person.sex) or "Not stated" for person in came)),
                _count("By country", (_country(one_.country) or "Not stated" for one_ in came)),
            ),
            summary=event.summary,
            findings=_lines(event.findings),
            recommendations=tuple(
                evt.Recommendation(
                    str(one_.number),
                    one_.area,
                    one_.finding,
                    one_.text,
                    ", ".join(part for part in (one_.addressee, _country(one_.country)) if part),
                    ": ".join(p for p in (_words(one_.follow_up), one_.follow_up_note) if p),
                )
                for one_ in event.recommendations
            ),
            media=_lines(event.media),
            photos=(),
            signature=Signature(
                drafted_by.name if drafted_by else "", "For the organiser", organiser
            ),
            zone=event.time_zone,
        )

    return _gathered(event, "EVT", build, is_public=True)


def _agenda(items: Iterable[dict[str, Any]]) -> list[evt.AgendaItem]:
    return [
        evt.AgendaItem(
            str(item.get("time", "")),
            str(item.get("item") or item.get("title") or ""),
            str(item.get("speaker") or ""),
        )
        for item in items
    ]


def _count(by: str, words: Iterable[str]) -> evt.Counts:
    counted = Counter(words)
    return evt.Counts(by, tuple(sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))))


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip(" -•") for line in text.splitlines() if line.strip(" -•"))


SOURCES: dict[str, Source] = {"ATT": attendance, "EVT": report}
