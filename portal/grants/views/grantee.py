"""The grantee's pages: list, overview, agreement, payments, documents."""

from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_babel import gettext as _

from portal.core.clock import day_in, now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.documents import queries as documents
from portal.documents.layouts import TITLES
from portal.grants import policy, queries, service
from portal.grants.forms import EmptyForm, RequestForm, SignForm
from portal.grants.models import Grant, Instalment
from portal.grants.views import overview
from portal.grants.views.blueprint import bp
from portal.grants.views.signing import sign_here
from portal.grants.views.tabs import grantee_tabs, ledger_url
from portal.organisations.rules import in_fours
from portal.reporting import queries as reporting
from portal.web.access import current_actor
from portal.web.downloads import send_stored
from portal.web.refusal import page, show


def own_grant(grant_id: UUID) -> Grant:
    """A grant of one of the actor's organisations with all its parts, or 404."""
    actor = current_actor()
    grant = queries.get_visible(actor, grant_id)
    return grant if grant and actor.is_member(grant.organisation_id) else abort(404)


@bp.get("/grants")
def index() -> ResponseReturnValue:
    """The grants of the person's organisations."""
    rows = [(grant, queries.money(grant)) for grant in queries.mine(current_actor())]
    return page("grants/index.html", rows=rows)


@bp.get("/grants/<uuid:grant_id>")
def detail(grant_id: UUID) -> ResponseReturnValue:
    """One grant: what is next, its money, costs, timeline."""
    grant = own_grant(grant_id)
    today = day_in(grant.action.time_zone, now())
    costs, money = reporting.spending_by_month(grant.id), queries.money(grant)
    rows = overview.spending(grant, costs)
    spent = sum((row.spent for row in rows), overview.ZERO)
    has_costs = grant.state not in policy.UNSIGNED
    return page(
        "grants/detail.html",
        grant=grant,
        tabs=grantee_tabs(grant, "overview"),
        step=overview.next_step(grant, today),
        items=overview.money_items(grant, money, spent if has_costs else None),
        bars=overview.bars(rows),
        has_costs=has_costs,
        curve=overview.curve(grant, costs, today) if has_costs else None,
        ledger=ledger_url(grant) if has_costs else "",
        steps=overview.timeline(grant, today),
        found=documents.about(current_actor(), grant.id),
        titles=TITLES,
        managers=queries.lead_people(grant, "programme"),
    )


@bp.route("/grants/<uuid:grant_id>/agreement", methods=["GET", "POST"])
def agreement(grant_id: UUID) -> ResponseReturnValue:
    """The contract: read, download, accept."""
    grant = own_grant(grant_id)
    form = SignForm()
    if form.validate_on_submit() and sign_here(grant, form, "grantee"):
        flash(_("You have accepted the contract."))
        return redirect(url_for(".agreement", grant_id=grant_id))
    version = queries.contract(grant) if grant.state not in policy.IN_DRAFT else None
    return page(
        "grants/agreement.html",
        grant=grant,
        version=version,
        tabs=grantee_tabs(grant, "agreement"),
        may_sign=policy.can_sign_as_grantee(
            current_actor(), grant, list(version.acceptances) if version else []
        ),
        form=form,
    )


@bp.get("/grants/<uuid:grant_id>/agreement/<int:number>.pdf")
def contract_file(grant_id: UUID, number: int) -> Response:
    """One version of the contract; the grantee sees it once it was sent."""
    actor = current_actor()
    grant = queries.get_visible(actor, grant_id) or abort(404)
    if grant.state in policy.IN_DRAFT and not policy.can_manage(actor, grant):
        abort(404)
    return send_stored(queries.contract_file(grant, number) or abort(404))


@bp.get("/grants/<uuid:grant_id>/payments")
def payments(grant_id: UUID) -> ResponseReturnValue:
    """What is paid, what can be asked for and why not."""
    return _payments_page(own_grant(grant_id), RequestForm())


def _payments_page(grant: Grant, form: RequestForm) -> Response:
    actor = current_actor()
    return page(
        "grants/payments.html",
        grant=grant,
        tabs=grantee_tabs(grant, "payments"),
        account=in_fours(grant.bank_iban),
        rows=[
            (
                row,
                queries.standing_conditions(row),
                policy.can_request(actor, row),
                policy.can_confirm(actor, row),
            )
            for row in grant.instalments
        ],
        money=queries.money(grant),
        form=form,
    )


def _own_instalment(grant_id: UUID, instalment_id: UUID) -> Instalment:
    grant = own_grant(grant_id)
    found = (row for row in grant.instalments if row.id == instalment_id)
    return next(found, None) or abort(404)


@bp.post("/grants/<uuid:grant_id>/payments/<uuid:instalment_id>/request")
def request_payment(grant_id: UUID, instalment_id: UUID) -> ResponseReturnValue:
    """Ask for an instalment that is due."""
    row, form = _own_instalment(grant_id, instalment_id), RequestForm()
    if form.validate_on_submit():
        try:
            with transaction():
                service.request(row, actor=current_actor(), at=now())
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("The payment is asked for. You get a message when it is paid."))
            return redirect(url_for(".payments", grant_id=grant_id))
    return _payments_page(row.grant, form)


@bp.post("/grants/<uuid:grant_id>/payments/<uuid:instalment_id>/confirm")
def confirm_payment(grant_id: UUID, instalment_id: UUID) -> ResponseReturnValue:
    """Say that the money arrived."""
    row, form = _own_instalment(grant_id, instalment_id), EmptyForm()
    if form.validate_on_submit():
        with transaction():
            service.confirm(row, actor=current_actor(), at=now())
        flash(_("You have confirmed the payment."))
    return redirect(url_for(".payments", grant_id=grant_id))


@bp.get("/grants/<uuid:grant_id>/documents")
def papers(grant_id: UUID) -> ResponseReturnValue:
    """Every document about the grant that the grantee may have."""
    grant, actor = own_grant(grant_id), current_actor()
    ids = documents.things_of_grant(grant)
    return page(
        "grants/papers.html",
        grant=grant,
        tabs=grantee_tabs(grant, "documents"),
        found=documents.about(actor, *ids),
        prepared=documents.being_prepared(*ids),
        titles=TITLES,
        layout="layout/workspace.html",
        trail=[(_("My grants"), url_for(".index"))],
    )
