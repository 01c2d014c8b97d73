"""Who scores what: the board, the fair split, third assessors, progress, returned sheets."""

from collections import Counter
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from portal.accounts.models import User
from portal.applications.states import ApplicationState
from portal.core.access import require
from portal.core.clock import now
from portal.evaluation import policy, queries, service
from portal.evaluation.forms import ReassignForm, ReturnForm
from portal.evaluation.models import Assessment, EvaluationSession
from portal.evaluation.views import bp
from portal.evaluation.views.by_lot import kept_out, lot_form
from portal.evaluation.views.common import load, steps
from portal.web.access import current_actor
from portal.web.acts import pressed, submitted
from portal.web.refusal import page


@bp.route("/manage/calls/<reference>/assignments", methods=["GET", "POST"])
def assignments(reference: str) -> ResponseReturnValue:
    """The board; `?suggest=1` fills it with a fair split, which counts only when confirmed."""
    actor = current_actor()
    session, standing = load(reference, with_grid=True)
    require(policy.can_see_scores(actor, session, standing))
    if request.method == "POST":
        return _assign(session, reference)
    board = queries.board_of(session)
    suggested = service.fair_split(session, board) if request.args.get("suggest") else {}
    load_of = {
        user.id: sum(s.assessor_id == user.id for one in board.progress for s in one.sheets)
        + sum(user.id in added for added in suggested.values())
        for user in board.people
    }
    shown = [one for one in board.progress if one.application.id not in standing.conflicts]
    return page(
        "evaluation/assignments.html",
        session=session,
        side=steps(session, standing),
        progress=shown,
        people=board.people,
        profiles=board.profiles,
        load=load_of,
        barred=board.barred,
        # Why somebody no longer has an application: declined, or given to another.
        ended={key: one.ended_reason for key, one in board.pairs.items() if one.ended_reason},
        suggested=suggested,
        short=_short(shown, suggested) if "suggest" in request.args else [],
        reassignable={
            sheet.id
            for one in shown
            for sheet in one.sheets
            if policy.can_reassign(actor, sheet, session, standing)
        },
        verdict=policy.can_assign(actor, session, standing),
        lot_form=(form := lot_form(session, board.people)),
        kept_out=kept_out(form, shown, board),
    )


def _short(
    progress: list[queries.Progress], suggested: dict[UUID, tuple[UUID, ...]]
) -> list[queries.Progress]:
    """The applications that even the suggestion leaves without enough assessors."""
    return [
        one
        for one in progress
        if len(one.sheets) + len(suggested.get(one.application.id, ())) < one.needed
    ]


def _assign(session: EvaluationSession, reference: str) -> ResponseReturnValue:
    applications = {str(a.id): a for a in queries.applications_to_assign(session.call_id)}
    people = {str(user.id): user for user in queries.assessors(session)}
    chosen = [pair.partition(":")[::2] for pair in request.form.getlist("pair")]
    pairs = [
        (applications[key], people[user])
        for key, user in chosen
        if key in applications and user in people
    ]
    if made := pressed(lambda: service.assign(session, pairs, actor=current_actor(), at=now())):
        flash(
            _("%(count)s sheets assigned.", count=len(made.value))
            if made.value or not pairs
            else _("These sheets have been assigned already.")
        )
    return redirect(url_for(".assignments", reference=reference))


