"""The applicant answers the committee: only the parts that were asked can be changed."""

from typing import Any
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import Field, TextAreaField

from portal.applications import queries, service
from portal.applications.models import Application, Clarification
from portal.applications.policy import can_answer_clarification, can_write
from portal.applications.rules.pages import field_name
from portal.applications.views import bp
from portal.applications.views.common import load
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import Locked, PortalError, RuleBroken
from portal.evaluation import service as evaluation
from portal.web.access import current_actor
from portal.web.refusal import page, show


@bp.route("/applications/<uuid:application_id>/clarification", methods=["GET", "POST"])
def clarification(application_id: UUID) -> ResponseReturnValue:
    """What is asked and until when; the answer; afterwards what was changed."""
    application, actor = load(application_id), current_actor()
    asked = queries.open_clarification(application.id)
    form = _form(application, asked)
    status = 200
    if form.validate_on_submit():
        at = now()
        try:
            with transaction():
                evaluation.answer_clarification(
                    application, _reply(application, form), actor=actor, at=at
                )
        except PortalError as refusal:
            status = _refuse(application_id, form, refusal)
        else:
            flash(_("The answer is sent. Nothing more can be changed."))
            return redirect(url_for(".clarification", application_id=application_id))
        application = load(application_id)
    opening = can_answer_clarification(application, asked, now())
    answer = page(
        "applications/clarification.html",
        application=application,
        rounds=queries.clarifications(application.id),
        asked=asked,
        form=form,
        labels={item.key: item.label for item in queries.askable(application)},
        texts=_fields(application, asked, "text"),
        slots=_fields(application, asked, "slot"),
        limits=_limits(application),
        formats={f"slot-{one.key}": one.formats for one in application.call.document_slots},
        opening=opening,
        verdict=can_write(actor, application) and opening,
    )
    answer.status_code = max(status, answer.status_code)
    return answer


def _refuse(application_id: UUID, form: FlaskForm, refusal: PortalError) -> int:
    """Put the refusal on record, and in words on the form that keeps what was typed."""
    with transaction():
        service.note_refusal(application_id, refusal, actor=current_actor(), at=now())
    show(form, refusal if isinstance(refusal, RuleBroken) else RuleBroken(refusal.message))
    return 423 if isinstance(refusal, Locked) else 422


def _fields(
    application: Application, asked: Clarification | None, kind: str
) -> list[tuple[str, str]]:
    """(name of the field, label) of what is asked of this kind."""
    if asked is None:
        return []
    return [
        (_name(item.key), item.label)
        for item in queries.askable(application)
        if item.key in asked.items and item.key.startswith(f"{kind}:")
    ]


def _limits(application: Application) -> dict[str, int]:
    """How many words each answer may have, by the name of its field; without a limit none."""
    content = queries.for_evaluation(application)
    given = content.texts if content else ()
    return {field_name(one.key): one.limit for one in given if one.limit}


def _name(item: str) -> str:
    kind, _, key = item.partition(":")
    return f"slot-{key}" if kind == "slot" else field_name(key)


def _form(application: Application, asked: Clarification | None) -> Any:
    """A form with exactly the asked parts; the texts as they were submitted."""
    fields: dict[str, Field] = {"answer": TextAreaField(_("What you want to say to the committee"))}
    content = queries.for_evaluation(application)
    given = {f"text:{one.key}": one for one in content.texts} if content else {}
    for item in queries.askable(application) if asked else []:
        if asked and item.key in asked.items:
            text = given.get(item.key)
            fields[_name(item.key)] = (
                FileField(item.label)
                if item.key.startswith("slot:")
                else TextAreaField(item.label, default=text.text if text else "")
            )
    return type("ClarificationForm", (FlaskForm,), fields)()


def _reply(application: Application, form: Any) -> service.Reply:
    """Everything that was sent for a question or a document, asked or not: the service decides."""
    texts, uploads = {}, []
    for item in queries.askable(application):
        kind, _, key = item.key.partition(":")
        name = _name(item.key)
        if kind == "text" and name in request.form:
            texts[key] = request.form[name]
        sent = request.files.get(name) if kind == "slot" else None
        if sent is not None and sent.filename:
            uploads.append(service.Upload(key, sent.filename, sent.read()))
    return service.Reply(texts, tuple(uploads), form.answer.data or "")
