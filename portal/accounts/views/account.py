"""One's own account: name, language, password, open sessions."""

from uuid import UUID

from flask import abort, flash, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts import queries, service
from portal.accounts.forms import AccountForm, ChangePasswordForm
from portal.accounts.models import User, UserSession
from portal.accounts.views import bp
from portal.accounts.views.entry import client
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.core.text import N_
from portal.web.access import current_actor, current_token
from portal.web.refusal import page, show


@bp.app_template_filter("browser")
def browser(user_agent: str) -> str:
    """A browser in words: Firefox on Windows."""
    names = (("Edg", "Edge"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"))
    systems = (
        ("Windows", "Windows"),
        ("Android", "Android"),
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Mac OS", "Mac"),
        ("Linux", "Linux"),
    )
    name = next((shown for sign, shown in names if sign in user_agent), _("Browser"))
    system = next((shown for sign, shown in systems if sign in user_agent), "")
    return _("%(name)s on %(system)s", name=name, system=system) if system else name


def myself() -> User:
    """The account of the person who is signed in."""
    user_id = current_actor().user_id
    return (queries.get(user_id) if user_id else None) or abort(404)


def this_session() -> UserSession:
    """The sign-in this request came with."""
    return queries.signed_in(queries.hashed(current_token() or ""), now()) or abort(404)


@bp.route("/account", methods=["GET", "POST"])
def account() -> ResponseReturnValue:
    """Name and language."""
    user = myself()
    form = AccountForm(obj=user)
    if form.validate_on_submit():
        with transaction():
            service.edit(
                user,
                name=form.name.data,
                language=form.language.data,
                actor=current_actor(),
                at=now(),
            )
        flash(_("Your account is saved."))
        return redirect(url_for(".account"))
    return page("accounts/account.html", form=form, user=user)


@bp.get("/account/security")
def security() -> ResponseReturnValue:
    """Password and open sessions."""
    return _security_page(ChangePasswordForm())


def _security_page(form: ChangePasswordForm) -> ResponseReturnValue:
    mine = this_session()
    return page(
        "accounts/security.html",
        form=form,
        here=mine.id,
        sessions=queries.open_sessions(mine.user_id, now()),
    )


@bp.post("/account/security/password")
def change_password() -> ResponseReturnValue:
    """Set a new password; asks for the present one, and counts wrong ones like a sign-in."""
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            _change(form)
        except RuleBroken as broken:
            show(form, broken)
        else:
            flash(_("Your password is changed. All other sign-ins are ended."))
            return redirect(url_for(".security"))
    return _security_page(form)


def _change(form: ChangePasswordForm) -> None:
    user, session = myself(), this_session()
    demand_password(user, form.current.data, field="current")
    password = service.new_password(form.password.data, personal=(user.name, user.email))
    with transaction():
        service.change_password(user, password, keep=session.id, actor=current_actor(), at=now())


def demand_password(user: User, password: str, *, field: str) -> None:
    """Ask the person's password again before something grave.

    Raises: RuleBroken at `field` when it is wrong, TooManyTries after ten wrong ones.
    """
    with transaction():
        attempt = service.begin(user.email, address=client()[0], at=now())
    is_right = attempt.is_right(password)
    with transaction():
        if is_right:
            service.settle(attempt, at=now())
        else:
            service.refuse(attempt, at=now())
    if not is_right:
        raise RuleBroken(N_("The password is not correct"), field=field)


@bp.post("/account/security/sessions/<uuid:session_id>/end")
def end_session(session_id: UUID) -> ResponseReturnValue:
    """End one sign-in of one's own."""
    session = queries.session_of(myself().id, session_id) or abort(404)
    with transaction():
        service.end_session(session, actor=current_actor(), at=now())
    flash(_("The sign-in is ended."))
    return redirect(url_for(".security"))


@bp.post("/account/security/sessions/end-others")
def end_other_sessions() -> ResponseReturnValue:
    """End one's sign-ins on all other devices."""
    user, keep = myself(), this_session().id
    with transaction():
        service.end_others(user, keep=keep, actor=current_actor(), at=now())
    flash(_("All other sign-ins are ended."))
    return redirect(url_for(".security"))
