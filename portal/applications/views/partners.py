"""Partners of an application: the list, and one partner with its mandate."""

from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.applications import service
from portal.applications.forms import AskMandateForm, CompletionForm, PaperForm, PartnerForm
from portal.applications.models import Application, PartnerOrganisation
from portal.applications.rules.mandate import SIGNING
from portal.applications.views import bp
from portal.applications.views.common import editing, load
from portal.applications.views.sections import asking, can_send, save, show_page
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import Locked, RuleBroken
from portal.web.access import current_actor
from portal.web.downloads import send_stored
from portal.web.refusal import page, show


@bp.route("/applications/<uuid:application_id>/partners", methods=["GET", "POST"])
def partners(application_id: UUID) -> ResponseReturnValue:
    """Co-applicants, affiliated entities, associates: a list, a form to add, the mark."""
    application, name = asking(application_id, "partners"), "partners"
    form = CompletionForm()
    if can_send(form):
        if (answer := save(application, name, form, {})) is not None:
            return answer
        application = load(application_id)
    return show_page(application, name, form, template="partners", adding=PartnerForm(None))


@bp.post("/applications/<uuid:application_id>/partners/add")
def add_partner(application_id: UUID) -> ResponseReturnValue:
    """Add one partner; whoever signs a mandate is asked for it next."""
    application, adding = asking(application_id, "partners"), PartnerForm()
    if adding.validate_on_submit():
        try:
            with transaction():
                row = service.add_partner(
                    application, _entered(adding), actor=current_actor(), at=now()
                )
        except RuleBroken as broken:
            show(adding, broken)
        else:
            if row.relation not in SIGNING:
                return redirect(url_for(".partners", application_id=application_id))
            flash(_("%(name)s is added. Ask them for their mandate.", name=row.name))
            return redirect(_url(application_id, row.id))
    return show_page(
        load(application_id), "partners", CompletionForm(None), template="partners", adding=adding
    )


def _entered(form: PartnerForm) -> service.Partner:
    names = ("relation", "name", "country", "registration_number", "legal_form", "role")
    return service.Partner(**{name: form[name].data or "" for name in names})


def _url(application_id: UUID, partner_id: UUID) -> str:
    return url_for(".partner", application_id=application_id, partner_id=partner_id)


def find(application: Application, partner_id: UUID) -> PartnerOrganisation:
    """One partner of the application, or 404."""
    return next((row for row in application.partners if row.id == partner_id), None) or abort(404)


@bp.post("/applications/<uuid:application_id>/partners/<uuid:partner_id>/remove")
def remove_partner(application_id: UUID, partner_id: UUID) -> ResponseReturnValue:
    """Take one partner off."""
    application = load(application_id)
    row = find(application, partner_id)
    with transaction():
        service.remove_partner(application, row, actor=current_actor(), at=now())
    return redirect(url_for(".partners", application_id=application_id))


@bp.route("/applications/<uuid:application_id>/partners/<uuid:partner_id>", methods=["GET", "POST"])
def partner(application_id: UUID, partner_id: UUID) -> ResponseReturnValue:
    """What stands of one partner, to change; and its mandate."""
    application = load(application_id)
    row, form = find(application, partner_id), PartnerForm()
    if not form.is_submitted():
        form = PartnerForm(None, obj=row)
    if form.validate_on_submit():
        try:
            with transaction():
                is_ended = service.edit_partner(
                    application, row, _entered(form), actor=current_actor(), at=now()
                )
        except Locked:
            raise
        except RuleBroken as broken:
            show(form, broken)
            application, row = afresh(application_id, partner_id)
        else:
            words = _("Saved. The mandate named the old data and no longer counts: ask again.")
            flash(words if is_ended else _("Saved."))
            return redirect(_url(application_id, partner_id))
    return show_partner(application, row, form=form)


def afresh(application_id: UUID, partner_id: UUID) -> tuple[Application, PartnerOrganisation]:
    """Both once more: a refusal lets go of what was loaded."""
    application = load(application_id)
    return application, find(application, partner_id)


