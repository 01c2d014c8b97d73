"""The bank account; asked only after selection."""

from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.views.account import demand_password, myself
from portal.core.access import require
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.grants import service as grants
from portal.organisations import policy, queries, rules, service
from portal.organisations.forms import BankDecisionForm, BankForm
from portal.organisations.models import BankAccount, BankChange, Organisation
from portal.organisations.views import bp
from portal.organisations.views.people import own_organisation
from portal.web.access import current_actor
from portal.web.refusal import page, show


@bp.route("/organisation/bank", methods=["GET", "POST"])
def bank() -> ResponseReturnValue:
    """The account money goes to: shown in fours, changed with the password."""
    actor, organisation = current_actor(), own_organisation()
    require(policy.can_see_bank(actor, organisation))
    form = BankForm()
    may_set = policy.can_set_bank(actor, organisation)
    if form.is_submitted():
        require(may_set)
    if form.validate_on_submit():
        try:
            entered = _enter(form, organisation)
        except RuleBroken as broken:
            show(form, broken)
        else:
            if isinstance(entered, BankChange):
                flash(_("The new account waits for approval. Until then the present one is used."))
            else:
                flash(_("The account is saved. Owners and signatories get a message about it."))
            return redirect(url_for(".bank"))
    account = queries.bank_account(actor, organisation)
    return page(
        "organisations/bank.html",
        organisation=organisation,
        account=account,
        number=rules.in_fours(account.iban) if account else "",
        may_set=may_set,
        waiting=queries.waiting_bank_change(organisation.id),
        masked=rules.masked,
        form=form,
    )


def _enter(form: BankForm, organisation: Organisation) -> BankAccount | BankChange:
    account = form.account()
    rules.check_iban(account.iban)
    demand_password(myself(), form.password.data or "", field="password")
    with transaction():
        return service.set_bank_account(organisation, account, actor=current_actor(), at=now())


@bp.get("/manage/bank-accounts")
def bank_changes() -> ResponseReturnValue:
    """Changed accounts that wait for a second person."""
    return _changes(BankDecisionForm(None))


@bp.post("/manage/bank-accounts/<uuid:change_id>")
def decide_bank(change_id: UUID) -> ResponseReturnValue:
    """Approve one, or refuse it with the reason."""
    actor, form = current_actor(), BankDecisionForm()
    require(policy.can_list_bank(actor))
    change = queries.bank_change(change_id) or abort(404)
    if form.validate_on_submit():
        try:
            with transaction():
                if request.form.get("do") == "approve":
                    grants.approve_bank_change(change, actor=actor, at=now())
                else:
                    reason = form.reason.data or ""
                    service.refuse_bank_change(change, reason=reason, actor=actor, at=now())
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("Decided. Owners and signatories of the organisation get a message."))
            return redirect(url_for(".bank_changes"))
    return _changes(form, change_id)


def _changes(form: BankDecisionForm, tried: UUID | None = None) -> ResponseReturnValue:
    actor = current_actor()
    require(policy.can_list_bank(actor))
    return page(
        "organisations/bank_changes.html",
        rows=[
            (change, policy.can_decide_bank(actor, change.organisation, change))
            for change in queries.bank_changes()
        ],
        in_fours=rules.in_fours,
        masked=rules.masked,
        form=form,
        tried=tried,
    )
