"""Chromium on a running portal."""

import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.base import AXE_SCRIPT, AxeResults
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.support import people

HEIGHTS = {1280: 900, 390: 844}


# The shell has the same engine and no window around it: a third less work.
BROWSERS = ("/usr/bin/chromium-headless-shell", "/usr/bin/chromium")


def chromium() -> str:
    """Debian's browser; without it the test is skipped, or fails where a browser is required."""
    given = os.environ.get("PORTAL_CHROMIUM")
    for path in [given] if given else BROWSERS:
        if Path(path).exists():
            return path
    if os.environ.get("PORTAL_REQUIRE_BROWSER") == "1":
        pytest.fail("A browser is required and was not found.")
    pytest.skip("Chromium was not found.")


def closing(app: Flask) -> Any:
    """The portal whose answers are closed even if the browser left before their end.

    Werkzeug's server forgets to when the connection is gone, and an open file is a warning.
    """

    def serve(environ: Any, start_response: Any) -> Iterator[bytes]:
        answer: Any = app(environ, start_response)
        try:
            yield from answer
        finally:
            answer.close()

    return serve


class Handler(WSGIRequestHandler):
    """Keeps connections open, as the server of the portal does, and says nothing."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def log_request(self, *_args: Any) -> None:
        """A test reads the page, not a log."""


class LiveServer:
    """The portal at an address of its own, in a thread."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.server = make_server(
            "127.0.0.1", 0, closing(app), threaded=True, request_handler=Handler
        )
        self.url = f"http://127.0.0.1:{self.server.server_port}"
        self.thread = threading.Thread(target=self.server.serve_forever, daemon=True)

    def start(self) -> None:
        self.thread.start()

    def stop(self) -> None:
        self.server.shutdown()
        self.server.server_close()
        self.thread.join()


CLICK = Locator.click


def click_and_arrive(locator: Locator, **options: Any) -> None:
    """Click, and if that leads to another page, go on when all of it is there.

    Playwright goes on when the answer begins: what is read then may be half a page, or nothing.
    """
    CLICK(locator, **options)
    locator.page.wait_for_load_state()


class Visits:
    """Opens pages for people and notes what their browsers complain about."""

    def __init__(self, browser: Browser, live: LiveServer) -> None:
        self.browser = browser
        self.live = live
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []

    def visitor(self, width: int = 1280, *, scripts: bool = True, zone: str = "") -> Page:
        """A page of somebody who has not signed in; addresses are relative to the portal."""
        context = self.browser.new_context(
            base_url=self.live.url,
            viewport={"width": width, "height": HEIGHTS.get(width, 900)},
            java_script_enabled=scripts,
            timezone_id=zone or None,
        )
        context.set_default_timeout(10_000)
        self.contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: self.complaints.append(f"{page.url}: {error}"))
        page.on("console", lambda message: self._note(page, message))
        return page

    def person(self, user: Any, width: int = 1280, *, scripts: bool = True) -> Page:
        """A page of a signed-in person."""
        page = self.visitor(width, scripts=scripts)
        with self.live.app.app_context():
            token = people.begin_session(user)
        page.context.add_cookies([self._cookie(token)])
        return page

    def _cookie(self, token: str) -> Any:
        app = self.live.app
        serializer = app.session_interface.get_signing_serializer(app)
        return {
            "name": app.config["SESSION_COOKIE_NAME"],
            "value": serializer.dumps(people.cookie_of(token)),
            "url": self.live.url,
        }

    def _note(self, page: Page, message: Any) -> None:
        expected = "Failed to load resource"  # a refused form or an error page: asserted by status
        if message.type == "error" and expected not in message.text:
            self.complaints.append(f"{page.url}: {message.text}")

    def close(self) -> None:
        for context in self.contexts:
            context.close()


# Every rule runs; only what is found wrong comes back, for the rest is most of the time it takes.
RUN_AXE = "axe.run(document, {resultTypes: ['violations']}).then(found => found.violations)"


def check_page(page: Page) -> None:
    """No finding of axe, no sideways scrolling, one main heading."""
    page.wait_for_load_state()
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = AxeResults({"violations": page.evaluate(RUN_AXE)})
    assert found.violations_count == 0, f"{page.url}\n{found.generate_report()}"
    wider = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wider <= 0, f"{page.url} scrolls sideways by {wider} px"
    assert page.locator("h1").count() == 1, f"{page.url}: one main heading"
