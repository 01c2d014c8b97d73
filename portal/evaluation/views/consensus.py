"""The consensus note: the secretary's page, and the page where an author answers."""

from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import require
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.evaluation import policy, queries, rules, service
from portal.evaluation.forms import ConsensusAnswerForm, ConsensusForm
from portal.evaluation.models import Assessment, ConsensusVersion, EvaluationSession
from portal.evaluation.policy import Standing
from portal.evaluation.states import AssessmentState
from portal.evaluation.views import bp
from portal.evaluation.views.common import load, load_application, steps
from portal.web.access import current_actor
from portal.web.refusal import page, show


@bp.route("/manage/calls/<reference>/consensus/<uuid:application_id>", methods=["GET", "POST"])
def consensus(reference: str, application_id: UUID) -> ResponseReturnValue:
    """Merge the sheets in one step, edit, and see who agrees."""
    actor = current_actor()
    session, standing = load(reference, with_grid=True)
    require(policy.can_see_matrix(actor, session, standing))
    application = load_application(session, standing, application_id)
    form = ConsensusForm()
    if form.validate_on_submit():
        try:
            with transaction():
                made = service.write_consensus(
                    application,
                    session,
                    text=form.text.data or "",
                    after=_number(form.after.data),
                    actor=actor,
                    at=now(),
                )
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("Version %(number)s is kept. The authors have been asked.", number=made.number))
            return redirect(
                url_for(".consensus", reference=reference, application_id=application_id)
            )
    versions = queries.consensus_versions(application_id)
    if versions and not form.is_submitted():
        form.text.data = versions[0].text
    answers = {one.user_id: one for one in (versions[0].answers if versions else [])}
    form.after.data = str(versions[0].number if versions else 0)
    return page(
        "evaluation/consensus.html",
        session=session,
        side=steps(session, standing),
        application=application,
        versions=versions,
        authors=[(one, answers.get(one.assessor_id)) for one in queries.authors(application_id)],
        with_names=policy.reads_names(actor, session),
        changes=_changes(versions),
        form=form,
        verdict=policy.can_write_consensus(actor, session, standing),
    )


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 6 else 0


def _changes(versions: list[ConsensusVersion]) -> list[tuple[rules.Change, str]]:
    """What the last version changes against the one before."""
    if len(versions) < 2:
        return []
    return rules.differences(versions[1].text, versions[0].text)


def _open(assessment_id: UUID) -> tuple[Assessment, EvaluationSession, Standing]:
    """The person's own sheet once the others are open to them; else 404."""
    actor = current_actor()
    sheet = queries.get_sheet(actor, assessment_id) or abort(404)
    session = queries.session_of(sheet.application.call_id) or abort(404)
    standing = queries.standing(actor, session)
    require(policy.can_read_files(actor, session, standing))
    if sheet.state is AssessmentState.RECUSED or not policy.can_see_other_sheets(
        sheet, session, standing
    ):
        abort(404)
    return sheet, session, standing


@bp.route("/evaluate/<uuid:assessment_id>/consensus", methods=["GET", "POST"])
def answer_consensus(assessment_id: UUID) -> ResponseReturnValue:
    """The text, what it changes against the merged sheets, and the author's answer."""
    actor = current_actor()
    sheet, session, standing = _open(assessment_id)
    form = ConsensusAnswerForm()
    if form.validate_on_submit():
        try:
            with transaction():
                service.answer_consensus(
                    sheet,
                    session,
                    number=_number(form.number.data),
                    agrees=form.answer.data == "agree",
                    reason=form.reason.data or "",
                    actor=actor,
                    at=now(),
                )
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("Your answer is on record."))
            return redirect(url_for(".answer_consensus", assessment_id=assessment_id))
    versions = queries.consensus_versions(sheet.application_id)
    if not versions:
        abort(404)
    form.number.data = str(versions[0].number)
    answers = {answer.user_id: answer for answer in versions[0].answers}
    return page(
        "evaluation/consensus_answer.html",
        sheet=sheet,
        session=session,
        version=versions[0],
        changes=rules.differences(versions[-1].text, versions[0].text),
        mine=answers.get(sheet.assessor_id),
        form=form,
        verdict=policy.can_answer_consensus(
            actor, sheet, session, standing, has_answered=sheet.assessor_id in answers
        ),
    )
