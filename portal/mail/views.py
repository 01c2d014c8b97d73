"""The delivery log, for administrators."""

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from portal.core.access import require
from portal.core.clock import now
from portal.core.db import transaction
from portal.mail import policy, queries, service
from portal.mail.states import MailState
from portal.web.access import current_actor
from portal.web.paging import page_number

bp = Blueprint("mail", __name__, url_prefix="/admin/deliveries")
WORDS = {
    MailState.QUEUED: lazy_gettext("Queued"),
    MailState.SENT: lazy_gettext("Sent"),
    MailState.DEFERRED: lazy_gettext("Trying again"),
    MailState.FAILED: lazy_gettext("Failed"),
}


@bp.route("")
def deliveries() -> ResponseReturnValue:
    """Every mail with how it went; a banner when the server does not take mail."""
    require(policy.can_see(current_actor()))
    messages, total = queries.listing(_filters(), page=page_number())
    return render_template(
        "mail/deliveries.html",
        messages=messages,
        total=total,
        page=page_number(),
        pages=-(-total // queries.PAGE),
        asked=request.args,
        states=[("", _("All"))] + [(state.value, WORDS[state]) for state in MailState],
        templates=[("", _("All"))] + [(name, name) for name in queries.templates()],
        health=queries.health(),
    )


@bp.route("/test", methods=["POST"])
def send_test() -> ResponseReturnValue:
    """Send a mail to oneself."""
    with transaction():
        message = service.send_test(actor=current_actor(), at=now())
    flash(_("A test mail to %(to)s is queued", to=message.to_address))
    return redirect(url_for(".detail", message_id=message.id))


@bp.route("/<uuid:message_id>")
def detail(message_id: UUID) -> ResponseReturnValue:
    """One mail: the exact text, and what the server said."""
    actor = current_actor()
    require(policy.can_see(actor))
    message = queries.get(message_id) or abort(404)
    return render_template(
        "mail/detail.html",
        message=message,
        reading=policy.can_read_text(actor, message),
        sending=policy.can_send_again(actor, message),
    )


@bp.route("/<uuid:message_id>/send-again", methods=["POST"])
def send_again(message_id: UUID) -> ResponseReturnValue:
    """Send it once more."""
    require(policy.can_see(current_actor()))
    message = queries.get(message_id) or abort(404)
    with transaction():
        again = service.send_again(message, actor=current_actor(), at=now())
    flash(_("The mail to %(to)s is queued again", to=again.to_address))
    return redirect(url_for(".detail", message_id=again.id))


def _filters() -> queries.Filters:
    state = request.args.get("state", "")
    return queries.Filters(
        state=MailState(state) if state in set(MailState) else None,
        person=request.args.get("person", "").strip(),
        template=request.args.get("template", ""),
    )
