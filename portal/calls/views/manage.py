"""Pages of the lead's staff: the calls, one call's dashboard, its steps, its questions."""

from collections.abc import Callable
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.applications import queries as applications
from portal.applications.policy import can_test
from portal.applications.service import tell_invited
from portal.calls import policy, queries, service
from portal.calls.forms import AnswerForm, ConfirmForm
from portal.calls.models import Call
from portal.calls.views.blueprint import bp, managed_call
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import NotAllowed, RuleBroken
from portal.documents import queries as documents
from portal.documents.layouts import TITLES
from portal.web.access import current_actor
from portal.web.refusal import page, show


@bp.route("/manage/calls")
def manage() -> ResponseReturnValue:
    """Every call of the person's Actions."""
    actor = current_actor()
    if not actor.scopes("action"):
        raise NotAllowed(_("Only the staff of an Action can see this page."))
    calls = queries.listing(actor, at=now(), text=request.args.get("q", ""), managed=True)
    return page(
        "calls/manage.html",
        calls=calls,
        at=now(),
        can_create=bool(actor.scopes("action", "programme")),
    )


@bp.route("/manage/calls/<reference>")
def dashboard(reference: str) -> ResponseReturnValue:
    """One call: where it stands, what is next, how many applied."""
    return _dashboard(managed_call(reference), ConfirmForm())


def _dashboard(call: Call, form: ConfirmForm) -> ResponseReturnValue:
    actor, at = current_actor(), now()
    return page(
        "calls/dashboard.html",
        call=call,
        form=form,
        problems=service.problems(call),
        by_lot=applications.counts_by_lot(call.id),
        questions=queries.questions(call.id, published_only=False),
        is_open=policy.is_open(call, at),
        first=queries.first_step(call),
        second=(second := queries.second_step(call.id) if call.is_first_step else None),
        can_prepare=policy.can_prepare_second(actor, call, has_second=second is not None),
        can_copy=policy.can_copy(actor, call),
        papers=documents.about(actor, call.id),
        titles=TITLES,
        can_test=can_test(actor, call),
        can_edit=policy.can_edit(actor, call),
        can_approve=policy.can_approve(actor, call),
        can_return=policy.can_return_to_draft(actor, call),
        can_publish=policy.can_publish(actor, call),
        can_extend=policy.can_extend(actor, call, at),
        can_correct=policy.can_correct(actor, call, at),
        can_suspend=policy.can_suspend(actor, call),
        can_resume=policy.can_resume(actor, call),
        can_cancel=policy.can_cancel(actor, call),
    )


def _step(
    reference: str, act: Callable[[Call], None], done: str, form: ConfirmForm | None = None
) -> ResponseReturnValue:
    call, form = managed_call(reference), form or ConfirmForm()
    if form.validate_on_submit():
        try:
            with transaction():
                act(call)
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(done, "ok")
            return redirect(url_for(".dashboard", reference=reference))
    return _dashboard(managed_call(reference), form)


@bp.route("/manage/calls/<reference>/approve", methods=["POST"])
def approve(reference: str) -> ResponseReturnValue:
    """The signatory approves."""
    return _step(
        reference,
        lambda call: service.approve(call, actor=current_actor(), at=now()),
        _("The call is approved. It can be published now."),
    )


@bp.route("/manage/calls/<reference>/publish", methods=["POST"])
def publish(reference: str) -> ResponseReturnValue:
    """Open the call to applicants."""

    def open_it(call: Call) -> None:
        actor, at = current_actor(), now()
        service.publish(call, actor=actor, at=at)
        tell_invited(call, actor=actor, at=at)

    return _step(reference, open_it, _("The call is published."))


@bp.route("/manage/calls/<reference>/return-to-draft", methods=["POST"])
def return_to_draft(reference: str) -> ResponseReturnValue:
    """Work on an approved call again."""
    return _step(
        reference,
        lambda call: service.return_to_draft(
            call, actor=current_actor(), at=now(), reason=request.form.get("reason", "")
        ),
        _("The call is a draft again."),
    )


@bp.route("/manage/calls/<reference>/questions", methods=["GET"])
def questions(reference: str) -> ResponseReturnValue:
    """Questions with their answers, the open ones first."""
    return _questions(managed_call(reference), AnswerForm(), None)


@bp.route("/manage/calls/<reference>/questions/<uuid:question_id>", methods=["POST"])
def answer(reference: str, question_id: UUID) -> ResponseReturnValue:
    """Publish an answer."""
    call, form = managed_call(reference), AnswerForm()
    asked = queries.questions(call.id, published_only=False)
    question = next((one for one in asked if one.id == question_id), None) or abort(404)
    if form.validate_on_submit():
        try:
            with transaction():
                service.answer(
                    question, call=call, text=form.answer.data, actor=current_actor(), at=now()
                )
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("The answer is published."), "ok")
            return redirect(url_for(".questions", reference=reference))
    return _questions(call, form, question_id)


def _questions(call: Call, form: AnswerForm, open_id: UUID | None) -> ResponseReturnValue:
    return page(
        "calls/questions.html",
        call=call,
        form=form,
        open_id=open_id,
        questions=queries.questions(call.id, published_only=False),
        at=now(),
        can_answer=policy.can_answer(current_actor(), call),
    )
