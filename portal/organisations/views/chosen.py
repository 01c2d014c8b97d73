"""For which of their organisations a person is working now."""

from collections.abc import Sequence
from uuid import UUID

from flask import abort, redirect, request, session
from flask.typing import ResponseReturnValue

from portal.organisations import queries
from portal.organisations.models import Organisation
from portal.organisations.views import bp
from portal.web.access import current_actor, own_address

CHOICE = "organisation"


def pick(own: Sequence[Organisation]) -> Organisation | None:
    """The chosen one of these, else the first."""
    wanted = session.get(CHOICE)
    return next((one for one in own if str(one.id) == wanted), own[0] if own else None)


def chosen_organisation() -> Organisation | None:
    """The organisation the person works for now, with its turnover; None without any."""
    return pick(queries.own(current_actor()))


@bp.post("/organisation/switch/<uuid:organisation_id>")
def switch(organisation_id: UUID) -> ResponseReturnValue:
    """Work for another of one's organisations from now on."""
    if not current_actor().is_member(organisation_id):
        abort(404)
    session[CHOICE] = str(organisation_id)
    return redirect(own_address(request.form.get("next")) or "/organisation")
