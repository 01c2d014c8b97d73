"""What somebody wrote survives the end of their sign-in."""

import pytest
from bs4 import BeautifulSoup
from sqlalchemy import select

from portal.accounts.models import User, UserSession
from portal.core.clock import now
from portal.core.db import db
from portal.web.resend import unpack
from tests.factories.accounts import PASSWORD, make_user

HERE = {"Sec-Fetch-Site": "same-origin"}
FORM = {"name": 'Ana "Ilić" & <co>', "language": "mk", "password": "never kept"}


def read(response):
    return BeautifulSoup(response.text, "html5lib")


def hidden(page):
    return {
        field["name"]: field.get("value") or field.get_text().removeprefix("\n")
        for field in page.select("main form [name]")
        if field.name == "textarea" or field.get("type") == "hidden"
    }


@pytest.fixture
def with_tokens(app):
    """Forms need their anti-forgery token, as in service."""
    app.config["WTF_CSRF_ENABLED"] = True
    yield
    app.config["WTF_CSRF_ENABLED"] = False


@pytest.mark.usefixtures("with_tokens")
def test_text_survives_the_end_of_a_sign_in(sign_in_as):
    user = make_user(password=PASSWORD)
    client = sign_in_as(user)
    token = client.get_page("/account").select_one("main [name=csrf_token]")["value"]
    db.session.scalars(select(UserSession)).one().ended_at = now()

    wall = client.post("/account?from=menu", data={**FORM, "csrf_token": token}, headers=HERE)
    carried = hidden(read(wall))
    wrong = client.post(
        "/sign-in", data={**carried, "email": user.email, "password": "wrong password!"}
    )
    again = client.post(
        "/sign-in", data={**hidden(read(wrong)), "email": user.email, "password": PASSWORD}
    )
    form = read(again).select_one("main form")
    sent = client.post(form["action"], data=hidden(read(again)))

    assert (wall.status_code, wrong.status_code, again.status_code) == (401, 422, 200)
    assert form["action"] == "/account?from=menu"
    assert sent.location == "/account"
    assert db.session.get_one(User, user.id).name == FORM["name"]
    assert "never kept" not in wall.text + again.text


@pytest.mark.parametrize(
    "headers", [{}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example.org"}]
)
def test_text_of_other_sites_is_not_carried(client, headers):
    answer = client.post("/account", data=FORM, headers=headers)

    assert answer.location == "/sign-in"


def test_scripts_are_told_in_json(client):
    answer = client.post("/account", data=FORM, headers={"Accept": "application/json"})

    assert answer.status_code == 401
    assert "Your text stays" in answer.get_json()["error"]


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "{}",
        "[1]",
        '{"address": "https://evil.example.org/", "fields": [], "files": []}',
        '{"address": "/account", "fields": [["one"]], "files": []}',
    ],
)
def test_tampered_text_is_not_sent(text):
    assert unpack(text) is None


@pytest.mark.usefixtures("with_tokens")
def test_form_of_an_earlier_sign_in_is_offered_again(sign_in_as):
    client = sign_in_as(make_user())

    answer = client.post("/account", data={**FORM, "csrf_token": "old"}, headers=HERE)
    foreign = client.post("/account", data={**FORM, "csrf_token": "old"})

    fields = hidden(read(answer))
    assert answer.status_code == foreign.status_code == 400
    assert fields["name"] == FORM["name"]
    assert fields["csrf_token"] != "old"
    assert "name" not in hidden(read(foreign))
