"""Keeping unfinished answers while people write: JSON for the script of the pages."""

from typing import Any
from uuid import UUID

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.applications import queries, service
from portal.applications.forms import answers_of, question_form
from portal.applications.forms.plans import logframe_form
from portal.applications.models import Application
from portal.applications.rules.pages import field_name
from portal.applications.rules.plan import months_field, who_field
from portal.applications.views import bp
from portal.applications.views.plans import logframe_answers
from portal.applications.views.sections import labels_of, said, sent_questions, sent_revision
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


def _sent(application: Application, page: str) -> dict[str, Any]:
    """What the browser sent of a page; 404 for pages that are not kept this way."""
    asked = [one for name, one in queries.all_questions(application) if name == page]
    if page == "logframe" and application.call.asks_logframe:
        offered = queries.action_links(application)
        return logframe_answers(logframe_form(offered), offered)
    if not asked and page not in _blocks(application):
        abort(404)
    found: dict[str, Any] = {
        name: request.form.getlist(name) if _is_list(name) else request.form.get(name, "")
        for name in _names(application, page)
    }
    return found | answers_of(question_form(asked, {}), sent_questions(asked))


def _blocks(application: Application) -> set[str]:
    """The portal's own pages of this call that are saved while people write."""
    call = application.call
    own = {"activities": call.asks_activities,
           "plan": call.asks_activities and call.asks_action_plan}  # fmt: skip
    return {"identification", *(name for name, is_asked in own.items() if is_asked)}


def _names(application: Application, page: str) -> list[str]:
    """The fields of a page that are no questions of the call."""
    call = application.call
    if page == "identification":
        names = ["title", "location", "countries", "duration_months"]
        return names if call.asks_budget else [*names, "requested"]
    if page == "plan":
        codes = [entry.code for entry in call.activities]
        return [name for code in codes for name in (months_field(code), who_field(code))]
    if page == "activities":
        return ["chosen", *(field_name(entry.code) for entry in call.activities)]
    return []


def _is_list(name: str) -> bool:
    return name in LISTS or name.startswith("months_")


def _both(application_id: UUID, page: str, conflict: service.SectionConflict) -> dict[str, Any]:
    application = queries.get_visible(current_actor(), application_id) or abort(404)
    theirs = conflict.theirs
    answers = said(application, page, theirs.answers)
    return {
        "message": _(
            "%(name)s saved this section on %(when)s.", name=words(theirs.by), when=when(theirs.at)
        ),
        "revision": theirs.revision,
        "theirs": [(label, answers[key]) for key, label in labels_of(application, page).items()],
    }
