"""The administrative check: the grid of all applications, and one sheet."""

from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.applications import queries as applications
from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.core.access import require
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.documents import queries as documents
from portal.documents.layouts import TITLES
from portal.evaluation import policy, queries, rules, service
from portal.evaluation.forms import CheckForm, ConfirmCheckForm, check_form
from portal.evaluation.models import EvaluationSession
from portal.evaluation.views import bp
from portal.evaluation.views.common import (
    demand_signed,
    evidence_of,
    load,
    load_application,
    steps,
)
from portal.web.access import current_actor
from portal.web.downloads import send_stored, show_stored
from portal.web.filters import words
from portal.web.headers import with_frames
from portal.web.refusal import page, show


@bp.get("/manage/calls/<reference>/eligibility")
def checks(reference: str) -> ResponseReturnValue:
    """Applications by items: what the portal answered, what a person must."""
    session, standing = load(reference)
    demand_signed(session, standing)
    return page(
        "evaluation/checks.html",
        session=session,
        masked=policy.is_masked(current_actor(), session),
        side=steps(session, standing),
        codes=rules.ADMINISTRATIVE,
        can_check=policy.can_check(current_actor(), session, standing),
        waiting=(waiting := queries.waiting_results(session.call_id)),
        confirmable={
            key
            for key, one in waiting.items()
            if one.sheet == "ADM"
            and policy.can_confirm_check(current_actor(), session, standing, one)
        },
        dossiers=queries.dossiers(session.call_id, hidden=standing.conflicts)
        if session.opened_at
        else [],
        issued=[one for one in documents.about(current_actor(), session.id) if one.kind == "OPR"],
        prepared=[one for one in documents.being_prepared(session.id) if one[0] == "OPR"],
        titles=TITLES,
    )


@bp.route("/manage/calls/<reference>/eligibility/<uuid:application_id>", methods=["GET", "POST"])
def check(reference: str, application_id: UUID) -> ResponseReturnValue:
    """One application's administrative sheet: save, pass or fail."""
    actor = current_actor()
    session, standing = load(reference)
    demand_signed(session, standing)
    application = load_application(session, standing, application_id)
    results = queries.results_of(application.id, "ADM")
    waiting = next((one for one in results if one.waits), None)
    may_confirm = waiting and policy.can_confirm_check(actor, session, standing, waiting)
    if not may_confirm:
        require(policy.can_check(actor, session, standing))
    items = queries.check_items([application.id]).get(application.id, {})
    form = check_form(rules.ADMINISTRATIVE, items)
    if form.validate_on_submit():
        try:
            with transaction():
                _keep(application, session, form)
            form.seen.data = _stamp(application)
        except RuleBroken as broken:
            show(form, broken)
        else:
            try:
                with transaction():
                    told = _finish(application, session, form)
            except RuleBroken as broken:
                show(form, broken)
            else:
                flash(told)
                return redirect(url_for(".checks", reference=reference))
    response = page(
        "evaluation/check.html",
        session=session,
        side=steps(session, standing),
        application=application,
        catalogue=rules.ADMINISTRATIVE,
        items=items,
        form=form,
        is_open=application.state is ApplicationState.OPENED and waiting is None,
        results=results,
        may_confirm=may_confirm,
        confirming=ConfirmCheckForm(),
        evidence=evidence_of(application.id, ".check_file", rules.ADMINISTRATIVE, reference),
        papers=[one for one in documents.about(actor, application.id) if one.kind == "ADM"],
    )
    return with_frames(response)


@bp.get("/manage/calls/<reference>/eligibility/<uuid:application_id>/files/<uuid:attachment_id>")
def check_file(reference: str, application_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """A document of an application, for who checks it."""
    session, standing = load(reference)
    demand_signed(session, standing)
    require(policy.can_see_identities(current_actor(), session))
    application = load_application(session, standing, application_id)
    if session.opened_at is None:
        abort(404)
    attachment = applications.attachment(application.id, attachment_id) or abort(404)
    return (show_stored if request.args.get("show") else send_stored)(attachment.file)


@bp.post("/manage/calls/<reference>/results/<uuid:result_id>")
def confirm_check(reference: str, result_id: UUID) -> ResponseReturnValue:
    """The second person confirms the result of a check, or sends it back."""
    actor = current_actor()
    session, standing = load(reference)
    result = queries.get_result(session.call_id, result_id) or abort(404)
    application = load_application(session, standing, result.application_id)
    require(policy.can_confirm_check(actor, session, standing, result))
    form, number = ConfirmCheckForm(), application.number
    try:
        with transaction():
            if request.form.get("do") == "back":
                reason = form.reason.data or ""
                service.send_check_back(
                    result, application, session, reason=reason, actor=actor, at=now()
                )
            else:
                service.confirm_check(result, application, session, actor=actor, at=now())
    except RuleBroken as broken:
        flash(words(broken.message), "bad")
    else:
        flash(_("Your answer on %(number)s is recorded.", number=number))
    if result.sheet == "ADM":
        return redirect(url_for(".checks", reference=reference))
    return redirect(url_for(".documents", reference=reference))


def _stamp(application: Application) -> str:
    return queries.stamp_of(queries.check_items([application.id]).get(application.id, {}))


def _keep(application: Application, session: EvaluationSession, form: CheckForm) -> None:
    service.demand_unchanged(application, request.form.get("seen"))
    for code, answer, note in form.given():
        service.answer_check(
            application,
            session,
            code=code,
            answer=answer,
            note=note,
            actor=current_actor(),
            at=now(),
        )


def _finish(application: Application, session: EvaluationSession, form: CheckForm) -> str:
    actor, wants = current_actor(), request.form.get("do")
    if wants == "pass":
        service.pass_check(application, session, actor=actor, at=now())
        return _told(session, _("%(number)s passed the check.", number=application.number))
    if wants == "fail":
        reason = form.reason.data or ""
        service.fail_check(application, session, reason=reason, actor=actor, at=now())
        return _told(session, _("%(number)s failed the check.", number=application.number))
    return str(_("The answers are saved."))


def _told(session: EvaluationSession, told: str) -> str:
    if session.call.confirms_checks:
        return f"{told} {_('It counts when a second person has confirmed it.')}"
    return told
