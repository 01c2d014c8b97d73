"""The evaluation dossier of a call: ordered by a button, made by the worker, downloaded."""

from flask import flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import require
from portal.core.clock import now
from portal.core.db import transaction
from portal.documents import policy, queries, service
from portal.documents.views import bp
from portal.evaluation.models import EvaluationSession
from portal.evaluation.policy import Standing
from portal.evaluation.views.common import load, steps
from portal.web.access import current_actor
from portal.web.refusal import page


@bp.route("/manage/calls/<reference>/dossier", methods=["GET", "POST"])
def dossier(reference: str) -> ResponseReturnValue:
    """Every dossier that was made, the one being made with its progress, and the button."""
    actor = current_actor()
    session, standing = _loaded(reference)
    if request.method == "POST":
        with transaction():
            service.order_dossier(session, closed=standing.conflicts, actor=actor, at=now())
        flash(_("The dossier is being made. This page shows how far it is."))
        return redirect(url_for(".dossier", reference=reference))
    return page(
        "documents/dossier.html",
        session=session,
        side=steps(session, standing),
        orders=queries.orders_of(session.id),
        verdict=policy.can_order_dossier(actor, session, closed=standing.conflicts),
    )


def _loaded(reference: str) -> tuple[EvaluationSession, Standing]:
    session, standing = load(reference)
    require(policy.can_see_dossier(current_actor(), session.call, closed=standing.conflicts))
    return session, standing


@bp.get("/manage/calls/<reference>/dossier/progress")
def dossier_progress(reference: str) -> ResponseReturnValue:
    """Asked by the page that waits: ready when there is something new to show."""
    session, _standing = _loaded(reference)
    waiting = queries.open_order(session.id)
    done = waiting.done if waiting else None
    return jsonify(ready=str(done) != request.args.get("seen", ""))
