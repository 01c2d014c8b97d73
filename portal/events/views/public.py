"""Public pages: the calendar, one event, and both as calendar files."""

from collections.abc import Iterable
from datetime import date

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import config
from portal.core.clock import day_in, now
from portal.core.countries import COUNTRIES, REGION
from portal.documents import queries as documents
from portal.documents.layouts import TITLES
from portal.events import policy, queries, rules
from portal.events.forms import KINDS
from portal.events.models import Event
from portal.events.states import EventState
from portal.events.views.blueprint import bp, public_event
from portal.web.access import current_actor, public
from portal.web.downloads import send_bytes
from portal.web.paging import page_number
from portal.web.refusal import page

Month = tuple[date | None, list[Event]]


def asked() -> queries.Filters:
    """The filters of the address."""
    return queries.Filters(
        kind=request.args.get("kind", ""), country=request.args.get("country", "")
    )


def choices() -> dict[str, list[tuple[str, str]]]:
    """What lists of events can be narrowed to."""
    return {
        "kinds": [("", str(_("All"))), *((kind.value, str(name)) for kind, name in KINDS.items())],
        "countries": [("", str(_("All"))), *((code, COUNTRIES[code]) for code in REGION)],
    }


@bp.route("/events")
@public
def index() -> ResponseReturnValue:
    """Events to come, the next first, and past ones below, by month."""
    filters, at = asked(), now()
    past = queries.past(filters, at=at, page=page_number())
    upcoming = queries.upcoming(filters, at=at) if past.number == 1 else []
    return page(
        "events/index.html",
        filters=filters,
        upcoming=_by_month(upcoming),
        past=past,
        past_months=_by_month(past.rows),
        kind_names=KINDS,
        feed=request.url_root.replace("http", "webcal", 1).rstrip("/") + url_for("events.feed"),
        **choices(),
    )


def _by_month(events: Iterable[Event]) -> list[Month]:
    months: list[Month] = []
    for event in events:
        month = first_of_month(event)
        if not months or months[-1][0] != month:
            months.append((month, []))
        months[-1][1].append(event)
    return months


def first_of_month(event: Event) -> date | None:
    """The month of an event, also of a record that only knows its month."""
    if event.starts_at is not None:
        return day_in(event.time_zone, event.starts_at).replace(day=1)
    known = event.facts.get("month")
    return date.fromisoformat(f"{known}-01") if known else None


@bp.route("/events/<slug>")
@public
def detail(slug: str) -> ResponseReturnValue:
    """One event with everything a participant needs to know, and what it recommended."""
    actor, event = current_actor(), public_event(slug)
    if event.is_reference:
        return page("events/reference.html", event=event, month=first_of_month(event), kinds=KINDS)
    return page(
        "events/detail.html",
        event=event,
        places=queries.places(event.id),
        left=rules.places_left(event.capacity, queries.places(event.id).registered),
        days=rules.days(event.starts_at, event.ends_at, event.time_zone),
        can_register=policy.can_register(event, now()),
        can_read=policy.can_read(actor, event),
        is_approved=event.state in {EventState.REPORT_APPROVED, EventState.CLOSED},
        documents=[one for one in documents.about(actor, event.id) if one.is_public],
        titles=TITLES,
        kinds=KINDS,
    )


@bp.route("/events.ics")
@public
def feed() -> ResponseReturnValue:
    """All announced events as a calendar that programs can follow."""
    entries = [_entry(event) for event in queries.dated(asked())]
    return _calendar("events.ics", entries)


@bp.route("/events/<slug>.ics")
@public
def entry(slug: str) -> ResponseReturnValue:
    """One event as a calendar entry."""
    event = public_event(slug)
    dated = event.starts_at is not None and event.ends_at is not None
    return _calendar(f"{event.slug}.ics", [_entry(event)] if dated else [])


def _calendar(name: str, entries: list[rules.Entry]) -> ResponseReturnValue:
    return send_bytes(rules.calendar(entries, name=str(_("Events"))), name, "text/calendar")


def _entry(event: Event) -> rules.Entry:
    starts, ends = event.starts_at or event.created_at, event.ends_at or event.created_at
    parts = (event.place, event.address, COUNTRIES.get(event.country or "", ""))
    base = config.current().base_url
    return rules.Entry(
        uid=f"{event.id}@{base.partition('://')[2].partition(':')[0]}",
        title=event.title,
        starts_at=starts,
        ends_at=ends,
        changed_at=event.created_at,
        sequence=event.row_version,
        location=", ".join(part for part in parts if part),
        description=event.purpose,
        url=f"{base}{url_for('events.detail', slug=event.slug)}",
        is_cancelled=event.state in {EventState.CANCELLED, EventState.POSTPONED},
    )
