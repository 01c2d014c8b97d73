"""What evaluators say of themselves."""

from uuid import UUID

from flask import abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.core.access import require
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.evaluation import policy, queries, service
from portal.evaluation.forms.people import EmployerForm, ProfileForm, profile_form
from portal.evaluation.views import bp
from portal.web.access import current_actor
from portal.web.filters import words
from portal.web.refusal import page, show


@bp.route("/evaluate/profile", methods=["GET", "POST"])
def profile() -> ResponseReturnValue:
    """Languages, fields, places; and for whom the person works and worked."""
    actor = current_actor()
    if actor.user_id is None or not policy.can_describe(actor):
        abort(404)
    known = queries.profile_of(actor.user_id)
    about = profile_form(
        languages=known.languages if known else [],
        expertise=known.expertise if known else [],
        countries=known.countries if known else [],
    )
    employer = EmployerForm(prefix="employer-")
    if request.method == "POST" and (done := _keep(about, employer)):
        flash(done)
        return redirect(url_for(".profile"))
    return page(
        "evaluation/profile.html",
        about=about,
        employer=employer,
        known=known,
        employments=queries.employments(actor.user_id),
    )


def _keep(about: ProfileForm, employer: EmployerForm) -> str:
    """Save the part that was sent; nothing when it was refused."""
    actor, adds = current_actor(), request.form.get("do") == "add"
    form = employer if adds else about
    if not form.validate():
        return ""
    try:
        with transaction():
            if adds:
                service.add_employment(employer.job(), actor=actor, at=now())
            else:
                service.describe(about.about(), actor=actor, at=now())
    except RuleBroken as broken:
        show(form, broken)
        return ""
    return str(_("The organisation is on your list.") if adds else _("Your answers are saved."))


@bp.post("/evaluate/profile/<uuid:employment_id>/remove")
def remove_employer(employment_id: UUID) -> ResponseReturnValue:
    """Take an organisation off one's list."""
    actor = current_actor()
    require(policy.can_describe(actor))
    if actor.user_id is None:
        abort(404)
    found = [one for one in queries.employments(actor.user_id) if one.id == employment_id]
    if not found:
        abort(404)
    try:
        with transaction():
            service.remove_employment(found[0], actor=actor, at=now())
    except RuleBroken as broken:
        flash(words(broken.message), "bad")
    return redirect(url_for(".profile"))
