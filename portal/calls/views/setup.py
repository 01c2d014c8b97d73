"""Pages on which the lead prepares a call: its rules part by part, its activities."""

from typing import NamedTuple

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.actions import queries as actions
from portal.calls import service
from portal.calls.forms import (
    ActivitiesForm,
    AfterAwardForm,
    ApplicantsForm,
    MoneyForm,
    PartForm,
    ScoringForm,
    TextsForm,
    TimetableForm,
)
from portal.calls.views.blueprint import bp, editable_call
from portal.core.clock import now
from portal.web.access import current_actor
from portal.web.acts import submitted
from portal.web.refusal import page


class Step(NamedTuple):
    """One page of the set-up that holds one part of the rules."""

    template: str
    form: type[PartForm]
    following: str


def _part(reference: str, step: Step) -> ResponseReturnValue:
    call, form = editable_call(reference), step.form()
    if isinstance(form, TextsForm):
        form.impact_statements.choices = [
            (str(impact.id), impact.text) for impact in actions.impact_statements(call.action_id)
        ]
    if request.method == "GET":
        form.fill(call)
    if submitted(
        form, lambda: service.change(call, form.part(call), actor=current_actor(), at=now())
    ):
        return redirect(url_for(step.following, reference=reference))
    return page(step.template, call=call, form=form)


@bp.route("/manage/calls/<reference>/setup", methods=["GET", "POST"])
def setup(reference: str) -> ResponseReturnValue:
    """What the call is for, in words."""
    return _part(reference, Step("calls/setup.html", TextsForm, ".applicants"))


@bp.route("/manage/calls/<reference>/setup/applicants", methods=["GET", "POST"])
def applicants(reference: str) -> ResponseReturnValue:
    """Who may apply and how often."""
    return _part(reference, Step("calls/applicants.html", ApplicantsForm, ".timetable"))


@bp.route("/manage/calls/<reference>/setup/timetable", methods=["GET", "POST"])
def timetable(reference: str) -> ResponseReturnValue:
    """The dates and the zone they are meant in."""
    return _part(reference, Step("calls/timetable.html", TimetableForm, ".lots"))


@bp.route("/manage/calls/<reference>/setup/money", methods=["GET", "POST"])
def money(reference: str) -> ResponseReturnValue:
    """Shares and limits of the budget."""
    return _part(reference, Step("calls/money.html", MoneyForm, ".activities"))


@bp.route("/manage/calls/<reference>/setup/scoring", methods=["GET", "POST"])
def scoring(reference: str) -> ResponseReturnValue:
    """From scores to awards."""
    return _part(reference, Step("calls/scoring.html", ScoringForm, ".after_award"))


@bp.route("/manage/calls/<reference>/setup/after-award", methods=["GET", "POST"])
def after_award(reference: str) -> ResponseReturnValue:
    """From the award to the archive."""
    return _part(reference, Step("calls/after_award.html", AfterAwardForm, ".dashboard"))


@bp.route("/manage/calls/<reference>/setup/activities", methods=["GET", "POST"])
def activities(reference: str) -> ResponseReturnValue:
    """The closed list of activities."""
    call, form = editable_call(reference), ActivitiesForm()
    if request.method == "GET":
        form.activities.data = "\n".join(activity.text for activity in call.activities)
    if submitted(
        form,
        lambda: service.set_activities(
            call, form.activities.data.splitlines(), actor=current_actor(), at=now()
        ),
    ):
        flash(_("The call is saved."), "ok")
        return redirect(url_for(".document_slots", reference=reference))
    return page("calls/activities.html", call=call, form=form)
