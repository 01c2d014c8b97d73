"""The lead's pages: the inbox, a report beside its costs, the decision."""

from collections.abc import Callable
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal.core.access import Verdict
from portal.core.clock import now
from portal.core.countries import REGION
from portal.core.db import transaction
from portal.core.errors import NotAllowed, RuleBroken
from portal.documents import queries as documents
from portal.documents.layouts import TITLES
from portal.reporting import policy, queries, service
from portal.reporting.forms import (
    ApproveForm,
    CheckForm,
    ConfirmForm,
    QuestionsForm,
    RejectForm,
    check_form,
    chosen,
)
from portal.reporting.models import Expenditure, Report
from portal.reporting.queries import InboxFilters
from portal.reporting.rules import DISALLOWANCE, Disallowance
from portal.reporting.views import bp
from portal.reporting.views.common import today_of
from portal.web.access import current_actor
from portal.web.filters import words
from portal.web.refusal import page, show

SHOWN = ("waiting", "overdue", "decided", "all")


@bp.get("/manage/reports")
def inbox() -> ResponseReturnValue:
    """Reports by due day, those that wait first."""
    actor = current_actor()
    if not actor.scopes("action"):
        abort(403, _("Only the staff of the Action can open this page."))
    filters = InboxFilters(
        show=chosen(SHOWN, request.args.get("show", "")), country=request.args.get("country", "")
    )
    found = queries.inbox(actor, filters, at=now())
    return page(
        "reporting/inbox.html",
        rows=[(row, queries.days_overdue(row, today_of(row.grant))) for row in found],
        filters=filters,
        countries=REGION,
    )


def load(report_id: UUID) -> Report:
    """A report with all its parts for staff and auditors; 404 for everybody else."""
    return queries.get_managed(current_actor(), report_id) or abort(404)


@bp.get("/manage/reports/<uuid:report_id>")
def review(report_id: UUID) -> ResponseReturnValue:
    """Narrative and results at the left, money and costs at the right."""
    return _review_page(load(report_id), QuestionsForm(), RejectForm(), ApproveForm())


def _review_page(
    report: Report, questions: QuestionsForm, rejection: RejectForm, approval: ApproveForm
) -> ResponseReturnValue:
    actor = current_actor()
    return page(
        "reporting/review.html",
        report=report,
        grant=report.grant,
        is_written=queries.is_written(report),
        days_overdue=queries.days_overdue(report, today_of(report.grant)),
        figures=queries.sheet(report),
        outcome=queries.previewed(report),
        terms=queries.terms(report),
        section=queries.section,
        left=sum(1 for item in report.expenditure if item.checked_at is None),
        findings=_findings(report),
        reasons=DISALLOWANCE,
        found=documents.about(actor, report.id),
        prepared=documents.being_prepared(report.id),
        titles=TITLES,
        questions=questions,
        rejection=rejection,
        approval=approval,
        may_take_up=policy.can_take_up(actor, report),
        may_check=policy.can_check_costs(actor, report),
        may_confirm_narrative=policy.can_confirm_narrative(actor, report),
        may_confirm_money=policy.can_confirm_money(actor, report),
        may_ask=policy.can_ask(actor, report),
        may_approve=policy.can_approve(actor, report),
        may_reject=policy.can_reject(actor, report),
    )


def _findings(report: Report) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for finding in queries.cost_findings(report, at=report.submitted_at or now()):
        found.setdefault(finding.line or "", []).append(words(finding.message))
    return found


@bp.post("/manage/reports/<uuid:report_id>/take-up")
def take_up(report_id: UUID) -> ResponseReturnValue:
    """Begin the review."""
    return _step(report_id, service.take_up, policy.can_take_up, _("The review is started."))


@bp.post("/manage/reports/<uuid:report_id>/accept-rest")
def accept_rest(report_id: UUID) -> ResponseReturnValue:
    """Accept every cost that is not decided yet."""
    message = _("All other costs are accepted.")
    return _step(report_id, service.accept_rest, policy.can_check_costs, message)


@bp.post("/manage/reports/<uuid:report_id>/confirm-narrative")
def confirm_narrative(report_id: UUID) -> ResponseReturnValue:
    """Programme staff confirm the narrative."""
    message = _("The narrative is confirmed.")
    return _step(report_id, service.confirm_narrative, policy.can_confirm_narrative, message)


@bp.post("/manage/reports/<uuid:report_id>/confirm-money")
def confirm_money(report_id: UUID) -> ResponseReturnValue:
    """Finance staff confirm the money."""
    message = _("The money is confirmed.")
    return _step(report_id, service.confirm_money, policy.can_confirm_money, message)


