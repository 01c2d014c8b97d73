"""The staff see every try to submit; a signatory gives one applicant more time."""

from zoneinfo import ZoneInfo

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.applications import policy, queries, service
from portal.applications.forms import ExtensionForm
from portal.applications.states import AttemptKind
from portal.applications.views import bp
from portal.calls.models import Call, Lot
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.web.access import current_actor
from portal.web.paging import page_number
from portal.web.refusal import page, show


def _call(reference: str) -> tuple[Call, list[Lot]]:
    """The call with the lots that the person's office looks after, or 404."""
    actor = current_actor()
    call = queries.call_with_lots(actor, reference) or abort(404)
    lots = [lot for lot in call.lots if policy.can_read_lot(actor, call.action_id, lot)]
    return (call, lots) if lots else abort(404)


@bp.get("/manage/calls/<reference>/attempts")
def attempts(reference: str) -> ResponseReturnValue:
    """Every try to submit, failed and late ones too; before the deadline numbers only."""
    actor = current_actor()
    call, lots = _call(reference)
    ids = [lot.id for lot in lots]
    kind = request.args.get("kind", "")
    is_unsealed = policy.is_unsealed(call)
    return page(
        "applications/attempts.html",
        call=call,
        is_unsealed=is_unsealed,
        counts=queries.attempt_counts(actor, ids),
        found=queries.attempts_in(actor, ids, kind, page=page_number()) if is_unsealed else None,
        kind=kind,
        kinds=tuple(AttemptKind),
        extending=policy.can_extend(actor, call),
    )


@bp.route("/manage/calls/<reference>/extensions", methods=["GET", "POST"])
def extensions(reference: str) -> ResponseReturnValue:
    """Who was given more time, until when and why; the signatory gives it."""
    actor, form = current_actor(), ExtensionForm()
    call, lots = _call(reference)
    if form.validate_on_submit():
        try:
            with transaction():
                given = service.extend_deadline(
                    call,
                    applicant=form.applicant.data or "",
                    until=form.instant(call),
                    reason=form.reason.data or "",
                    actor=actor,
                    at=now(),
                )
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(
                ngettext(
                    "%(num)s application has more time. The applicant is told by mail.",
                    "%(num)s applications have more time. The applicant is told by mail.",
                    len(given),
                )
            )
            return redirect(url_for(".extensions", reference=reference))
    if request.method == "GET":
        form.applicant.data = request.args.get("applicant", "")[:300]
        form.until.data = call.closes_at and call.closes_at.astimezone(ZoneInfo(call.time_zone))
    ids = {lot.id for lot in lots}
    return page(
        "applications/extensions.html",
        call=call,
        form=form,
        verdict=policy.can_extend(actor, call),
        rows=[
            one
            for one in queries.extensions_in(call.id)
            if one.application.lot_id in ids and one.application_id not in actor.closed
        ],
        title=_("More time for one applicant"),
    )
