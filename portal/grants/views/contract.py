"""The lead's side of the contract: complete, have it made, send, accept."""

from uuid import UUID

from flask import flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext as _

from portal.core.access import require
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.grants import policy, queries, service
from portal.grants.forms import EmptyForm, SignForm, TermsForm
from portal.grants.models import Grant
from portal.grants.views.blueprint import bp
from portal.grants.views.manage import managed_grant
from portal.grants.views.signing import sign_here
from portal.grants.views.tabs import manager_tabs
from portal.organisations import queries as organisations
from portal.organisations.rules import in_fours
from portal.web.access import current_actor
from portal.web.refusal import page, show


@bp.route("/manage/grants/<uuid:grant_id>/agreement", methods=["GET", "POST"])
def terms(grant_id: UUID) -> ResponseReturnValue:
    """Complete the contract; POST saves what is entered."""
    grant = managed_grant(grant_id)
    form = TermsForm.of(grant)
    if form.is_submitted():
        require(policy.can_set_terms(current_actor(), grant))
    if form.validate_on_submit():
        try:
            with transaction():
                service.set_terms(grant, form.terms(), actor=current_actor(), at=now())
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("The contract data are saved."))
            return redirect(url_for(".terms", grant_id=grant_id))
    return _contract_page(grant, form=form)


@bp.post("/manage/grants/<uuid:grant_id>/agreement/draft")
def draft(grant_id: UUID) -> ResponseReturnValue:
    """Have the contract made."""
    grant, button = managed_grant(grant_id), EmptyForm()
    if button.validate_on_submit():
        try:
            with transaction():
                service.draft_contract(grant, actor=current_actor(), at=now())
        except RuleBroken as broken:
            show(button, broken)
        else:
            flash(_("The contract is being made. It appears here in a moment."))
            return redirect(url_for(".terms", grant_id=grant_id))
    return _contract_page(grant, button=button)


@bp.post("/manage/grants/<uuid:grant_id>/agreement/send")
def send(grant_id: UUID) -> ResponseReturnValue:
    """Send the contract to the grantee."""
    grant, button = managed_grant(grant_id), EmptyForm()
    if button.validate_on_submit():
        try:
            with transaction():
                service.send_contract(grant, actor=current_actor(), at=now())
        except RuleBroken as broken:
            show(button, broken)
        else:
            flash(_("The contract is sent. The signatories of the grantee got a message."))
            return redirect(url_for(".terms", grant_id=grant_id))
    return _contract_page(grant, button=button)


@bp.post("/manage/grants/<uuid:grant_id>/agreement/sign")
def sign(grant_id: UUID) -> ResponseReturnValue:
    """Accept for the lead."""
    grant, form = managed_grant(grant_id), SignForm()
    version = queries.contract(grant)
    acceptances = list(version.acceptances) if version else []
    require(policy.can_sign_as_lead(current_actor(), grant, acceptances))
    if form.validate_on_submit() and sign_here(grant, form, "lead"):
        flash(_("You have accepted the contract."))
        return redirect(url_for(".terms", grant_id=grant_id))
    return _contract_page(grant, signing=form)


def _contract_page(
    grant: Grant,
    *,
    form: TermsForm | None = None,
    button: EmptyForm | None = None,
    signing: SignForm | None = None,
) -> Response:
    actor, version = current_actor(), queries.contract(grant)
    shown = button or signing or form or TermsForm.of(grant)
    return page(
        "grants/contract.html",
        grant=grant,
        version=version,
        tabs=manager_tabs(grant, "agreement"),
        form=shown,
        terms=form or TermsForm.of(grant),
        signing=signing or SignForm(formdata=None),
        is_preparing=service.is_being_prepared(grant),
        account=in_fours(grant.bank_iban),
        has_account=bool(
            grant.bank_iban or organisations.current_bank_account(grant.organisation_id)
        ),
        may_set=policy.can_set_terms(actor, grant),
        may_draft=policy.can_draft_contract(actor, grant),
        may_send=policy.can_send_contract(actor, grant),
        may_sign=policy.can_sign_as_lead(
            actor, grant, list(version.acceptances) if version else []
        ),
    )
