"""A call tried out as an applicant: its pre-check and form, and test applications."""

from typing import Any
from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.applications import queries, service
from portal.applications.forms import ConfirmForm, precheck_form
from portal.applications.policy import can_delete_test, can_test
from portal.applications.rules.precheck import questions, refused_answers
from portal.applications.views import bp
from portal.applications.views.common import load
from portal.calls import queries as calls
from portal.calls.models import Call
from portal.core.access import require
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import NotAllowed, RuleBroken
from portal.web.access import current_actor
from portal.web.refusal import page, show

APPLICANT = "test"


@bp.route("/manage/calls/<reference>/preview", methods=["GET", "POST"])
def preview(reference: str) -> ResponseReturnValue:
    """The pre-check as an applicant meets it; all yes opens the form as a test."""
    call = _testable(reference)
    asked = questions(service.call_facts(call))
    form = precheck_form(
        asked,
        organisations=[(APPLICANT, _("Test applicant"))],
        lots=[(str(lot.id), lot.name) for lot in call.lots],
    )
    refused = []
    if form.validate_on_submit():
        answers = {question.code: form[question.code].data for question in asked}
        refused = refused_answers(asked, answers)
        if not refused:
            return _start(call, form, answers)
    return _show(call, form, asked, refused)


def _testable(reference: str) -> Call:
    actor = current_actor()
    call = calls.get_visible(actor, reference) or abort(404)
    if not actor.reads(call.action_id):
        abort(404)
    require(can_test(actor, call))
    return call


def _show(call: Call, form: Any, asked: Any, refused: Any) -> ResponseReturnValue:
    return page(
        "applications/preview.html",
        call=call,
        form=form,
        asked=asked,
        refused=refused,
        tests=queries.tests_of(current_actor(), call.id),
    )


def _start(call: Call, form: Any, answers: dict[str, str]) -> ResponseReturnValue:
    lot = next((lot for lot in call.lots if str(lot.id) == form.lot.data), None) or abort(404)
    try:
        with transaction():
            application = service.start_test(
                call, lot=lot, answers=answers, actor=current_actor(), at=now()
            )
    except NotAllowed:
        raise
    except RuleBroken as broken:
        show(form, broken)
        call = _testable(call.reference)
        return _show(call, form, questions(service.call_facts(call)), [])
    return redirect(url_for("applications.detail", application_id=application.id))


@bp.route("/applications/<uuid:application_id>/delete-test", methods=["GET", "POST"])
def delete_test(application_id: UUID) -> ResponseReturnValue:
    """Ask once, then remove the test with everything in it."""
    application, form = load(application_id), ConfirmForm()
    if not application.is_test:
        abort(404)
    reference = application.call.reference
    require(can_delete_test(current_actor(), application))
    if form.validate_on_submit():
        with transaction():
            service.delete_test(application, actor=current_actor(), at=now())
        flash(_("The test is deleted."), "ok")
        return redirect(url_for("applications.preview", reference=reference))
    return page("applications/delete_test.html", application=application, form=form)
