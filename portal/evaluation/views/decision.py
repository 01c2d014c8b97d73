"""The report, its signatures, and the award decision."""

from decimal import Decimal

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal.accounts.views.account import demand_password, myself
from portal.core.access import require
from portal.core.clock import now
from portal.evaluation import policy, queries, service
from portal.evaluation.forms import DecisionForm, ReportForm, SendBackForm, SignForm
from portal.evaluation.models import EvaluationSession, Ranking
from portal.evaluation.policy import Standing
from portal.evaluation.states import Proposal
from portal.evaluation.views import bp
from portal.evaluation.views.common import load, steps
from portal.web.access import current_actor
from portal.web.acts import submitted
from portal.web.refusal import page


@bp.get("/manage/calls/<reference>/decision")
def decision(reference: str) -> ResponseReturnValue:
    """Proposal by lot, minutes, signatures, decisions; and the form that is due for the reader."""
    session, standing = load(reference)
    require(policy.can_see_ranking(current_actor(), session, standing))
    return _page(session, standing)


def _page(
    session: EvaluationSession, standing: Standing, form: FlaskForm | None = None
) -> ResponseReturnValue:
    actor = current_actor()
    number = queries.report_round(session.id)
    signatures = queries.signatures(session.id, number)
    has_signed = actor.user_id in {one.user_id for one in signatures}
    return page(
        "evaluation/decision.html",
        session=session,
        side=steps(session, standing),
        rankings=_summary(session),
        signers=[
            (member, next((s for s in signatures if s.user_id == member.user_id), None))
            for member in queries.members(session.id)
            if member.function in policy.COMMITTEE and member.sits
        ],
        decisions=queries.decisions(session.id),
        can_draft=policy.can_draft_report(actor, session, standing),
        can_sign=policy.can_sign_report(actor, session, standing, has_signed=has_signed),
        can_decide=policy.can_decide(
            actor, session, applicants=queries.applicant_ids(session.call_id)
        ),
        can_send_back=policy.can_send_report_back(actor, session, standing),
        sending_back=form if isinstance(form, SendBackForm) else SendBackForm(),
        report=form if isinstance(form, ReportForm) else ReportForm(obj=session),
        signing=form if isinstance(form, SignForm) else SignForm(),
        deciding=form if isinstance(form, DecisionForm) else DecisionForm(),
        refused=form,
    )


def _summary(session: EvaluationSession) -> list[tuple[Ranking, dict[str, int], Decimal]]:
    """Each frozen ranking with the number of each proposal and the money proposed."""
    found = []
    order = {lot.id: lot.position for lot in session.call.lots}
    rankings = queries.latest_rankings(session.id)
    for lot_id in sorted(rankings, key=lambda key: order[key]):
        entries = rankings[lot_id].entries
        counts = {p.value: sum(e.proposal is p for e in entries) for p in Proposal}
        awarded = [e.amount for e in entries if e.proposal in {Proposal.AWARD, Proposal.INVITE}]
        found.append((rankings[lot_id], counts, sum(awarded, rankings[lot_id].lot.envelope * 0)))
    return found


@bp.post("/manage/calls/<reference>/decision/report")
def draft_report(reference: str) -> ResponseReturnValue:
    """The secretary puts the report before the committee."""
    session, standing = load(reference, with_grid=True)
    form = ReportForm()
    if submitted(
        form,
        lambda: service.draft_report(
            session, minutes=form.minutes.data or "", actor=current_actor(), at=now()
        ),
    ):
        flash(_("The report is ready to sign. The committee has been told."))
        return redirect(url_for(".decision", reference=reference))
    return _page(session, standing, form)


@bp.post("/manage/calls/<reference>/decision/sign")
def sign_report(reference: str) -> ResponseReturnValue:
    """One signature under the report."""
    session, standing = load(reference)
    actor = current_actor()
    signed = queries.signatures(session.id, queries.report_round(session.id))
    if actor.user_id not in {one.user_id for one in signed}:  # a second click changes nothing
        require(policy.can_sign_report(actor, session, standing, has_signed=False))
    form = SignForm()
    if submitted(
        form,
        lambda: service.sign_report(
            session,
            signed_name=form.signed_name.data or "",
            dissent=form.dissent.data or "",
            actor=actor,
            at=now(),
        ),
        first=lambda: demand_password(myself(), form.password.data or "", field="password"),
    ):
        flash(_("You have signed the report."))
        return redirect(url_for(".decision", reference=reference))
    return _page(session, standing, form)


@bp.post("/manage/calls/<reference>/decision/send-back")
def send_report_back(reference: str) -> ResponseReturnValue:
    """A member of the committee gives the drafted report back with reasons."""
    session, standing = load(reference)
    form = SendBackForm()
    if submitted(
        form,
        lambda: service.send_report_back(
            session, reason=form.why.data or "", actor=current_actor(), at=now()
        ),
    ):
        flash(_("The report went back to the secretary with your reasons."))
        return redirect(url_for(".decision", reference=reference))
    return _page(session, standing, form)


@bp.post("/manage/calls/<reference>/decision/decide")
def decide(reference: str) -> ResponseReturnValue:
    """Approve the proposal, or send it back with reasons."""
    actor = current_actor()
    session, standing = load(reference)
    applicants = queries.applicant_ids(session.call_id)
    require(policy.can_decide(actor, session, applicants=applicants))
    form = DecisionForm()
    if submitted(
        form,
        lambda: _decide(session, form),
        first=lambda: demand_password(myself(), form.password.data or "", field="password"),
    ):
        flash(_("Your decision is recorded."))
        return redirect(url_for(".decision", reference=reference))
    return _page(session, standing, form)


def _decide(session: EvaluationSession, form: DecisionForm) -> None:
    actor, reason = current_actor(), form.reason.data or ""
    if form.decision.data == "approve":
        name = form.signed_name.data or ""
        service.approve(session, signed_name=name, reason=reason, actor=actor, at=now())
    else:
        service.refuse(session, reason=reason, actor=actor, at=now())
