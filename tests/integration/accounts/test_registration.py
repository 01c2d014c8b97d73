"""Opening an account, confirming it, and getting back in."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from sqlalchemy import select

from portal.accounts import queries, service
from portal.accounts.models import Token, User, UserSession
from portal.core.access import SYSTEM
from portal.core.clock import now
from portal.core.db import db
from portal.core.errors import RuleBroken
from portal.mail.models import MailMessage
from tests.factories.accounts import PASSWORD, make_user

AT = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
NEW = "seven copper kettles"
FORM = {
    "name": "Dino  Kovač",
    "email": "Dino.Kovac@Example.org",
    "password": PASSWORD,
    "language": "sr_Latn",
    "consent": "y",
}


def mails(template=None):
    found = db.session.scalars(select(MailMessage).order_by(MailMessage.queued_at)).all()
    return [mail for mail in found if template in {None, mail.template}]


def link_in(mail):
    return re.search(r"http://localhost(/\S+)", mail.body_text)[1]


def test_register_confirm_and_sign_in(client):
    page = client.post_page("/register", FORM, status=200)
    link = link_in(mails("confirm")[0])
    confirm = client.get_page(link)
    leads_to = client.send(link)

    user = queries.by_email("dino.kovac@example.org")
    assert page.h1.get_text() == "Look into your mail"
    assert "Dino.Kovac@" not in confirm.main.get_text()
    assert leads_to == "/sign-in"
    assert (user.name, user.email, user.language) == (
        "Dino Kovač",
        "dino.kovac@example.org",
        "sr_Latn",
    )
    assert user.is_open
    assert client.send("/sign-in", {"email": user.email, "password": PASSWORD}) == "/home"


def test_opening_the_link_alone_changes_nothing(client):
    client.post_page("/register", FORM, status=200)

    client.get_page(link_in(mails("confirm")[0]))

    assert queries.by_email(FORM["email"]).confirmed_at is None


@time_machine.travel(AT, tick=False)
def test_register_answers_the_same_for_a_known_address(client):
    make_user(email="dino.kovac@example.org", name="Somebody", password=NEW)

    known = client.post("/register", data=FORM)
    unknown = client.post("/register", data={**FORM, "email": "other.person@example.org"})

    assert known.status_code == unknown.status_code == 200
    assert known.text.replace("Dino.Kovac@Example.org", "") == unknown.text.replace(
        "other.person@example.org", ""
    )
    user = queries.by_email("dino.kovac@example.org")
    assert (user.name, service.matches(NEW, user.password_hash)) == ("Somebody", True)
    assert [mail.template for mail in mails()] == ["account_exists", "confirm"]


def test_registering_again_replaces_what_was_never_confirmed(client):
    client.post_page("/register", FORM, status=200)
    client.post_page("/register", {**FORM, "password": NEW}, status=200)
    first, second = (link_in(mail) for mail in mails("confirm"))

    ended = client.get_page(first)
    client.send(second)

    assert ended.h1.get_text() == "This link no longer works"
    assert client.send("/sign-in", {"email": FORM["email"], "password": NEW}) == "/home"


@pytest.mark.parametrize(
    ("change", "field", "words"),
    [
        ({"name": "\u200b "}, "name", "Enter your name"),
        ({"email": "dino"}, "email", "Enter an email address in the correct format"),
        ({"email": "a@example.org, b@example.org"}, "email", "correct format"),
        ({"password": "too short"}, "password", "12 characters or more"),
        ({"password": "Dino Kovač 1"}, "password", "name, email address"),
        ({"consent": ""}, "consent", "privacy notice"),
    ],
)
def test_register_refuses_at_the_field_and_keeps_the_rest(client, change, field, words):
    page = client.post_page("/register", {**FORM, **change})

    assert words in page.select_one(f"#{field}-error").get_text()
    assert page.select_one("title").get_text().startswith("Error: ")
    if field != "email":
        assert page.select_one("#email")["value"] == FORM["email"]
    assert queries.by_email(FORM["email"]) is None


def test_register_tells_all_that_is_wrong_at_once(client):
    page = client.post_page(
        "/register", {**FORM, "name": "", "email": "dino", "password": "too short", "consent": ""}
    )

    shown = {line["href"] for line in page.select("[data-errors] a")}
    assert shown == {"#name", "#email", "#password", "#consent"}


def test_reset_changes_the_password_and_ends_other_sign_ins(client, sign_in_as):
    user = make_user(password=PASSWORD)
    elsewhere = sign_in_as(user)

    client.post_page("/forgotten-password", {"email": user.email}, status=200)
    link = link_in(mails("reset")[0])
    leads_to = client.send(link, {"password": NEW})

    assert leads_to == "/home"
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302
    kept = db.session.get_one(User, user.id).password_hash
    assert service.matches(NEW, kept)
    assert [mail.template for mail in mails()] == ["reset", "password_changed"]
    assert client.get_page(link).h1.get_text() == "This link no longer works"


@pytest.mark.parametrize("minutes", [59, 61])
def test_reset_link_works_for_60_minutes(client, minutes):
    user = make_user(password=PASSWORD)
    client.post_page("/forgotten-password", {"email": user.email}, status=200)
    link = link_in(mails("reset")[0])

    with time_machine.travel(now() + timedelta(minutes=minutes), tick=False):
        answer = client.post(link, data={"password": NEW})

    assert (answer.status_code == 302) == (minutes == 59)


@time_machine.travel(AT, tick=False)
def test_reset_answers_the_same_for_every_address_and_mails_3_an_hour(client):
    user = make_user()

    known = [client.post("/forgotten-password", data={"email": user.email}) for _ in range(5)]
    unknown = client.post("/forgotten-password", data={"email": "nobody@example.org"})

    assert {answer.status_code for answer in (*known, unknown)} == {200}
    assert known[4].text.replace(user.email, "") == unknown.text.replace("nobody@example.org", "")
    assert len(mails("reset")) == 3


def test_links_are_kept_as_hashes_only(client):
    user = make_user()
    client.post_page("/forgotten-password", {"email": user.email}, status=200)
    token = link_in(mails("reset")[0]).rsplit("/", 1)[1]

    kept = db.session.scalars(select(Token.token_hash)).one()

    assert kept == queries.hashed(token)
    assert mails("reset")[0].is_sensitive


def test_change_password_asks_for_the_present_one(sign_in_as):
    user = make_user(password=PASSWORD)
    elsewhere, client = sign_in_as(user), sign_in_as(user)
    target = "/account/security/password"

    wrong = client.post_page(target, {"current": "wrong password!", "password": NEW})
    client.send(target, {"current": PASSWORD, "password": NEW})

    assert "The password is not correct" in wrong.select_one("#current-error").get_text()
    assert client.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 302
    assert [mail.template for mail in mails()] == ["password_changed"]


def test_account_changes_only_the_fields_of_the_form(sign_in_as):
    user = make_user()
    client = sign_in_as(user)

    client.send(
        "/account",
        {"name": "Ana  Ilić", "language": "mk", "is_administrator": "1", "email": "x@example.org"},
    )

    changed = db.session.get_one(User, user.id)
    assert (changed.name, changed.language) == ("Ana Ilić", "mk")
    assert (changed.is_administrator, changed.email) == (False, user.email)


def test_people_see_and_end_their_sign_ins(sign_in_as):
    user = make_user()
    elsewhere, client = sign_in_as(user), sign_in_as(user)

    page = client.get_page("/account/security")
    button = page.select_one("tbody form")
    client.send(button["action"])

    assert len(page.select("tbody tr")) == 2
    assert elsewhere.get("/account").status_code == 302
    assert client.get("/account").status_code == 200


def test_create_administrator_is_confirmed_and_once(app):
    person = service.NewPerson(
        email="Admin@Example.org",
        name="Ada",
        password_hash=service.new_password(PASSWORD, personal=("Ada", "admin@example.org")),
    )

    user = service.create_administrator(person, actor=SYSTEM, at=now())

    assert (user.email, user.is_administrator, user.is_open) == ("admin@example.org", True, True)
    with pytest.raises(RuleBroken, match="already"):
        service.create_administrator(person, actor=SYSTEM, at=now())


def test_administrator_deactivates_but_never_the_last_one(sign_in_as):
    admin, person = make_user(is_administrator=True), make_user()
    client, theirs = sign_in_as(admin), sign_in_as(person)
    reason = {"reason": "Left the organisation"}

    client.send(f"/admin/users/{person.id}/deactivate", reason)
    last = client.post(f"/admin/users/{admin.id}/deactivate", data=reason)
    alone = client.post(f"/admin/users/{admin.id}/withdraw-administration", data=reason)
    page = client.get_page(f"/admin/users/{admin.id}")

    assert theirs.get("/account").status_code == 302
    assert (last.status_code, alone.status_code) == (403, 403)
    assert "last administrator" in page.main.get_text()
    assert db.session.get_one(User, admin.id).is_open


def test_administrator_signs_out_everywhere_and_starts_a_reset(sign_in_as):
    admin, person = make_user(is_administrator=True), make_user()
    client, theirs = sign_in_as(admin), sign_in_as(person)

    client.send(f"/admin/users/{person.id}/sign-out")
    page = client.follow(f"/admin/users/{person.id}/reset")

    assert theirs.get("/account").status_code == 302
    assert [mail.to_address for mail in mails("reset")] == [person.email]
    assert link_in(mails("reset")[0]) not in page.get_text()


def test_deactivating_needs_a_reason(sign_in_as):
    client, person = sign_in_as(make_user(is_administrator=True)), make_user()

    page = client.post_page(f"/admin/users/{person.id}/deactivate", {})

    assert "Enter the reason" in page.select_one("#reason-error").get_text()
    assert db.session.get_one(User, person.id).disabled_at is None


@pytest.mark.parametrize(
    ("search", "names"),
    [("kov", ["Dino Kovač"]), ("DINO", ["Dino Kovač"]), ("mira@", ["Mira"]), ("%", []), ("_", [])],
)
def test_users_are_searched_by_name_and_address(sign_in_as, search, names):
    make_user(name="Dino Kovač")
    make_user(name="Mira", email="mira@example.org")
    client = sign_in_as(make_user(is_administrator=True, name="Zoe", email="zoe@example.org"))

    page = client.get_page("/admin/users")
    found = client.get("/admin/users", query_string={"q": search})

    assert len(page.select("tbody tr")) == 3
    assert [name for name in ("Dino Kovač", "Mira") if f">{name}</a>" in found.text] == names


def test_sessions_of_a_closed_account_are_ended(app):
    user = make_user(is_administrator=False)
    actor = service.actor_for(make_user(is_administrator=True))
    service.start_session(user, address="", user_agent="", at=now())

    service.deactivate(user, reason="Left", actor=actor, at=now())

    assert db.session.scalars(select(UserSession)).one().ended_at is not None
