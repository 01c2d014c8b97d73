"""Reference events of a file of Actions: records of neither Action, with every fact kept."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from portal.audit import service as audit
from portal.core.access import SYSTEM
from portal.core.countries import COUNTRIES
from portal.core.db import db
from portal.core.errors import RuleBroken
from portal.core.text import N_
from portal.events import rules
from portal.events.models import Event, Recommendation
from portal.events.states import EventKind, EventState


def load_reference(file_events: Iterable[Mapping[str, Any]], *, at: datetime) -> list[str]:
    """Create or update the reference events; answers a line on each. Twice changes nothing.

    Raises: RuleBroken naming the key that is wrong.
    """
    return [_load(number, dict(entry), at=at) for number, entry in enumerate(file_events)]


def _load(number: int, entry: dict[str, Any], *, at: datetime) -> str:
    key = f"events[{number}]"
    code = _text(entry, "id", key)
    event = db.session.scalar(
        select(Event).where(Event.code == code).options(selectinload(Event.recommendations))
    )
    if event is not None and event.facts == entry:
        return f"{code}: nothing has changed."
    verb, words = ("event.changed", "updated") if event else ("event.loaded", "loaded")
    if event is None:
        event = Event(
            code=code,
            slug=rules.slug(code),
            state=EventState.CLOSED,
            created_at=at,
            recommendations=[],
        )
        db.session.add(event)
    _fill(event, entry, key)
    _set_recommendations(event, entry, key)
    db.session.flush()
    audit.record(SYSTEM, verb, event, at=at, details={"code": code})
    return f"{code}: {words}."


def _fill(event: Event, entry: dict[str, Any], key: str) -> None:
    event.is_reference, event.counts_to_target = True, False
    event.kind = _kind(entry, key)
    event.title = _text(entry, "title", key)
    event.place = str(entry.get("place") or "")
    event.country = _country(entry, key)
    event.organiser = str((entry.get("organiser") or {}).get("name") or "")
    event.co_organisers = [str(one["name"]) for one in entry.get("co_organisers") or []]
    event.purpose = str(entry.get("purpose") or "")
    event.facts = entry


def _set_recommendations(event: Event, entry: dict[str, Any], key: str) -> None:
    known = {one.number: one for one in event.recommendations}
    wanted = entry.get("findings_and_recommendations") or []
    for place, found in enumerate(wanted):
        here = f"{key}.findings_and_recommendations[{place}]"
        number = found.get("area", place + 1)
        one = known.pop(number, None)
        if one is None:
            one = Recommendation(number=number, follow_up="open", follow_up_note="")
            event.recommendations.append(one)
        one.area = _text(found, "code", here).replace("_", " ").capitalize()
        one.finding = str(found.get("finding") or "")
        one.text = _text(found, "recommendation", here)
    for gone in known.values():
        event.recommendations.remove(gone)
        db.session.delete(gone)


def _kind(entry: dict[str, Any], key: str) -> EventKind:
    try:
        return EventKind(_text(entry, "type", key))
    except ValueError:
        raise _wrong(f"{key}.type", "is not a kind of event") from None


def _country(entry: dict[str, Any], key: str) -> str | None:
    code = entry.get("country")
    if code is not None and code not in COUNTRIES:
        raise _wrong(f"{key}.country", f"{code} is not a known country code")
    return code


def _text(entry: Mapping[str, Any], name: str, key: str) -> str:
    value = entry.get(name)
    if not isinstance(value, str) or not value.strip():
        raise _wrong(f"{key}.{name}", "must be a text")
    return value


def _wrong(key: str, problem: str) -> RuleBroken:
    return RuleBroken(N_("%(key)s: %(problem)s", key=key, problem=problem), field=key)
