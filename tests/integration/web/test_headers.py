"""Headers that every answer carries, error pages too."""

from dataclasses import replace

import pytest

from portal import config
from portal.web.headers import CSP
from tests.support.cast import Cast


@pytest.mark.parametrize("path", ["/healthz", "/no/such/page", "/probe/broken", "/probe/private"])
def test_every_answer_is_hardened(probe, path):
    headers = probe.get(path).headers

    assert headers["Content-Security-Policy"] == CSP
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert "Strict-Transport-Security" not in headers


def test_private_page_is_kept_by_no_cache(app, sign_in_as):
    client = sign_in_as(Cast().person("member"))

    assert client.get("/no/such/page").headers["Cache-Control"] == "no-store"


def test_https_says_so(app):
    config.use(replace(config.current(), base_url="https://grants.example.org"))

    headers = app.test_client().get("/healthz").headers

    assert headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_production_refuses_an_unknown_host(another_portal):
    settings = replace(config.current(), env="production", base_url="https://grants.example.org")
    client = another_portal(settings).test_client()

    assert client.get("/healthz", base_url="https://grants.example.org").status_code == 200
    assert client.get("/healthz", base_url="https://evil.example").status_code == 400


def test_production_cookie_is_locked_to_the_host(another_portal):
    settings = replace(config.current(), env="production", base_url="https://grants.example.org")

    app = another_portal(settings)

    assert app.config["SESSION_COOKIE_NAME"] == "__Host-portal"
    assert app.config["SESSION_COOKIE_SECURE"]
    assert app.debug is False
    assert app.testing is False


def test_forged_request_id_is_not_taken_over(client):
    response = client.get("/healthz", headers={"X-Request-Id": "forged-by-a-stranger"})

    assert response.headers["X-Request-Id"] != "forged-by-a-stranger"
