"""The logframe editor and the action plan: plain forms; rows are added and moved by buttons."""

from typing import Any
from uuid import UUID

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.applications import queries, service
from portal.applications.forms.plans import LogframeForm, logframe_form, plan_form
from portal.applications.models import Application
from portal.applications.rules import logframe as frames
from portal.applications.rules.plan import WHO_WORDS, months_field, who_field
from portal.applications.views import bp
from portal.applications.views.common import load
from portal.applications.views.sections import (
    can_send,
    conflicting,
    save,
    sent_revision,
    show_page,
)
from portal.core.clock import now
from portal.core.db import transaction
from portal.web.access import current_actor

STAYS = {"continue", "later"}


@bp.route("/applications/<uuid:application_id>/logframe", methods=["GET", "POST"])
def logframe(application_id: UUID) -> ResponseReturnValue:
    """Objective, outcomes and outputs with their indicators."""
    application = load(application_id)
    if not application.call.asks_logframe:
        abort(404)
    offered = queries.action_links(application)
    if request.method == "GET":
        kept = queries.logframe_of(application)
        return _show(application, logframe_form(offered, kept, formdata=None))
    form = logframe_form(offered)
    if request.form.get("action", "continue") not in STAYS:
        return _act(application, form, offered)
    if can_send(form):
        answer = save(application, "logframe", form, logframe_answers(form, offered))
        if answer is not None:
            return answer
        application = load(application_id)
        form.gather_errors()
    return _show(application, form)


def logframe_answers(form: LogframeForm, offered: dict[str, tuple[str, str]]) -> dict[str, Any]:
    """What was sent as it is kept: tidied, with the links that the Action has."""
    return frames.plain(frames.linked(frames.parse(form.sent()), offered))


def _act(
    application: Application, form: LogframeForm, offered: dict[str, tuple[str, str]]
) -> ResponseReturnValue:
    """A row added, moved, indented or removed; everything typed is kept with it."""
    sent = frames.parse(logframe_answers(form, offered))
    changed, place = frames.act(sent, request.form.get("action", ""))
    try:
        with transaction():
            service.save_page(
                application,
                "logframe",
                frames.plain(changed),
                revision=sent_revision(),
                actor=current_actor(),
                at=now(),
                follows_autosave=True,
            )
    except service.SectionConflict as conflict:
        return conflicting(application.id, "logframe", frames.plain(changed), conflict)
    return redirect(
        url_for(".logframe", application_id=application.id, _anchor=place or None)
    )  # the browser goes on with the new or moved row


def _show(application: Application, form: LogframeForm) -> ResponseReturnValue:
    frame = frames.parse(form.sent())
    return show_page(
        application,
        "logframe",
        form,
        template="logframe",
        names=frame.names(),
        most=frames.MOST_RESULTS,
        most_indicators=frames.MOST_INDICATORS,
        result_words=frames.RESULT_WORDS,
        cell_words=frames.CELL_WORDS,
    )


@bp.route("/applications/<uuid:application_id>/plan", methods=["GET", "POST"])
def plan(application_id: UUID) -> ResponseReturnValue:
    """Which activity runs in which months, and who is responsible."""
    application = load(application_id)
    if queries.page(application, "plan") is None:
        abort(404)
    texts = {entry.code: entry.text for entry in application.call.activities}
    chosen = [(code, texts[code]) for code in queries.chosen_activities(application)]
    months = application.duration_months or 0
    form = plan_form(chosen, months, queries.answers(application, "plan"))
    if can_send(form):
        names = [months_field(code) for code, _text in chosen]
        names += [who_field(code) for code, _text in chosen]
        answers = {name: form[name].data for name in names}
        if (answer := save(application, "plan", form, answers)) is not None:
            return answer
        application = load(application_id)
    return show_page(
        application,
        "plan",
        form,
        template="plan",
        rows=[(code, text, months_field(code), who_field(code)) for code, text in chosen],
        months=months,
        who_words=WHO_WORDS,
    )
