"""What the link in the mail opens: the mandate, to sign or to decline. No account is needed."""

from flask import abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.applications import queries, service
from portal.applications.forms import DeclineMandateForm, SignMandateForm
from portal.applications.models import PartnerMandate
from portal.applications.policy import can_answer_mandate, is_unlocked
from portal.applications.views import bp
from portal.core.access import Actor, Verdict, deny
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import Locked, RuleBroken
from portal.core.text import N_
from portal.web.access import current_actor, public
from portal.web.refusal import page, show


@bp.route("/mandates/<token>", methods=["GET", "POST"])
@public
def answer_mandate(token: str) -> ResponseReturnValue:
    """Sign or decline: the person sees the text they sign and nothing else of the application."""
    found = queries.mandate_by_token(token)
    if found is None:
        return page("applications/mandate_ended.html")
    is_declining = "decline" in request.form
    signing = SignMandateForm(None) if is_declining else SignMandateForm()
    declining = DeclineMandateForm() if is_declining else DeclineMandateForm(None)
    form = declining if is_declining else signing
    if form.validate_on_submit():
        try:
            with transaction():
                _answer(found, signing, declining if is_declining else None)
        except Locked:
            raise
        except RuleBroken as broken:
            show(form, broken)
            found = queries.mandate_by_token(token) or abort(404)
        else:
            return redirect(url_for(".answer_mandate", token=token))
    if request.method == "GET":
        signing.name.data = found.to_name
    return page(
        "applications/mandate_sign.html",
        mandate=found,
        application=found.partner.application,
        verdict=_verdict(found),
        signing=signing,
        declining=declining,
    )


def _verdict(found: PartnerMandate) -> Verdict:
    application, at = found.partner.application, now()
    if found.expires_at is None or at >= found.expires_at:
        return deny(N_("This link has ended. Ask the lead applicant for a new one."))
    return is_unlocked(application, at) and can_answer_mandate(current_actor(), application)


def _answer(
    found: PartnerMandate, signing: SignMandateForm, declining: DeclineMandateForm | None
) -> None:
    # Nothing of the computer is kept with a signature; who has an account is named by it.
    known = current_actor()
    actor = Actor(known.user_id, found.to_name, email=found.email, roles=known.roles)
    if declining is not None:
        service.decline_mandate(found, reason=declining.reason.data or "", actor=actor, at=now())
        return
    service.sign_mandate(
        found,
        name=signing.name.data or "",
        function=signing.function.data or "",
        actor=actor,
        at=now(),
    )
