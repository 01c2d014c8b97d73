"""Organisations as the staff of an Action see them."""

from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.applications.queries import overview as applications
from portal.core.access import require
from portal.core.countries import COUNTRIES, REGION
from portal.grants import policy as grants_policy
from portal.grants import queries as grants
from portal.organisations import policy, queries, rules
from portal.organisations.views import bp
from portal.organisations.views.documents import slots_of
from portal.organisations.views.profile import completeness_of, fields_in_words, scripts_of
from portal.web.access import current_actor
from portal.web.paging import page_number
from portal.web.refusal import page

NO_AWARDS = grants.Awards()


@bp.get("/manage/organisations")
def managed() -> ResponseReturnValue:
    """Organisations of the countries the person looks after."""
    actor = current_actor()
    require(policy.can_list(actor))
    search, country = request.args.get("q", "").strip()[:100], request.args.get("country", "")
    found = queries.listing(actor, search=search, country=country, page=page_number())
    ids = [one.id for one in found.rows]
    applied = applications.counts_by_organisation(actor, ids)
    awarded = grants.awards_by_organisation(actor, ids)
    return page(
        "organisations/managed.html",
        found=found,
        rows=[(one, applied.get(one.id, 0), awarded.get(one.id, NO_AWARDS)) for one in found.rows],
        search=search,
        approves=policy.can_list_bank(actor),
        doubles=queries.duplicate_count(actor),
        country=country,
        countries=[("", _("All"))] + [(code, COUNTRIES[code]) for code in REGION],
    )


@bp.get("/manage/organisations/<uuid:organisation_id>")
def managed_detail(organisation_id: UUID) -> ResponseReturnValue:
    """One organisation: profile, people, and its history with the programme."""
    actor = current_actor()
    require(policy.can_list(actor))
    organisation = queries.get_visible(actor, organisation_id) or abort(404)
    if organisation.merged_into_id:
        flash(_("%(name)s was merged into this record.", name=organisation.legal_name))
        return redirect(url_for(".managed_detail", organisation_id=organisation.merged_into_id))
    held = [
        grant
        for grant in grants.of_organisation(organisation.id)
        if grants_policy.can_manage(actor, grant)
    ]
    return page(
        "organisations/managed_detail.html",
        organisation=organisation,
        fields_of_work=fields_in_words(organisation),
        completeness=completeness_of(organisation),
        scripts=scripts_of(organisation),
        slots=slots_of(organisation),
        merged=queries.merged_into(organisation.id),
        mixed=rules.mixed_words(f"{organisation.legal_name} {organisation.local_name}"),
        members=queries.members(organisation.id),
        applications=applications.of_organisation(actor, organisation.id),
        grants=[(grant, grants.money(grant)) for grant in held],
    )
