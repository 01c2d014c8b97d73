"""Organisations as the staff of an Action see them."""

from uuid import UUID

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import require
from portal.core.countries import COUNTRIES, REGION
from portal.organisations import policy, queries
from portal.organisations.views import bp
from portal.organisations.views.profile import fields_in_words
from portal.web.access import current_actor
from portal.web.paging import page_number
from portal.web.refusal import page


@bp.get("/manage/organisations")
def managed() -> ResponseReturnValue:
    """Organisations of the countries the person looks after."""
    actor = current_actor()
    require(policy.can_list(actor))
    search, country = request.args.get("q", "").strip()[:100], request.args.get("country", "")
    return page(
        "organisations/managed.html",
        found=queries.listing(actor, search=search, country=country, page=page_number()),
        search=search,
        country=country,
        countries=[("", _("All"))] + [(code, COUNTRIES[code]) for code in REGION],
    )


@bp.get("/manage/organisations/<uuid:organisation_id>")
def managed_detail(organisation_id: UUID) -> ResponseReturnValue:
    """One organisation: profile and people."""
    require(policy.can_list(current_actor()))
    organisation = queries.get_visible(current_actor(), organisation_id) or abort(404)
    return page(
        "organisations/managed_detail.html",
        organisation=organisation,
        fields_of_work=fields_in_words(organisation),
        members=queries.members(organisation.id),
    )
