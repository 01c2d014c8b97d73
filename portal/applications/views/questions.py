"""A page of the call's own questions: answers of every kind, and files beside them."""

from collections.abc import Iterator
from uuid import UUID

from flask import abort, flash, redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.applications import queries, service
from portal.applications.forms import CompletionForm, answers_of, question_form
from portal.applications.models import Application
from portal.applications.queries import Problem
from portal.applications.rules.pages import Page
from portal.applications.views import bp
from portal.applications.views.common import load, page_url, show_problems
from portal.applications.views.sections import (
    can_send,
    conflicting,
    save,
    sent_questions,
    sent_revision,
    show_page,
    titles,
)
from portal.calls.states import QuestionKind
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import Locked, RuleBroken
from portal.web.access import current_actor

REMOVE = "remove:"  # with the file to take away
STAYING = ("upload:", "more:", REMOVE)  # buttons that keep what is there and leave the page open


@bp.route("/applications/<uuid:application_id>/<page>", methods=["GET", "POST"])
def text(application_id: UUID, page: str) -> ResponseReturnValue:
    """Show a page of questions, or keep what was sent: files, then answers."""
    application = load(application_id)
    entry = queries.page(application, page)
    if entry is None or not entry.is_text:
        abort(404)
    kept = queries.question_answers(application, page)
    form = question_form(entry.questions, kept)
    refused = list(_attach(application, entry)) if request.method == "POST" else []
    application = load(application_id) if refused else application  # it was let go of
    if can_send(form):
        if (answer := _keep(application, entry, form, refused)) is not None:
            return answer
        application = load(application_id)
    show_problems(form, refused)
    files = {one.slot.key: one.files for one in queries.slots(application, "application")}
    return show_page(
        application,
        page,
        form,
        questions=entry.questions,
        intro=entry.help,
        files=files,
        formats={slot.key: slot.formats for slot in application.call.document_slots},
        titles=titles(application),
    )


def _keep(
    application: Application, entry: Page, form: CompletionForm, refused: list[Problem]
) -> ResponseReturnValue | None:
    """Keep the answers; answers where to go, or None when the page stays open."""
    answers, action = (
        answers_of(form, sent_questions(entry.questions)),
        request.form.get("action", ""),
    )
    if not refused and not action.startswith(STAYING):
        return save(application, entry.name, form, answers)
    try:
        with transaction():
            service.save_page(
                application,
                entry.name,
                answers,
                revision=sent_revision(),
                actor=current_actor(),
                at=now(),
                follows_autosave=True,
            )
    except service.SectionConflict as conflict:
        return conflicting(application.id, entry.name, answers, conflict)
    if refused:
        return None
    if action.startswith(REMOVE):
        _take_away(application, action.removeprefix(REMOVE))
    return redirect(page_url(application, entry.name, action.partition(":")[2]))


def _attach(application: Application, entry: Page) -> Iterator[Problem]:
    """Put the files that came with the page into their slots; answers those that are refused."""
    slots = {slot.key: slot for slot in application.call.document_slots}
    for question in entry.questions:
        sent = request.files.get(question.name)
        if question.kind is not QuestionKind.FILE or sent is None or not sent.filename:
            continue
        try:
            with transaction():
                service.attach_document(
                    application,
                    slots[question.slot_key],
                    sent.read(),
                    name=sent.filename,
                    actor=current_actor(),
                    at=now(),
                )
        except Locked:
            raise
        except RuleBroken as broken:
            yield Problem(broken.message, entry.name, question.name)
        else:
            flash(_("%(name)s is uploaded.", name=sent.filename))


def _take_away(application: Application, attachment_id: str) -> None:
    try:
        found = queries.attachment(application.id, UUID(attachment_id))
    except ValueError:
        found = None
    if found is None:
        abort(404)
    with transaction():
        service.remove_document(application, found, actor=current_actor(), at=now())
    flash(_("%(name)s is removed.", name=found.file.name))
