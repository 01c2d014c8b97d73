"""Which page of a list the reader asks for, and the addresses of the others."""

from flask import Flask, request, url_for


def page_number() -> int:
    """The page asked for by `?page=`; 1 when it is missing or no number."""
    text = request.args.get("page", "")
    is_number = text.isascii() and text.isdigit() and len(text) < 7
    return max(1, int(text)) if is_number else 1


def page_url(number: int) -> str:
    """This list at another page, with the same filters."""
    values = request.args.to_dict(flat=False) | (request.view_args or {})
    values.pop("page", None)
    return url_for(str(request.endpoint), **values, page=number)


def attach(app: Flask) -> None:
    """Make page_url known to templates."""
    app.jinja_env.globals["page_url"] = page_url
