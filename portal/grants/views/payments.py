"""The lead's side of payments: the queue, one payment with its steps, recoveries."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from portal.core.access import require
from portal.core.clock import day_in, now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.documents import queries as documents
from portal.documents.layouts import TITLES
from portal.grants import policy, queries, service
from portal.grants.forms import CheckForm, EmptyForm, PayForm, ReasonForm, RecoveryForm
from portal.grants.models import Instalment, Recovery
from portal.grants.views.blueprint import bp
from portal.grants.views.manage import managed_grant, require_staff
from portal.grants.views.tabs import manager_tabs
from portal.organisations.rules import in_fours
from portal.web.access import current_actor
from portal.web.refusal import page, show


@bp.get("/manage/payments")
def queue() -> ResponseReturnValue:
    """Payments under way: first what I can do next, then what waits for others."""
    require_staff()
    actor = current_actor()
    rows = []
    for row in queries.queue(actor):
        step = queries.next_step(actor, row)
        if step is not None:
            today = day_in(row.grant.action.time_zone, now())
            rows.append((row, step[0], step[1], bool(row.due_on and row.due_on < today)))
    return page(
        "grants/queue.html",
        mine=[entry for entry in rows if entry[2]],
        others=[entry for entry in rows if not entry[2]],
        recoveries=queries.open_recoveries(actor),
    )


@bp.get("/manage/grants/<uuid:grant_id>/payments")
def manage_payments(grant_id: UUID) -> ResponseReturnValue:
    """The plan of one grant with every payment and recovery."""
    grant = managed_grant(grant_id)
    return page(
        "grants/manage_payments.html",
        grant=grant,
        tabs=manager_tabs(grant, "payments"),
        money=queries.money(grant),
        account=in_fours(grant.bank_iban),
    )


def _managed_payment(instalment_id: UUID) -> Instalment:
    row = queries.payment(current_actor(), instalment_id)
    return row if row and policy.can_manage(current_actor(), row.grant) else abort(404)


@bp.get("/manage/payments/<uuid:instalment_id>")
def payment(instalment_id: UUID) -> ResponseReturnValue:
    """One payment: where it stands, and the form for the next step."""
    return _payment_page(_managed_payment(instalment_id))


def _payment_page(row: Instalment, form: FlaskForm | None = None) -> Response:
    actor, ids = current_actor(), (row.id, row.grant_id)
    return page(
        "grants/payment.html",
        row=row,
        grant=row.grant,
        conditions=queries.standing_conditions(row),
        may=service.verdicts(actor, row),
        step=queries.next_step(actor, row),
        form=form,
        check_form=form if isinstance(form, CheckForm) else CheckForm(formdata=None),
        pay_form=form if isinstance(form, PayForm) else PayForm(formdata=None),
        reason_form=form if isinstance(form, ReasonForm) else ReasonForm(formdata=None),
        account=in_fours(row.grant.bank_iban),
        found=[one for one in documents.about(actor, *ids) if one.kind in {"PRQ", "GCO"}],
        prepared=documents.being_prepared(row.id),
        titles=TITLES,
    )


def _take(row: Instalment, form: FlaskForm, step: Callable[[], None], done: str) -> Response:
    """One step by its form: the page again with words, or on with a message."""
    if form.validate_on_submit():
        try:
            with transaction():
                step()
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(done)
            answer: Response = redirect(url_for(".payment", instalment_id=row.id))  # type: ignore[assignment]
            return answer
    return _payment_page(row, form)


@bp.post("/manage/payments/<uuid:instalment_id>/check")
def check(instalment_id: UUID) -> ResponseReturnValue:
    """Finance has checked the request."""
    row, form = _managed_payment(instalment_id), CheckForm()
    require(policy.can_check(current_actor(), row))

    def step() -> None:
        service.check(
            row,
            points=form.points.data or [],
            note=form.note.data or "",
            actor=current_actor(),
            at=now(),
        )

    return _take(row, form, step, _("The request is checked. The signatory got a message."))


@bp.post("/manage/payments/<uuid:instalment_id>/approve")
def approve(instalment_id: UUID) -> ResponseReturnValue:
    """The signatory approves."""
    row, form = _managed_payment(instalment_id), EmptyForm()
    require(policy.can_approve(current_actor(), row))
    step = lambda: service.approve(row, actor=current_actor(), at=now())  # noqa: E731
    return _take(row, form, step, _("The payment is approved."))


@bp.post("/manage/payments/<uuid:instalment_id>/pay")
def pay(instalment_id: UUID) -> ResponseReturnValue:
    """Finance enters the transfer."""
    row, form = _managed_payment(instalment_id), PayForm()
    require(policy.can_pay(current_actor(), row))

    def step() -> None:
        service.pay(
            row,
            value_date=form.value_date.data or date.max,
            bank_reference=form.bank_reference.data or "",
            actor=current_actor(),
            at=now(),
        )

    return _take(row, form, step, _("The payment is entered. The grantee got a message."))


@bp.post("/manage/payments/<uuid:instalment_id>/send-back")
def send_back(instalment_id: UUID) -> ResponseReturnValue:
    """Give the request back with a reason."""
    row, form = _managed_payment(instalment_id), ReasonForm()
    require(policy.can_send_back(current_actor(), row))
    reason = form.reason.data or ""
    step = lambda: service.send_back(  # noqa: E731
        row, reason=reason, actor=current_actor(), at=now()
    )
    return _take(row, form, step, _("The request is sent back."))


@bp.post("/manage/payments/<uuid:instalment_id>/hold")
def hold(instalment_id: UUID) -> ResponseReturnValue:
    """Stop the payment with a reason."""
    row, form = _managed_payment(instalment_id), ReasonForm()
    require(policy.can_hold(current_actor(), row))
    reason = form.reason.data or ""
    step = lambda: service.hold(row, reason=reason, actor=current_actor(), at=now())  # noqa: E731
    return _take(row, form, step, _("The payment is on hold."))


@bp.post("/manage/payments/<uuid:instalment_id>/release")
def release(instalment_id: UUID) -> ResponseReturnValue:
    """Let the payment go on."""
    row, form = _managed_payment(instalment_id), EmptyForm()
    require(policy.can_release(current_actor(), row))
    step = lambda: service.release(row, actor=current_actor(), at=now())  # noqa: E731
    return _take(row, form, step, _("The payment can be asked for again."))


@bp.route("/manage/recoveries/<uuid:recovery_id>", methods=["GET", "POST"])
def recovery(recovery_id: UUID) -> ResponseReturnValue:
    """A claim for money paid too much; POST notes that it came back."""
    row = queries.recovery(current_actor(), recovery_id) or abort(404)
    form, may_settle = RecoveryForm(), policy.can_settle_recovery(current_actor(), row)
    if form.is_submitted():
        require(may_settle)
    if form.validate_on_submit() and _settle(row, form):
        flash(_("The recovery is settled."))
        return redirect(url_for(".manage_payments", grant_id=row.grant_id))
    return page("grants/recovery.html", row=row, grant=row.grant, form=form, may_settle=may_settle)


def _settle(row: Recovery, form: RecoveryForm) -> bool:
    try:
        with transaction():
            service.settle_recovery(
                row,
                settled_on=form.settled_on.data or date.max,
                reference=form.reference.data or "",
                actor=current_actor(),
                at=now(),
            )
    except RuleBroken as broken:
        show(form, broken)
        return False
    return True
