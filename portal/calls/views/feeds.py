"""Feeds for other programs: the dates of a call as a calendar, open and planned calls as JSON."""

from datetime import datetime
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from flask import Response, jsonify
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import config
from portal.calls import queries
from portal.calls.models import Call, Lot
from portal.calls.states import CallState
from portal.calls.views.blueprint import bp, visible_call
from portal.core import icalendar
from portal.core.clock import now
from portal.web.access import public

STATUS = {
    CallState.SUSPENDED: icalendar.TENTATIVE,
    CallState.CANCELLED: icalendar.CANCELLED,
}


@bp.route("/calls/<reference>/dates.ics")
@public
def dates(reference: str) -> ResponseReturnValue:
    """Publication, questions, answers and deadline, for any calendar program."""
    call = visible_call(reference)
    changes = queries.corrigenda(call.id)
    stamp = changes[-1].published_at if changes else call.published_at or call.created_at
    text = icalendar.calendar(
        f"{call.reference} {call.title}", _entries(call, len(changes)), stamp=stamp
    )
    answer = Response(text, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{call.reference}.ics"'
    return answer


def _entries(call: Call, sequence: int) -> list[icalendar.Entry]:
    host = urlsplit(config.current().base_url).hostname or "localhost"
    named = {
        "publication": (_("Call is published"), call.published_at or call.publishes_at),
        "questions": (_("Last moment for questions"), call.questions_until_at),
        "answers": (_("Answers are published by now"), call.answers_until_at),
        "deadline": (_("Deadline"), call.closes_at),
    }
    return [
        icalendar.Entry(
            uid=f"{call.id}-{name}@{host}",
            at=at,
            title=f"{call.reference}: {label}",
            text=_(
                "%(title)s\n%(when)s, time zone %(zone)s.",
                title=call.title,
                when=f"{at.astimezone(ZoneInfo(call.time_zone)):%Y-%m-%d %H:%M}",
                zone=call.time_zone,
            ),
            url=_address(call),
            status=STATUS.get(call.state, icalendar.CONFIRMED),
            sequence=sequence,
        )
        for name, (label, at) in named.items()
        if at
    ]


@bp.route("/calls.json")
@public
def feed() -> ResponseReturnValue:
    """Open and planned calls with their money and dates."""
    at = now()
    return jsonify(
        generated_at=at.isoformat(),
        calls=[_call(call) for call in queries.announced(at)],
    )


def _call(call: Call) -> dict[str, Any]:
    is_planned = call.state is CallState.APPROVED
    return {
        "reference": call.reference,
        "title": call.title,
        "summary": call.summary,
        "state": "planned" if is_planned else "open",
        "currency": call.currency,
        "lots": [_lot(lot) for lot in call.lots],
        "dates": {
            "time_zone": call.time_zone,
            "publication": _local(call, call.published_at or call.publishes_at),
            "questions_until": _local(call, call.questions_until_at),
            "answers_until": _local(call, call.answers_until_at),
            "deadline": _local(call, call.closes_at),
        },
        "address": f"{config.current().base_url}/calls?show=planned"
        if is_planned
        else _address(call),
    }


def _lot(lot: Lot) -> dict[str, Any]:
    return {
        "code": lot.code,
        "name": lot.name,
        "country": lot.country,
        "envelope": _money(lot.envelope),
        "grants": lot.max_grants,
        "smallest_grant": _money(lot.min_grant),
        "largest_grant": _money(lot.max_grant),
        "shortest_months": lot.min_months,
        "longest_months": lot.max_months,
    }


def _money(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _local(call: Call, at: datetime | None) -> str | None:
    return at.astimezone(ZoneInfo(call.time_zone)).isoformat() if at else None


def _address(call: Call) -> str:
    return f"{config.current().base_url}/calls/{call.reference}"
