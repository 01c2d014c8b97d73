"""The sign-in wall: what somebody meets who is not signed in, or no longer."""

from flask import Response, jsonify, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.accounts.forms import SignInForm
from portal.web import resend
from portal.web.access import login
from portal.web.refusal import page


@login.unauthorized_handler  # type: ignore[untyped-decorator]
def ask_to_sign_in() -> ResponseReturnValue:
    """Send a reader to the sign-in page and back; keep what a writer has sent.

    Scripts get 401 in JSON and keep the text in the page.
    """
    if request.accept_mimetypes.best == "application/json":
        return jsonify(error=_("Sign in again. Your text stays in the page.")), 401
    if request.method == "GET":
        return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
    if request.method != "POST" or not resend.came_from_here():
        return redirect(url_for("accounts.sign_in"))
    return _sign_in_with(resend.pack())


def _sign_in_with(kept: str) -> Response:
    form = SignInForm(formdata=None, kept=kept)
    answer = page("accounts/sign_in.html", form=form)
    answer.status_code = 401
    return answer
