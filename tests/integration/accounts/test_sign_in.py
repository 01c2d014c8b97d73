"""Signing in and out, and the limits of tries."""

from datetime import timedelta
from statistics import median
from time import perf_counter

import pytest
import time_machine
from sqlalchemy import func, select

from portal.accounts import queries, service
from portal.accounts.models import User, UserSession
from portal.audit.models import AuditEntry
from portal.core.clock import now
from portal.core.db import db, transaction
from portal.core.errors import TooManyTries
from tests.factories.accounts import PASSWORD, make_user
from tests.factories.organisations import make_membership

WRONG = "Email address or password is not correct"


def sign_in(client, user_email, password=PASSWORD, **more):
    return client.post("/sign-in", data={"email": user_email, "password": password, **more})


def sessions_of(user):
    return db.session.scalars(select(UserSession).where(UserSession.user_id == user.id)).all()


def test_sign_in_opens_a_session_whose_token_is_not_kept(client):
    user = make_user(password=PASSWORD)

    answer = sign_in(client, user.email.upper())

    assert answer.location == "/home"
    [session] = sessions_of(user)
    with client.session_transaction() as cookie:
        token = cookie["_user_id"]
    assert session.token_hash == queries.hashed(token)
    assert token != session.token_hash
    assert client.get("/account").status_code == 200


@pytest.mark.parametrize(
    ("target", "leads_to"),
    [
        ("/organisation?tab=1", "/organisation?tab=1"),
        ("https://evil.example.org/", "/home"),
        ("//evil.example.org", "/home"),
        ("/\\evil.example.org", "/home"),
        ("", "/home"),
    ],
)
def test_sign_in_leads_inside_the_portal_only(client, target, leads_to):
    user = make_user(password=PASSWORD)

    assert sign_in(client, user.email, next=target).location == leads_to


def test_wall_sends_back_to_the_page_asked_for(client):
    user = make_user(password=PASSWORD)

    wall = client.get("/account/security")
    page = client.get_page(wall.location)
    form = {field["name"]: field.get("value", "") for field in page.select("main input[name]")}
    answer = sign_in(client, user.email, next=form["next"])

    assert answer.location == "/account/security"


@pytest.mark.parametrize(
    "facts",
    [
        {},
        {"confirmed_at": None, "password": PASSWORD},
        {"disabled_at": now(), "password": PASSWORD},
        {"password": "another long password"},
    ],
    ids=["no password", "not confirmed", "deactivated", "wrong password"],
)
def test_sign_in_refuses_with_the_same_words(client, facts):
    user = make_user(**facts)

    page = client.post_page("/sign-in", {"email": user.email, "password": PASSWORD})
    unknown = client.post_page("/sign-in", {"email": "nobody@example.org", "password": PASSWORD})

    assert WRONG in page.select_one(".gp-errors").get_text()
    assert WRONG in unknown.select_one(".gp-errors").get_text()
    assert page.select_one("#email")["value"] == user.email
    assert sessions_of(user) == []
    refused = select(func.count()).where(AuditEntry.verb == "account.sign_in_refused")
    assert db.session.scalar(refused) == 2


def test_sign_in_takes_as_long_for_an_unknown_address(app, settings):
    settings(argon2_memory=4096, argon2_time=2)
    user = make_user(password="another long password")
    db.session.commit()

    def seconds(email):
        started = perf_counter()
        with transaction():
            attempt = service.begin(email, address=f"10.0.0.{email}", at=now())
        attempt.is_right(PASSWORD)
        with transaction():
            service.refuse(attempt, at=now())
        return perf_counter() - started

    seconds("warm@example.org")
    known = median(seconds(user.email) for _ in range(7))
    unknown = median(seconds(f"nobody{n}@example.org") for n in range(7))

    assert abs(known - unknown) < 0.02


