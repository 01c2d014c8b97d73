"""Pages of duty."""

import gzip

import pytest

from tests.support.cast import Cast


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


def test_files_of_the_design_are_kept_for_good_at_an_address_of_their_content(client):
    page = client.get_page("/help")
    addresses = [link["href"] for link in page.select("link[rel=stylesheet]")]

    for address in addresses:
        with client.get(address) as answer:
            assert answer.status_code == 200
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"

    assert len(addresses) == 8


def test_scripts_and_styles_come_compressed_to_those_who_take_it(client, app):
    address = f"{app.static_url_path}/vendor/bootstrap/bootstrap.min.css"

    with (
        client.get(address) as whole,
        client.get(address, headers={"Accept-Encoding": "gzip, br"}) as small,
    ):
        assert gzip.decompress(small.data) == whole.data
        assert "Content-Encoding" not in whole.headers
        assert small.headers["Content-Encoding"] == "gzip"
        assert all("Accept-Encoding" in one.headers["Vary"] for one in (whole, small))
        assert len(small.data) * 5 < len(whole.data)


def test_files_of_the_design_ask_nobody_who_they_are(sign_in_as, app, count_queries):
    client = sign_in_as(Cast().person("member"))

    with count_queries() as seen, client.get(f"{app.static_url_path}/css/base.css") as answer:
        assert answer.status_code == 200

    assert seen == []


def test_signed_in_person_finds_their_workspace_on_public_pages(sign_in_as, app):
    cast = Cast()

    page = sign_in_as(cast.person("member")).get_page("/help")

    menu = page.select_one("details.gp-account")
    assert "/home" in {link["href"] for link in menu.select("a")}
    assert menu.select_one("form")["action"] == "/sign-out"
