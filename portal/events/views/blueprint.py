"""The blueprint of the events and how its pages find their event."""

from collections.abc import Callable
from uuid import UUID

from flask import Blueprint, abort
from wtforms import Form

from portal.core.access import Actor, Verdict, require
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.events import policy, queries
from portal.events.models import Event
from portal.web.access import current_actor
from portal.web.refusal import show

bp = Blueprint("events", __name__)


def public_event(slug: str) -> Event:
    """The event with this address, or 404 when they may not know it exists."""
    return queries.get_public(current_actor(), slug) or abort(404)


def managed_event(
    event_id: UUID, may: Callable[[Actor, Event], Verdict] = policy.can_read
) -> Event:
    """The event for a page of its organiser: 404 for others, 403 when `may` says no."""
    event = queries.get_visible(current_actor(), event_id) or abort(404)
    if not policy.can_read(current_actor(), event):
        abort(404)
    require(may(current_actor(), event))
    return event


def layout() -> str:
    """The shell around the page: staff have their side menu, grantees their bar."""
    is_staff = bool(current_actor().scopes("action"))
    return "layout/manager.html" if is_staff else "layout/workspace.html"


def done(form: Form, act: Callable[[], object]) -> bool:
    """Do it in one transaction; a refusal stands on the form and answers False."""
    try:
        with transaction():
            act()
    except RuleBroken as broken:
        show(form, broken)
        return False
    return True