def test_eleventh_try_on_an_account_is_refused_and_the_owner_gets_in_later(client):
    user = make_user(password=PASSWORD)
    start = now()

    with time_machine.travel(start, tick=False):
        for _ in range(10):
            assert sign_in(client, user.email, "wrong password!").status_code == 422
        refused = client.post_page(
            "/sign-in", {"email": user.email, "password": PASSWORD}, status=429
        )
    with time_machine.travel(start + timedelta(minutes=16), tick=False):
        later = sign_in(client, user.email)

    assert "Too many tries" in refused.select_one(".gp-errors").get_text()
    assert later.location == "/home"


def test_tries_are_counted_by_client_address_too(app):
    at = now()
    for number in range(10):
        service.begin(f"person{number}@example.org", address="192.0.2.1", at=at)

    with pytest.raises(TooManyTries):
        service.begin("another@example.org", address="192.0.2.1", at=at)

    assert service.begin("another@example.org", address="192.0.2.2", at=at).kept is None


def test_right_passwords_are_not_counted(client):
    user = make_user(password=PASSWORD)

    answers = [sign_in(client, user.email).location for _ in range(12)]

    assert answers == ["/home"] * 12


def test_sign_in_ends_the_session_of_the_same_browser(client):
    user = make_user(password=PASSWORD)

    sign_in(client, user.email)
    sign_in(client, user.email)

    assert sorted(session.ended_at is None for session in sessions_of(user)) == [False, True]


def test_sign_out_makes_a_saved_cookie_worthless(app, client):
    user = make_user(password=PASSWORD)
    sign_in(client, user.email)
    with client.session_transaction() as cookie:
        saved = dict(cookie)

    client.send("/sign-out")
    thief = app.test_client()
    with thief.session_transaction() as cookie:
        cookie.update(saved)

    assert thief.get("/account").location.startswith("/sign-in")


@pytest.mark.parametrize(
    ("is_administrator", "pause", "is_live"),
    [(False, 59, True), (False, 61, False), (True, 29, True), (True, 31, False)],
)
def test_session_ends_when_idle(sign_in_as, is_administrator, pause, is_live):
    client = sign_in_as(make_user(is_administrator=is_administrator))

    with time_machine.travel(now() + timedelta(minutes=pause), tick=False):
        answer = client.get("/account")

    assert (answer.status_code == 200) == is_live


def test_session_stays_alive_while_pages_are_read_but_not_for_ever(sign_in_as):
    user = make_user()
    client, start = sign_in_as(user), now()
    statuses = []

    for step in range(1, 17):
        with time_machine.travel(start + timedelta(minutes=50 * step), tick=False):
            statuses.append(client.get("/account").status_code)

    assert statuses == [200] * 14 + [302] * 2  # 14 x 50 minutes is the last before 12 hours


def test_presence_is_written_once_a_minute(sign_in_as, count_queries):
    client, start = sign_in_as(make_user()), now()
    writes = []

    for seconds in (0, 30, 61, 90):
        with time_machine.travel(start + timedelta(seconds=seconds), tick=False):
            with count_queries() as seen:
                client.get("/account")
            writes.append(sum(statement.startswith("UPDATE user_sessions") for statement in seen))

    assert writes == [0, 0, 1, 0]


@pytest.mark.parametrize("change", [{"disabled_at": now()}, {"confirmed_at": None}])
def test_closing_an_account_holds_at_the_next_request(sign_in_as, change):
    user = make_user()
    client = sign_in_as(user)
    assert client.get("/account").status_code == 200

    for name, value in change.items():
        setattr(db.session.get_one(User, user.id), name, value)

    assert client.get("/account").status_code == 302


def test_role_change_holds_at_the_next_request(sign_in_as):
    membership = make_membership()
    client = sign_in_as(db.session.get_one(User, membership.user_id))
    assert client.get("/organisation/edit").status_code == 200

    membership.role = "reader"

    assert client.get("/organisation/edit").status_code == 403


def test_old_hash_is_renewed_at_sign_in(client, settings):
    user = make_user(password=PASSWORD)
    before = user.password_hash
    settings(argon2_time=2)

    sign_in(client, user.email)

    assert db.session.get_one(User, user.id).password_hash != before
    assert service.matches(PASSWORD, db.session.get_one(User, user.id).password_hash)
