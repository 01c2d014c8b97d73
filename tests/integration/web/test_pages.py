"""Pages of duty."""

import pytest


@pytest.mark.parametrize(
    ("path", "title"),
    [
        ("/help", "Help and contact"),
        ("/accessibility", "Accessibility statement"),
        ("/privacy", "Privacy notice"),
        ("/cookies", "Cookies"),
        ("/legal", "Legal notice"),
    ],
)
def test_duty_page_carries_statement_emblem_and_footnote(client, path, title):
    page = client.get_page(path)

    foot = page.select_one("footer").get_text(" ", strip=True)
    assert page.select_one("h1").get_text() == title
    assert "European Union" in foot
    assert "without prejudice to positions on status" in foot
    assert page.select_one("footer img")["alt"] == "Flag of the European Union"


def test_cookies_page_names_the_cookie_that_is_really_set(app, client):
    page = client.get_page("/cookies")

    assert page.select_one("tbody th").get_text() == app.config["SESSION_COOKIE_NAME"]


def test_weaknesses_can_be_reported(client):
    answer = client.get("/.well-known/security.txt")

    lines = dict(line.split(": ", 1) for line in answer.text.splitlines())
    assert answer.mimetype == "text/plain"
    assert lines["Contact"] == "mailto:portal@example.org"
    assert lines["Canonical"] == "http://localhost/.well-known/security.txt"


def test_unknown_shell_is_not_found(client):
    client.get_page("/styleguide/nothing", status=404)
