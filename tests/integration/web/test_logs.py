"""One line of the log for each request."""


def test_request_is_logged_with_its_id(client, caplog):
    caplog.set_level("INFO", logger="portal")

    response = client.get("/readyz?token=abc")

    logged = [record for record in caplog.records if record.message == "request"]
    assert [(r.request_id, r.method, r.path, r.status, r.user_id) for r in logged] == [
        (response.headers["X-Request-Id"], "GET", "/readyz", 200, None)
    ]
