"""Signing in and out, and the forgotten password."""

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts import queries, service
from portal.accounts.forms import AskResetForm, ConfirmForm, NewPasswordForm, SignInForm
from portal.accounts.models import User
from portal.accounts.states import TokenKind
from portal.accounts.views import bp
from portal.core.access import Actor
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.core.text import N_
from portal.web import menus, resend
from portal.web.access import (
    begin_session,
    current_actor,
    current_token,
    end_session,
    own_address,
    public,
)
from portal.web.refusal import page, show

WRONG = N_("Email address or password is not correct")


def client() -> tuple[str, str]:
    """Where the request comes from: address and browser."""
    return request.remote_addr or "", request.user_agent.string


def landing(actor: Actor) -> str:
    """Where a person starts: their first workspace; who holds nothing yet begins at home."""
    begin = menus.start(actor)
    return "/home" if begin == "/" else begin


@bp.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    """Email address and password."""
    form = SignInForm(next=request.args.get("next", ""))
    if not current_actor().is_visitor and request.method == "GET":
        return redirect(own_address(form.next.data) or landing(current_actor()))
    if form.validate_on_submit():
        try:
            try_to_sign_in(form.email.data, form.password.data)
        except RuleBroken as broken:
            show(form, broken)
        else:
            kept = resend.unpack(form.kept.data)
            if kept is not None:
                return resend.send_again(kept)
            return redirect(own_address(form.next.data) or landing(current_actor()))
    return page("accounts/sign_in.html", form=form)


def try_to_sign_in(email: str, password: str) -> None:
    """Count the try, check the password without a lock, open the session.

    Three transactions on purpose: a refused try must stay counted, and the slow check of the
    password must not hold the write lock.
    Raises: RuleBroken when it is wrong, TooManyTries after ten.
    """
    address, browser = client()
    with transaction():
        attempt = service.begin(email, address=address, at=now())
    is_right = attempt.is_right(password)
    rehashed = service.hash_password(password) if is_right and attempt.is_outdated else None
    old_token, token = current_token(), None
    with transaction():
        if is_right:
            token = service.finish(attempt, user_agent=browser, at=now(), rehashed=rehashed)
        else:
            service.refuse(attempt, at=now())
        if token and old_token:
            service.sign_out(old_token, actor=current_actor(), at=now())
    if token is None:
        raise RuleBroken(WRONG)
    user = queries.by_email(email)
    if user is not None:
        begin_session(token, user)


@bp.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    """End this sign-in, here and on the server."""
    if token := current_token():
        with transaction():
            service.sign_out(token, actor=current_actor(), at=now())
    end_session()
    flash(_("You are signed out."))
    return redirect("/")


@bp.route("/forgotten-password", methods=["GET", "POST"])
@public
def forgotten_password() -> ResponseReturnValue:
    """Ask for a reset link; the answer is the same for every address."""
    form = AskResetForm()
    if form.validate_on_submit():
        try:
            with transaction():
                service.ask_reset(form.email.data, address=client()[0], at=now())
        except RuleBroken as broken:
            show(form, broken)
        else:
            return page("accounts/mail_sent.html", email=form.email.data, kind="reset")
    return page("accounts/forgotten_password.html", form=form)


@bp.route("/reset-password/<token>", methods=["GET", "POST"])
@public
def reset_password(token: str) -> ResponseReturnValue:
    """Set a new password by the link; signs the person in."""
    link = queries.usable_token(TokenKind.RESET, token, now())
    if link is None:
        return page("accounts/link_ended.html", kind="reset")
    form = NewPasswordForm()
    if form.validate_on_submit():
        try:
            _reset(form, link.user, token)
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("Your password is changed. All other sign-ins are ended."))
            return redirect(landing(current_actor()))
    return page("accounts/reset_password.html", form=form, email=link.email)


def _reset(form: NewPasswordForm, user: User, token: str) -> None:
    address, browser = client()
    password = service.new_password(form.password.data, personal=(user.name, user.email))
    with transaction():
        user = service.reset_password(token, password, address=address, at=now())
        session_token = service.start_session(user, address=address, user_agent=browser, at=now())
    begin_session(session_token, user)


@bp.route("/verify/<token>", methods=["GET", "POST"])
@public
def verify(token: str) -> ResponseReturnValue:
    """Confirm the address of a new account; a button, because mail scanners open links."""
    link = queries.usable_token(TokenKind.CONFIRM, token, now())
    if link is None:
        return page("accounts/link_ended.html", kind="confirm")
    form = ConfirmForm()
    if form.validate_on_submit():
        with transaction():
            service.confirm(token, address=client()[0], at=now())
        flash(_("Your email address is confirmed. Sign in to begin."))
        return redirect(url_for(".sign_in"))
    return page("accounts/verify.html", form=form, email=link.email)
