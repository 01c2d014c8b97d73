"""Set-up pages of the lots: all numbers on one page, and a page for each lot."""

from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.calls import service
from portal.calls.forms import LotPlaceForm, NewLotForm, lot_forms
from portal.calls.models import Call, Lot
from portal.calls.views.blueprint import bp, editable_call
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.web.access import current_actor
from portal.web.acts import submitted
from portal.web.refusal import page, show


def _lot(call: Call, lot_id: UUID) -> Lot:
    return next((lot for lot in call.lots if lot.id == lot_id), None) or abort(404)


@bp.route("/manage/calls/<reference>/setup/lots", methods=["GET", "POST"])
def lots(reference: str) -> ResponseReturnValue:
    """Money and limits of each lot."""
    call = editable_call(reference)
    forms = lot_forms(call)
    if request.method == "POST" and all([form.validate() for _lot, form in forms]):
        try:
            with transaction():
                for lot, form in forms:
                    current = form
                    service.set_lot(lot, form.numbers(), actor=current_actor(), at=now())
        except RuleBroken as broken:
            show(current, broken)  # at the lot whose numbers break the rule
        else:
            return redirect(url_for(".money", reference=reference))
    return page("calls/lots.html", call=call, lots=forms, forms=[form for _lot, form in forms])


@bp.route("/manage/calls/<reference>/setup/lots/add", methods=["GET", "POST"])
def add_lot(reference: str) -> ResponseReturnValue:
    """One more lot."""
    call, form = editable_call(reference), NewLotForm()
    if lot := submitted(
        form,
        lambda: service.add_lot(
            call, form.place(), form.numbers(), actor=current_actor(), at=now()
        ),
    ):
        flash(_("Lot %(code)s is added.", code=lot.value.code), "ok")
        return redirect(url_for(".lots", reference=reference))
    return page("calls/lot.html", call=call, lot=None, form=form)


@bp.route("/manage/calls/<reference>/setup/lots/<uuid:lot_id>", methods=["GET", "POST"])
def place_lot(reference: str, lot_id: UUID) -> ResponseReturnValue:
    """Name and place of one lot."""
    call = editable_call(reference)
    lot = _lot(call, lot_id)
    form = LotPlaceForm(obj=lot, country=lot.country or "")
    if submitted(
        form,
        lambda: service.place_lot(lot, form.place(), call=call, actor=current_actor(), at=now()),
    ):
        return redirect(url_for(".lots", reference=reference))
    return page("calls/lot.html", call=call, lot=lot, form=form)


@bp.post("/manage/calls/<reference>/setup/lots/<uuid:lot_id>/move")
def move_lot(reference: str, lot_id: UUID) -> ResponseReturnValue:
    """One place up or down."""
    call = editable_call(reference)
    step = -1 if request.form.get("step") == "up" else 1
    with transaction():
        service.move_lot(_lot(call, lot_id), step, call=call, actor=current_actor(), at=now())
    return redirect(url_for(".lots", reference=reference))


@bp.post("/manage/calls/<reference>/setup/lots/<uuid:lot_id>/remove")
def remove_lot(reference: str, lot_id: UUID) -> ResponseReturnValue:
    """Take a lot out of the call."""
    call = editable_call(reference)
    lot = _lot(call, lot_id)
    with transaction():
        service.remove_lot(lot, call=call, actor=current_actor(), at=now())
    flash(_("Lot %(code)s is removed.", code=lot.code), "ok")
    return redirect(url_for(".lots", reference=reference))
