"""The evaluator's queue, the declaration, conflicts, guidance."""

from decimal import Decimal
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import require
from portal.core.clock import now
from portal.core.db import transaction
from portal.evaluation import policy, queries, service
from portal.evaluation.forms import ConflictForm, DeclineSheetForm, declaration_form
from portal.evaluation.models import Assessment, EvaluationSession
from portal.evaluation.states import AssessmentState
from portal.evaluation.views import bp
from portal.web.access import current_actor
from portal.web.acts import submitted
from portal.web.refusal import page

DONE = frozenset({AssessmentState.SUBMITTED, AssessmentState.LOCKED})


@bp.get("/evaluate")
def queue() -> ResponseReturnValue:
    """What the person has to score, and the committees they sit on."""
    actor = current_actor()
    _demand_seat()
    sheets = [s for s in queries.queue(actor) if s.state is not AssessmentState.RECUSED]
    recused = [s for s in queries.queue(actor) if s.state is AssessmentState.RECUSED]
    todo = [sheet for sheet in sheets if sheet.state not in DONE]
    seats = queries.seats(actor)
    return page(
        "evaluation/queue.html",
        sheets=[*todo, *(sheet for sheet in sheets if sheet.state in DONE)],
        recused=recused,
        done=len(sheets) - len(todo),
        following=todo[0] if todo else None,
        hours=(hours := queries.hours(sheets)),
        hours_left=sum((hours[sheet.id] for sheet in todo), Decimal(0)),
        seats=seats,
        due=[
            seat
            for seat in seats
            if "assessor" in seat.functions and seat.session.state in policy.SCORING
        ],
        declinable=_declinable(sheets, seats),
    )


def _declinable(sheets: list[Assessment], seats: list[queries.Seat]) -> set[UUID]:
    """The sheets that the person may still decline: they are listed only after signing."""
    actor, sessions = current_actor(), {seat.session.call_id: seat.session for seat in seats}
    signed = policy.Standing(has_declared=True)
    return {
        sheet.id
        for sheet in sheets
        if sheet.application.call_id in sessions
        and policy.can_decline(actor, sheet, sessions[sheet.application.call_id], signed)
    }


def _demand_seat() -> None:
    if not current_actor().scopes("call"):
        abort(404)


@bp.route("/evaluate/declaration", methods=["GET", "POST"])
def declaration() -> ResponseReturnValue:
    """Impartiality and confidentiality, before anything can be read."""
    actor = current_actor()
    session = _session_of_member(request.args.get("call", ""))
    standing = queries.standing(actor, session)
    if standing.has_declared:
        return redirect(url_for(".declarations"))
    require(policy.can_declare(actor, session, standing))
    form = declaration_form(
        queries.applications_of(session.call_id), is_anonymous=session.call.is_anonymous
    )
    if submitted(
        form,
        lambda: service.declare(
            session,
            ties=form.ties(),
            accepts=form.accepts.data,
            signed_name=form.signed_name.data or "",
            actor=actor,
            at=now(),
        ),
    ):
        flash(_("Your declaration is signed. The PDF is being prepared."))
        return redirect(url_for(".queue"))
    return page(
        "evaluation/declaration.html",
        form=form,
        session=session,
        statements=service.statements(),
    )


def _session_of_member(reference: str) -> EvaluationSession:
    found = queries.session_for_member(current_actor(), reference)
    return found or abort(404)


@bp.get("/evaluate/declarations")
def declarations() -> ResponseReturnValue:
    """What the person has signed."""
    _demand_seat()
    return page("evaluation/declarations.html", seats=queries.seats(current_actor()))


@bp.get("/evaluate/guidance")
def guidance() -> ResponseReturnValue:
    """The scale and the grids of the person's calls."""
    _demand_seat()
    return page("evaluation/guidance.html", calls=queries.grids_of(current_actor()))


@bp.route("/evaluate/<uuid:assessment_id>/conflict", methods=["GET", "POST"])
def conflict(assessment_id: UUID) -> ResponseReturnValue:
    """Step down from one application; the assessor cannot undo it."""
    actor = current_actor()
    sheet = queries.get_sheet(actor, assessment_id) or abort(404)
    session = queries.session_of(sheet.application.call_id) or abort(404)
    standing = queries.standing(actor, session)
    require(policy.can_see_sheet(actor, session, standing))
    if sheet.application_id in standing.conflicts:
        return redirect(url_for(".queue"))
    form = ConflictForm()
    if submitted(
        form,
        lambda: service.declare_conflict(
            sheet.application,
            session,
            kind=form.kind.data or "",
            note=form.note.data or "",
            actor=actor,
            at=now(),
        ),
    ):
        flash(_("The conflict is recorded. The application is closed to you."))
        return redirect(url_for(".queue"))
    return page("evaluation/conflict.html", form=form, sheet=sheet)


@bp.post("/evaluate/<uuid:assessment_id>/accept")
def accept(assessment_id: UUID) -> ResponseReturnValue:
    """Take an application on."""
    actor = current_actor()
    sheet = queries.get_sheet(actor, assessment_id) or abort(404)
    session = queries.session_of(sheet.application.call_id) or abort(404)
    with transaction():
        service.begin(sheet, session, actor=actor, at=now())
    return redirect(url_for(".queue"))


@bp.route("/evaluate/<uuid:assessment_id>/decline", methods=["GET", "POST"])
def decline(assessment_id: UUID) -> ResponseReturnValue:
    """Do not take an application on, with a reason that is no conflict."""
    actor = current_actor()
    sheet = queries.get_sheet(actor, assessment_id) or abort(404)
    session = queries.session_of(sheet.application.call_id) or abort(404)
    standing = queries.standing(actor, session)
    if sheet.application_id in standing.conflicts or sheet.state is AssessmentState.RECUSED:
        abort(404)
    require(policy.can_decline(actor, sheet, session, standing))
    form = DeclineSheetForm()
    if submitted(
        form,
        lambda: service.decline(
            sheet, session, reason=form.reason.data or "", actor=actor, at=now()
        ),
    ):
        flash(_("The secretary has been told. The application is no longer in your queue."))
        return redirect(url_for(".queue"))
    return page("evaluation/decline_sheet.html", form=form, sheet=sheet)
