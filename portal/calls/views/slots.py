"""Set-up pages of the documents that a call asks for."""

from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from portal.calls import service
from portal.calls.forms import SlotForm
from portal.calls.models import Call, DocumentSlot
from portal.calls.views.blueprint import bp, editable_call
from portal.core.clock import now
from portal.core.db import transaction
from portal.evaluation.rules.checks import ADMINISTRATIVE, ELIGIBILITY
from portal.web.access import current_actor
from portal.web.acts import submitted
from portal.web.filters import words
from portal.web.refusal import page


def _slot(call: Call, slot_id: UUID) -> DocumentSlot:
    return next((slot for slot in call.document_slots if slot.id == slot_id), None) or abort(404)


def _form(slot: DocumentSlot | None) -> SlotForm:
    form = SlotForm(obj=slot) if slot else SlotForm(formats=["pdf"], stage="application")
    form.supports.choices = [
        SelectChoice(code, f"{code} {words(name)}")
        for code, name in {**ADMINISTRATIVE, **ELIGIBILITY}.items()
    ]
    return form


@bp.get("/manage/calls/<reference>/setup/documents")
def document_slots(reference: str) -> ResponseReturnValue:
    """The documents in their order."""
    return page("calls/document_slots.html", call=editable_call(reference))


@bp.route("/manage/calls/<reference>/setup/documents/add", methods=["GET", "POST"])
def add_slot(reference: str) -> ResponseReturnValue:
    """Ask for one more document."""
    call, form = editable_call(reference), _form(None)
    if submitted(
        form, lambda: service.add_slot(call, form.asked(), actor=current_actor(), at=now())
    ):
        return redirect(url_for(".document_slots", reference=reference))
    return page("calls/document_slot.html", call=call, slot=None, form=form)


@bp.route("/manage/calls/<reference>/setup/documents/<uuid:slot_id>", methods=["GET", "POST"])
def edit_slot(reference: str, slot_id: UUID) -> ResponseReturnValue:
    """Change what is asked."""
    call = editable_call(reference)
    slot = _slot(call, slot_id)
    form = _form(slot)
    if submitted(
        form,
        lambda: service.set_slot(slot, form.asked(), call=call, actor=current_actor(), at=now()),
    ):
        return redirect(url_for(".document_slots", reference=reference))
    return page("calls/document_slot.html", call=call, slot=slot, form=form)


@bp.post("/manage/calls/<reference>/setup/documents/<uuid:slot_id>/move")
def move_slot(reference: str, slot_id: UUID) -> ResponseReturnValue:
    """One place up or down."""
    call = editable_call(reference)
    step = -1 if request.form.get("step") == "up" else 1
    with transaction():
        service.move_slot(_slot(call, slot_id), step, call=call, actor=current_actor(), at=now())
    return redirect(url_for(".document_slots", reference=reference))


@bp.post("/manage/calls/<reference>/setup/documents/<uuid:slot_id>/remove")
def remove_slot(reference: str, slot_id: UUID) -> ResponseReturnValue:
    """Ask for it no longer."""
    call = editable_call(reference)
    slot = _slot(call, slot_id)
    with transaction():
        service.remove_slot(slot, call=call, actor=current_actor(), at=now())
    flash(_("“%(label)s” is no longer asked for.", label=slot.label), "ok")
    return redirect(url_for(".document_slots", reference=reference))
