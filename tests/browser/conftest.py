"""Fixtures of the journeys in a real browser.

    live          the running portal; live.url
    visits        visits.visitor(width=390), visits.person(user) -> playwright Page; what a browser
                  complains about (blocked by policy, broken script) fails the test at its end
    check_page    check_page(page): axe, sideways scrolling, one main heading

The whole life of a grant is walked on both databases; every other journey is `one_database`.
A test writes with `with live.app.app_context(): ...` and commits before the browser looks.
"""

import os
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Locator

from portal import config
from tests.support import browser as support
from tests.support.browser import LiveServer, Visits


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {
        **browser_type_launch_args,
        "executable_path": support.chromium(),
        "args": [*arguments, "--disable-gpu", "--disable-dev-shm-usage"],
    }


@pytest.fixture(autouse=True, scope="session")
def _clicks_arrive() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Locator, "click", support.click_and_arrive)
        yield


@pytest.fixture
def live(portal: Flask, monkeypatch: pytest.MonkeyPatch) -> Iterator[LiveServer]:
    """The portal as people reach it: anti-forgery tokens on, failures shown as pages."""
    monkeypatch.setitem(portal.config, "WTF_CSRF_ENABLED", True)
    monkeypatch.setitem(portal.config, "SHOW_ERRORS", True)
    server = LiveServer(portal)
    config.use(replace(config.current(), base_url=server.url))
    server.start()
    yield server
    server.stop()


@pytest.fixture
def visits(browser: Browser, live: LiveServer) -> Iterator[Visits]:
    made = Visits(browser, live)
    yield made
    made.close()
    assert made.complaints == []


@pytest.fixture
def check_page() -> Any:
    return support.check_page
