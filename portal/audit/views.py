"""The audit trail, for administrators."""

import json
from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.audit import policy, queries, service
from portal.audit.models import AuditEntry
from portal.core.access import require
from portal.core.clock import now
from portal.core.db import transaction
from portal.web.access import current_actor
from portal.web.exports import csv_file
from portal.web.filters import ZONE
from portal.web.paging import page_number

bp = Blueprint("audit", __name__, url_prefix="/admin/audit")
HEADS = (
    "Number", "When (UTC)", "Who", "As", "From", "What", "Kind of thing", "Id of the thing",
    "Reason", "Details", "Seal",
)  # fmt: skip
_FILTERS = ("verb", "person", "kind", "thing", "since", "until")


@bp.route("")
def index() -> ResponseReturnValue:
    """The trail, newest first, by verb, person, thing and day."""
    require(policy.can_see(current_actor()))
    entries, total = queries.listing(_filters(), page=page_number())
    return render_template(
        "audit/index.html",
        entries=entries,
        total=total,
        page=page_number(),
        pages=-(-total // queries.PAGE),
        asked=request.args,
        wanted={name: request.args.get(name, "") for name in _FILTERS},
        kinds=[("", _("All"))]
        + [(kind, kind.replace("_", " ")) for kind in queries.subject_types()],
    )


@bp.route("/check")
def check() -> ResponseReturnValue:
    """Whether every entry is sealed by the one before it."""
    require(policy.can_see(current_actor()))
    return render_template("audit/check.html", chain=queries.verify_chain())


@bp.route("/export", methods=["POST"])
def export() -> ResponseReturnValue:
    """The filtered trail as CSV; that it was taken out is itself noted."""
    require(policy.can_see(current_actor()))
    rows = queries.for_export(_filters())
    asked = {name: value for name, value in request.values.items() if name in _FILTERS and value}
    with transaction():
        service.record(
            current_actor(),
            "audit.exported",
            None,
            at=now(),
            details={"entries": len(rows), "filters": asked},
        )
    return csv_file("audit-trail.csv", HEADS, [_cells(entry) for entry in rows])


def _cells(entry: AuditEntry) -> list[object]:
    return [
        entry.sequence,
        entry.at.isoformat(),
        entry.actor_name,
        entry.actor_role,
        entry.address,
        entry.verb,
        entry.subject_type,
        str(entry.subject_id or ""),
        entry.reason,
        json.dumps(entry.details, ensure_ascii=False),
        entry.hash,
    ]


def _filters() -> queries.Filters:
    asked = request.values
    return queries.Filters(
        verb=asked.get("verb", "").strip(),
        person=asked.get("person", "").strip(),
        subject_type=asked.get("kind", ""),
        subject_id=_uuid(asked.get("thing", "")),
        since=_midnight(asked.get("since", "")),
        until=_midnight(asked.get("until", ""), days=1),
    )


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text.strip())
    except ValueError:
        return None


def _midnight(text: str, days: int = 0) -> datetime | None:
    try:
        day = date.fromisoformat(text) + timedelta(days=days)
    except (ValueError, OverflowError):
        return None
    return datetime.combine(day, time(), ZoneInfo(ZONE))
