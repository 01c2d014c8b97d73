"""Set-up pages of the application form."""

from flask.typing import ResponseReturnValue

from portal.calls import policy
from portal.calls.views.blueprint import bp, managed_call
from portal.web.access import current_actor
from portal.web.refusal import page


@bp.route("/manage/calls/<reference>/setup/form")
def form_and_grid(reference: str) -> ResponseReturnValue:
    """What applicants are asked and how it is scored."""
    call = managed_call(reference)
    return page(
        "calls/form_and_grid.html", call=call, can_edit=policy.can_edit(current_actor(), call)
    )
