"""Check, submit, receipt; change again; withdraw; the decision."""

from uuid import UUID

from flask import abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext as _

from portal.applications import policy, queries, service
from portal.applications.forms import ConfirmForm
from portal.applications.rules.shown import shown_state
from portal.applications.states import ApplicationState
from portal.applications.views import bp
from portal.applications.views.common import (
    content_shown,
    editing,
    issued,
    load,
    load_light,
    page_url,
    reading,
)
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import Locked, NotAllowed, PortalError
from portal.evaluation.policy import can_decline_offer
from portal.evaluation.queries.complaints import complain_until
from portal.evaluation.queries.feedback import feedback_of
from portal.web.access import current_actor
from portal.web.filters import words
from portal.web.refusal import page
from portal.web.writing import reads_first


@bp.get("/applications/<uuid:application_id>/check")
def check(application_id: UUID) -> ResponseReturnValue:
    """Every answer with Change, open problems first."""
    return _check(application_id)


def _check(application_id: UUID, refused: str = "", status: int = 200) -> Response:
    application = load(application_id)
    answer = page(
        "applications/check.html",
        application=application,
        content=content_shown(application),
        links={entry.name: page_url(application, entry.name)
               for entry in queries.pages(application)},
        problems=[
            (words(problem.message), page_url(application, problem.page, problem.field))
            for problem in queries.problems(application)
        ],
        verdict=policy.can_submit(current_actor(), application, now()),
        editing=editing(application),
        form=ConfirmForm(),
        refused=refused,
        **reading(),
    )  # fmt: skip
    answer.status_code = status
    return answer


@bp.post("/applications/<uuid:application_id>/submit")
@reads_first
def submit(application_id: UUID) -> ResponseReturnValue:
    """Hand it in; every refused try is logged too."""
    application, actor, at = load(application_id), current_actor(), now()
    receipt = redirect(url_for("applications.submitted", application_id=application_id))
    try:
        with transaction():
            service.submit(application, actor=actor, at=at)
    except PortalError as refusal:
        with transaction():
            service.note_refusal(application_id, refusal, actor=actor, at=at)
        application = load(application_id)
        if application.state is ApplicationState.SUBMITTED and policy.can_sign(actor, application):
            flash(words(refusal.message), "warn")
            return receipt
        return _check(application_id, words(refusal.message), _status(refusal))
    return receipt


def _status(refusal: PortalError) -> int:
    if isinstance(refusal, Locked):
        return 423
    return 403 if isinstance(refusal, NotAllowed) else 422


@bp.get("/applications/<uuid:application_id>/submitted")
def submitted(application_id: UUID) -> ResponseReturnValue:
    """The receipt: number, version, time, hash, files, what happens next."""
    application = load_light(application_id)
    versions = queries.versions(application.id)
    if not versions:
        return redirect(url_for("applications.detail", application_id=application_id))
    return render_template(
        "applications/submitted.html",
        application=application,
        version=versions[0],
        versions=versions,
        content=queries.content_of(application, versions[0]),
        reopening=policy.can_reopen(current_actor(), application, now()),
        issued=issued(application),
        at=now(),
    )


@bp.post("/applications/<uuid:application_id>/reopen")
def reopen(application_id: UUID) -> ResponseReturnValue:
    """Take it back to change it; the version that was sent is kept."""
    application = load_light(application_id)
    with transaction():
        service.reopen(application, actor=current_actor(), at=now())
    kept = _("The application is a draft again. Until you submit again, what you sent counts.")
    flash(kept, "warn")
    return redirect(url_for("applications.detail", application_id=application_id))


@bp.route("/applications/<uuid:application_id>/withdraw", methods=["GET", "POST"])
def withdraw(application_id: UUID) -> ResponseReturnValue:
    """Ask once, then withdraw for good."""
    application, form = load_light(application_id), ConfirmForm()
    if form.validate_on_submit():
        with transaction():
            service.withdraw(application, actor=current_actor(), at=now())
        flash(_("The application is withdrawn."))
        return redirect(url_for("applications.detail", application_id=application_id))
    return page(
        "applications/withdraw.html",
        application=application,
        form=form,
        verdict=policy.can_withdraw(current_actor(), application),
    )


@bp.get("/applications/<uuid:application_id>/versions")
def versions(application_id: UUID) -> ResponseReturnValue:
    """What was submitted, and when."""
    application = load_light(application_id)
    return render_template(
        "applications/versions.html",
        application=application,
        versions=queries.versions(application.id),
        attempts=queries.attempts_of(application.id),
        extensions=queries.extensions_of(application.id),
    )


@bp.get("/applications/<uuid:application_id>/versions/compare")
def compare(application_id: UUID) -> ResponseReturnValue:
    """Two versions question by question; without a choice the last two."""
    application = load_light(application_id)
    versions = {version.number: version for version in queries.versions(application.id)}
    if len(versions) < 2:
        return redirect(url_for("applications.versions", application_id=application_id))
    last, first = sorted(versions, reverse=True)[:2]
    after = versions.get(request.args.get("to", last, type=int)) or abort(404)
    before = versions.get(request.args.get("from", first, type=int)) or abort(404)
    return render_template(
        "applications/compare.html",
        application=application,
        numbers=sorted(versions),
        before=before,
        after=after,
        compared=queries.compare(
            queries.content_of(application, before), queries.content_of(application, after)
        ),
    )


@bp.get("/applications/<uuid:application_id>/decision")
def decision(application_id: UUID) -> ResponseReturnValue:
    """The result, its reasons and own scores, once the letter has been sent."""
    application = load_light(application_id)
    has_letter = application.letter_sent_at is not None
    return render_template(
        "applications/decision.html",
        application=application,
        state=shown_state(application.state, has_letter=has_letter),
        has_letter=has_letter,
        feedback=feedback_of(application),
        issued=issued(application),
        complain_until=complain_until(application),
        second=queries.second_step_of(application),
        can_decline=can_decline_offer(current_actor(), application),
    )
