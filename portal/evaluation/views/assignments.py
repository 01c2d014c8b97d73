"""Who scores what: the board, the fair split, third assessors, progress, returned sheets."""

from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import require
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.evaluation import policy, queries, service
from portal.evaluation.forms import ReturnForm
from portal.evaluation.models import EvaluationSession
from portal.evaluation.views import bp
from portal.evaluation.views.common import load, steps
from portal.web.access import current_actor
from portal.web.filters import words
from portal.web.refusal import page, show


@bp.route("/manage/calls/<reference>/assignments", methods=["GET", "POST"])
def assignments(reference: str) -> ResponseReturnValue:
    """The board; `?suggest=1` fills it with a fair split, which counts only when confirmed."""
    actor = current_actor()
    session, standing = load(reference, with_grid=True)
    require(policy.can_see_scores(actor, session, standing))
    if request.method == "POST":
        return _assign(session, reference)
    progress = queries.progress(session.call, queries.applications_to_assign(session.call_id))
    people = queries.assessors(session)
    suggested = service.fair_split(session) if request.args.get("suggest") else {}
    load_of = {
        user.id: sum(s.assessor_id == user.id for one in progress for s in one.sheets)
        + sum(user.id in added for added in suggested.values())
        for user in people
    }
    return page(
        "evaluation/assignments.html",
        session=session,
        side=steps(session, standing),
        progress=[one for one in progress if one.application.id not in standing.conflicts],
        people=people,
        load=load_of,
        barred=queries.conflict_pairs(session.call_id),
        suggested=suggested,
        verdict=policy.can_assign(actor, session, standing),
    )


def _assign(session: EvaluationSession, reference: str) -> ResponseReturnValue:
    applications = {str(a.id): a for a in queries.applications_to_assign(session.call_id)}
    people = {str(user.id): user for user in queries.assessors(session)}
    chosen = [pair.partition(":")[::2] for pair in request.form.getlist("pair")]
    pairs = [
        (applications[key], people[user])
        for key, user in chosen
        if key in applications and user in people
    ]
    try:
        with transaction():
            made = service.assign(session, pairs, actor=current_actor(), at=now())
    except RuleBroken as broken:
        flash(words(broken.message), "bad")
    else:
        flash(_("%(count)s sheets assigned.", count=len(made)))
    return redirect(url_for(".assignments", reference=reference))


@bp.post("/manage/calls/<reference>/assignments/<uuid:assessment_id>/take-back")
def take_back(reference: str, assessment_id: UUID) -> ResponseReturnValue:
    """Free an application whose assessor has not begun."""
    session, _standing = load(reference)
    sheet = queries.sheet_in(session.call_id, assessment_id) or abort(404)
    try:
        with transaction():
            service.replace_assessor(session, sheet, actor=current_actor(), at=now())
    except RuleBroken as broken:
        flash(words(broken.message), "bad")
    return redirect(url_for(".assignments", reference=reference))


@bp.get("/manage/calls/<reference>/scores")
def scores(reference: str) -> ResponseReturnValue:
    """Missing sheets, gaps, third assessors."""
    actor = current_actor()
    session, standing = load(reference, with_grid=True)
    require(policy.can_see_scores(actor, session, standing))
    progress = [
        one
        for one in queries.progress(session.call)
        if one.application.id not in standing.conflicts
    ]
    return page(
        "evaluation/scores.html",
        session=session,
        side=steps(session, standing),
        progress=progress,
        received=sum(len(one.totals) for one in progress),
        wanted=sum(one.wanted for one in progress),
        returnable={
            sheet.id
            for one in progress
            for sheet in one.sheets
            if policy.can_return(actor, sheet, session, standing)
        },
        thirds=[one for one in progress if one.third and one.needs_assignment],
    )


@bp.route("/manage/calls/<reference>/scores/<uuid:assessment_id>/return", methods=["GET", "POST"])
def return_sheet(reference: str, assessment_id: UUID) -> ResponseReturnValue:
    """Give a submitted sheet back to its assessor with a reason."""
    actor = current_actor()
    session, standing = load(reference)
    sheet = queries.sheet_in(session.call_id, assessment_id) or abort(404)
    if sheet.application_id in standing.conflicts:
        abort(404)
    require(policy.can_return(actor, sheet, session, standing))
    form = ReturnForm()
    if form.validate_on_submit():
        try:
            with transaction():
                service.return_sheet(
                    sheet, session, reason=form.reason.data or "", actor=actor, at=now()
                )
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("The sheet is back with its assessor."))
            return redirect(url_for(".scores", reference=reference))
    return page(
        "evaluation/return_sheet.html",
        session=session,
        side=steps(session, standing),
        sheet=sheet,
        form=form,
    )
