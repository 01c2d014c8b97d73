"""What the pages of reports share."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from flask import abort, request
from wtforms import Form

from portal.core.clock import day_in, now
from portal.grants.models import Grant
from portal.reporting import policy, queries
from portal.reporting.models import Report
from portal.reporting.queries import Problem
from portal.web.access import current_actor
from portal.web.filters import words
from portal.web.refusal import fields


def load(report_id: UUID) -> Report:
    """A report of one of the actor's organisations with all its parts, or 404."""
    report = queries.get_visible(current_actor(), report_id) or abort(404)
    if not current_actor().is_member(report.grant.organisation_id):
        abort(404)
    return report


def load_grant(grant_id: UUID) -> Grant:
    """A grant of one of the actor's organisations with its budget lines, or 404."""
    grant = queries.get_grant(current_actor(), grant_id)
    return grant if grant and current_actor().is_member(grant.organisation_id) else abort(404)


def load_managed_grant(grant_id: UUID) -> Grant:
    """The same for the pages of staff and auditors."""
    grant = queries.get_grant(current_actor(), grant_id)
    is_theirs = grant is not None and policy.can_read_review(current_actor(), grant)
    return grant if grant is not None and is_theirs else abort(404)


def today_of(grant: Grant) -> date:
    """The day it is for this grant."""
    return day_in(grant.action.time_zone, now())


def sent_revision() -> int:
    """The revision the form was made from."""
    text = request.form.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0


def show_problems(form: Form, found: Iterable[Problem]) -> None:
    """Put each problem at its field, else above the form."""
    named = {field.id: field for field in fields(form)}
    for problem in found:
        field = named.get(problem.field)
        message = words(problem.message)
        if field is None:
            form.form_errors = [*form.form_errors, message]
        else:
            field.errors = [*field.errors, message]
