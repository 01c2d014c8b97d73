"""Refusals and failures as pages: the right status, plain words, a reference.

Template: `errors/<status>.html` when there is one, else `errors/error.html`. It receives `status`,
`title`, `message` (a sentence: the reason, or what to do) and `reference` (the request's id, shown
for failures). Where even that cannot be rendered a plain page says the same.
"""

from http import HTTPStatus
from typing import cast

from flask import Flask, Response, current_app, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError
from markupsafe import escape
from sqlalchemy.exc import DBAPIError, OperationalError
from werkzeug.exceptions import HTTPException

from portal.core.db import db
from portal.core.errors import (
    Conflict,
    Locked,
    NotAllowed,
    PortalError,
    RuleBroken,
    TooManyTries,
    WrongState,
)
from portal.core.text import N_, Text
from portal.web import resend
from portal.web.access import current_token, is_public, login
from portal.web.filters import words
from portal.web.logs import log, request_id

STATUS: dict[type[PortalError], int] = {
    NotAllowed: 403,
    Conflict: 409,
    WrongState: 409,
    Locked: 423,
    TooManyTries: 429,
    RuleBroken: 422,
}

WORDS: dict[int, tuple[Text, Text]] = {
    400: (
        N_("The request could not be read"),
        N_("Go back, load the page again and try once more."),
    ),
    401: (N_("Please sign in"), N_("Sign in and open the page again.")),
    403: (N_("You cannot do this"), N_("Your role does not allow it.")),
    404: (
        N_("Page not found"),
        N_("The address may be wrong, or the page is not open to you."),
    ),
    405: (N_("This cannot be done here"), N_("Go back and use the button on the page.")),
    409: (N_("This has changed in the meantime"), N_("Load the page again and check.")),
    413: (
        N_("What you sent is too large"),
        N_(
            "One file may have at most 10 MB, everything on one page at most 12 MB. Go back: what "
            "you wrote is still there. Make it smaller or split it, then try again."
        ),
    ),
    422: (N_("This could not be done"), N_("Go back and correct what you entered.")),
    423: (N_("This is locked"), N_("It can no longer be changed.")),
    429: (N_("Too many tries"), N_("Wait a minute, then try again.")),
    500: (
        N_("Something went wrong on our side"),
        N_("Nothing was saved. Try again; if it happens again, tell us the reference below."),
    ),
    503: (
        N_("The portal cannot answer just now"),
        N_("Nothing was saved. Try again in a minute; if it goes on, tell us the reference below."),
    ),
}


def status_of(error: PortalError) -> int:
    """The HTTP status of a refusal."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


def attach(app: Flask) -> None:
    """Answer every refusal and failure with a page."""
    app.register_error_handler(PortalError, _refused)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(OperationalError, _database)
    app.register_error_handler(Exception, _failed)


def _refused(error: PortalError) -> Response:
    return answer(status_of(error), words(error.message))


def _forged(_error: CSRFError) -> ResponseReturnValue:
    """The token is of another sign-in: who wrote on a page of ours sends it again."""
    if current_token() is None and not is_public(request.endpoint):
        return cast("ResponseReturnValue", login.unauthorized())
    if current_token() and request.method == "POST" and resend.came_from_here():
        kept = resend.unpack(resend.pack())
        if kept is not None:
            return resend.send_again(kept, 400)
    return answer(
        400,
        words(N_("The form was open too long or in another sign-in. Go back and send it again.")),
    )


def _http(error: HTTPException) -> Response:
    if error.response is not None or error.code is None or error.code < 400:
        return make_response(error.get_response())
    response = answer(error.code)
    for name, value in error.get_headers():
        if name in {"Allow", "Retry-After", "Location"}:
            response.headers[name] = value
    return response


def _database(error: DBAPIError) -> Response:
    log.error("database", exc_info=error, extra={"request_id": request_id()})
    _forget()
    return answer(503)


def _failed(error: Exception) -> Response:
    if current_app.testing and not current_app.config.get("SHOW_ERRORS"):
        raise error
    log.error("failure", exc_info=error, extra={"request_id": request_id()})
    _forget()
    return answer(500)


def _forget() -> None:
    db.session.rollback()


def answer(status: int, message: str | None = None) -> Response:
    """The page for `status`, with `message` in place of the usual sentence."""
    phrase, usual = WORDS.get(status, (Text(HTTPStatus(status).phrase), WORDS[400][1]))
    title, message, reference = words(phrase), message or words(usual), request_id()
    try:
        body = render_template(
            [f"errors/{status}.html", "errors/error.html"],
            status=status,
            title=title,
            message=message,
            reference=reference,
        )
    except Exception as broken:  # the page about a failure must not fail itself
        log.error("error page", exc_info=broken, extra={"request_id": reference})
        body = _plain(title, message, reference)
    return make_response(body, status)


def _plain(title: str, message: str, reference: str) -> str:
    head = f'<head><meta charset="utf-8"><title>{escape(title)} | Grants portal</title></head>'
    return (
        f'<!doctype html><html lang="en">{head}'
        f"<body><h1>{escape(title)}</h1><p>{escape(message)}</p>"
        f"<p>Reference: {escape(reference)}</p></body></html>"
    )
