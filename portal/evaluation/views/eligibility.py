"""Documents of the selected: the list, one eligibility sheet, the award."""

from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.applications import queries as applications
from portal.applications.models import Application
from portal.core.access import require
from portal.core.clock import day_in, now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.documents import queries as documents_issued
from portal.evaluation import policy, queries, rules, service
from portal.evaluation.forms import CheckForm, ConfirmCheckForm, check_form
from portal.evaluation.models import EvaluationSession
from portal.evaluation.policy import Standing
from portal.evaluation.views import bp
from portal.evaluation.views.common import evidence_of, load, steps
from portal.grants import service as grants
from portal.grants.queries.board import has_unpaid_recovery
from portal.web.access import current_actor
from portal.web.downloads import send_stored, show_stored
from portal.web.filters import words
from portal.web.headers import with_frames
from portal.web.refusal import page, show


@bp.get("/manage/calls/<reference>/documents")
def documents(reference: str) -> ResponseReturnValue:
    """The selected and the reserve by lot: asked, checked, awarded; money that is free."""
    actor = current_actor()
    session, standing = load(reference)
    require(policy.can_see_ranking(actor, session, standing))
    today = day_in(session.call.time_zone, now())
    rankings = queries.latest_rankings(session.id) if session.decided_at else {}
    reserve = service.next_on_reserve(session, rankings, today=today)
    lots = [
        (lot, queries.selected(rankings[lot.id]), reserve[lot.id])
        for lot in session.call.lots
        if lot.id in rankings
    ]
    return page(
        "evaluation/documents.html",
        session=session,
        side=steps(session, standing),
        lots=lots,
        hidden=standing.conflicts,
        can_ask=policy.can_start_eligibility(actor, session, standing),
        can_promote=policy.can_promote(actor, session),
    )


def _open(application_id: UUID) -> tuple[Application, EvaluationSession, Standing]:
    actor = current_actor()
    application = queries.get_application(application_id) or abort(404)
    session = queries.session_of(application.call_id) or abort(404)
    if not policy.can_see_session(actor, session.call):
        abort(404)
    standing = queries.standing(actor, session)
    require(policy.can_see_ranking(actor, session, standing))
    if application_id in standing.conflicts or session.decided_at is None:
        abort(404)
    return application, session, standing


@bp.post("/manage/applications/<uuid:application_id>/documents")
def ask_documents(application_id: UUID) -> ResponseReturnValue:
    """Ask the applicant for the documents."""
    application, session, _standing = _open(application_id)
    try:
        with transaction():
            service.start_eligibility(
                application,
                session,
                has_unpaid_recovery=has_unpaid_recovery(application.organisation_id),
                actor=current_actor(),
                at=now(),
            )
    except RuleBroken as broken:
        flash(words(broken.message), "bad")
    else:
        flash(_("The applicant has been asked for the documents."))
    return redirect(url_for(".documents", reference=session.call.reference))


@bp.route("/manage/applications/<uuid:application_id>/eligibility", methods=["GET", "POST"])
def eligibility(application_id: UUID) -> ResponseReturnValue:
    """ELI01 to ELI16, the document beside the question; save, or find it not eligible."""
    actor = current_actor()
    application, session, standing = _open(application_id)
    items = queries.check_items([application.id]).get(application.id, {})
    form = check_form(rules.ELIGIBILITY, items)
    if form.validate_on_submit():
        try:
            with transaction():
                _keep(application, session, form)
                moved = _finish(application, session, form)
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(moved)
            return redirect(url_for(".eligibility", application_id=application_id))
    results = queries.results_of(application.id, "ELI")
    waiting = next((one for one in results if one.waits), None)
    checked_by = {i.checked_by_id for c, i in items.items() if c in rules.ELIGIBILITY}
    response = page(
        "evaluation/eligibility.html",
        session=session,
        side=steps(session, standing),
        application=application,
        catalogue=rules.ELIGIBILITY,
        items=items,
        form=form,
        evidence=evidence_of(application.id, ".eligibility_file", rules.ELIGIBILITY),
        results=results,
        may_confirm=waiting and policy.can_confirm_check(actor, session, standing, waiting),
        confirming=ConfirmCheckForm(),
        papers=[one for one in documents_issued.about(actor, application.id) if one.kind == "ELI"],
        can_check=policy.can_check_eligibility(actor, session, standing, application.state),
        can_award=policy.can_award(
            actor,
            session,
            application.state,
            organisation_id=application.organisation_id,
            checked_by=frozenset(key for key in checked_by if key),
        ),
    )
    return with_frames(response)


def _keep(application: Application, session: EvaluationSession, form: CheckForm) -> None:
    service.demand_unchanged(application, request.form.get("seen"))
    for code, answer, note in form.given():
        service.answer_eligibility(
            application,
            session,
            code=code,
            answer=answer,
            note=note,
            actor=current_actor(),
            at=now(),
        )


def _finish(application: Application, session: EvaluationSession, form: CheckForm) -> str:
    if request.form.get("do") == "eligible":
        service.find_eligible(application, session, actor=current_actor(), at=now())
        return str(_("Recorded. A second person confirms it before the award."))
    if request.form.get("do") != "ineligible":
        return str(_("The answers are saved."))
    moved = service.find_ineligible(
        application,
        session,
        reason=form.reason.data or "",
        actor=current_actor(),
        at=now(),
    )
    if moved:
        numbers = ", ".join(one.number or "" for one in moved)
        return str(_("Recorded. Moved up from the reserve list: %(numbers)s.", numbers=numbers))
    if session.call.confirms_checks:
        return str(_("Recorded. It counts when a second person has confirmed it."))
    return str(_("Recorded. The applicant has been told."))


@bp.post("/manage/applications/<uuid:application_id>/award")
def award(application_id: UUID) -> ResponseReturnValue:
    """Make the award; the grant begins with it."""
    application, session, _standing = _open(application_id)
    try:
        with transaction():
            at = now()
            service.award(application, session, actor=current_actor(), at=at)
            grants.create_from_application(application, actor=current_actor(), at=at)
    except RuleBroken as broken:
        flash(words(broken.message), "bad")
    else:
        flash(_("The award is made. The grant is in preparation."))
    return redirect(url_for(".eligibility", application_id=application_id))


@bp.get("/manage/applications/<uuid:application_id>/eligibility/files/<uuid:attachment_id>")
def eligibility_file(application_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """A supporting document, for who checks it."""
    application, _session, _standing = _open(application_id)
    attachment = applications.attachment(application.id, attachment_id) or abort(404)
    return (show_stored if request.args.get("show") else send_stored)(attachment.file)
