"""The administrative check: the grid of all applications, and one sheet."""

from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.applications.models import Application
from portal.applications.states import ApplicationState
from portal.core.access import require
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.documents import queries as documents
from portal.documents.layouts import TITLES
from portal.evaluation import policy, queries, rules, service
from portal.evaluation.forms import CheckForm, check_form
from portal.evaluation.models import EvaluationSession
from portal.evaluation.views import bp
from portal.evaluation.views.common import demand_signed, load, load_application, steps
from portal.web.access import current_actor
from portal.web.refusal import page, show


@bp.get("/manage/calls/<reference>/eligibility")
def checks(reference: str) -> ResponseReturnValue:
    """Applications by items: what the portal answered, what a person must."""
    session, standing = load(reference)
    demand_signed(session, standing)
    return page(
        "evaluation/checks.html",
        session=session,
        side=steps(session, standing),
        codes=rules.ADMINISTRATIVE,
        can_check=policy.can_check(current_actor(), session, standing),
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
    require(policy.can_check(actor, session, standing))
    application = load_application(session, standing, application_id)
    items = queries.check_items([application.id]).get(application.id, {})
    form = check_form(rules.ADMINISTRATIVE, items)
    if form.validate_on_submit():
        try:
            with transaction():
                _keep(application, session, form)
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
    return page(
        "evaluation/check.html",
        session=session,
        side=steps(session, standing),
        application=application,
        catalogue=rules.ADMINISTRATIVE,
        items=items,
        form=form,
        is_open=application.state is ApplicationState.OPENED,
    )


def _keep(application: Application, session: EvaluationSession, form: CheckForm) -> None:
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
        told = _("%(number)s passed the administrative check.", number=application.number)
        return str(told)
    if wants == "fail":
        reason = form.reason.data or ""
        service.fail_check(application, session, reason=reason, actor=actor, at=now())
        told = _("%(number)s failed the administrative check.", number=application.number)
        return str(told)
    return str(_("The answers are saved."))
