"""Complaints: the applicant's page, the pages of who answers, the lead's list."""

from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from portal.applications import queries as applications
from portal.core.access import require
from portal.core.clock import day_in, now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.core.ratio import rounded
from portal.evaluation import policy, queries, rules, service
from portal.evaluation.forms import ComplaintAnswerForm, ComplaintForm, OfficerForm
from portal.evaluation.models import Complaint, EvaluationSession
from portal.evaluation.views import bp
from portal.evaluation.views.common import load, steps
from portal.web.access import current_actor
from portal.web.filters import words
from portal.web.refusal import page, show


@bp.route("/applications/<uuid:application_id>/complaint", methods=["GET", "POST"])
def complain(application_id: UUID) -> ResponseReturnValue:
    """Complain about the decision, or read what became of it."""
    actor = current_actor()
    application = applications.get_light(actor, application_id) or abort(404)
    session = queries.session_of(application.call_id) or abort(404)
    complaint = queries.complaint_of(application_id)
    if not actor.is_member(application.organisation_id) or (
        application.letter_sent_at is None and complaint is None
    ):
        abort(404)
    form = ComplaintForm()
    if form.validate_on_submit():
        try:
            with transaction():
                service.complain(
                    application,
                    session,
                    reason=form.reason.data or "",
                    asks=form.asks.data or "",
                    actor=actor,
                    at=now(),
                )
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("Your complaint is received. You have a mail with the day of the answer."))
            return redirect(url_for(".complain", application_id=application_id))
    has_complained = queries.has_complained(application, complaint)
    until = queries.complain_until(application)
    return page(
        "evaluation/complain.html",
        application=application,
        complaint=complaint,
        has_complained=has_complained,
        until=until,
        form=form,
        verdict=policy.can_complain(
            actor,
            application,
            until=until,
            today=day_in(application.call.time_zone, now()),
            has_complained=has_complained,
        ),
    )


@bp.get("/complaints")
def complaints() -> ResponseReturnValue:
    """The complaints that the person was named to answer."""
    actor = current_actor()
    if not actor.scopes("complaint"):
        abort(404)
    return page("evaluation/complaints.html", complaints=queries.complaints_to_answer(actor))


@bp.route("/complaints/<uuid:complaint_id>", methods=["GET", "POST"])
def complaint(complaint_id: UUID) -> ResponseReturnValue:
    """One complaint with the sheets behind the decision, assessors as numbers, and its answer."""
    actor = current_actor()
    found = queries.get_complaint(actor, complaint_id) or abort(404)
    session = queries.session_of(found.application.call_id) or abort(404)
    form = ComplaintAnswerForm()
    if form.validate_on_submit():
        try:
            with transaction():
                moved = service.answer_complaint(
                    found,
                    session,
                    service.Answer(
                        form.decision.data == "uphold",
                        form.reasons.data or "",
                        form.new_total.data,
                    ),
                    actor=actor,
                    at=now(),
                )
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_told([one.number or "" for one in moved]))
            return redirect(url_for(".complaint", complaint_id=complaint_id))
    return _complaint_page(found, session, form)


def _failed_items(found: Complaint) -> list[tuple[str, str, str]]:
    """Code, question and note of what was answered with no."""
    items = queries.check_items([found.application_id]).get(found.application_id, {})
    questions = {**rules.ADMINISTRATIVE, **rules.ELIGIBILITY}
    return [
        (code, words(questions[code]), item.note)
        for code, item in sorted(items.items())
        if item.answer == "no" and code in questions
    ]


def _told(numbers: list[str]) -> str:
    if numbers:
        told = _("Answered. Offered a grant by it: %(numbers)s.", numbers=", ".join(numbers))
        return str(told)
    return str(_("Answered. The applicant has been told."))


def _complaint_page(
    found: Complaint, session: EvaluationSession, form: ComplaintAnswerForm
) -> ResponseReturnValue:
    sheets = queries.authors(found.application_id)
    totals = queries.progress(session.call, [found.application])[0].totals
    return page(
        "evaluation/complaint.html",
        complaint=found,
        session=session,
        numbers=[total.assessor for total in totals],
        sections=[
            (section, [rounded(total.sections[section.code]) for total in totals])
            for section in session.call.grid
        ],
        totals=[rounded(total.total) for total in totals],
        comments=queries.merged(session.call, sheets),
        checks=_failed_items(found),
        remedy=policy.remedy_of(found.application, session),
        form=form,
        verdict=policy.can_answer_complaint(current_actor(), found, session.call_id),
    )


@bp.route("/manage/calls/<reference>/complaints", methods=["GET", "POST"])
def call_complaints(reference: str) -> ResponseReturnValue:
    """The complaints of a call for the lead, and who answers them."""
    actor = current_actor()
    session, standing = load(reference)
    require(policy.can_list_complaints(actor, session.call))
    people = queries.officer_candidates(session)
    form = OfficerForm()
    form.user.choices = [
        SelectChoice("", _("Choose")),
        *(SelectChoice(str(user.id), f"{user.name}, {user.email}") for user in people),
    ]
    if request.method == "POST" and form.validate():
        chosen = next(user for user in people if str(user.id) == form.user.data)
        try:
            with transaction():
                service.appoint_officer(session, user=chosen, actor=actor, at=now())
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("%(name)s answers the complaints of this call.", name=chosen.name))
            return redirect(url_for(".call_complaints", reference=reference))
    return page(
        "evaluation/call_complaints.html",
        session=session,
        side=steps(session, standing),
        complaints=queries.complaints_of_call(actor, session.call_id),
        officer=queries.officer_of(session.id),
        form=form,
        verdict=policy.can_appoint_officer(actor, session),
    )
