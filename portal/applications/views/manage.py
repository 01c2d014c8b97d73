"""The staff of the Action read the applications of a call."""

from uuid import UUID

from flask import abort, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.applications import queries
from portal.applications.policy import can_read_lot, is_unsealed
from portal.applications.states import ApplicationState
from portal.applications.views import bp
from portal.applications.views.common import issued, reading
from portal.audit import queries as audit
from portal.web.access import current_actor
from portal.web.filters import when
from portal.web.paging import page_number

SEARCHED = tuple(state for state in ApplicationState if state is not ApplicationState.DRAFT)


@bp.get("/manage/calls/<reference>/applications")
def managed(reference: str) -> ResponseReturnValue:
    """Counts before the deadline, the list after it."""
    actor = current_actor()
    call = queries.call_with_lots(actor, reference) or abort(404)
    lots = [lot for lot in call.lots if can_read_lot(actor, call.action_id, lot)]
    if not lots:
        abort(404)
    filters = queries.Filters(
        lot=request.args.get("lot", ""),
        state=request.args.get("state", ""),
        text=request.args.get("q", ""),
    )
    return render_template(
        "applications/managed.html",
        call=call,
        lots=lots,
        is_unsealed=is_unsealed(call),
        counts=[row for row in queries.counts_by_lot(call.id) if row.lot in lots],
        found=queries.managed(actor, call.id, filters, page=page_number()),
        filters=filters,
        states=SEARCHED,
    )


@bp.get("/manage/applications/<uuid:application_id>")
def read(application_id: UUID) -> ResponseReturnValue:
    """All of one application as it was submitted, with its history."""
    actor = current_actor()
    application = queries.get_light(actor, application_id) or abort(404)
    if not can_read_lot(actor, application.call.action_id, application.lot):
        abort(404)
    content = queries.for_evaluation(application) or abort(404)
    return render_template(
        "applications/read.html",
        application=application,
        content=content,
        steps=[
            (step_name(entry.verb), f"{when(entry.at)}, {entry.actor_name}", "done")
            for entry in audit.history("applications", application.id)
        ],
        issued=issued(application),
        **reading(),
        rounds=queries.clarifications(application.id),
        labels=queries.labels_of_items(content),
        back=url_for("applications.managed", reference=application.call.reference),
    )


def step_name(verb: str) -> str:
    """A verb of the audit trail in words: application.admin_passed -> Admin passed."""
    return verb.partition(".")[2].replace("_", " ").capitalize()
