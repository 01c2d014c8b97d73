"""Refusals and failures are pages with the right status and plain words."""

import pytest

from tests.support.client import soup


@pytest.mark.parametrize(
    ("kind", "status", "words"),
    [
        ("not-allowed", 403, "Only the signatory can approve."),
        ("rule", 422, "The sum is too high."),
        ("state", 409, "It is closed."),
        ("locked", 423, "The call closed."),
        ("conflict", 409, "Somebody else changed this."),
        ("tries", 429, "Wait a minute."),
    ],
)
def test_refusal_nobody_caught(probe, kind, status, words):
    page = probe.get_page(f"/probe/refused/{kind}", status=status)

    assert words in page.get_text()


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 423, 429, 503])
def test_every_status_has_a_page(probe, status):
    page = probe.get_page(f"/probe/status/{status}", status=status)

    assert page.h1 is not None


def test_failure_shows_a_reference_and_no_detail(probe, caplog):
    response = probe.get("/probe/broken")

    page = soup(response, 500)
    assert response.headers["X-Request-Id"] in page.get_text()
    assert "secret" not in response.text
    assert [r.request_id for r in caplog.records if r.message == "failure"] == [
        response.headers["X-Request-Id"]
    ]


def test_database_that_is_away_is_a_clear_page(probe):
    response = probe.get("/probe/away")

    assert response.status_code == 503
    assert "SELECT" not in response.text


def test_error_page_that_fails_is_still_a_page(probe, monkeypatch):
    def fail(*_args, **_kwargs):
        raise ZeroDivisionError

    monkeypatch.setattr("portal.web.errors.render_template", fail)

    page = probe.get_page("/probe/status/404", status=404)

    assert page.h1.get_text() == "Page not found"


def test_too_large_a_request_is_413(probe):
    response = probe.post("/probe/form/none", data={"title": "x" * (13 * 1024 * 1024)})

    assert response.status_code == 413


def test_forged_form_is_refused(probe, monkeypatch):
    monkeypatch.setitem(probe.application.config, "WTF_CSRF_ENABLED", True)

    page = probe.post_page("/probe/form/none", {"title": "A"}, status=400)

    assert "Go back and send it again" in page.get_text()
