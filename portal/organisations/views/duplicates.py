"""Records that may be of one organisation: shown side by side, merged or kept apart."""

from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from portal.applications import service as applications
from portal.applications.queries import overview
from portal.core.access import Actor, require
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.core.text import N_
from portal.grants import queries as grants
from portal.organisations import policy, queries, service
from portal.organisations.forms import ApartForm, MergeForm
from portal.organisations.models import Organisation
from portal.organisations.views import bp
from portal.organisations.views.profile import fields_in_words
from portal.web.access import current_actor
from portal.web.filters import amount, day
from portal.web.paging import page_number
from portal.web.refusal import page, show

Rows = list[tuple[str, str, str]]
KINDS = {
    "number": N_("Same registration number"),
    "tax": N_("Same tax number"),
    "name": N_("Same name"),
    "look": N_("Name looks the same"),
}


@bp.get("/manage/organisations/duplicates")
def duplicates() -> ResponseReturnValue:
    """Pairs that nobody has merged or told apart yet."""
    require(policy.can_list(current_actor()))
    return page(
        "organisations/duplicates.html",
        found=queries.duplicates(current_actor(), page_number()),
        kinds=KINDS,
    )


Two = tuple[Organisation, Organisation]


def _two(first_id: UUID, second_id: UUID) -> Two:
    require(policy.can_list(current_actor()))
    return queries.two(current_actor(), first_id, second_id) or abort(404)


@bp.route(
    "/manage/organisations/duplicates/<uuid:first_id>/<uuid:second_id>", methods=["GET", "POST"]
)
def compare(first_id: UUID, second_id: UUID) -> ResponseReturnValue:
    """Both records side by side; one press makes them one."""
    two, form = _two(first_id, second_id), MergeForm()
    verdict = policy.can_merge(current_actor(), *two)
    if form.is_submitted():
        require(verdict)
    if form.validate_on_submit():
        kept, other = two if form.keep.data == "first" else (two[1], two[0])
        kept_id, name = kept.id, kept.legal_name
        try:
            with transaction():
                applications.merge_organisations(
                    kept, other, reason=form.reason.data or "", actor=current_actor(), at=now()
                )
        except RuleBroken as broken:
            show(form, broken)
            two = _two(first_id, second_id)
        else:
            flash(_("The two records are one now: %(name)s.", name=name))
            return redirect(url_for(".managed_detail", organisation_id=kept_id))
    return _compare_page(two, form, ApartForm(None))


@bp.post("/manage/organisations/duplicates/<uuid:first_id>/<uuid:second_id>/apart")
def keep_apart(first_id: UUID, second_id: UUID) -> ResponseReturnValue:
    """Note that they are two organisations."""
    two, form = _two(first_id, second_id), ApartForm()
    require(policy.can_merge(current_actor(), *two))
    if form.validate_on_submit():
        with transaction():
            service.keep_apart(
                *two, reason=form.apart_reason.data or "", actor=current_actor(), at=now()
            )
        flash(_("Noted: they are two organisations."))
        return redirect(url_for(".duplicates"))
    return _compare_page(two, MergeForm(None), form)


def _compare_page(two: Two, form: MergeForm, apart: ApartForm) -> ResponseReturnValue:
    actor = current_actor()
    form.keep.choices = [
        SelectChoice(side, f"{one.legal_name}, {one.registration_number}")
        for side, one in zip(("first", "second"), two, strict=True)
    ]
    shared = applications.shared_call(*two)
    return page(
        "organisations/compare.html",
        first=two[0],
        second=two[1],
        rows=_rows(actor, two),
        verdict=policy.can_merge(actor, *two),
        shared=shared,
        form=form,
        apart=apart,
    )


def _rows(actor: Actor, two: Two) -> Rows:
    """What the two records say, line by line."""
    ids = [one.id for one in two]
    applied = overview.counts_by_organisation(actor, ids)
    awarded = grants.awards_by_organisation(actor, ids)
    people = queries.member_counts(ids)
    lines = [
        (_("Legal name"), [one.legal_name for one in two]),
        (_("Name in the local language"), [one.local_name for one in two]),
        (_("Acronym"), [one.acronym for one in two]),
        (_("Country"), [one.country_name for one in two]),
        (_("Registration number"), [one.registration_number for one in two]),
        (_("Tax number"), [one.tax_number for one in two]),
        (_("Date of registration"), [_day(one) for one in two]),
        (_("Address"), [", ".join(filter(None, (one.street, one.city))) for one in two]),
        (_("Email address"), [one.email for one in two]),
        (_("Website"), [one.website for one in two]),
        (_("Legal representative"), [one.representative_name for one in two]),
        (_("Fields of work"), [", ".join(fields_in_words(one)) for one in two]),
        (_("Turnover, EUR"), [_turnover(one) for one in two]),
        (_("Entered"), [day(one.created_at) for one in two]),
        (_("People"), [str(people.get(one, 0)) for one in ids]),
        (_("Applications"), [str(applied.get(one, 0)) for one in ids]),
        (_("Grants"), [str(awarded[one].grants if one in awarded else 0) for one in ids]),
    ]
    return [(label, left or "–", right or "–") for label, (left, right) in lines if left or right]


def _day(organisation: Organisation) -> str:
    return day(organisation.registered_on) if organisation.registered_on else ""


def _turnover(organisation: Organisation) -> str:
    return ", ".join(f"{entry.year}: {amount(entry.turnover)}" for entry in organisation.years)
