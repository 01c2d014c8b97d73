"""A person takes along what the portal keeps of them."""

import json
import re
from datetime import datetime
from functools import partial
from typing import Any

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.accounts import service
from portal.accounts.models import User
from portal.accounts.views import bp
from portal.accounts.views.account import myself
from portal.core.clock import now
from portal.core.db import transaction
from portal.documents.engine.text import starred
from portal.documents.gather.person import Section
from portal.documents.gather.person import own_data as gather
from portal.web.access import current_actor
from portal.web.downloads import Entry, send_zip

_INSTANT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)\+00:00")


@bp.app_template_filter("own_value")
def own_value(value: Any) -> str:
    """A value of the copy as somebody reads it."""
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(map(own_value, value))
    return starred(_INSTANT.sub(r"\1 \2", "" if value is None else str(value)))


@bp.post("/account/data")
def own_data() -> ResponseReturnValue:
    """Everything kept of the person who is signed in, to read and to hand on; it is noted."""
    at = now()
    with transaction():
        user = myself()
        service.note_own_data(user, actor=current_actor(), at=at)
    return send_zip(f"my data {at:%Y-%m-%d}.zip", _entries(user, gather(user), at), at=at)


def _entries(user: User, sections: tuple[Section, ...], at: datetime) -> list[Entry]:
    facts = {"name": user.name, "email": user.email, "taken_at": at.isoformat(timespec="seconds")}
    kept = {one.key: one.rows for one in sections}
    read = render_template("accounts/own_data.html", person=user, sections=sections, at=at)
    files = {
        "my data.html": read,
        "my data.css": render_template("accounts/own_data.css"),
        "my data.json": json.dumps({**facts, **kept}, ensure_ascii=False, indent=2),
    }
    return [Entry(path, partial(text.encode, "utf-8")) for path, text in files.items()]
