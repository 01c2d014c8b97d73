"""Files of an application: upload, remove, put back, download."""

from uuid import UUID

from flask import abort, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.applications import queries, service
from portal.applications.forms import CompletionForm
from portal.applications.models import Application, Attachment
from portal.applications.policy import can_attach_eligibility
from portal.applications.views import bp
from portal.applications.views.common import load
from portal.applications.views.sections import can_send, save, show_page
from portal.calls.models import DocumentSlot
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import Locked, NotAllowed, RuleBroken
from portal.web.access import current_actor
from portal.web.downloads import send_stored
from portal.web.errors import status_of
from portal.web.filters import words
from portal.web.refusal import page


@bp.route("/applications/<uuid:application_id>/documents", methods=["GET", "POST"])
def documents(application_id: UUID) -> ResponseReturnValue:
    """One slot for each document of the call, and the mark that all is there."""
    application, form = load(application_id), CompletionForm()
    if can_send(form):
        if (answer := save(application, "documents", form, {})) is not None:
            return answer
        application = load(application_id)
    return _show(application, form)


def _show(
    application: Application, form: CompletionForm, refused: tuple[str, str] | None = None
) -> ResponseReturnValue:
    claimed = queries.claimed_slots(application)  # asked for on another page of the form
    every = queries.slots(application, "application")
    return show_page(
        application,
        "documents",
        form,
        template="documents",
        slots=[entry for entry in every if entry.slot.key not in claimed],
        offers=queries.offers(application, "application", now()),
        refused=refused,
    )


@bp.post("/applications/<uuid:application_id>/documents/<key>/upload")
def upload(application_id: UUID, key: str) -> ResponseReturnValue:
    """Put a file into a slot, of the form or of the eligibility check."""
    application = load(application_id)
    slot = next((one for one in application.call.document_slots if one.key == key), None)
    if slot is None:
        abort(404)
    sent, is_script = request.files.get(f"slot-{key}"), _asks_json()
    try:
        if sent is None or not sent.filename:
            raise RuleBroken(_("Choose a file"), field=f"slot-{key}")
        with transaction():
            _attach(application, slot, sent.read(), sent.filename)
    except (RuleBroken, NotAllowed) as broken:
        if is_script:
            return {"message": words(broken.message)}, status_of(broken)
        if isinstance(broken, NotAllowed | Locked):
            raise
        return _refused(application_id, slot, words(broken.message))
    flash(_("%(name)s is uploaded.", name=sent.filename))
    target = _page_of(application_id, slot)
    return {"url": target} if is_script else redirect(target)


def _asks_json() -> bool:
    """Whether the script of the page sends the file; it shows the answer itself."""
    return request.accept_mimetypes.best == "application/json"


@bp.post("/applications/<uuid:application_id>/documents/<key>/use")
def use_document(application_id: UUID, key: str) -> ResponseReturnValue:
    """Put the fitting document of the organisation's profile into a slot."""
    application = load(application_id)
    slot = next((one for one in application.call.document_slots if one.key == key), None)
    if slot is None:
        abort(404)
    document = queries.offers(application, slot.stage, now()).get(key)
    try:
        if document is None:
            raise RuleBroken(_("The profile holds no document that fits here"), field=f"slot-{key}")
        with transaction():
            service.attach_from_profile(
                application, slot, document, actor=current_actor(), at=now()
            )
    except Locked:
        raise
    except RuleBroken as broken:
        return _refused(application_id, slot, words(broken.message))
    flash(_("%(name)s is taken from the profile.", name=document.file.name))
    return redirect(_page_of(application_id, slot))


def _attach(application: Application, slot: DocumentSlot, data: bytes, name: str) -> Attachment:
    attach = (
        service.attach_document
        if slot.stage == "application"
        else service.attach_eligibility_document
    )
    return attach(
        application,
        slot,
        data,
        name=name,
        actor=current_actor(),
        at=now(),
        is_repeat="again" in request.form,
    )


def _page_of(application_id: UUID, slot: DocumentSlot) -> str:
    endpoint = "documents" if slot.stage == "application" else "supporting"
    return url_for(f"applications.{endpoint}", application_id=application_id)


def _refused(application_id: UUID, slot: DocumentSlot, message: str) -> ResponseReturnValue:
    application, refused = load(application_id), (slot.key, message)
    g.refused = 422
    if slot.stage == "application":
        return _show(application, CompletionForm(None), refused)
    return _show_supporting(application, refused)


@bp.post("/applications/<uuid:application_id>/documents/<uuid:attachment_id>/<verb>")
def change(application_id: UUID, attachment_id: UUID, verb: str) -> ResponseReturnValue:
    """Remove a file from its slot, or put it back."""
    application = load(application_id)
    attachment = queries.attachment(application.id, attachment_id)
    acts = {"remove": service.remove_document, "restore": service.restore_document}
    if attachment is None or verb not in acts:
        abort(404)
    with transaction():
        acts[verb](application, attachment, actor=current_actor(), at=now())
    return redirect(url_for("applications.documents", application_id=application_id))


@bp.get("/applications/<uuid:application_id>/files/<uuid:attachment_id>")
def download(application_id: UUID, attachment_id: UUID) -> ResponseReturnValue:
    """One file, for those who may read the application."""
    application = queries.get_light(current_actor(), application_id) or abort(404)
    attachment = queries.attachment(application.id, attachment_id)
    if attachment is None:
        abort(404)
    return send_stored(attachment.file)


@bp.get("/applications/<uuid:application_id>/supporting-documents")
def supporting(application_id: UUID) -> ResponseReturnValue:
    """The documents of the eligibility check, when the committee asks for them."""
    return _show_supporting(load(application_id))


def _show_supporting(
    application: Application, refused: tuple[str, str] | None = None
) -> ResponseReturnValue:
    return page(
        "applications/supporting.html",
        application=application,
        slots=queries.slots(application, "eligibility"),
        offers=queries.offers(application, "eligibility", now()),
        verdict=can_attach_eligibility(current_actor(), application),
        refused=refused,
    )
