"""The list of expenditure of a grant: reading, entering, changing, removing, the scans."""

from decimal import Decimal
from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.core.findings import Finding
from portal.grants.models import Grant
from portal.grants.views.tabs import tabs_for
from portal.reporting import policy, queries, service
from portal.reporting.forms import ACCEPT, DOCUMENT_TYPES, ConfirmForm, cost_form
from portal.reporting.models import Expenditure
from portal.reporting.queries import HeadingSpending, LedgerFilters
from portal.reporting.states import EDITABLE
from portal.reporting.views import bp
from portal.reporting.views.common import load_grant, load_managed_grant, today_of
from portal.web.access import current_actor
from portal.web.downloads import send_stored
from portal.web.filters import amount, words
from portal.web.refusal import page, show

ZERO = Decimal("0.00")


@bp.get("/grants/<uuid:grant_id>/expenditure")
def ledger(grant_id: UUID) -> ResponseReturnValue:
    """Every cost with what is missing, and the sums by heading."""
    return _ledger_page(load_grant(grant_id), is_staff=False)


@bp.get("/manage/grants/<uuid:grant_id>/expenditure")
def managed_ledger(grant_id: UUID) -> ResponseReturnValue:
    """The same, read by the lead."""
    return _ledger_page(load_managed_grant(grant_id), is_staff=True)


def _ledger_page(grant: Grant, *, is_staff: bool) -> ResponseReturnValue:
    actor = current_actor()
    filters = LedgerFilters(
        heading=request.args.get("heading", ""),
        receipt=request.args.get("receipt", ""),
        report=request.args.get("report", ""),
    )
    everything = queries.ledger(grant.id)
    shown = everything if filters == LedgerFilters() else queries.ledger(grant.id, filters)
    reports = queries.of_grant(grant.id)
    final = next((report for report in reports if report.kind == "final"), None)
    spending = queries.spending_by_heading(grant.id)
    return page(
        "reporting/ledger.html",
        grant=grant,
        tabs=tabs_for(actor, grant, "expenditure"),
        layout="layout/manager.html" if is_staff else "layout/workspace.html",
        items=shown,
        everything=everything,
        filters=filters,
        reports=reports,
        headings=[(row.heading, f"{row.heading} {words(row.name)}") for row in spending],
        findings=queries.ledger_findings(grant, everything, today=today_of(grant)),
        bars=[_bar(row) for row in spending],
        entered=sum((item.amount_eur for item in everything), ZERO),
        budget=sum((row.budget for row in spending), ZERO),
        overspent=queries.overspent(grant, everything),
        missing=sum(1 for item in everything if item.file_id is None),
        may_enter=policy.can_enter(actor, grant, final),
        is_staff=is_staff,
    )


def _bar(row: HeadingSpending) -> tuple[str, Decimal, Decimal, str, str, str]:
    share = f"{int(row.spent * 100 / row.budget)} %" if row.budget else ""
    name = f"{row.heading} {words(row.name)}"
    return name, row.spent, row.budget, amount(row.spent), amount(row.budget), share


@bp.route("/grants/<uuid:grant_id>/expenditure/new", methods=["GET", "POST"])
def create(grant_id: UUID) -> ResponseReturnValue:
    """Enter a cost."""
    grant, actor = load_grant(grant_id), current_actor()
    verdict = policy.can_enter(actor, grant, queries.final_of(grant.id))
    if not verdict:
        abort(403, words(verdict.reason))
    form = cost_form(grant, queries.activities(grant))
    if form.validate_on_submit():
        try:
            with transaction():
                item = service.add_cost(
                    grant, form.cost(), actor=actor, at=now(), proof=form.scan()
                )
        except RuleBroken as broken:
            show(form, broken)
        else:
            _tell(item, _("Cost %(number)s is saved.", number=item.number))
            again = request.form.get("action") == "another"
            target = ".create" if again else ".ledger"
            return redirect(url_for(target, grant_id=grant_id))
    return page("reporting/cost.html", grant=grant, form=form, item=None, accept=ACCEPT)


def _tell(item: Expenditure, message: str) -> None:
    """The answer after saving: what is there, and what to look at."""
    flash(message)
    grant = load_grant(item.grant_id)
    items = queries.ledger(grant.id)
    found: list[Finding] = queries.ledger_findings(grant, items, today=today_of(grant)).get(
        str(item.number), []
    )
    for finding in found:
        flash(words(finding.message), "warn")
    for over in queries.overspent(grant, items):
        flash(words(over.message), "warn")


@bp.route("/grants/<uuid:grant_id>/expenditure/<uuid:item_id>", methods=["GET", "POST"])
def cost(grant_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """One cost: changed by the grantee, read by all others."""
    item, actor = _item(grant_id, item_id), current_actor()
    verdict = policy.can_change(actor, item, queries.final_of(grant_id))
    form = cost_form(item.grant, queries.activities(item.grant), item)
    is_locked = item.report is not None and item.report.state not in EDITABLE
    if form.is_submitted() and not verdict:
        abort(423 if is_locked else 403, words(verdict.reason))
    if form.validate_on_submit():
        try:
            with transaction():
                service.change_cost(item, form.cost(), actor=actor, at=now(), proof=form.scan())
        except RuleBroken as broken:
            show(form, broken)
        else:
            _tell(item, _("Cost %(number)s is saved.", number=item.number))
            return redirect(url_for(".ledger", grant_id=grant_id))
    if not verdict:
        return page(
            "reporting/cost_read.html",
            grant=item.grant,
            item=item,
            verdict=verdict,
            is_staff=not actor.is_member(item.grant.organisation_id),
            types=dict(DOCUMENT_TYPES),
        )
    return page("reporting/cost.html", grant=item.grant, form=form, item=item, accept=ACCEPT)


@bp.post("/grants/<uuid:grant_id>/expenditure/<uuid:item_id>/remove")
def remove(grant_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """Take a cost off the list."""
    item, form = _item(grant_id, item_id), ConfirmForm()
    if form.validate_on_submit():
        with transaction():
            service.remove_cost(item, actor=current_actor(), at=now())
        flash(_("Cost %(number)s is removed.", number=item.number))
    return redirect(url_for(".ledger", grant_id=grant_id))


@bp.get("/grants/<uuid:grant_id>/expenditure/<uuid:item_id>/proof")
def proof(grant_id: UUID, item_id: UUID) -> ResponseReturnValue:
    """The scan of the document."""
    item = _item(grant_id, item_id)
    return send_stored(item.file) if item.file is not None else abort(404)


def _item(grant_id: UUID, item_id: UUID) -> Expenditure:
    item = queries.item_visible(current_actor(), item_id)
    if item is None or item.grant_id != grant_id:
        abort(404)
    return item
