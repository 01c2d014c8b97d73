"""The secretary asks one applicant on formal items."""

from datetime import datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.applications import queries as applications
from portal.applications.states import ApplicationState
from portal.calls.models import Call
from portal.core.access import require
from portal.core.clock import day_in, now
from portal.core.days import add_working_days
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.evaluation import policy, service
from portal.evaluation.forms import ClarificationForm
from portal.evaluation.views import bp
from portal.evaluation.views.common import demand_signed, load, load_application, steps
from portal.web.access import current_actor
from portal.web.refusal import page, show


@bp.route(
    "/manage/calls/<reference>/eligibility/<uuid:application_id>/clarification",
    methods=["GET", "POST"],
)
def clarification(reference: str, application_id: UUID) -> ResponseReturnValue:
    """Ask: words, the parts that open, a deadline. Before and after stand below."""
    actor = current_actor()
    session, standing = load(reference)
    demand_signed(session, standing)
    require(policy.can_check(actor, session, standing))
    application = load_application(session, standing, application_id)
    whole, form = applications.whole(application_id), ClarificationForm()
    items = applications.askable(whole)
    form.items.choices = [(item.key, item.label) for item in items]
    if form.validate_on_submit():
        try:
            with transaction():
                service.ask_clarification(
                    application,
                    session,
                    question=form.question.data or "",
                    items=form.items.data or [],
                    due_at=form.instant(session.call),
                    actor=actor,
                    at=now(),
                )
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("The question is sent. Only the chosen parts are open to the applicant."))
            return redirect(
                url_for(".clarification", reference=reference, application_id=application_id)
            )
    if request.method == "GET":
        form.due_at.data = _usual(session.call, now())
    rounds = applications.clarifications(application_id)
    return page(
        "evaluation/clarification.html",
        session=session,
        side=steps(session, standing),
        application=application,
        form=form,
        rounds=rounds,
        labels={item.key: item.label for item in items},
        can_ask=application.state is ApplicationState.OPENED and not rounds,
    )


def _usual(call: Call, at: datetime) -> datetime:
    """The end of the call's days for an answer, on the clock of its zone."""
    last = add_working_days(day_in(call.time_zone, at), call.clarification_days)
    return datetime.combine(last, time(17), tzinfo=ZoneInfo(call.time_zone))
