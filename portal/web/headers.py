"""Headers that every answer carries."""

from flask import Flask, Response, request

from portal import config
from portal.web.access import current_actor, is_public

CSP = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "object-src 'none'",
        "frame-ancestors 'none'",
    )
)

# A page that shows a document of the portal in a frame, and the document that is shown in it.
SHOWS_FRAMES = f"{CSP}; frame-src 'self'"
IN_FRAME = (
    "default-src 'none'; object-src 'self'; style-src 'unsafe-inline'; frame-ancestors 'self'"
)


def with_frames(response: Response) -> Response:
    """A page on which documents of the portal's own address stand in frames, and no others."""
    response.headers["Content-Security-Policy"] = SHOWS_FRAMES
    return response


def attach(app: Flask) -> None:
    """Set them on every answer, error pages too."""
    app.after_request(_harden)


def _harden(response: Response) -> Response:
    headers = response.headers
    headers.setdefault("Content-Security-Policy", CSP)
    headers["X-Content-Type-Options"] = "nosniff"
    headers["Referrer-Policy"] = "same-origin"
    headers["Cross-Origin-Opener-Policy"] = "same-origin"
    if config.current().is_https:
        headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint == "static":
        headers["Cache-Control"] = _design()
    elif "no-store" not in headers.get("Cache-Control", ""):
        headers["Cache-Control"] = "no-store" if _is_private() else "no-cache"
    return response


def _design() -> str:
    """How long a browser keeps a file of the design: its address changes with its content."""
    is_fixed = config.current().env != "development"
    return "public, max-age=31536000, immutable" if is_fixed else "no-cache"


def _is_private() -> bool:
    return not is_public(request.endpoint) or not current_actor().is_visitor
