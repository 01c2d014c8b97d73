"""The split view: the proposal beside the score sheet."""

from uuid import UUID

from flask import abort, flash, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.applications import queries as applications
from portal.calls.rules.scale import words_of
from portal.core.access import Verdict, require
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.evaluation import policy, queries, service
from portal.evaluation.forms import SheetForm, sheet_form, tag
from portal.evaluation.models import Assessment, EvaluationSession
from portal.evaluation.policy import Standing
from portal.evaluation.states import AssessmentState
from portal.evaluation.views import bp, proposal
from portal.web.access import current_actor
from portal.web.downloads import send_stored, show_stored
from portal.web.errors import status_of
from portal.web.filters import words
from portal.web.headers import with_frames
from portal.web.refusal import page, show

DONE = frozenset({AssessmentState.SUBMITTED, AssessmentState.LOCKED})


def open_sheet(assessment_id: UUID) -> tuple[Assessment, EvaluationSession, Standing]:
    """The person's own sheet; 403 with words before the declaration, 404 after a conflict."""
    actor = current_actor()
    sheet = queries.get_sheet(actor, assessment_id) or abort(404)
    session = queries.session_of(sheet.application.call_id) or abort(404)
    standing = queries.standing(actor, session)
    require(policy.can_see_sheet(actor, session, standing))
    if sheet.application_id in standing.conflicts or sheet.state is AssessmentState.RECUSED:
        abort(404)
    return sheet, session, standing


@bp.route("/evaluate/<uuid:assessment_id>", methods=["GET", "POST"])
def sheet(assessment_id: UUID) -> ResponseReturnValue:
    """Read, score, save, submit. Everything typed is kept, also when submitting is refused."""
    actor = current_actor()
    found, session, standing = open_sheet(assessment_id)
    form = sheet_form(session.call, found)
    verdict = policy.can_score(actor, found, session, standing, verb_of(found))
    if request.method == "POST" and form.validate():
        wants_submit = request.form.get("do") == "submit"
        try:
            with transaction():
                service.save(
                    found,
                    session,
                    form.marks(),
                    revision=request.form.get("revision", type=int),
                    actor=actor,
                    at=now(),
                )
                findings = service.problems(found, session.call) if wants_submit else []
                if wants_submit and not findings:
                    service.submit(found, session, actor=actor, at=now())
        except RuleBroken as broken:
            show(form, broken)
        else:
            if not findings:
                return _after(found, wants_submit)
            form.show_findings(findings)
    return _page(found, session, standing, form=form, verdict=verdict)


def verb_of(found: Assessment) -> str:
    """The move that touching the sheet now means."""
    return "accept" if found.state is AssessmentState.ASSIGNED else "score"


def _after(found: Assessment, submitted: bool) -> ResponseReturnValue:
    if submitted:
        flash(_("Your scores are submitted."))
        return redirect(url_for(".sheet", assessment_id=found.id))
    if request.form.get("do") == "next":
        following = _neighbours(found)[1]
        if following is not None:
            return redirect(url_for(".sheet", assessment_id=following))
    flash(_("Your sheet is saved."))
    return redirect(url_for(".sheet", assessment_id=found.id))


def _neighbours(found: Assessment) -> tuple[UUID | None, UUID | None, int, int]:
    """The sheets before and after this one, how many are done, how many there are."""
    mine = [s for s in queries.queue(current_actor()) if s.state is not AssessmentState.RECUSED]
    ids = [one.id for one in mine]
    place = ids.index(found.id) if found.id in ids else 0
    done = sum(one.state in DONE for one in mine)
    before = ids[place - 1] if place else None
    after = ids[place + 1] if place + 1 < len(ids) else None
    return before, after, done, len(ids)


def _page(
    found: Assessment,
    session: EvaluationSession,
    standing: Standing,
    *,
    form: SheetForm,
    verdict: Verdict,
) -> ResponseReturnValue:
    shows_others = policy.can_see_other_sheets(found, session, standing)
    before, after, done, count = _neighbours(found)
    masked = policy.is_masked(current_actor(), session)
    content = applications.for_evaluation(found.application, is_masked=masked) or abort(404)
    preset = queries.presets_of(found.application_id, session.call)
    for code, mark in preset.items():
        form[f"score_{tag(code)}"].data = str(mark)
    response = page(
        "evaluation/sheet.html",
        preset=preset,
        sheet=found,
        session=session,
        form=form,
        verdict=verdict,
        content=content,
        toc_entries=proposal.toc(content),
        titles=proposal.titles(content),
        files=proposal.files(
            content,
            lambda key: url_for(".sheet_file", assessment_id=found.id, attachment_id=key),
        ),
        anchors=proposal.anchors(session.call, content),
        bad=form.bad_sections(),
        points=queries.points_so_far(found, session.call),
        subtotals=queries.subtotals(found, session.call),
        maximum=session.call.most_points(),
        marks=words_of(session.call.lowest_mark, session.call.highest_mark),
        explained=sorted(queries.scale_of(session.call).explained),
        left=queries.criteria_left(found, session.call),
        others=[
            (sheet.position, queries.totals_of(sheet, session.call))
            for sheet in (queries.others(found) if shows_others else [])
        ],
        has_consensus=shows_others and bool(queries.consensus_numbers([found.application_id])),
        before=before,
        after=after,
        done=done,
        count=count,
    )
    return with_frames(response)


@bp.post("/evaluate/<uuid:assessment_id>/autosave")
def autosave(assessment_id: UUID) -> ResponseReturnValue:
    """Keep unfinished answers: 200 with time and revision, 409 newer elsewhere, 423 final."""
    actor = current_actor()
    found, session, _standing = open_sheet(assessment_id)
    form = sheet_form(session.call, found)
    at = now()
    try:
        with transaction():
            revision = service.save(
                found,
                session,
                form.marks(),
                revision=request.form.get("revision", type=int),
                actor=actor,
                at=at,
            )
    except RuleBroken as broken:
        return jsonify(message=words(broken.message)), status_of(broken)
    return jsonify(saved_at=at.isoformat(), revision=revision)


@bp.get("/evaluate/<uuid:assessment_id>/files/<uuid:attachment_id>")
def sheet_file(assessment_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """A document of the application that the person scores."""
    found, session, _standing = open_sheet(assessment_id)
    if policy.is_masked(current_actor(), session):
        return proposal.send_masked(found.application, attachment_id)
    attachment = applications.attachment(found.application_id, attachment_id) or abort(404)
    return (show_stored if request.args.get("show") else send_stored)(attachment.file)