def _step(
    report_id: UUID,
    act: Callable[..., object],
    may: Callable[..., Verdict],
    message: str,
) -> ResponseReturnValue:
    report, form = load(report_id), ConfirmForm()
    _demand(may(current_actor(), report))
    if form.validate_on_submit():
        try:
            with transaction():
                act(report, actor=current_actor(), at=now())
        except RuleBroken as broken:
            flash(words(broken.message), "warn")
        else:
            flash(message)
    return redirect(url_for(".review", report_id=report_id))


def _demand(verdict: Verdict) -> None:
    if not verdict:
        raise NotAllowed(verdict.reason)


@bp.post("/manage/reports/<uuid:report_id>/questions")
def ask(report_id: UUID) -> ResponseReturnValue:
    """Return the report with questions."""
    report, form = load(report_id), QuestionsForm()
    _demand(policy.can_ask(current_actor(), report))
    done = _decide(
        form,
        lambda: service.ask(report, form.questions.data or "", actor=current_actor(), at=now()),
        _("The questions are sent. The report is open for the grantee again."),
    )
    if done:
        return redirect(url_for(".review", report_id=report_id))
    return _review_page(
        load(report_id), form, RejectForm(formdata=None), ApproveForm(formdata=None)
    )


@bp.post("/manage/reports/<uuid:report_id>/approve")
def approve(report_id: UUID) -> ResponseReturnValue:
    """Approve: the money that follows is set."""
    report, form = load(report_id), ApproveForm()
    _demand(policy.can_approve(current_actor(), report))
    done = _decide(
        form,
        lambda: service.approve(report, actor=current_actor(), at=now(), note=form.note.data or ""),
        _("The report is approved. The letter is being prepared."),
    )
    if done:
        return redirect(url_for(".review", report_id=report_id))
    return _review_page(
        load(report_id), QuestionsForm(formdata=None), RejectForm(formdata=None), form
    )


@bp.post("/manage/reports/<uuid:report_id>/reject")
def reject(report_id: UUID) -> ResponseReturnValue:
    """Reject an incomplete report."""
    report, form = load(report_id), RejectForm()
    _demand(policy.can_reject(current_actor(), report))
    done = _decide(
        form,
        lambda: service.reject(report, form.reason.data or "", actor=current_actor(), at=now()),
        _("The report is rejected. The grantee is told the reason."),
    )
    if done:
        return redirect(url_for(".review", report_id=report_id))
    return _review_page(
        load(report_id), QuestionsForm(formdata=None), form, ApproveForm(formdata=None)
    )


def _decide(form: FlaskForm, act: Callable[[], object], message: str) -> bool:
    if not form.validate_on_submit():
        return False
    try:
        with transaction():
            act()
    except RuleBroken as broken:
        show(form, broken)
        return False
    flash(message)
    return True


@bp.route("/manage/reports/<uuid:report_id>/costs/<uuid:item_id>", methods=["GET", "POST"])
def check_cost(report_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """One cost with its scan: accept it or disallow a part with a reason."""
    report = load(report_id)
    item = next((row for row in report.expenditure if row.id == item_id), None) or abort(404)
    may_check = policy.can_check_costs(current_actor(), report)
    form = check_form(item)
    if form.is_submitted():
        _demand(may_check)
    if form.validate_on_submit():
        try:
            with transaction():
                _note(item, report, form)
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("Cost %(number)s is decided.", number=item.number))
            return redirect(_next(report, item))
    return page(
        "reporting/check_cost.html",
        report=report,
        grant=report.grant,
        item=item,
        form=form,
        findings=_findings(report).get(str(item.number), []),
        may_check=may_check,
        place=report.expenditure.index(item) + 1,
        is_picture=item.file is not None and item.file.media_type.startswith("image/"),
    )


def _note(item: Expenditure, report: Report, form: CheckForm) -> None:
    item.report = report
    if form.decision.data == "accept":
        comment = form.check_comment.data or ""
        service.accept_cost(item, actor=current_actor(), at=now(), comment=comment)
        return
    amount = form.disallowed_eur.data
    refusal = Disallowance(
        item.amount_eur if amount is None else amount,
        form.reason_code.data or "",
        form.check_comment.data or "",
    )
    service.disallow_cost(item, refusal, actor=current_actor(), at=now())


def _next(report: Report, item: Expenditure) -> str:
    """The next cost that is not decided, or back to the report."""
    rows = report.expenditure
    place = rows.index(item)
    for row in [*rows[place + 1 :], *rows[:place]]:
        if row.checked_at is None:
            return url_for(".check_cost", report_id=report.id, item_id=row.id)
    return url_for(".review", report_id=report.id)
