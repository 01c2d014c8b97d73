"""The bank account; asked only after selection."""

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.views.account import demand_password, myself
from portal.core.access import require
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.organisations import policy, queries, rules, service
from portal.organisations.forms import BankForm
from portal.organisations.models import Organisation
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
            _enter(form, organisation)
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("The bank account is saved. Owners and signatories get a message about it."))
            return redirect(url_for(".bank"))
    account = queries.bank_account(actor, organisation)
    return page(
        "organisations/bank.html",
        organisation=organisation,
        account=account,
        number=rules.in_fours(account.iban) if account else "",
        may_set=may_set,
        form=form,
    )


def _enter(form: BankForm, organisation: Organisation) -> None:
    account = form.account()
    rules.check_iban(account.iban)
    demand_password(myself(), form.password.data or "", field="password")
    with transaction():
        service.set_bank_account(organisation, account, actor=current_actor(), at=now())
