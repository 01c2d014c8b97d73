"""The audit trail, for administrators."""

from datetime import date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.audit import policy, queries
from portal.core.access import require
from portal.web.access import current_actor
from portal.web.filters import ZONE
from portal.web.paging import page_number

bp = Blueprint("audit", __name__, url_prefix="/admin/audit")


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
        kinds=[("", _("All"))]
        + [(kind, kind.replace("_", " ")) for kind in queries.subject_types()],
    )


@bp.route("/check")
def check() -> ResponseReturnValue:
    """Whether every entry is sealed by the one before it."""
    require(policy.can_see(current_actor()))
    return render_template("audit/check.html", chain=queries.verify_chain())


def _filters() -> queries.Filters:
    asked = request.args
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
