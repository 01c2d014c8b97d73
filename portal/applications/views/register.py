"""All applications of an Action's closed calls, for its staff."""

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.applications import queries
from portal.applications.policy import can_list
from portal.applications.queries import overview
from portal.applications.views import bp
from portal.applications.views.manage import SEARCHED
from portal.core.access import require
from portal.web.access import current_actor
from portal.web.paging import page_number
from portal.web.refusal import page


@bp.get("/manage/applications")
def register() -> ResponseReturnValue:
    """Submitted applications of all calls, with search; sealed ones are not in it."""
    actor = current_actor()
    require(can_list(actor))
    filters = queries.Filters(
        state=request.args.get("state", ""), text=request.args.get("q", "").strip()[:100]
    )
    call = request.args.get("call", "")
    return page(
        "applications/register.html",
        found=overview.register(actor, filters, call=call, page=page_number()),
        filters=filters,
        call=call,
        calls=[("", _("All calls")), *((one, one) for one in overview.call_choices(actor))],
        states=SEARCHED,
    )
