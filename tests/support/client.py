"""A browser without a screen: asks for pages and fails on what a browser would forgive."""

import contextvars
from typing import Any

from bs4 import BeautifulSoup
from flask import current_app, has_app_context
from flask.testing import FlaskClient
from html5lib import HTMLParser
from werkzeug.test import TestResponse

from portal.core.db import db


class Client(FlaskClient):
    """One person at the portal.

    A request runs on its own: what the test has written is committed before it, and what the test
    holds is read afresh after it.
    """

    user: Any = None
    checks_html = True  # off where only the answer's status counts: reading the page is slow

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        if has_app_context():
            db.session.commit()
        response = contextvars.Context().run(super().open, *args, **kwargs)
        if has_app_context():
            db.session.expire_all()
        if self.checks_html and response.mimetype == "text/html":
            check_html(response.text)
        return response

    def get_page(self, target: str, *, status: int = 200, **values: Any) -> BeautifulSoup:
        """The page at an endpoint (or path); `status` is what it must answer."""
        response = self.get(address(target, **values))
        return soup(response, status)

    def post_page(
        self, target: str, data: dict[str, Any] | None = None, *, status: int = 422, **values: Any
    ) -> BeautifulSoup:
        """The page that a POST answers with: a refused form, mostly."""
        response = self.post(address(target, **values), data=data or {})
        return soup(response, status)

    def send(self, target: str, data: dict[str, Any] | None = None, **values: Any) -> str:
        """POST that must be accepted; answers where it leads to (the path)."""
        response = self.post(address(target, **values), data=data or {})
        if response.status_code not in {302, 303}:
            raise AssertionError(_story(response, "a redirect"))
        return response.location

    def follow(
        self, target: str, data: dict[str, Any] | None = None, **values: Any
    ) -> BeautifulSoup:
        """POST that must be accepted; answers the page it leads to."""
        return self.get_page(self.send(target, data, **values))


def address(target: str, **values: Any) -> str:
    """The path of an endpoint; a path stays as it is."""
    if target.startswith("/") or "://" in target:
        return target
    return current_app.url_map.bind("localhost").build(target, values)


def soup(response: TestResponse, status: int) -> BeautifulSoup:
    if response.status_code != status:
        raise AssertionError(_story(response, str(status)))
    return BeautifulSoup(response.text, "html5lib")


def check_html(text: str) -> None:
    """Raises AssertionError at the first thing that is not well-formed HTML."""
    parser = HTMLParser(strict=False)
    parser.parse(text)
    if parser.errors:
        (line, column), kind, details = parser.errors[0]
        around = "\n".join(text.splitlines()[max(0, line - 3) : line + 1])
        raise AssertionError(f"HTML: {kind} {details} at line {line}, column {column}:\n{around}")


def _story(response: TestResponse, wanted: str) -> str:
    words = BeautifulSoup(response.text, "html5lib").get_text(" ", strip=True)[:600]
    return f"{response.request.path}: {response.status}, not {wanted}. {words}"
