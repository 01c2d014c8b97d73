"""The lead's pages: register, one grant, its documents and history."""

from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import require
from portal.core.clock import day_in, now
from portal.core.countries import country_name
from portal.core.db import transaction
from portal.core.errors import NotAllowed, RuleBroken
from portal.core.text import N_
from portal.documents import queries as documents
from portal.documents.layouts import TITLES
from portal.grants import policy, queries, service
from portal.grants.forms import EmptyForm
from portal.grants.models import Grant
from portal.grants.states import GrantState
from portal.grants.views import overview
from portal.grants.views.blueprint import bp
from portal.grants.views.tabs import manager_tabs
from portal.reporting import queries as reporting
from portal.web.access import current_actor
from portal.web.paging import page_number
from portal.web.refusal import page, show

COUNTRIES = ("AL", "BA", "XK", "ME", "MK", "RS")


def managed_grant(grant_id: UUID) -> Grant:
    """A grant with all its parts for the lead's staff and auditors, or 404."""
    return queries.get_managed(current_actor(), grant_id) or abort(404)


def require_staff() -> None:
    """403 for whoever is no staff and no auditor of any Action."""
    if not current_actor().scopes("action"):
        raise NotAllowed(N_("Only the staff and auditors of an Action can open this page."))


def country_choices() -> list[tuple[str, str]]:
    """The filter by country, with the regional ones last."""
    places = [(code, country_name(code)) for code in COUNTRIES]
    return [("", _("All countries")), *places, ("region", _("Regional"))]


@bp.get("/manage/grants")
def register() -> ResponseReturnValue:
    """All grants of the reader's Actions, with filters in the address."""
    require_staff()
    actor = current_actor()
    filters = queries.Filters(
        **{
            name: request.args.get(name, "").strip()
            for name in ("country", "state", "call", "text")
        }
    )
    found = queries.register(actor, filters, page=page_number())
    return page(
        "grants/register.html",
        found=found,
        rows=[(grant, queries.money(grant)) for grant in found.rows],
        totals=queries.register_totals(actor, filters),
        filters=filters,
        countries=country_choices(),
        states=[state.value for state in GrantState],
        calls=[("", _("All calls")), *((ref, ref) for ref in queries.call_choices(actor))],
    )


@bp.route("/manage/grants/<uuid:grant_id>", methods=["GET", "POST"])
def manage(grant_id: UUID) -> ResponseReturnValue:
    """One grant as the lead sees it; a POST closes it."""
    grant, form = managed_grant(grant_id), EmptyForm()
    if form.is_submitted():
        require(policy.can_close(current_actor(), grant))
    if form.validate_on_submit():
        try:
            with transaction():
                service.close(grant, actor=current_actor(), at=now())
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("The grant is closed."))
            return redirect(url_for(".manage", grant_id=grant_id))
    today = day_in(grant.action.time_zone, now())
    costs, money = reporting.spending_by_month(grant.id), queries.money(grant)
    rows = overview.spending(grant, costs)
    spent = sum((row.spent for row in rows), overview.ZERO)
    has_costs = grant.state not in policy.UNSIGNED
    return page(
        "grants/manage.html",
        grant=grant,
        form=form,
        tabs=manager_tabs(grant, "overview"),
        items=overview.money_items(grant, money, spent if has_costs else None),
        bars=overview.bars(rows),
        has_costs=has_costs,
        curve=overview.curve(grant, costs, today) if has_costs else None,
        steps=overview.timeline(grant, today),
        is_preparing=service.is_being_prepared(grant),
        may_close=policy.can_close(current_actor(), grant),
        open_points=service.open_points(grant, by_hand=True),
    )


@bp.get("/manage/grants/<uuid:grant_id>/documents")
def manage_documents(grant_id: UUID) -> ResponseReturnValue:
    """Every document about the grant and its application."""
    grant = managed_grant(grant_id)
    ids = documents.things_of_grant(grant)
    return page(
        "grants/papers.html",
        grant=grant,
        tabs=manager_tabs(grant, "documents"),
        found=documents.about(current_actor(), *ids),
        prepared=documents.being_prepared(*ids),
        titles=TITLES,
        layout="layout/manager.html",
        trail=[(_("Grants register"), url_for(".register"))],
    )


@bp.get("/manage/grants/<uuid:grant_id>/history")
def history(grant_id: UUID) -> ResponseReturnValue:
    """Who did what with the grant and its payments, and when."""
    grant = managed_grant(grant_id)
    return page(
        "grants/history.html",
        grant=grant,
        tabs=manager_tabs(grant, "history"),
        entries=list(reversed(queries.history(grant))),
    )
