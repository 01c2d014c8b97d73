"""What the pages of an application share."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import abort, g, redirect, url_for
from flask.typing import ResponseReturnValue
from wtforms import Form

from portal.applications import queries, rules
from portal.applications.forms import TableField
from portal.applications.models import Application
from portal.applications.policy import can_edit
from portal.applications.queries import Problem
from portal.applications.rules.declaration import STATEMENTS
from portal.applications.rules.pages import FIXED, page_title
from portal.applications.states import ApplicationState
from portal.applications.views import bp
from portal.core.access import Verdict
from portal.core.clock import now
from portal.documents import queries as documents
from portal.documents.layouts import TITLES
from portal.web.access import current_actor
from portal.web.filters import day, words
from portal.web.refusal import fields


def reading() -> dict[str, Any]:
    """What the templates that print an application need beside it."""
    return {"headings": rules.HEADINGS, "statements": STATEMENTS}


def issued(application: Application) -> dict[str, Any]:
    """The documents of an application that this person may read, and those being prepared."""
    return {
        "found": documents.about(current_actor(), application.id),
        "prepared": documents.being_prepared(application.id),
        "titles": TITLES,
    }


@bp.app_template_filter("number")
def number(value: Decimal) -> str:
    """A quantity without the zeros that say nothing: 0.5, 3,000."""
    shown = f"{value.normalize():,f}"
    return shown if "." in shown else f"{value:,.0f}"


@bp.app_template_filter("arrived")
def arrived(at: datetime, zone: str) -> str:
    """An instant to the millisecond: 4 December 2026, 12:00:03.412."""
    local = at.astimezone(ZoneInfo(zone))
    return f"{day(at, zone)}, {local:%H:%M:%S}.{local.microsecond // 1000:03d}"


@bp.app_template_filter("page_name")
def page_name(name: str) -> str:
    """What a page of the form is called."""
    return words(page_title(name))


@bp.app_template_filter("rate")
def rate(value: Decimal) -> str:
    """A unit value with at least two decimals: 400.00, 0.0125."""
    digits = len(f"{value.normalize():f}".partition(".")[2])
    return f"{value:,.{max(2, digits)}f}"


def load(application_id: UUID) -> Application:
    """The application with all its parts, or 404 for those who may not know it."""
    return queries.get_visible(current_actor(), application_id) or abort(404)


def load_light(application_id: UUID) -> Application:
    """The same with call, lot and organisation only, for pages that show no answers."""
    return queries.get_light(current_actor(), application_id) or abort(404)


def editing(application: Application) -> Verdict:
    """Whether this person may change it now; the reason when not."""
    return can_edit(current_actor(), application, now())


_BEING_WRITTEN = {
    ApplicationState.DRAFT,
    ApplicationState.FULL_DRAFT,
    ApplicationState.CLARIFICATION,
}


def content_shown(application: Application) -> queries.Content:
    """What pages print: what can still be written as it is, all else as it was sent."""
    if application.state in _BEING_WRITTEN:
        return queries.present_content(application)
    return queries.for_evaluation(application) or queries.present_content(application)


def page_url(application: Application, page: str, field: str = "") -> str:
    """The address of one page of the form, at a field of it."""
    anchor = field or None
    if page in FIXED:
        endpoint = "eligibility" if page == "check" else page
        return url_for(f"applications.{endpoint}", application_id=application.id, _anchor=anchor)
    return url_for("applications.text", application_id=application.id, page=page, _anchor=anchor)


def onwards(application: Application, page: str) -> ResponseReturnValue:
    """On to the next page of the form, or back to the task list after the last."""
    following = queries.next_page(application, page)
    if following is None:
        return redirect(url_for("applications.detail", application_id=application.id))
    return redirect(page_url(application, following.name))


def show_problems(form: Form, found: Iterable[Problem]) -> None:
    """Put each problem at its field, or above the form."""
    named = {field.id: field for field in fields(form)}
    for problem in found:
        name, _dash, place = problem.field.partition("-")
        field = named.get(problem.field) or named.get(name)
        if isinstance(field, TableField):
            field.places.add(place)
        message = words(problem.message)
        if field is None:
            form.form_errors = [*form.form_errors, message]
        else:
            field.errors = [*field.errors, message]
        g.refused = 422
