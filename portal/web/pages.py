"""Pages of duty: help, accessibility, privacy, cookies, legal notice, reports of weaknesses."""

from datetime import timedelta
from email.utils import parseaddr

from flask import Blueprint, Flask, Response, current_app, make_response, render_template

from portal import config
from portal.core.clock import now
from portal.web.access import public

bp = Blueprint("pages", __name__)


def attach(app: Flask) -> None:
    """Answer their addresses."""
    app.register_blueprint(bp)


@bp.get("/help")
@public
def help_and_contact() -> Response:
    """Whom to ask, and answers to common questions."""
    return _page("help")


@bp.get("/accessibility")
@public
def accessibility() -> Response:
    """The accessibility statement."""
    return _page("accessibility")


@bp.get("/privacy")
@public
def privacy() -> Response:
    """The privacy notice."""
    return _page("privacy")


@bp.get("/cookies")
@public
def cookies() -> Response:
    """Which cookies there are: only essential ones."""
    return _page("cookies", cookie=str(current_app.config["SESSION_COOKIE_NAME"]))


@bp.get("/legal")
@public
def legal() -> Response:
    """Legal notice, disclaimer and licences."""
    return _page("legal")


@bp.get("/.well-known/security.txt")
@public
def security() -> Response:
    """How to report a weakness, after RFC 9116."""
    lines = (
        f"Contact: mailto:{_contact()}",
        f"Expires: {(now() + timedelta(days=180)).strftime('%Y-%m-%dT%H:%M:%SZ')}",
        "Preferred-Languages: en",
        f"Canonical: {config.current().base_url}/.well-known/security.txt",
    )
    return Response("\n".join(lines) + "\n", mimetype="text/plain")


def _page(name: str, **values: str) -> Response:
    return make_response(render_template(f"pages/{name}.html", contact=_contact(), **values))


def _contact() -> str:
    """The address from which the portal writes; answers to it are read."""
    return parseaddr(config.current().mail_from)[1]
