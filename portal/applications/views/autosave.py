"""Keeping unfinished answers while people write: JSON for the script of the pages."""

from typing import Any
from uuid import UUID

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.applications import queries, service
from portal.applications.forms.plans import logframe_form
from portal.applications.models import Application
from portal.applications.rules.pages import field_name
from portal.applications.rules.plan import months_field, who_field
from portal.applications.views import bp
from portal.applications.views.plans import logframe_answers
from portal.applications.views.sections import labels_of, said, sent_revision
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import Locked, NotAllowed
from portal.web.access import current_actor
from portal.web.filters import when, words
from portal.web.writing import reads_first

LISTS = {"chosen", "countries"}


@bp.post("/applications/<uuid:application_id>/sections/<page>/autosave")
@reads_first
def autosave(application_id: UUID, page: str) -> ResponseReturnValue:
    """200 with the new revision; 409 with the newer text; 423 when it is locked."""
    application = queries.get_form(current_actor(), application_id) or abort(404)
    answers = _sent(application, page)
    at = now()
    try:
        with transaction():
            service.keep_page(
                application,
                page,
                answers,
                revision=sent_revision(),
                actor=current_actor(),
                at=at,
            )
    except service.SectionConflict as conflict:
        return _both(application_id, page, conflict), 409
    except Locked as locked:
        return {"message": words(locked.message)}, 423
    except NotAllowed as refused:
        return {"message": words(refused.message)}, 403
    return {"revision": sent_revision() + 1, "saved_at": at.isoformat()}


def answer_names(application: Application, page: str) -> list[str]:
    """The names of the answers of a page; 404 for pages that are not kept this way."""
    if queries.page(application, page) is None or page in {
        "check", "organisation", "partners", "budget", "documents", "declaration",
    }:  # fmt: skip
        abort(404)
    names = [question.name for question in queries.questions(application, page)]
    if page == "identification":
        names += ["title", "location", "countries", "duration_months"]
        names += [] if application.call.asks_budget else ["requested"]
    if page == "plan":
        for entry in application.call.activities:
            names += [months_field(entry.code), who_field(entry.code)]
    if page == "activities":
        names += ["chosen", *(field_name(entry.code) for entry in application.call.activities)]
    return names


def _sent(application: Application, page: str) -> dict[str, Any]:
    names = answer_names(application, page)
    if page == "logframe":
        offered = queries.action_links(application)
        return logframe_answers(logframe_form(offered), offered)
    return {
        name: request.form.getlist(name) if _is_list(name) else request.form.get(name, "")
        for name in names
    }


def _is_list(name: str) -> bool:
    return name in LISTS or name.startswith("months_")


def _both(application_id: UUID, page: str, conflict: service.SectionConflict) -> dict[str, Any]:
    application = queries.get_visible(current_actor(), application_id) or abort(404)
    theirs = conflict.theirs
    return {
        "message": _(
            "%(name)s saved this section on %(when)s.", name=words(theirs.by), when=when(theirs.at)
        ),
        "revision": theirs.revision,
        "theirs": [
            (label, said(key, theirs.answers))
            for key, label in labels_of(application, page).items()
        ],
    }
