"""The page that starts a call: from a template, or as a copy of an earlier one."""

from collections.abc import Sequence

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.actions import queries as actions
from portal.actions.models import Cluster
from portal.calls import queries, service, template
from portal.calls.forms import CreateForm
from portal.calls.models import Call
from portal.calls.views.blueprint import bp, managed_call
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import NotAllowed, RuleBroken
from portal.web.access import current_actor
from portal.web.refusal import page, show


@bp.route("/manage/calls/new", methods=["GET", "POST"])
def create() -> ResponseReturnValue:
    """Start a call from a template or from an earlier call (`?copy=` chooses it)."""
    actor = current_actor()
    clusters = actions.granting_clusters(actor.scopes("action", "programme"))
    if not clusters:
        raise NotAllowed(_("Only the lead applicant's programme staff can prepare a call."))
    earlier = queries.copyable(actor)
    form = _form(clusters, earlier)
    if form.validate_on_submit():
        cluster = next(one for one in clusters if str(one.id) == form.cluster.data)
        try:
            with transaction():
                call = _start(form.start.data, cluster)
        except RuleBroken as broken:
            show(form, broken)
        else:
            return redirect(url_for(".setup", reference=call.reference))
    return page("calls/create.html", form=form)


def _form(clusters: Sequence[Cluster], earlier: Sequence[Call]) -> CreateForm:
    form = CreateForm()
    form.cluster.choices = [(str(one.id), f"{one.code} {one.title}") for one in clusters]
    templates = [(f"template:{name}", label) for name, label in template.labels().items()]
    calls = [(f"call:{call.reference}", f"{call.reference} {call.title}") for call in earlier]
    form.start.choices = {_("A template"): templates}
    if calls:
        form.start.choices[_("A copy of an earlier call")] = calls
    if request.method == "GET":
        source = next((c for c in earlier if c.reference == request.args.get("copy")), None)
        usual = next((one.id for one in clusters if one.code == "C3"), clusters[0].id)
        form.cluster.data = str(source.cluster_id if source else usual)
        form.start.data = f"call:{source.reference}" if source else templates[0][0]
    return form


def _start(chosen: str, cluster: Cluster) -> Call:
    actor, at = current_actor(), now()
    kind, _colon, name = chosen.partition(":")
    if kind == "call":
        source = queries.get_visible(actor, name) or abort(404)
        return service.copy(source, cluster=cluster, actor=actor, at=at)
    return service.create(cluster.action, template.load(name), cluster=cluster, actor=actor, at=at)


@bp.post("/manage/calls/<reference>/second-step")
def prepare_second_step(reference: str) -> ResponseReturnValue:
    """Prepare the call of full applications from the call of concept notes."""
    first = managed_call(reference)
    with transaction():
        call = service.prepare_second_step(first, actor=current_actor(), at=now())
    flash(_("The second step is prepared. Look through its parts and set its dates."), "ok")
    return redirect(url_for(".timetable", reference=call.reference))
