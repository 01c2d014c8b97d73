"""A whole lot given to one or more assessors at once."""

from collections.abc import Sequence
from uuid import UUID

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from wtforms import SelectChoice

from portal.accounts.models import User
from portal.core.access import require
from portal.core.clock import now
from portal.evaluation import policy, queries, service
from portal.evaluation.forms import LotForm
from portal.evaluation.models import EvaluationSession
from portal.evaluation.views import bp
from portal.evaluation.views.common import load
from portal.web.access import current_actor
from portal.web.acts import pressed


def lot_form(session: EvaluationSession, people: Sequence[User]) -> LotForm:
    """The form of a whole lot; the address names the lot and the people of the last time."""
    form = LotForm(request.form if request.method == "POST" else request.args)
    form.lot.choices = [
        SelectChoice("", _("Choose a lot")),
        *(SelectChoice(str(lot.id), lot.name) for lot in session.call.lots),
    ]
    form.people.choices = [(str(user.id), user.name) for user in people]
    return form


def kept_out(
    form: LotForm, shown: Sequence[queries.Progress], board: queries.Board
) -> list[tuple[str, str, str]]:
    """Number, name and reason of each application of the lot that the people cannot be given."""
    people = [user for user in board.people if str(user.id) in (form.people.data or ())]
    return [
        (one.application.number or "", user.name, why)
        for one in shown
        if str(one.application.lot_id) == form.lot.data
        for user in people
        if (why := _why_not(one, user, board))
    ]


def _why_not(one: queries.Progress, user: User, board: queries.Board) -> str:
    key = (one.application.id, user.id)
    if user.id in {sheet.assessor_id for sheet in one.sheets}:
        return ""
    if key in board.barred:
        return board.barred[key].words
    return board.pairs[key].ended_reason if key in board.pairs else ""


@bp.post("/manage/calls/<reference>/assignments/lot")
def assign_lot(reference: str) -> ResponseReturnValue:
    """Give one or more people every application of a lot that they are not barred from."""
    session, standing = load(reference, with_grid=True)
    require(policy.can_assign(current_actor(), session, standing))
    people = queries.assessors(session)
    form = lot_form(session, people)
    if not form.validate():
        flash(next(str(words[0]) for words in form.errors.values()), "bad")
        return redirect(url_for(".assignments", reference=reference))
    lot, ids = form.lot.data, form.people.data or []
    chosen = [user for user in people if str(user.id) in ids]
    if made := pressed(
        lambda: service.assign_lot(session, UUID(lot), chosen, actor=current_actor(), at=now())
    ):
        flash(_("%(count)s sheets assigned.", count=len(made.value)))
    return redirect(url_for(".assignments", reference=reference, lot=lot, people=ids))