def show_partner(
    application: Application,
    row: PartnerOrganisation,
    *,
    form: PartnerForm | None = None,
    asking: AskMandateForm | None = None,
    paper: PaperForm | None = None,
) -> ResponseReturnValue:
    """The page of one partner with up to three forms; those not sent start afresh."""
    kept, present = row.mandate, service.present_text(application, row)
    started = {"to_name": kept.to_name, "email": kept.email} if kept else {}
    return page(
        "applications/partner.html",
        application=application,
        partner=row,
        mandate=kept,
        signs=row.relation in SIGNING,
        text=kept.text if kept and kept.state in {"asked", "signed"} else present,
        is_outdated=kept is not None and kept.state in {"asked", "signed"} and kept.text != present,
        at=now(),
        verdict=editing(application),
        form=form or PartnerForm(None, obj=row),
        asking=asking or AskMandateForm(None, data=started),
        paper=paper or PaperForm(None),
    )


@bp.post("/applications/<uuid:application_id>/partners/<uuid:partner_id>/ask")
def ask_mandate(application_id: UUID, partner_id: UUID) -> ResponseReturnValue:
    """Mail the link to the partner's person."""
    application, asking = load(application_id), AskMandateForm()
    row = find(application, partner_id)
    if asking.validate_on_submit():
        try:
            with transaction():
                service.ask_mandate(
                    application,
                    row,
                    name=asking.to_name.data or "",
                    email=asking.email.data or "",
                    actor=current_actor(),
                    at=now(),
                )
        except Locked:
            raise
        except RuleBroken as broken:
            show(asking, broken)
            application, row = afresh(application_id, partner_id)
        else:
            flash(_("%(email)s gets a mail with the link.", email=asking.email.data))
            return redirect(_url(application_id, partner_id))
    return show_partner(application, row, asking=asking)


@bp.post("/applications/<uuid:application_id>/partners/<uuid:partner_id>/paper")
def upload_mandate(application_id: UUID, partner_id: UUID) -> ResponseReturnValue:
    """Take in the scan of a mandate signed by hand."""
    application, paper = load(application_id), PaperForm()
    row, sent = find(application, partner_id), paper.file.data
    try:
        if not sent or not sent.filename:
            raise RuleBroken(_("Choose a file"), field="file")
        with transaction():
            service.sign_on_paper(
                application, row, sent.read(), name=sent.filename, actor=current_actor(), at=now()
            )
    except Locked:
        raise
    except RuleBroken as broken:
        show(paper, broken)
        return show_partner(*afresh(application_id, partner_id), paper=paper)
    flash(_("The signed mandate is kept."))
    return redirect(_url(application_id, partner_id))


@bp.post("/applications/<uuid:application_id>/partners/<uuid:partner_id>/mandate/<verb>")
def change_mandate(application_id: UUID, partner_id: UUID, verb: str) -> ResponseReturnValue:
    """Remind the person who was asked, or take the mandate back."""
    application, acts = load(application_id), {
        "remind": (service.remind_mandate, _("A new link is on its way; the earlier one ended.")),
        "withdraw": (service.withdraw_mandate, _("The mandate is taken back. Its link ended.")),
    }  # fmt: skip
    row = find(application, partner_id)
    act, done = acts.get(verb) or abort(404)
    try:
        with transaction():
            act(application, row, actor=current_actor(), at=now())
    except Locked:
        raise
    except RuleBroken as broken:
        asking = AskMandateForm(None)
        show(asking, broken)
        return show_partner(*afresh(application_id, partner_id), asking=asking)
    flash(done)
    return redirect(_url(application_id, partner_id))


@bp.get("/applications/<uuid:application_id>/partners/<uuid:partner_id>/paper")
def mandate_paper(application_id: UUID, partner_id: UUID) -> ResponseReturnValue:
    """The scan of a mandate, for those who may read the application."""
    row = find(load(application_id), partner_id)
    if row.mandate is None or row.mandate.file is None:
        abort(404)
    return send_stored(row.mandate.file)
