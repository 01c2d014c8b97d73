"""Answering an invitation."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts import queries as accounts
from portal.accounts import service as people
from portal.accounts.forms import ConfirmForm
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.organisations import queries, service
from portal.organisations.forms import NewMemberForm
from portal.organisations.models import Invitation
from portal.organisations.rules import masked_email
from portal.organisations.views import bp
from portal.web.access import begin_session, current_actor, current_token, public
from portal.web.refusal import page, show


@bp.route("/invitations/<token>", methods=["GET", "POST"])
@public
def invitation(token: str) -> ResponseReturnValue:
    """Become a member: with the account one has, or with a new one for the invited address.

    Who holds the link has proven the address, so the page may say whether an account exists.
    """
    found = queries.waiting_invitation(token, now())
    if found is None:
        return page("organisations/invitation_ended.html")
    actor = current_actor()
    if actor.email == found.email:
        return _accept(found)
    user = accounts.by_email(found.email)
    if not actor.is_visitor or (user and (user.confirmed_at or user.disabled_at)):
        return page(
            "organisations/invitation_sign_in.html",
            invitation=found,
            address=masked_email(found.email),
            is_signed_in=not actor.is_visitor,
        )
    return _open_account(found)


def _accept(found: Invitation) -> ResponseReturnValue:
    form, actor = ConfirmForm(), current_actor()
    if form.validate_on_submit():
        user = accounts.by_email(actor.email)
        with transaction():
            if user is not None:
                service.accept_invitation(found, user=user, actor=actor, at=now())
        flash(_("You now belong to %(name)s.", name=found.organisation.legal_name))
        return redirect(url_for(".home"))
    return page("organisations/invitation.html", form=form, invitation=found)


def _open_account(found: Invitation) -> ResponseReturnValue:
    form = NewMemberForm()
    if form.validate_on_submit():
        try:
            _register_and_accept(form, found)
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("You now belong to %(name)s.", name=found.organisation.legal_name))
            return redirect(url_for(".home"))
    return page("organisations/invitation_register.html", form=form, invitation=found)


def _register_and_accept(form: NewMemberForm, found: Invitation) -> None:
    address, browser = request.remote_addr or "", request.user_agent.string
    name = form.name.data or ""
    person = people.NewPerson(
        email=found.email,
        name=name,
        password_hash=people.new_password(
            form.password.data or "",
            personal=(name, found.email, found.organisation.legal_name),
        ),
        language=form.language.data,
    )
    old_token = current_token()
    with transaction():
        user = people.open_confirmed(person, address=address, at=now())
        actor = people.actor_for(user, address)
        service.accept_invitation(found, user=user, actor=actor, at=now())
        token = people.start_session(user, address=address, user_agent=browser, at=now())
        if old_token:
            people.sign_out(old_token, actor=actor, at=now())
    begin_session(token, user)
