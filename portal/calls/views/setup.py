"""Pages on which the lead prepares a call: new, basics, lots, activities, form and grid."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.actions import queries as actions
from portal.calls import policy, service, template
from portal.calls.forms import ActivitiesForm, BasicsForm, CreateForm, lot_forms
from portal.calls.models import Call
from portal.calls.views.blueprint import bp, managed_call
from portal.core.access import require
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import NotAllowed, RuleBroken
from portal.web.access import current_actor
from portal.web.refusal import page, show

TEMPLATES = {"national_one_step": _("National sub-grants and a regional lot, one step (grid C)")}


@bp.route("/manage/calls/new", methods=["GET", "POST"])
def create() -> ResponseReturnValue:
    """Start a call from a template."""
    actor = current_actor()
    clusters = actions.granting_clusters(actor.scopes("action", "programme"))
    if not clusters:
        raise NotAllowed(_("Only the lead applicant's programme staff can prepare a call."))
    form = CreateForm()
    form.cluster.choices = [(str(one.id), f"{one.code} {one.title}") for one in clusters]
    form.template.choices = [(name, TEMPLATES.get(name, name)) for name in template.names()]
    if request.method == "GET":
        form.cluster.data = str(next((c.id for c in clusters if c.code == "C3"), clusters[0].id))
    if form.validate_on_submit():
        cluster = next(one for one in clusters if str(one.id) == form.cluster.data)
        try:
            with transaction():
                call = service.create(
                    cluster.action,
                    template.load(form.template.data),
                    cluster=cluster,
                    actor=actor,
                    at=now(),
                )
        except RuleBroken as broken:
            show(form, broken)
        else:
            return redirect(url_for(".setup", reference=call.reference))
    return page("calls/create.html", form=form)


def _editable(reference: str) -> Call:
    call = managed_call(reference)
    require(policy.can_edit(current_actor(), call))
    return call


@bp.route("/manage/calls/<reference>/setup", methods=["GET", "POST"])
def setup(reference: str) -> ResponseReturnValue:
    """Texts, dates and numbers."""
    call, form = _editable(reference), BasicsForm()
    form.impact_statements.choices = [
        (str(impact.id), impact.text) for impact in actions.impact_statements(call.action_id)
    ]
    if request.method == "GET":
        form.fill(call)
    if form.validate_on_submit():
        try:
            with transaction():
                service.set_basics(call, form.basics(call), actor=current_actor(), at=now())
        except RuleBroken as broken:
            show(form, broken)
        else:
            return redirect(url_for(".lots", reference=reference))
    return page("calls/setup.html", call=call, form=form)


@bp.route("/manage/calls/<reference>/setup/lots", methods=["GET", "POST"])
def lots(reference: str) -> ResponseReturnValue:
    """Money and limits of each lot."""
    call = _editable(reference)
    forms = lot_forms(call)
    if request.method == "POST" and all([form.validate() for _lot, form in forms]):
        try:
            with transaction():
                for lot, form in forms:
                    current = form
                    service.set_lot(lot, form.numbers(), actor=current_actor(), at=now())
        except RuleBroken as broken:
            show(current, broken)
        else:
            return redirect(url_for(".activities", reference=reference))
    return page("calls/lots.html", call=call, lots=forms, forms=[form for _lot, form in forms])


@bp.route("/manage/calls/<reference>/setup/activities", methods=["GET", "POST"])
def activities(reference: str) -> ResponseReturnValue:
    """The closed list of activities."""
    call, form = _editable(reference), ActivitiesForm()
    if request.method == "GET":
        form.activities.data = "\n".join(activity.text for activity in call.activities)
    if form.validate_on_submit():
        try:
            with transaction():
                service.set_activities(
                    call, form.activities.data.splitlines(), actor=current_actor(), at=now()
                )
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("The call is saved."), "ok")
            return redirect(url_for(".form_and_grid", reference=reference))
    return page("calls/activities.html", call=call, form=form)


@bp.route("/manage/calls/<reference>/setup/form")
def form_and_grid(reference: str) -> ResponseReturnValue:
    """What applicants are asked and how it is scored."""
    call = managed_call(reference)
    return page(
        "calls/form_and_grid.html", call=call, can_edit=policy.can_edit(current_actor(), call)
    )
