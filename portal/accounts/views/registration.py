"""Opening an account."""

from flask import request
from flask.typing import ResponseReturnValue

from portal.accounts import service
from portal.accounts.forms import RegisterForm
from portal.accounts.views import bp
from portal.core.clock import now
from portal.core.db import transaction
from portal.core.errors import RuleBroken
from portal.web.access import public
from portal.web.refusal import page, show


@bp.route("/register", methods=["GET", "POST"])
@public
def register() -> ResponseReturnValue:
    """Name, address, password; the answer is the same whether the address is known."""
    form = RegisterForm()
    if form.validate_on_submit():
        try:
            person = new_person(form, form.email.data)
            with transaction():
                service.register(person, address=request.remote_addr or "", at=now())
        except RuleBroken as broken:
            show(form, broken)
        else:
            return page("accounts/mail_sent.html", email=form.email.data, kind="confirm")
    return page("accounts/register.html", form=form)


def new_person(form: RegisterForm, email: str) -> service.NewPerson:
    """What the form says of the person, with the password hashed.

    Raises: RuleBroken at "password".
    """
    password = service.new_password(form.password.data, personal=(form.name.data, email))
    return service.NewPerson(
        email=email,
        name=form.name.data,
        password_hash=password,
        language=form.language.data,
    )