@bp.route(
    "/manage/calls/<reference>/assignments/<uuid:assessment_id>/reassign", methods=["GET", "POST"]
)
def reassign(reference: str, assessment_id: UUID) -> ResponseReturnValue:
    """Give a sheet that is not submitted to somebody else, with a reason."""
    actor = current_actor()
    session, standing = load(reference, with_grid=True)
    sheet = queries.sheet_in(session.call_id, assessment_id) or abort(404)
    if sheet.application_id in standing.conflicts:
        abort(404)
    require(policy.can_reassign(actor, sheet, session, standing))
    form, people = ReassignForm(), _could_take(session, sheet)
    form.person.choices = [
        SelectChoice("", _("Choose a person")),
        *(
            SelectChoice(str(user.id), _("%(name)s, %(n)s sheets", name=user.name, n=load))
            for user, load in people
        ),
    ]
    by_id = {str(user.id): user for user, _count in people}
    if submitted(
        form,
        lambda: service.reassign(
            sheet,
            session,
            to=by_id.get(form.person.data) or abort(404),
            reason=form.reason.data or "",
            actor=actor,
            at=now(),
        ),
    ):
        number, name = sheet.application.number, by_id[form.person.data].name
        flash(_("%(number)s is with %(name)s now.", number=number, name=name))
        return redirect(url_for(".assignments", reference=reference))
    return page(
        "evaluation/reassign.html",
        session=session,
        side=steps(session, standing),
        sheet=sheet,
        form=form,
    )


def _could_take(session: EvaluationSession, sheet: Assessment) -> list[tuple[User, int]]:
    """Who has no tie and never had the application, with how many sheets; fewest first."""
    barred, pairs = queries.bars(session.call_id), queries.sheets_by_pair(session.call_id)
    load = Counter(person for (_key, person), one in pairs.items() if queries.is_live(one))
    free = [
        user
        for user in queries.assessors(session)
        if (sheet.application_id, user.id) not in {*barred, *pairs}
    ]
    return sorted(((user, load[user.id]) for user in free), key=lambda one: one[1])


@bp.post("/manage/calls/<reference>/scores/thirds")
def assign_thirds(reference: str) -> ResponseReturnValue:
    """Give every third sheet that is needed to the person proposed."""
    session, _standing = load(reference, with_grid=True)
    if made := pressed(lambda: service.assign_thirds(session, actor=current_actor(), at=now())):
        flash(_("%(count)s third sheets assigned.", count=len(made.value)))
    return redirect(url_for(".scores", reference=reference))


@bp.post("/manage/calls/<reference>/assignments/<uuid:assessment_id>/take-back")
def take_back(reference: str, assessment_id: UUID) -> ResponseReturnValue:
    """Free an application whose assessor has not begun."""
    session, _standing = load(reference)
    sheet = queries.sheet_in(session.call_id, assessment_id) or abort(404)
    pressed(lambda: service.replace_assessor(session, sheet, actor=current_actor(), at=now()))
    return redirect(url_for(".assignments", reference=reference))


@bp.get("/manage/calls/<reference>/scores")
def scores(reference: str) -> ResponseReturnValue:
    """Missing sheets, gaps, third assessors."""
    actor = current_actor()
    session, standing = load(reference, with_grid=True)
    require(policy.can_see_scores(actor, session, standing))
    board = queries.board_of(session)
    progress = [
        one
        for one in board.progress
        if one.application.state is ApplicationState.UNDER_FULL_EVALUATION
        and one.application.id not in standing.conflicts
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
        thirds=_proposed_thirds(session, board, progress),
        can_assign=policy.can_assign(actor, session, standing),
    )


def _proposed_thirds(
    session: EvaluationSession, board: queries.Board, progress: list[queries.Progress]
) -> list[tuple[queries.Progress, User | None]]:
    """Each application that waits for a third sheet, with the person proposed."""
    waiting = service.thirds(progress)
    if not waiting:
        return []
    found = service.fair_split(session, board, only={one.application.id for one in waiting})
    people = {user.id: user for user in board.people}
    return [
        (one, people[found[one.application.id][0]] if one.application.id in found else None)
        for one in waiting
    ]


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
    if submitted(
        form,
        lambda: service.return_sheet(
            sheet, session, reason=form.reason.data or "", actor=actor, at=now()
        ),
    ):
        flash(_("The sheet is back with its assessor."))
        return redirect(url_for(".scores", reference=reference))
    return page(
        "evaluation/return_sheet.html",
        session=session,
        side=steps(session, standing),
        sheet=sheet,
        form=form,
    )
