"""Who else is at this page of the form: JSON for the script of the pages."""

from uuid import UUID

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.applications import queries, service
from portal.applications.policy import can_be_present
from portal.applications.views import bp
from portal.applications.views.common import load_light
from portal.core.access import require
from portal.core.clock import now
from portal.core.db import transaction
from portal.web.access import current_actor


@bp.post("/applications/<uuid:application_id>/sections/<page>/presence")
def presence(application_id: UUID, page: str) -> ResponseReturnValue:
    """Says that I am here and answers who else is; whoever works alone need not ask again."""
    application, actor, at = load_light(application_id), current_actor(), now()
    require(can_be_present(actor, application, at))
    if actor.user_id is None or not queries.is_page(application, page):
        abort(404)
    if not queries.has_colleagues(application.organisation_id):
        return {"words": "", "again": False}
    if service.needs_sign(application, page, actor=actor, at=at):
        with transaction():
            service.be_present(application, page, actor=actor, at=at)
    names = queries.others_at(application, page, actor.user_id, at)
    return {"words": _words(names), "again": True}


def _words(names: list[str]) -> str:
    if not names:
        return ""
    if len(names) == 1:
        return str(_("%(name)s is in this section now.", name=names[0]))
    others, last = ", ".join(names[:-1]), names[-1]
    return str(_("%(names)s and %(last)s are in this section now.", names=others, last=last))
