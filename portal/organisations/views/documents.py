"""The documents of the profile: one slot for each kind."""

from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import require
from portal.core.clock import day_in, now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.organisations import policy, queries, rules, service
from portal.organisations.forms import DocumentForm
from portal.organisations.models import Organisation, OrganisationDocument
from portal.organisations.states import DocumentState
from portal.organisations.views import bp
from portal.organisations.views.chosen import chosen_organisation
from portal.organisations.views.people import own_organisation
from portal.web.access import current_actor
from portal.web.downloads import send_stored
from portal.web.filters import ZONE
from portal.web.refusal import page, show

Slot = tuple[str, str, OrganisationDocument | None, DocumentState, bool]


@bp.get("/organisation/documents")
def documents() -> ResponseReturnValue:
    """What is there, what is missing, what expires."""
    organisation = chosen_organisation()
    if organisation is None:
        return redirect(url_for(".create"))
    actor = current_actor()
    return page(
        "organisations/documents.html",
        organisation=organisation,
        slots=slots_of(organisation),
        may_see_bank=policy.can_see_bank(actor, organisation),
        may_edit=policy.can_edit(actor, organisation),
    )


def slots_of(organisation: Organisation) -> list[Slot]:
    """Each kind the person may see: its name, the present document, its state, may they keep it."""
    actor, today = current_actor(), day_in(ZONE, now())
    kept = queries.documents(organisation.id)
    found: list[Slot] = []
    for kind, label in rules.DOCUMENT_KINDS.items():
        if not policy.can_see_document(actor, organisation, kind):
            continue
        if kind == "bank_form" and organisation.bank_asked_at is None:
            continue
        row = kept.get(kind)
        state = rules.state_on(
            today, is_there=row is not None, expires_on=row.expires_on if row else None
        )
        may_keep = policy.can_keep_document(actor, organisation, kind)
        found.append((kind, label, row, state, bool(may_keep)))
    return found


@bp.route("/organisation/documents/<kind>", methods=["GET", "POST"])
def document(kind: str) -> ResponseReturnValue:
    """One kind: a new version, and all there were."""
    organisation, actor, form = own_organisation(), current_actor(), DocumentForm()
    if kind not in rules.DOCUMENT_KINDS:
        abort(404)
    require(policy.can_see_document(actor, organisation, kind))
    may_keep = policy.can_keep_document(actor, organisation, kind)
    if form.is_submitted():
        require(may_keep)
    if form.validate_on_submit():
        try:
            _add(form, organisation, kind)
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("The document is saved. You can use it in every application."))
            return redirect(url_for(".documents"))
    return page(
        "organisations/document.html",
        organisation=organisation,
        kind=kind,
        label=rules.DOCUMENT_KINDS[kind],
        versions=queries.document_versions(organisation.id, kind),
        may_keep=may_keep,
        form=form,
    )


def _add(form: DocumentForm, organisation: Organisation, kind: str) -> None:
    sent = form.file.data
    if not sent or not sent.filename:
        raise RuleBroken(_("Choose a file"), field="file")
    with transaction():
        service.add_document(
            organisation,
            kind,
            sent.read(),
            name=sent.filename,
            issued_on=form.issued_on.data,
            expires_on=form.expires_on.data,
            actor=current_actor(),
            at=now(),
        )


@bp.post("/organisation/documents/<uuid:document_id>/end")
def end_document(document_id: UUID) -> ResponseReturnValue:
    """Take a document out of the profile."""
    found = queries.document(document_id)
    if found is None or found.organisation_id != own_organisation().id:
        abort(404)
    with transaction():
        service.end_document(found, actor=current_actor(), at=now())
    flash(_("The document is no longer offered. Applications that hold it keep it."))
    return redirect(url_for(".documents"))


@bp.get("/organisations/documents/<uuid:document_id>")
def download_document(document_id: UUID) -> ResponseReturnValue:
    """One file, for the organisation and for the staff of its country."""
    found = queries.document(document_id)
    if found is None or not policy.can_see(current_actor(), found.organisation):
        abort(404)
    require(policy.can_see_document(current_actor(), found.organisation, found.kind))
    return send_stored(found.file)
