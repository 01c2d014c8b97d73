"""Health tells strangers nothing more than yes or no."""

from sqlalchemy import Engine, event
from sqlalchemy.exc import OperationalError


def test_alive(client):
    assert client.get("/healthz").text == "ok\n"


def test_ready(client):
    assert client.get("/readyz").text == "ok\n"


def test_not_ready_while_the_database_is_away(client, app):

    def fail(*_args):
        raise OperationalError("SELECT 1", {}, Exception("away"))

    event.listen(Engine, "before_cursor_execute", fail)
    try:
        response = client.get("/readyz")
    finally:
        event.remove(Engine, "before_cursor_execute", fail)

    assert response.status_code == 503
    assert response.text == "not ready\n"
