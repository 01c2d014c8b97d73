"""The blueprint that the pages of the calls share, and the look-up they start with."""

from flask import Blueprint, abort

from portal.calls import policy, queries
from portal.calls.models import Call
from portal.core.access import require
from portal.evaluation import policy as evaluation
from portal.web.access import current_actor

bp = Blueprint("calls", __name__)
# The menu of a call leads to its evaluation only who may see that.
bp.context_processor(lambda: {"may_see_evaluation": evaluation.can_see_session})


def visible_call(reference: str) -> Call:
    """The call, or 404 when they may not know it exists."""
    return queries.get_visible(current_actor(), reference) or abort(404)


def managed_call(reference: str) -> Call:
    """The call for a page of its Action's staff and auditors, or 404."""
    call = visible_call(reference)
    return call if current_actor().reads(call.action_id) else abort(404)


def editable_call(reference: str) -> Call:
    """A draft for a page of its set-up, or 404; 403 with the reason when it cannot be changed."""
    call = managed_call(reference)
    require(policy.can_edit(current_actor(), call))
    return call
