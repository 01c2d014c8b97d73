"""Letters by outcome, with a preview of each, sent once; the reserve list."""

from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import require
from portal.core.clock import now
from portal.evaluation import policy, queries, service
from portal.evaluation.forms import LettersForm
from portal.evaluation.queries.feedback import feedback_of
from portal.evaluation.views import bp
from portal.evaluation.views.common import load, load_application, steps
from portal.mail.render import render
from portal.mail.service import Recipient
from portal.web.access import current_actor
from portal.web.acts import pressed, submitted
from portal.web.refusal import page


@bp.route("/manage/calls/<reference>/letters", methods=["GET", "POST"])
def letters(reference: str) -> ResponseReturnValue:
    """What goes out to whom; confirmed by typing the number."""
    actor = current_actor()
    session, standing = load(reference)
    require(policy.can_see_letters(actor, session, standing))
    form = LettersForm()
    if sent := submitted(
        form,
        lambda: service.send_letters(
            session, count=int(form.count.data or 0), actor=actor, at=now()
        ),
    ):
        flash(
            _("%(count)s letters are on their way.", count=sent.value)
            if sent.value
            else _("Every letter has been sent already.")
        )
        return redirect(url_for(".letters", reference=reference))
    decided = queries.with_outcome(session.call_id, hidden=standing.conflicts)
    return page(
        "evaluation/letters.html",
        session=session,
        side=steps(session, standing),
        letters=[(one, queries.outcome_of(one)) for one in decided],
        due=queries.letters_due(session.call_id),
        form=form,
        verdict=policy.can_send_letters(actor, session),
    )


@bp.get("/manage/calls/<reference>/letters/<uuid:application_id>")
def letter(reference: str, application_id: UUID) -> ResponseReturnValue:
    """The mail one applicant gets, as they will read it."""
    session, standing = load(reference)
    require(policy.can_see_letters(current_actor(), session, standing))
    application = load_application(session, standing, application_id)
    outcome = queries.outcome_of(application) or abort(404)
    made = render(
        f"evaluation/{outcome}_letter",
        {
            "to": Recipient(None, application.organisation.representative_name, ""),
            "link": url_for("evaluation.letters", reference=reference, _external=True).replace(
                url_for("evaluation.letters", reference=reference),
                f"/applications/{application.id}/decision",
            ),
            "application": application,
            "call": session.call,
            "organisation": application.organisation,
        },
    )
    return page(
        "evaluation/letter.html",
        session=session,
        side=steps(session, standing),
        application=application,
        outcome=outcome,
        subject=made.subject,
        text=made.text,
        feedback=feedback_of(application, preview=True),
    )


@bp.post("/manage/calls/<reference>/reserve/<uuid:lot_id>/promote")
def promote(reference: str, lot_id: UUID) -> ResponseReturnValue:
    """Move the next of the reserve list up into money released."""
    session, _standing = load(reference)
    moved = pressed(
        lambda: service.promote_reserve(session, lot_id, actor=current_actor(), at=now())
    )
    if moved is not None:
        numbers = ", ".join(one.number or "" for one in moved.value)
        flash(
            _("Moved up and told: %(numbers)s.", numbers=numbers)
            if moved.value
            else _("Nobody on the reserve list of this lot fits into the money left.")
        )
    return redirect(url_for(".documents", reference=reference))
