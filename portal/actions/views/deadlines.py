"""Which days come next in an Action: calls, signatures, payments, reports, events."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask_babel import gettext as _

from portal.actions.views.standing import Standing
from portal.calls.states import CallState
from portal.core.clock import day_in
from portal.events.states import EventState
from portal.grants.queries.board import OPEN
from portal.grants.states import GrantState
from portal.reporting.states import EDITABLE
from portal.web.menus import leads

SPANS = (30, 60, 90)
EXPECTED = frozenset(
    {EventState.PLANNED, EventState.INVITATIONS_OPEN, EventState.REGISTRATION_CLOSED}
)


@dataclass(frozen=True)
class Deadline:
    """One day that comes, with what happens on it."""

    on: date
    what: str
    title: str
    url: str


@dataclass(frozen=True)
class Span:
    """The days after the span before it, up to this many days from today."""

    days: int
    rows: tuple[Deadline, ...]


def spans(standing: Standing) -> list[Span]:
    """What comes in the next 30, 60 and 90 days, each day in one span. Queries: none."""
    rows = sorted(_all(standing), key=lambda row: (row.on, row.what, row.title))
    found = []
    first = standing.today
    for days in SPANS:
        last = standing.today + timedelta(days=days)
        found.append(Span(days, tuple(row for row in rows if first <= row.on <= last)))
        first = last + timedelta(days=1)
    return found


def _all(standing: Standing) -> Iterator[Deadline]:
    yield from _of_calls(standing)
    yield from _of_grants(standing)
    yield from _of_reports(standing)
    for event in standing.events:
        if event.state in EXPECTED and event.starts_at:
            on = day_in(event.time_zone, event.starts_at)
            yield Deadline(on, _("Event"), event.title, leads(f"/manage/events/{event.id}"))


def _of_calls(standing: Standing) -> Iterator[Deadline]:
    for call in standing.calls:
        url = leads(f"/manage/calls/{call.reference}")
        instants: list[tuple[str, datetime | None]] = []
        if call.state is CallState.APPROVED:
            instants.append((_("Call to be published"), call.publishes_at))
        if call.state is CallState.PUBLISHED:
            instants.append((_("Answers to questions due"), call.answers_until_at))
            instants.append((_("Call closes"), call.closes_at))
        for what, at in instants:
            if at is not None:
                yield Deadline(day_in(call.time_zone, at), what, call.title, url)


def _of_grants(standing: Standing) -> Iterator[Deadline]:
    for grant in standing.grants:
        if grant.state is GrantState.SENT and grant.signature_due_on:
            url = leads(f"/manage/grants/{grant.id}")
            yield Deadline(grant.signature_due_on, _("Signature due"), grant.title, url)
        for row in grant.instalments:
            if row.state in OPEN and row.due_on:
                url = leads(f"/manage/payments/{row.id}")
                yield Deadline(row.due_on, _("Payment due"), grant.title, url)


def _of_reports(standing: Standing) -> Iterator[Deadline]:
    titles = {grant.id: grant.title for grant in standing.grants}
    for one in standing.reports:
        if one.report.state in EDITABLE:
            url = leads(f"/manage/reports/{one.report.id}")
            yield Deadline(one.report.due_on, _("Report due"), titles[one.report.grant_id], url)
